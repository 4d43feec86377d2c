"""Dominance: which states are ahead of which whatever the weights.

State a dominates b if it scores at least as high on every indicator that both have, and higher on one. Where no
value is missing that is a strict partial order (Pareto), which every mean with positive weights agrees with; it
shows how much of a ranking does not hang on weights. A look-up counts as one indicator, since it need not rise
with its children. Bruggemann and Patil (2011), Ranking and Prioritization for Multi-indicator Systems.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.robustness.occasion import Occasion, occasion
from scoreboard.scoring import Scores
from scoreboard.scoring.methods.formulas import Array

_TOLERANCE = 1e-12

Relation = NDArray[np.bool_]
"""Array [state, state]: whether it holds of the first and the second."""


@dataclass(frozen=True)
class Dominance:
    """The relation between the states of one year at one node.

    Parameters
    ----------
    occasion : the node and the year.
    coverage : least share of weight that two states must have in common to be compared.
    """

    occasion: Occasion
    coverage: float

    @cached_property
    def shared(self) -> Array:
        """Share of weight that two states have in common, array [state, state].

        Of the effective weight of the indicators that any state has in the year.
        """
        present = ~np.isnan(self.occasion.item_values)
        weights = np.where(present.any(axis=1), self.occasion.item_weights, 0.0)
        both = present[:, :, None] & present[:, None, :]
        return np.asarray((weights[:, None, None] * both).sum(axis=0) / max(weights.sum(), _TOLERANCE))

    @cached_property
    def comparable(self) -> Relation:
        """Whether two states share enough to be compared."""
        enough = (self.shared >= self.coverage - _TOLERANCE) & (self.shared > 0)
        return np.asarray(enough & ~np.eye(len(enough), dtype=bool))

    @cached_property
    def relation(self) -> Relation:
        """Whether the first state dominates the second."""
        return dominates(self.occasion.item_values) & self.comparable

    @property
    def share(self) -> float:
        """Share of the comparable pairs that are ordered; NaN if there are none."""
        return float(self.relation.sum() / (self.comparable.sum() / 2)) if self.comparable.any() else np.nan

    @property
    def undominated(self) -> tuple[str, ...]:
        """The states that are compared with others and dominated by none."""
        free = self.comparable.any(axis=0) & ~self.relation.any(axis=0)
        return tuple(self.occasion.states[free].tolist())

    @cached_property
    def matrix(self) -> pd.DataFrame:
        """Bool table with the dominating states as rows and the dominated as columns."""
        states = pd.Index(self.occasion.states.tolist(), name="state")
        return pd.DataFrame(self.relation, index=states, columns=states.rename("other"))

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """One row for each ordered pair, the dominating state first.

        `better` and `equal` count indicators, `shared` is the share of weight they were compared on, `covers`
        says that no third state stands between them: these pairs are the lines of a Hasse diagram.
        """
        one, other = np.nonzero(self.relation)
        values = self.occasion.item_values
        return pd.DataFrame(
            self.occasion.keys
            | {
                "state": self.occasion.states[one],
                "other": self.occasion.states[other],
                "better": (values[:, one] > values[:, other]).sum(axis=0),
                "equal": (values[:, one] == values[:, other]).sum(axis=0),
                "shared": self.shared[one, other],
                "covers": covers(self.relation)[one, other],
            }
        )

    @cached_property
    def levels(self) -> pd.DataFrame:
        """One row for each state that is compared with others.

        `level` of the Hasse diagram, 1 for the undominated (none where missing values lead in a circle);
        how many states it `dominates`, is `dominated_by`, and is compared with in vain (`unordered`).
        """
        kept = np.flatnonzero(self.comparable.any(axis=0))
        above, below = self.relation.sum(axis=1), self.relation.sum(axis=0)
        frame = pd.DataFrame(
            self.occasion.keys
            | {
                "state": self.occasion.states,
                "level": levels(self.relation),
                "dominates": above,
                "dominated_by": below,
                "unordered": self.comparable.sum(axis=0) - above - below,
                "score": self.occasion.values,
                "rank": self.occasion.ranks,
            }
        )
        frame = frame.iloc[kept].reset_index(drop=True)
        for column in ("level", "rank"):
            frame[column] = frame[column].astype("Int64").where(frame[column] > 0)
        return frame


def dominance(
    scores: Scores, node: str = "overall", year: int | None = None, coverage: float | None = None
) -> Dominance:
    """Return which states of a year dominate which at a node.

    Parameters
    ----------
    scores : by the index; the weights of the tree only say whether two states share enough to be compared.
    year : the latest year with ranks unless given.
    coverage : least share of weight that two states must have in common; that of the node unless given.

    Raises
    ------
    KeyError
        If the index has no such node or year.
    ValueError
        If no year is given and the node has no score in any.
    """
    here = occasion(scores, node, year)
    return Dominance(here, here.group.coverage if coverage is None else coverage)


def dominates(values: Array) -> Relation:
    """Return whether the first state is nowhere behind the second, and somewhere ahead, where both have a value.

    Parameters
    ----------
    values : array [indicator, state], more is better, NaN where missing.

    >>> dominates(np.array([[3.0, 2.0, 2.0], [5.0, 5.0, np.nan]])).astype(int).tolist()
    [[0, 1, 1], [0, 0, 0], [0, 0, 0]]
    """
    one, other = values[:, :, None], values[:, None, :]
    ahead = np.asarray((one > other).any(axis=0))
    return np.asarray(ahead & ~ahead.T)


def covers(relation: Relation) -> Relation:
    """Return the pairs of a relation with no third state in between.

    >>> covers(np.array([[0, 1, 1], [0, 0, 1], [0, 0, 0]], bool)).astype(int).tolist()
    [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    """
    number = relation.astype(int)
    return np.asarray(relation & (number @ number == 0))


def levels(relation: Relation) -> NDArray[np.int_]:
    """Return for each state 1 + the length of the longest chain above it; 0 where that leads in a circle.

    >>> levels(np.array([[0, 1, 1], [0, 0, 1], [0, 0, 0]], bool)).tolist()
    [1, 2, 3]
    """
    found = np.zeros(len(relation), int)
    for level in range(1, len(relation) + 1):
        left = found == 0
        free = left & ~relation[left].any(axis=0)
        found[free] = level
    return found
