"""National CSVs as text, each row with its file and line, and each state's declared sources."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from scoreboard.definitions import OBSERVATION_COLUMNS, Framework, read_yaml, suggest, validate
from scoreboard.definitions.models import SourceEntry, StateSources
from scoreboard.findings import Place, Report

COLUMNS = tuple(OBSERVATION_COLUMNS)
REQUIRED = ("state", "indicator", "year", "value", "source")
DEFAULTS = {"group": "TOTAL", "sex": "T", "age": "TOTAL", "duration": "TOTAL"}


@dataclass(frozen=True)
class Observations:
    """All rows of data/<STATE>/*.csv as they stand.

    Parameters
    ----------
    root : the project folder.
    frame : DataFrame of text, one row per CSV row; the columns of the observation contract with defaults
        filled in, `folder` (the state's folder), `file` (path in the project) and `line` (int, from 1).
    sources : state → source id → entry of its sources.yaml.
    """

    root: Path
    frame: pd.DataFrame
    sources: dict[str, dict[str, SourceEntry]] = field(default_factory=dict)

    def place(self, file: str, line: int, column: str) -> Place:
        """Return the place of one cell, with the character at which it begins."""
        header, row = self._lines(file, 1), self._lines(file, line)
        try:
            position = next(csv.reader([header])).index(column)
            before = _cells_before(row, position)
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


def _cells_before(row: str, position: int) -> int:
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
    rows: list[list[str]] = []
    places: list[tuple[str, str, int]] = []
    sources: dict[str, dict[str, SourceEntry]] = {}
    for folder in sorted(path for path in (root / "data").glob("*") if path.is_dir()):
        state = folder.name
        if state not in framework.states:
            advice = suggest(state, framework.states)
            report.add("unknown-state", Place(f"data/{state}"), f"folder '{state}'", advice=advice)
            continue
        sources[state] = _read_sources(root, state, report)
        for path in sorted(folder.glob("*.csv")):
            _read_file(path, path.relative_to(root).as_posix(), state, rows, places, report)
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    for column, default in DEFAULTS.items():
        frame[column] = frame[column].mask(frame[column] == "", default)
    frame["folder"] = [place[0] for place in places]
    frame["file"] = [place[1] for place in places]
    frame["line"] = [place[2] for place in places]
    report.checked["observations"] += len(frame)
    return Observations(root, frame, sources)


def _read_sources(root: Path, state: str, report: Report) -> dict[str, SourceEntry]:
    file = f"data/{state}/sources.yaml"
    document = read_yaml(root / file, file, report)
    model = validate(document, StateSources, report) if document else None
    return model.sources if model else {}


def _read_file(
    path: Path,
    file: str,
    state: str,
    rows: list[list[str]],
    places: list[tuple[str, str, int]],
    report: Report,
) -> None:
    """Append the rows of one CSV, in the order of the contract's columns."""
    text = _decode(path, file, report)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if not _check_header(header, file, report):
            return
        order = [header.index(column) if column in header else -1 for column in COLUMNS]
        straight = order == list(range(len(COLUMNS)))
        for cells in reader:
            if len(cells) != len(header):
                place = Place(file, reader.line_num)
                report.add("row-length", place, f"{len(cells)} cells", f"{len(header)}, as in the header")
                continue
            rows.append(cells if straight else [cells[at] if at >= 0 else "" for at in order])
            places.append((state, file, reader.line_num))
    except csv.Error as error:
        report.add("csv-syntax", Place(file, reader.line_num), str(error))
    report.checked["files"] += 1


def _decode(path: Path, file: str, report: Report) -> str | None:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        found = f"byte 0x{content[error.start]:02X} is not UTF-8"
        report.add("encoding-not-utf8", Place(file, line, column), found)
        return None


def _check_header(header: list[str], file: str, report: Report) -> bool:
    unknown = [column for column in header if column not in COLUMNS]
    missing = [column for column in REQUIRED if column not in header]
    for column in unknown:
        place = Place(file, 1, sum(len(cell) + 1 for cell in header[: header.index(column)]) + 1)
        report.add("unknown-column", place, f"'{column}'", ", ".join(COLUMNS), suggest(column, COLUMNS))
    for column in missing:
        report.add("missing-column", Place(file, 1, 1), f"'{column}' is absent", ", ".join(COLUMNS))
    if len(set(header)) != len(header):
        report.add("unknown-column", Place(file, 1, 1), "a column stands twice", "each column once")
    return not unknown and not missing and len(set(header)) == len(header)
