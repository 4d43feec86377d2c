"""One node in one year: the scores and ranks that an analysis looks at, by default those ranked last."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoreboard.robustness.inclusion import items_of
from scoreboard.scoring import Scores
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.weighting import effective_weights
from scoreboard.scoring.tree import Group


def latest_ranked(scores: Scores, node: str) -> int:
    """Return the last year in which a node has ranks; the last in which it has scores, if never any ranks.

    Raises
    ------
    KeyError
        If the index has no such node.
    ValueError
        If the node has no score in any year.
    """
    column = scores.tree.column(node)
    for values in (scores.ranks, scores.values):
        years = scores.block.years[~np.isnan(values[:, column])]
        if len(years):
            return int(years.max())
    raise ValueError(f"{node} has no score in any year")


@dataclass(frozen=True)
class Occasion:
    """The states of one year at one node.

    Parameters
    ----------
    column : of the node.
    units : positions of the states in the scores.
    """

    scores: Scores
    node: str
    year: int
    column: int
    units: NDArray[np.int_]

    @property
    def states(self) -> NDArray[np.str_]:
        """Codes of the states, array [state]."""
        return self.scores.block.states[self.units]

    @property
    def values(self) -> Array:
        """Scores, array [state], NaN where there is none."""
        values: Array = self.scores.values[self.units, self.column]
        return values

    @property
    def ranks(self) -> NDArray[np.int_]:
        """Ranks, array [state], 0 where there is none."""
        ranks: Array = self.scores.ranks[self.units, self.column]
        return np.nan_to_num(ranks).astype(int)

    @property
    def group(self) -> Group:
        """The group of the node."""
        return self.scores.tree.group(self.column)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The indicators below the node, and its look-ups in place of theirs; the node itself if it is one."""
        return items_of(self.scores.tree.needed([self.node])).names or (self.node,)

    @cached_property
    def item_values(self) -> Array:
        """Scores of the items, array [item, state]."""
        columns = [self.scores.tree.column(item) for item in self.items]
        values: Array = self.scores.values[self.units][:, columns]
        return values.T

    @cached_property
    def item_weights(self) -> Array:
        """Effective weights of the items in the node, array [item]; they add up to 1."""
        tree = self.scores.tree
        children = {it.name: [tree.columns[child] for child in it.children] for it in tree.groups}
        shares = effective_weights(children, {it.name: it.nominal.tolist() for it in tree.groups}, self.node)
        return np.array([shares[item] for item in self.items])

    @property
    def keys(self) -> dict[str, object]:
        """What every row of a table about this occasion says first."""
        return {"lens": self.scores.index.lens, "year": self.year, "node": self.node}


def occasion(scores: Scores, node: str, year: int | None = None) -> Occasion:
    """Return a node in a year; the latest ranked year if none is given.

    Raises
    ------
    KeyError
        If the index has no such year, or no such group node.
    ValueError
        If no year is given and the node has no score in any.
    """
    column = scores.tree.column(node)
    if column < len(scores.tree.leaves):
        raise KeyError(node)
    year = latest_ranked(scores, node) if year is None else year
    units = np.flatnonzero(scores.block.years == year)
    if not len(units):
        raise KeyError(year)
    return Occasion(scores, node, year, column, units)
