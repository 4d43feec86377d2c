"""Scores of one lens: every node, state and year, unrounded, with coverage, rank and reason."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions import walk
from scoreboard.definitions.models import Index
from scoreboard.observations import Panel
from scoreboard.scoring.formulas import Array
from scoreboard.scoring.measures import Block, measure_block, normalise
from scoreboard.scoring.tree import Tree, aggregate, compile_tree

if TYPE_CHECKING:
    from scoreboard.scoring.explaining import Step

COLUMNS = ["lens", "state", "year", "node", "score", "coverage", "rank", "reason"]


@dataclass(frozen=True)
class Scores:
    """Scores of one lens.

    Parameters
    ----------
    panel, index : what was scored, and by which index.
    tree : the compiled tree; its columns name the last axis of the arrays.
    block : the measures that went in.
    values : array [state-year, column], 0–100, NaN where there is no score.
    coverage : array [state-year, column], share of the node's weight that is present.
    observed : array [state-year, column], share of the node's effective weight that was observed in the
        very year, not carried forward.
    """

    panel: Panel
    index: Index
    tree: Tree
    block: Block
    values: Array
    coverage: Array
    observed: Array

    @cached_property
    def ranks(self) -> Array:
        """Array [state-year, column]: rank among the states of the year, ties share the best; NaN if none.

        No ranks are given in a year with fewer scored states than the index's ``minimum_states``.
        """
        ranks = np.full(self.values.shape, np.nan)
        for year in np.unique(self.block.years):
            of_year = self.block.years == year
            ranks[of_year] = rank_within(self.values[of_year], self.index.minimum_states)
        return ranks

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Long table, one row per (lens, state, year, node), with the columns of `COLUMNS` and `observed`.

        Sorted by node in the order of the tree, state and year; scores are not rounded.
        """
        units, columns = self.values.shape
        names = [node.node or node.indicator or "" for _, node in walk(self.index.tree)]
        order = [self.tree.column(name) for name in dict.fromkeys(names)]
        return pd.DataFrame(
            {
                "lens": self.index.lens,
                "state": np.tile(self.block.states, columns),
                "year": np.tile(self.block.years, columns),
                "node": np.repeat(np.array(self.tree.columns)[order], units),
                "score": self.values[:, order].T.ravel(),
                "coverage": self.coverage[:, order].T.ravel(),
                "rank": pd.array(self.ranks[:, order].T.ravel(), dtype="Float64"),
                "reason": self.reasons[:, order].T.ravel(),
                "observed": self.observed[:, order].T.ravel(),
            }
        ).astype({"rank": "Int64"})

    @cached_property
    def reasons(self) -> NDArray[np.str_]:
        """Array [state-year, column]: why a score is missing, or what to know about it; mostly empty."""
        reasons = np.full(self.values.shape, "", dtype=object)
        carried = self._carried_share
        reasons[carried > 0] = [f"carried-forward {share:.2f}" for share in carried[carried > 0]]
        missing = np.isnan(self.values)
        reasons[missing] = "no-observations"
        for position, group in enumerate(self.tree.groups, start=len(self.tree.leaves)):
            short = missing[:, position] & (self.coverage[:, position] > 0)
            reasons[short, position] = [
                f"coverage {share:.2f} below {group.threshold:g}" for share in self.coverage[short, position]
            ]
        for remark in self.index.remarks:
            column = self.tree.column(remark.node)
            where = np.isin(self.block.states, remark.states) & np.isin(self.block.years, remark.years)
            reasons[where & ~missing[:, column], column] = remark.code
        return reasons

    @property
    def _carried_share(self) -> Array:
        """Share of the effective weight that was carried forward, by column."""
        share, _ = aggregate(self.tree.as_means(), (self.block.carried > 0)[None].astype(float))
        return np.asarray(share[0])

    def explain(self, state: str, year: int, node: str) -> Step:
        """Return every step from a node down to the lines of the CSVs; `str()` of it is a printed tree.

        Raises
        ------
        KeyError
            If the state-year or the node is not in these scores.
        """
        from scoreboard.scoring.explaining import explain

        return explain(self, state, year, node)


def evaluate(panel: Panel, index: Index, tree: Tree, block: Block) -> tuple[Array, Array]:
    """Normalise a block and evaluate a tree on it.

    Returns
    -------
    scores, coverage : arrays [draw, state-year, column]; one draw unless the tree's weights have more.
    """
    leaf_scores = normalise(block.values, block.indicators, index, panel.framework)
    return aggregate(tree, leaf_scores[None])


def score(panel: Panel, index: Index) -> Scores:
    """Score a panel by an index.

    Parameters
    ----------
    panel : validated observations, from `Project.panel`.
    index : the policy or the outcome index of the same framework.

    Returns
    -------
    `Scores` for every state with data, every year of the index and every node of its tree.
    """
    tree = compile_tree(index)
    block = measure_block(panel, index, tree.leaves)
    values, coverage = evaluate(panel, index, tree, block)
    seen = ~np.isnan(block.values) & (block.carried == 0)
    observed, _ = aggregate(tree.as_means(), seen[None].astype(float))
    return Scores(panel, index, tree, block, values[0], coverage[0], observed[0])


def rank_within(values: Array, minimum: int = 1) -> Array:
    """Rank states against each other, the highest score first; ties share the best rank.

    Parameters
    ----------
    values : array [..., state, column]; NaN has no rank.
    minimum : fewer scored states than this give no ranks.

    Returns
    -------
    Array of the same shape, 1 for the best.

    >>> rank_within(np.array([[50.0], [70.0], [70.0], [np.nan]]))[:, 0].tolist()
    [3.0, 1.0, 1.0, nan]
    """
    present = ~np.isnan(values)
    filled = np.where(present, values, -np.inf)
    above = (filled[..., None, :, :] > filled[..., :, None, :]).sum(axis=-2)
    enough = present.sum(axis=-2, keepdims=True) >= minimum
    return np.where(present & enough, above + 1.0, np.nan)
