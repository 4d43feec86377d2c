"""The coherence of every group of an index, over one year or the pooled panel, as tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.robustness.coherence import rows
from scoreboard.robustness.coherence.components import Components, principal_components
from scoreboard.robustness.coherence.matrices import LEAST, Together, together
from scoreboard.robustness.occasion import latest_ranked
from scoreboard.scoring import Scores
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.weighting import effective_weights
from scoreboard.scoring.tree import Group


def latest_year(scores: Scores) -> int:
    """Return the last year in which the overall has ranks, else scores; the last year of all if it never has."""
    try:
        return latest_ranked(scores, scores.index.tree[0].node or scores.index.tree[0].indicator or "")
    except ValueError:
        return int(scores.block.years.max())


@dataclass(frozen=True)
class Coherence:
    """The coherence of the groups of an index.

    Parameters
    ----------
    scores : what is looked at.
    year : one year, or None for all years pooled.
    least : fewer states than this have no statistic.
    """

    scores: Scores
    year: int | None
    least: int

    @property
    def scope(self) -> str:
        """The year, or "pooled"."""
        return "pooled" if self.year is None else str(self.year)

    @cached_property
    def units(self) -> NDArray[np.bool_]:
        """Which units are looked at."""
        years = self.scores.block.years
        return np.ones(len(years), bool) if self.year is None else years == self.year

    @cached_property
    def values(self) -> Array:
        """Scores [unit, column] of the units that are looked at."""
        return self.scores.values[self.units]

    @cached_property
    def together(self) -> Together:
        """How all columns of the tree vary together."""
        return together(self.values, self.scores.block.states[self.units], self.least)

    @cached_property
    def shares(self) -> dict[str, dict[str, float]]:
        """Root → name of every place below it → effective weight, the product down the tree."""
        tree = self.scores.tree
        children = {group.name: [tree.columns[child] for child in group.children] for group in tree.groups}
        weights = {group.name: group.weights.tolist() for group in tree.groups}
        return {
            tree.columns[root]: effective_weights(children, weights, tree.columns[root])
            for root in rows.roots(self.scores)
        }

    def bearing(self, group: Group) -> tuple[list[int], list[int]]:
        """Return the columns of the children that can be looked at, and of those with too little data."""
        usable = [not self.together.reason(child, child) for child in group.children]
        kept = [child for child, good in zip(group.children, usable, strict=True) if good]
        return kept, [child for child in group.children if child not in kept]

    def components(self, group: Group) -> Components | None:
        """Return the principal components of the children that can be looked at; None where there are none."""
        kept, _ = self.bearing(group)
        return principal_components(self.together.pearson[np.ix_(kept, kept)]) if len(kept) > 1 else None

    @cached_property
    def correlations(self) -> pd.DataFrame:
        """Siblings with each other, and each place with its group and with the root.

        Columns: scope, group, relation (sibling, parent, root), one, other, pearson, spearman, band, units,
        states, reason.
        """
        return rows.frame(rows.correlations(self), rows.CORRELATIONS)

    @cached_property
    def reliability(self) -> pd.DataFrame:
        """Cronbach's α of every group, of scores and of standardised scores.

        Columns: scope, group, children, states (fewest of a pair), alpha, alpha_standardised, left_out,
        reason. Children with too little data, or the same for all, are left out and named.
        """
        return rows.frame(rows.reliability(self), rows.RELIABILITY)

    @cached_property
    def dimensions(self) -> pd.DataFrame:
        """Whether one dimension is enough for every group, by principal components.

        Columns: scope, group, children, states, eigenvalues (text), above_one, explained (by the first),
        against (children that load against the rest), unidimensional, left_out, reason.
        """
        return rows.frame(rows.dimensions(self), rows.DIMENSIONS)

    @cached_property
    def loadings(self) -> pd.DataFrame:
        """Eigenvalues and explained shares by component, loadings on the first by child.

        Columns: scope, group, kind (component, loading), name, value, explained.
        """
        return rows.frame(rows.loadings(self), rows.LOADINGS)

    @cached_property
    def importance(self) -> pd.DataFrame:
        """Nominal weight beside effective importance: children for their group, items for the root.

        Columns: scope, of, name, relation (parent, root), weight (share; missing where the rule has no use
        for weights), linear (r²), main_effect, share (of the main effects), ratio (share by weight), pearson,
        method, units, states, reason.
        """
        return rows.frame(rows.importance(self), rows.IMPORTANCE)

    @property
    def flagged(self) -> pd.DataFrame:
        """The correlations that call for a look.

        Redundant or negative siblings, and places that have little to do with their group or the root, or
        run against it.
        """
        table = self.correlations
        siblings = (table["relation"] == "sibling") & table["band"].isin(["redundant", "negative"])
        upward = (table["relation"] != "sibling") & table["band"].isin(
            ["random", "slightly negative", "negative"]
        )
        return table[siblings | upward].reset_index(drop=True)

    def tables(self, *names: str) -> dict[str, pd.DataFrame]:
        """Return tables by name, of `TABLES`; all if no name is given.

        Raises
        ------
        KeyError
            If there is no table of that name.
        """
        return {name: TABLES[name](self) for name in names or TABLES}


TABLES: dict[str, Callable[[Coherence], pd.DataFrame]] = {
    "correlations": lambda it: it.correlations,
    "reliability": lambda it: it.reliability,
    "dimensions": lambda it: it.dimensions,
    "loadings": lambda it: it.loadings,
    "importance": lambda it: it.importance,
}
"""Name of a table → what makes it."""


def coherence(
    scores: Scores, over: int | Literal["latest", "pooled"] = "latest", least: int | None = None
) -> Coherence:
    """Look at how the parts of an index belong together; the tables are made when they are asked for.

    Parameters
    ----------
    over : a year, the latest year with ranks, or all years pooled.
    least : fewer states than this have no statistic; the index's ``minimum_states`` if None, and never
        fewer than three.

    Raises
    ------
    KeyError
        If the index has no such year.
    """
    known = np.unique(scores.block.years).tolist()
    if over == "latest":
        year: int | None = latest_year(scores)
    else:
        year = None if over == "pooled" else over
    if year is not None and year not in known:
        raise KeyError(year)
    return Coherence(scores, year, max(LEAST, scores.index.minimum_states if least is None else least))
