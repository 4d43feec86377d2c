"""A small CSV of records: every row with its line, and the place of each of its cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoreboard.definitions import suggest
from scoreboard.definitions.characters import shown
from scoreboard.definitions.files import read_text
from scoreboard.findings import Place, Report
from scoreboard.observations.reading import cells_before


@dataclass(frozen=True)
class Row:
    """One row as text.

    Parameters
    ----------
    file, line : where it stands; a row that a quoted cell spreads over several lines begins at the first.
    text : the line as it stands, which tells where a cell begins.
    """

    cells: dict[str, str]
    file: str
    line: int
    text: str

    def place(self, column: str) -> Place:
        """Return where a cell begins."""
        position = list(self.cells).index(column)
        return Place(self.file, self.line, cells_before(self.text, position) + 1)


def read_rows(path: Path, file: str, columns: Sequence[str], report: Report) -> Iterator[Row]:
    """Yield the rows of a CSV that have the shape of its header; report the others.

    Parameters
    ----------
    columns : all that the file has and may have, in any order.
    """
    text = read_text(path, file, report)
    if text is None:
        return
    lines, reader, last = text.split("\n"), csv.reader(io.StringIO(text, newline=""), strict=True), 0
    try:
        header = next(reader, [])
        if not _header_fits(header, columns, file, report):
            return
        last = reader.line_num
        for cells in reader:
            first, last = last + 1, reader.line_num
            if len(cells) == len(header):
                named = dict(zip(header, cells, strict=True))
                yield Row(named, file, first, lines[first - 1])
            else:
                expected = f"{len(header)}, as in the header"
                report.add("row-length", Place(file, first), f"{len(cells)} cells", expected)
    except csv.Error as error:
        report.add("csv-syntax", Place(file, last + 1), str(error))


def _header_fits(header: list[str], columns: Sequence[str], file: str, report: Report) -> bool:
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns or header.count(column) > 1]
    place = Place(file, 1, 1)
    for column in missing:
        report.add("missing-column", place, f"'{column}' is absent", ", ".join(columns))
    for column in dict.fromkeys(unknown):
        report.add("unknown-column", place, f"'{shown(column)}'", advice=suggest(column, columns))
    return not missing and not unknown
