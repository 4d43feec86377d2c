"""Scores of one lens: every node, state and year, unrounded, with coverage, rank and reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions import walk
from scoreboard.definitions.models import Index
from scoreboard.observations import Panel
from scoreboard.scoring.measures import Block, measure_block
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.ranking import rank_within
from scoreboard.scoring.plan import Plan, Prepared, columns_last, compile_plan, prepare
from scoreboard.scoring.tree import Group, Tree, aggregate, settle

if TYPE_CHECKING:
    from scoreboard.scoring.explaining import Step

COLUMNS = ["lens", "state", "year", "node", "score", "coverage", "rank", "reason"]


@dataclass(frozen=True)
class Scores:
    """Scores of one lens.

    Parameters
    ----------
    panel : what was scored.
    plan : the compiled index, its weights settled.
    block : the measures that went in.
    prepared : the leaf scores, and what imputation and treatment did.
    values : array [unit, column], NaN where there is no score; the columns are those of the tree.
    coverage : array [unit, column], share of the node's weight that is present.

    Examples
    --------
    >>> from scoreboard import Project
    >>> project = Project("tests/mini")
    >>> scores = project.scores("policy")
    >>> scores.frame.query("node == 'overall' and year == 2019")[["state", "score"]].round(1).to_dict("list")
    {'state': ['AT', 'BE', 'SE'], 'score': [65.0, 77.1, 97.5]}
    """

    panel: Panel
    plan: Plan
    block: Block
    prepared: Prepared
    values: Array
    coverage: Array

    @property
    def index(self) -> Index:
        """The index by which the panel was scored."""
        return self.plan.index

    @property
    def tree(self) -> Tree:
        """The compiled tree; its columns name the last axis of the arrays."""
        return self.plan.tree

    @cached_property
    def imputed(self) -> NDArray[np.bool_]:
        """Array [unit, leaf]: whether a value was estimated by the index's imputation."""
        filled = self.prepared.imputed
        return np.zeros(self.block.values.shape, bool) if filled is None else filled.filled[:, 0].T

    @cached_property
    def observed(self) -> Array:
        """Array [unit, column]: share of the effective weight observed in the very year.

        What was carried forward or imputed does not count.
        """
        return self._share(~np.isnan(self.block.values) & (self.block.carried == 0))

    def _share(self, leaves: NDArray[np.bool_]) -> Array:
        """Return the share of the effective weight of each column, array [unit, column], of some leaves."""
        planes, _ = aggregate(self.tree.as_means(), leaves.T[:, None].astype(float), self.block.peers)
        return columns_last(planes)

    @cached_property
    def ranks(self) -> Array:
        """Array [unit, column]: rank among the states of the year, ties share the best; NaN if none.

        No ranks are given in a year with fewer scored states than the index's ``minimum_states``.
        """
        ranks = np.full(self.values.shape, np.nan)
        for units in self.block.peers.by_year:
            within = rank_within(self.values[units].T, self.index.minimum_states)
            ranks[units] = np.where(within > 0, within, np.nan).T
        return ranks

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Long table, one row per (lens, state, year, node), with the columns of `COLUMNS` and `observed`.

        Sorted by node in the order of the tree, state and year; scores are not rounded.
        """
        units, columns = self.values.shape
        sort = np.lexsort((self.block.years, self.block.states))
        names = [node.node or node.indicator or "" for _, node in walk(self.index.tree)]
        order = [self.tree.column(name) for name in dict.fromkeys(names)]
        return pd.DataFrame(
            {
                "lens": self.index.lens,
                "state": np.tile(self.block.states[sort], columns),
                "year": np.tile(self.block.years[sort], columns),
                "node": np.repeat(np.array(self.tree.columns)[order], units),
                "score": self.values[sort][:, order].T.ravel(),
                "coverage": self.coverage[sort][:, order].T.ravel(),
                "rank": pd.array(self.ranks[sort][:, order].T.ravel(), dtype="Float64"),
                "reason": self.reasons[sort][:, order].T.ravel(),
                "observed": self.observed[sort][:, order].T.ravel(),
            }
        ).astype({"rank": "Int64"})

    @property
    def weights(self) -> pd.DataFrame:
        """Every weight: one row per node and child, `lens, node, child, declared, used`, in the order of the tree.

        `declared` measures coverage, `used` is what the scores rest on; only proportions within a node matter.
        """
        rows = [
            (self.index.lens, group.name, self.tree.columns[child], float(declared), float(used))
            for group in self.tree.groups
            for child, declared, used in zip(group.children, group.nominal, group.weights, strict=True)
        ]
        return pd.DataFrame(rows, columns=["lens", "node", "child", "declared", "used"])

    @cached_property
    def reasons(self) -> NDArray[np.str_]:
        """Array [unit, column]: why a score is missing, or what to know about it; mostly empty."""
        reasons = np.full(self.values.shape, "", dtype=object)
        for word, leaves in (("carried-forward", self.block.carried > 0), ("imputed", self.imputed)):
            share = self._share(leaves)
            reasons[share > 0] = [
                f"{before}, {word} {part:.2f}" if before else f"{word} {part:.2f}"
                for before, part in zip(reasons[share > 0], share[share > 0], strict=True)
            ]
        missing = np.isnan(self.values)
        reasons[missing] = "no-observations"
        for position, group in enumerate(self.tree.groups, start=len(self.tree.leaves)):
            short = missing[:, position] & (self.coverage[:, position] > 0)
            reasons[short, position] = [_shortage(share, group) for share in self.coverage[short, position]]
        for remark in self.index.remarks:
            column = self.tree.column(remark.node)
            where = np.isin(self.block.states, remark.states) & np.isin(self.block.years, remark.years)
            reasons[where & ~missing[:, column], column] = remark.code
        return reasons

    def _repr_html_(self) -> str:
        from scoreboard.scoring.showing import scores_html

        return scores_html(self)

    def explain(self, state: str, year: int, node: str) -> Step:
        """Return every step from a node down to the lines of the CSVs; `str()` of it is a printed tree.

        Parameters
        ----------
        state, year : a code and a year with observations.
        node : name of a node, or code of an indicator.

        Raises
        ------
        KeyError
            If the state-year or the node is not in these scores.
        """
        from scoreboard.scoring.explaining import explain

        return explain(self, state, year, node)


def _shortage(share: float, group: Group) -> str:
    """Return why a node that has some of its children has no score."""
    if share < group.coverage:
        return f"coverage {share:.2f} below {group.coverage:g}"
    return "too few children" if group.least_children else "not defined for these scores"


def score(panel: Panel, index: Index) -> Scores:
    """Score a panel by an index.

    Parameters
    ----------
    panel : validated observations, from `Project.panel`.
    index : the policy or the outcome index of the same framework.

    Returns
    -------
    `Scores` for every state with data, every year of the index and every node of its tree, 0 to 100, unrounded.

    Examples
    --------
    >>> from scoreboard import Project
    >>> project = Project("tests/mini")
    >>> score(project.panel(), project.framework.policy).explain("AT", 2019, "overall").score
    65.0
    """
    plan = compile_plan(index, panel.framework)
    return score_block(panel, plan, measure_block(panel, index, plan.tree.leaves))


def score_block(panel: Panel, plan: Plan, block: Block) -> Scores:
    """Score measures that have been taken already; the weights that follow from them are settled."""
    prepared = prepare(plan, block.values.T[:, None], block.peers)
    tree = settle(plan.tree, prepared.scores, block.peers)
    values, coverage = (columns_last(planes) for planes in aggregate(tree, prepared.scores, block.peers))
    return Scores(panel, replace(plan, tree=tree), block, prepared, values, coverage)
