"""Rows of many CSVs as one table of text, compact and with the file and line of each row."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

from scoreboard.definitions import OBSERVATION_COLUMNS, suggest
from scoreboard.definitions.characters import shown
from scoreboard.definitions.reading import MOST_FAULTS
from scoreboard.findings import Place, Report

COLUMNS = tuple(OBSERVATION_COLUMNS)
REQUIRED = ("state", "indicator", "year", "value", "source")
DEFAULTS = {"group": "TOTAL", "sex": "T", "age": "TOTAL", "duration": "TOTAL"}
Lines = npt.NDArray[np.intp]
BATCH = 50_000
"""Rows that are held as single texts before they are folded into categories: bounds memory."""


@dataclass
class Table:
    """Collects rows and folds them into categorical columns.

    Categories keep each different text once, which makes half a million rows small and lets checks look
    at texts rather than at cells.
    """

    rows: list[list[str]] = field(default_factory=list)
    lines: list[Lines] = field(default_factory=list)
    origins: list[tuple[str, str, int]] = field(default_factory=list)
    batches: list[dict[str, pd.Categorical]] = field(default_factory=list)

    def extend(self, rows: list[list[str]], lines: Lines, folder: str, file: str) -> None:
        """Take rows of one file, in the order of `COLUMNS`, with their lines."""
        self.rows += rows
        self.lines.append(lines)
        self.origins.append((folder, file, len(rows)))
        if len(self.rows) >= BATCH:
            self._fold()

    def _fold(self) -> None:
        cells = pd.DataFrame(self.rows, columns=list(COLUMNS), dtype=object)
        self.batches.append({column: _categories(cells[column]) for column in COLUMNS})
        self.rows.clear()

    def frame(self) -> pd.DataFrame:
        """Return all rows: categorical `COLUMNS` with defaults filled in, `folder`, `file`, and `line`."""
        if self.rows or not self.batches:
            self._fold()
        joined = {column: _join([batch[column] for batch in self.batches]) for column in COLUMNS}
        for column, default in DEFAULTS.items():
            joined[column] = _renamed(joined[column], {"": default})
        frame = pd.DataFrame(joined)
        counts = [count for _, _, count in self.origins]
        for position, column in enumerate(("folder", "file")):
            texts = [str(origin[position]) for origin in self.origins]
            frame[column] = pd.Categorical(pd.Series(texts, dtype=object)).repeat(counts)
        frame["line"] = np.concatenate([np.zeros(0, dtype=np.intp), *self.lines])
        return frame


def _categories(cells: pd.Series[str]) -> pd.Categorical:
    codes, texts = pd.factorize(cells)  # in order of appearance: nobody needs them sorted
    return pd.Categorical.from_codes(codes, pd.Index(texts))


def _join(parts: list[pd.Categorical]) -> pd.Categorical:
    return union_categoricals(parts) if len(parts) > 1 else parts[0]


def _renamed(cells: pd.Categorical, names: dict[str, str]) -> pd.Categorical:
    """Return the cells with some texts replaced, also by texts that others have already."""
    texts = [names.get(text, text) for text in cells.categories]
    number = {text: position for position, text in enumerate(dict.fromkeys(texts))}
    codes = np.array([number[text] for text in texts], dtype=np.intp)
    return pd.Categorical.from_codes(codes.take(cells.codes), pd.Index(list(number), dtype=object))


def read_table(text: str, file: str, folder: str, table: Table, report: Report) -> None:
    """Add the rows of one CSV that have the header's shape; report the others."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines = [0]
    try:
        header = next(reader, [])
        if not _check_header(header, file, report):
            return
        lines = [reader.line_num]
        shape = _Shape(header, file, report)
        while shape.read(reader, lines, folder, table):
            pass
        shape.close()
    except csv.Error as error:
        code = "cell-too-long" if "field limit" in str(error) else "csv-syntax"
        report.add(code, Place(file, lines[-1] + 1), str(error))
    report.checked["files"] += 1


class _Shape:
    """The shape that a header gives to its rows; reads them a batch at a time, and counts those without."""

    def __init__(self, header: list[str], file: str, report: Report) -> None:
        self.width, self.file, self.report = len(header), file, report
        order = [header.index(column) if column in header else -1 for column in COLUMNS]
        self.order = None if order == list(range(self.width)) else order
        self.faults = 0

    def read(self, reader: Iterator[list[str]], lines: list[int], folder: str, table: Table) -> bool:
        """Read one batch into the table; return whether there may be more.

        Parameters
        ----------
        lines : ends with the line of the last row read, and is left so, also when the reader raises.
        """
        del lines[:-1]
        rows: list[list[str]] = []
        try:
            for cells in itertools.islice(reader, BATCH):
                rows.append(cells)
                lines.append(reader.line_num)  # type: ignore[attr-defined]  # a csv.reader, which has no name
        finally:  # what stands before a syntax error is data all the same
            starts = np.array(lines[:-1], dtype=np.intp) + 1
            fits = np.fromiter(map(len, rows), dtype=np.intp) == self.width
            if not fits.all():
                self._report(rows, starts, np.flatnonzero(~fits))
                rows = [cells for cells in rows if len(cells) == self.width]
            if self.order:
                rows = [[cells[at] if at >= 0 else "" for at in self.order] for cells in rows]
            table.extend(rows, starts[fits], folder, self.file)
        return len(lines) > BATCH

    def _report(self, rows: list[list[str]], starts: Lines, bad: Lines) -> None:
        for at in bad[: max(0, MOST_FAULTS - self.faults)]:
            place, found = Place(self.file, int(starts[at])), f"{len(rows[at])} cells"
            self.report.add("row-length", place, found, f"{self.width}, as in the header")
        self.faults += len(bad)

    def close(self) -> None:
        """Say how many faults were not listed."""
        if self.faults > MOST_FAULTS:
            found = f"row-length: {self.faults:,} rows, {MOST_FAULTS} of them listed"
            self.report.add("more-faults", Place(self.file), found)


def _check_header(header: list[str], file: str, report: Report) -> bool:
    """Report unknown, absent and doubled columns; return whether the rows can be read."""
    faults = len(report)
    column = 1
    for position, name in enumerate(header):
        place = Place(file, 1, column)
        column += len(name) + 1
        if name in header[:position]:
            report.add("unknown-column", place, f"'{shown(name)}' stands twice", "each column once")
        elif name not in COLUMNS:
            allowed = ", ".join(COLUMNS)
            report.add("unknown-column", place, f"'{shown(name)}'", allowed, suggest(name, COLUMNS))
        if len(report) - faults > len(COLUMNS):  # no header of ours; the rest would say the same
            break
    for name in REQUIRED:
        if name not in header:
            report.add("missing-column", Place(file, 1, 1), f"'{name}' is absent", ", ".join(COLUMNS))
    return len(report) == faults
