"""National CSVs as text, each row with its file and line, and each state's declared sources."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from scoreboard.definitions import Framework, read_yaml, suggest, validate
from scoreboard.definitions.characters import shown
from scoreboard.definitions.files import LARGEST_CSV, read_text
from scoreboard.definitions.reading import Document
from scoreboard.definitions.registers import SourceEntry, StateSources
from scoreboard.definitions.states import UNIONS
from scoreboard.findings import Place, Report
from scoreboard.observations.parsing import read_table
from scoreboard.observations.tables import Table


@dataclass(frozen=True)
class Observations:
    """All rows of data/<STATE>/*.csv as they stand.

    Parameters
    ----------
    root : the project folder.
    frame : DataFrame of text (categorical), one row per CSV row; the columns of the observation contract
        with defaults filled in, `folder` (the state's folder), `file` (path in the project) and `line` (int,
        from 1; the first of a row that a quoted cell spreads over several).
    sources : state → source id → entry of its sources.yaml; no key for a state whose file has a fault.
    declared : (state, source id) → where the entry stands.
    """

    root: Path
    frame: pd.DataFrame
    sources: dict[str, dict[str, SourceEntry]] = field(default_factory=dict)
    declared: dict[tuple[str, str], Place] = field(default_factory=dict)

    def place(self, file: str, line: int, column: str) -> Place:
        """Return the place of one cell, with the character at which it begins."""
        header, row = self._lines(file, 1), self._lines(file, line)
        try:
            position = next(csv.reader([header])).index(column)
            before = cells_before(row, position)
        except (ValueError, StopIteration, csv.Error):
            return Place(file, line)
        return Place(file, line, before + 1)

    def _lines(self, file: str, line: int) -> str:
        lines = self._text.setdefault(file, [])
        if not lines:
            lines += (self.root / file).read_text("utf-8-sig", errors="replace").split("\n")
        return lines[line - 1] if line <= len(lines) else ""

    @cached_property
    def _text(self) -> dict[str, list[str]]:
        return {}


def cells_before(row: str, position: int) -> int:
    """Return how many characters of a CSV line stand before the cell at `position`."""
    quoted, cell = False, 0
    for offset, character in enumerate(row):
        if cell == position:
            return offset
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            cell += 1
    return len(row)


def read_observations(root: Path, framework: Framework, report: Report) -> Observations:
    """Read every state folder below data/.

    Returns
    -------
    The rows that have the right shape; `report` receives what is wrong with the others.
    """
    table = Table()
    sources: dict[str, dict[str, SourceEntry]] = {}
    declared: dict[tuple[str, str], Place] = {}
    for folder in sorted(path for path in (root / "data").glob("*") if path.is_dir()):
        state = folder.name
        if state in UNIONS and not any(folder.glob("*.csv")):
            continue  # records of what binds several states: see scoreboard.records
        if state not in framework.states:
            advice = suggest(state, framework.states)
            report.add("unknown-state", Place(f"data/{state}"), f"folder '{shown(state)}'", advice=advice)
            continue
        document, entries = _read_sources(root, state, report)
        if document and entries is not None:
            sources[state] = entries
            declared |= {(state, key): document.place(("sources", key)) for key in entries}
        for path in sorted(folder.glob("*.csv")):
            file = path.relative_to(root).as_posix()
            text = read_text(path, file, report, LARGEST_CSV)
            if text is not None:
                read_table(text, file, state, table, report)
    frame = table.frame()
    report.checked["observations"] += len(frame)
    return Observations(root, frame, sources, declared)


def _read_sources(
    root: Path, state: str, report: Report
) -> tuple[Document | None, dict[str, SourceEntry] | None]:
    file = f"data/{state}/sources.yaml"
    document = read_yaml(root / file, file, report)
    model = validate(document, StateSources, report) if document else None
    return document, model.sources if model else None
