"""Leave-one-out: what each indicator does to the scores and ranks of a node, seen by leaving it out.

The others keep their proportions, as where the value is missing; a look-up is left out with all that is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions.models import Index
from scoreboard.observations import Panel
from scoreboard.robustness.occasion import Occasion, occasion
from scoreboard.robustness.simulating import simulate
from scoreboard.robustness.study import Study
from scoreboard.scoring import score
from scoreboard.scoring.methods.formulas import Array

MOST = 3
"""How many of the states that move most are named."""


@dataclass(frozen=True)
class LeaveOneOut:
    """Scores and ranks of one node in one year without each of its items.

    Parameters
    ----------
    occasion : the node and the year, and the scores with all items.
    scores : array [item, state], NaN where a state has no score without the item.
    ranks : int array [item, state], 0 where there is no rank.
    """

    occasion: Occasion
    scores: Array
    ranks: NDArray[np.int16]

    @cached_property
    def changes(self) -> Array:
        """Score without the item less the score with all, array [item, state]."""
        return self.scores - self.occasion.values

    @cached_property
    def shifts(self) -> Array:
        """Rank without the item less the rank with all, array [item, state]: above 0, the state falls."""
        both = (self.ranks > 0) & (self.occasion.ranks > 0)
        return np.where(both, self.ranks - self.occasion.ranks, np.nan)

    @cached_property
    def moves(self) -> pd.DataFrame:
        """One row for each item and each state that has a score with all items."""
        items, states = self.scores.shape
        here = self.occasion
        frame = pd.DataFrame(
            here.keys
            | {
                "item": np.repeat(np.array(here.items), states),
                "state": np.tile(here.states, items),
                "score": np.tile(here.values, items),
                "score_without": self.scores.ravel(),
                "change": self.changes.ravel(),
                "rank": np.tile(here.ranks, items),
                "rank_without": self.ranks.ravel().astype(int),
                "shift": self.shifts.ravel(),
            }
        )
        for column in ("rank", "rank_without"):
            frame[column] = frame[column].astype("Int64").where(frame[column] > 0)
        return frame[frame["score"].notna()].astype({"shift": "Int64"}).reset_index(drop=True)

    @cached_property
    def items(self) -> pd.DataFrame:
        """One row for each item, what moves the ranks most first.

        `weight` is its effective weight in the node; `mean_change` and `greatest_change` are of absolute score
        points, `mean_shift` and `greatest_shift` of absolute ranks, over the `states` that have a score with
        and without; `lost` states have none without it. `spearman` is the rank correlation of the scores with
        and without, `most_moved` names the states whose scores change most.
        """
        rows = [self._row(position) for position in range(len(self.scores))]
        frame = pd.DataFrame(rows).sort_values(
            ["mean_shift", "mean_change"], ascending=False, kind="stable", ignore_index=True
        )
        return frame.astype({"greatest_shift": "Int64"})

    def _row(self, position: int) -> dict[str, object]:
        here, change = self.occasion, np.abs(self.changes[position])
        both = np.flatnonzero(~np.isnan(change))
        shift = np.abs(self.shifts[position])
        shift = shift[~np.isnan(shift)]
        most = both[np.argsort(-change[both], kind="stable")][:MOST]
        return here.keys | {
            "item": here.items[position],
            "weight": float(here.item_weights[position]),
            "states": len(both),
            "lost": int((~np.isnan(here.values)).sum()) - len(both),
            "mean_change": float(change[both].mean()) if len(both) else np.nan,
            "greatest_change": float(change[both].max()) if len(both) else np.nan,
            "mean_shift": float(shift.mean()) if len(shift) else np.nan,
            "greatest_shift": float(shift.max()) if len(shift) else np.nan,
            "spearman": spearman(here.values[both], self.scores[position, both]),
            "most_moved": " ".join(here.states[most[change[most] > 0]].tolist()),
        }


def leave_one_out(panel: Panel, index: Index, node: str = "overall", year: int | None = None) -> LeaveOneOut:
    """Score a node without each of its items in turn.

    Parameters
    ----------
    year : the latest year with ranks unless given.

    Raises
    ------
    KeyError
        If the index has no such node or year.
    ValueError
        If no year is given and the node has no score in any, or the node is a look-up, whose indicators make
        sense together only.
    """
    here = occasion(score(panel, index), node, year)
    if here.items == (node,):
        raise ValueError(f"{node} is a look-up: nothing can be left out of it")
    study = Study(panel, index, (here.year,), seed=0, size=1, factors=("inclusion",))
    without = np.array([1 + study.items.names.index(item) for item in here.items])
    samples = simulate(study, {"inclusion": without}, [node])
    return LeaveOneOut(here, samples.scores[0].T, samples.ranks[0].T)


def spearman(one: Array, other: Array) -> float:
    """Return Spearman's rank correlation, ties at their mean rank; NaN where one side does not vary.

    >>> spearman(np.array([1.0, 2.0, 3.0]), np.array([10.0, 30.0, 20.0]))
    0.5
    """
    from scipy.stats import rankdata  # half a second to import

    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return np.nan
    return float(np.corrcoef(rankdata(one), rankdata(other))[0, 1])
