"""One CSV into a table: its header is held against the columns, its rows against the header."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from scoreboard.definitions import suggest
from scoreboard.definitions.characters import shown
from scoreboard.definitions.reading import MOST_FAULTS
from scoreboard.findings import Place, Report
from scoreboard.observations.plain import LONGEST_CELL, plain_rows
from scoreboard.observations.tables import BATCH, COLUMNS, Lines, Table

REQUIRED = ("state", "indicator", "year", "value", "source")


def read_table(text: str, file: str, folder: str, table: Table, report: Report) -> None:
    """Add the rows of one CSV that have the header's shape; report the others."""
    with _longest_cell():
        _read_table(text, file, folder, table, report)


@contextmanager
def _longest_cell() -> Iterator[None]:
    """Read with our own limit: the module's is one for the whole process, and other libraries raise it."""
    theirs = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(theirs)


def _read_table(text: str, file: str, folder: str, table: Table, report: Report) -> None:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines = [0]
    try:
        header = next(reader, [])
        if not _check_header(header, file, report):
            return
        lines = [reader.line_num]
        if (pieces := plain_rows(text, len(header))) is not None:
            table.extend_plain(pieces, header, folder, file)
        else:
            _Shape(header, file, report).read(reader, lines, folder, table)
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

    def read(self, reader: Iterator[list[str]], lines: list[int], folder: str, table: Table) -> None:
        """Read all rows into the table; report those without the shape.

        Parameters
        ----------
        lines : ends with the line of the last row read, and is left so, also when the reader raises.
        """
        while self._read_batch(reader, lines, folder, table):
            pass
        if self.faults > MOST_FAULTS:
            found = f"row-length: {self.faults:,} rows, {MOST_FAULTS} of them listed"
            self.report.add("more-faults", Place(self.file), found)

    def _read_batch(self, reader: Iterator[list[str]], lines: list[int], folder: str, table: Table) -> bool:
        """Read one batch; return whether there may be more."""
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
