"""One edition as data: what every published format is made from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

import pandas as pd

from scoreboard.definitions import Framework, State
from scoreboard.exchange.publishing import codes, columns
from scoreboard.exchange.publishing.citing import Citation
from scoreboard.exchange.publishing.columns import Column


class UnpublishableError(ValueError):
    """An edition that cannot be published, or not in a format; says why in one sentence."""


@dataclass(frozen=True)
class Table:
    """One published table.

    Parameters
    ----------
    columns : what its columns mean, in their order.
    frame : DataFrame with exactly these columns; a string is empty, a number NaN or NA where nothing is known.
    refers : columns here → (table, columns there): every row has its partner in that table.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    refers: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()

    @property
    def key(self) -> list[str]:
        """The columns that tell its rows apart."""
        return [column.name for column in self.columns if column.role == "dimension"]


@dataclass(frozen=True)
class Release:
    """One edition, or what filters left of it.

    Parameters
    ----------
    citation : title, authors, version and how to cite it.
    date : of the edition; the only time that published files know.
    framework : all definitions; `framework.states` is the code list of all states.
    observations : DataFrame in the columns of `columns.OBSERVATIONS`, one row per observation in the order of
        the panel: `year` int, `value`, `se` and `n` float, the others text with defaults filled in; `status`
        holds the source's letters.
    scores : DataFrame in the columns of `columns.SCORES`: every lens, state, year and node, unrounded, missing
        with its reason; `rank` is Int64.
    sources : DataFrame of text, one row per state and source: what its entry in sources.yaml says.
    labels : code list → code → label, beside what the definitions say.
    licence : SPDX name of the licence of definitions, texts and scores; figures have those of their sources.
    weights : DataFrame `lens, node, child, declared, used`: every weight in full precision.
    root : the project folder, for formats that carry its files; None if there is none.
    """

    citation: Citation
    date: date
    framework: Framework
    observations: pd.DataFrame
    scores: pd.DataFrame
    sources: pd.DataFrame
    labels: dict[str, dict[str, str]]
    licence: str = "CC-BY-4.0"
    weights: pd.DataFrame = field(default_factory=pd.DataFrame)
    root: Path | None = None

    @property
    def title(self) -> str:
        """Title of the edition."""
        return self.citation.title

    @property
    def version(self) -> str:
        """Version of the edition."""
        return self.citation.version

    @property
    def about(self) -> dict[str, str]:
        """What a file should say of itself: title, version, date, licence, how to cite, versions of the indices."""
        indices = [f"{lens} {index.version}" for lens, index in self.framework.indices.items()]
        return {
            "title": self.title,
            "version": self.version,
            "date": self.date.isoformat(),
            "licence": f"{self.licence}; figures: the licence of their source",
            "citation": self.citation.text,
            "indices": ", ".join(indices),
        }

    @property
    def time(self) -> datetime:
        """The first second of the edition's day, in UTC: what files are stamped with."""
        return datetime(self.date.year, self.date.month, self.date.day, tzinfo=UTC)

    @cached_property
    def states(self) -> dict[str, State]:
        """The states with an observation or a score, code → state, in code order."""
        there = {*self.observations["state"], *self.scores["state"]}
        return {code: state for code, state in self.framework.states.items() if code in there}

    @cached_property
    def lenses(self) -> list[str]:
        """The lenses that have scores, in the order of the framework."""
        there = set(self.scores["lens"])
        return [lens for lens in self.framework.indices if lens in there]

    def only(
        self,
        lenses: Collection[str] = (),
        states: Collection[str] = (),
        indicators: Collection[str] = (),
        years: Collection[int] = (),
    ) -> Release:
        """Return the rows that a filter leaves; an empty filter leaves all.

        A filter by lens leaves the observations of its indicators, one by indicator the scores of its node.
        """
        lens_of = {code: it.lens for code, it in self.framework.indicators.items()}
        base = {self.framework.base(code).code for code in indicators}
        observations = _among(self.observations, state=states, year=years, indicator=base)
        if lenses:
            used = {self.framework.base(code).code for code, lens in lens_of.items() if lens in lenses}
            observations = observations[observations["indicator"].isin(used)]
        scores = _among(self.scores, lens=lenses, state=states, year=years, node=indicators)
        named = pd.MultiIndex.from_frame(observations[["state", "source"]])
        kept = pd.MultiIndex.from_frame(self.sources[["state", "source"]]).isin(named)
        return replace(
            self,
            observations=observations.reset_index(drop=True),
            scores=scores.reset_index(drop=True),
            sources=self.sources[kept].reset_index(drop=True),
        )

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table of the edition, name → table: the data first, then what they mean."""
        state, indicator = (("state",), "states", ("code",)), (("indicator",), "indicators", ("code",))
        source = (("state", "source"), "sources", ("state", "source"))
        node = (("lens", "node"), "nodes", ("lens", "node"))
        made = (
            Table("observations", "Observations", columns.OBSERVATIONS, self.observations,
                  (state, indicator, source)),
            Table("scores", "Scores", columns.SCORES, self.scores, (state, node)),
            Table("sources", "Sources of the observations", columns.SOURCES, codes.source_table(self), (state,)),
            Table("indicators", "Indicators", columns.INDICATORS, codes.indicator_table(self.framework)),
            Table("nodes", "Nodes of the indices", columns.NODES, codes.node_table(self.framework)),
            Table("tree", "Trees of the indices", columns.TREE, codes.tree_table(self.framework),
                  (node, (("lens", "parent"), "nodes", ("lens", "node")))),
            Table("states", "States", columns.STATES, codes.state_table(self.framework)),
            Table("codes", "Codes and what they mean", columns.CODES, codes.code_table(self)),
        )  # fmt: skip
        return {table.name: table for table in made}


def _among(frame: pd.DataFrame, **wanted: Collection[object]) -> pd.DataFrame:
    """Return the rows whose cells are among those wanted; an empty collection admits all."""
    for column, values in wanted.items():
        if values:
            frame = frame[frame[column].isin(list(values))]
    return frame
