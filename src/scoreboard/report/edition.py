"""One edition of the report: an opened project with its scores and intervals, as the pages ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from scoreboard.definitions import DOMAINS, Framework, leaves
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.observations import Panel
from scoreboard.project import Project
from scoreboard.report.i18n import N_
from scoreboard.report.i18n.framework import localised
from scoreboard.robustness import uncertainty
from scoreboard.scoring import Scores

LENSES = ("policy", "outcome")
BOUNDS = ["score_low", "score_high", "rank_low", "rank_high"]
LENS_SINGULAR = {"policy": N_("policy"), "outcome": N_("outcome")}
"""What stands before a noun, as in "outcome score"; looked up like the names."""
LENS_NAMES = {"policy": N_("policy"), "outcome": N_("outcomes")}
"""What a lens shows, in plain words; looked up in the language of the edition where it is said."""


@dataclass(frozen=True)
class Edition:
    """What a page may ask of a project; everything is computed once and on demand.

    Parameters
    ----------
    project : an opened, clean project.
    """

    project: Project

    @cached_property
    def framework(self) -> Framework:
        """The definitions, titles in the language of the edition."""
        return localised(self.project.framework, self.project.root / "book")

    @property
    def panel(self) -> Panel:
        """All observations."""
        return self.project.panel()

    def scores(self, lens: str) -> Scores:
        """Scores of one lens."""
        return self.project.scores(lens)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Scores of both lenses: the long table of `Scores.frame` with `name`, the state's name."""
        frame = pd.concat([self.scores(lens).frame for lens in self.lenses], ignore_index=True)
        return frame.assign(name=frame["state"].map(self.name))

    @property
    def lenses(self) -> list[str]:
        """The lenses of this project, policy first."""
        return [lens for lens in LENSES if lens in self.framework.indices]

    def domains(self, lens: str, proxies: bool = True) -> list[str]:
        """Return the domains that are nodes of a lens, with or without those that are proxies."""
        nodes = self.framework.nodes
        return [it for it in DOMAINS if (lens, it) in nodes and (proxies or not nodes[lens, it].proxy)]

    def leaves(self, lens: str, node: str) -> list[str]:
        """Return the indicators below a node in the order of the tree; none for a node that the lens lacks."""
        found = self.framework.nodes.get((lens, node))
        return list(leaves(found)) if found else []

    @cached_property
    def states(self) -> list[str]:
        """Codes of all states with a score in any lens, in code order."""
        scored = self.frame.dropna(subset=["score"])
        return sorted(scored["state"].unique())

    def name(self, state: str) -> str:
        """Name of a state."""
        return self.framework.states[state].name

    @cached_property
    def _by_node(self) -> dict[tuple[str, str], pd.DataFrame]:
        return {(str(lens), str(node)): part for (lens, node), part in self.frame.groupby(["lens", "node"])}

    @cached_property
    def _latest(self) -> dict[tuple[str, str], int]:
        scored = self.frame.dropna(subset=["score"]).groupby(["lens", "node", "year"], as_index=False).size()
        minimum = scored["lens"].map(lambda lens: self.framework.indices[lens].minimum_states)
        ranked = scored[scored["size"] >= minimum].sort_values("year")
        return dict(
            zip(zip(ranked["lens"], ranked["node"], strict=True), ranked["year"].astype(int), strict=True)
        )

    def latest(self, lens: str, node: str) -> int | None:
        """Return the last year in which enough states have a score of `node` to be ranked, or None."""
        return self._latest.get((lens, node))

    def series(self, lens: str, node: str) -> pd.DataFrame:
        """Return the scored rows of one node: all states and years, missing scores left out.

        Empty for a node that the lens does not have.
        """
        rows = self._by_node.get((lens, node), self.frame.iloc[:0])
        return rows.dropna(subset=["score"]).reset_index(drop=True)

    def year(self, lens: str, node: str, year: int) -> pd.DataFrame:
        """Return one node in one year: every state of the lens in code order, with intervals.

        Columns of `frame`, and `score_low`, `score_high`, `rank_low`, `rank_high` (NaN where no score).
        """
        if (lens, node, year) not in self._year_store:
            self._year_store[lens, node, year] = self._joined(lens, node, year)
        return self._year_store[lens, node, year].copy()

    def _joined(self, lens: str, node: str, year: int) -> pd.DataFrame:
        rows = self._by_node[lens, node]
        bounds = self._intervals(lens, year)
        keys = ["lens", "state", "year", "node"]
        wanted = bounds.loc[bounds["node"] == node, [*keys, *BOUNDS]]
        joined = rows[rows["year"] == year].merge(wanted, on=keys, how="left")
        return joined.reset_index(drop=True)

    @cached_property
    def _year_store(self) -> dict[tuple[str, str, int], pd.DataFrame]:
        return {}

    def _intervals(self, lens: str, year: int) -> pd.DataFrame:
        known = self._interval_store
        if (lens, year) not in known:
            known[lens, year] = uncertainty(self.panel, self.framework.indices[lens], years=(year,)).intervals
        return known[lens, year]

    @cached_property
    def _interval_store(self) -> dict[tuple[str, int], pd.DataFrame]:
        return {}

    @cached_property
    def used_datasets(self) -> frozenset[str]:
        """The datasets and other sources that any row names."""
        return frozenset(self.panel.frame["source"].unique())

    def gap_indicators(self, domain: str) -> list[StatisticIndicator]:
        """Return the gap and ratio indicators of a domain that have values, the best covered first."""
        block = self.scores("outcome").block
        counts = dict(zip(block.indicators, (~np.isnan(block.values)).sum(axis=0), strict=True))
        found = [
            it
            for it in self.framework.indicators.values()
            if isinstance(it, StatisticIndicator)
            and it.domain == domain
            and it.measure != "level"
            and counts.get(it.code, 0) > 0
        ]
        return sorted(found, key=lambda it: (-counts[it.code], it.code))

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """Share of (state, year) cells with a value: one row per (lens, domain), of all states of the lens.

        A domain without any indicator of the lens is left out. Columns
        `lens, domain, indicators, covered_indicators, states, cells, filled, share`.
        """
        rows = []
        for lens in self.lenses:
            block = self.scores(lens).block
            filled = ~np.isnan(block.values) & (block.carried == 0)
            for domain in DOMAINS:
                own = [
                    position
                    for position, code in enumerate(block.indicators)
                    if self.framework.indicators[code].domain == domain
                ]
                if not own:
                    continue
                part = filled[:, own]
                rows.append(
                    {
                        "lens": lens,
                        "domain": domain,
                        "indicators": len(own),
                        "covered_indicators": int(part.any(axis=0).sum()),
                        "states": len(np.unique(block.states[part.any(axis=1)])),
                        "cells": part.size,
                        "filled": int(part.sum()),
                        "share": float(part.mean()) if part.size else 0.0,
                    }
                )
        return pd.DataFrame(rows)


def open_edition(root: str | Path = ".") -> Edition:
    """Open the project that `root` lies in: the folder itself or the nearest one above with indicators/.

    Raises
    ------
    FileNotFoundError
        If no folder on the way up is a project.
    """
    start = Path(root).resolve()
    for folder in (start, *start.parents):
        if (folder / "indicators").is_dir():
            return Edition(Project(folder))
    raise FileNotFoundError(f"no folder indicators/ in {start} or above")
