"""The rows of a CSV file or of one sheet of a workbook, as text, each with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from scoreboard.definitions.files import LARGEST_CSV, read_text
from scoreboard.findings import Place, Report


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Parameters
    ----------
    line : of the file or the sheet, from 1. header : names of the columns.
    """

    file: str
    line: int
    header: tuple[str, ...]
    cells: Mapping[str, str]

    def place(self, column: str) -> Place:
        """Return the place of a cell; its column is counted in cells, as tables count."""
        return Place(self.file, self.line, self.header.index(column) + 1 if column in self.header else None)


def read_rows(path: Path, sheet: str | None, report: Report) -> list[Row]:
    """Return the rows of a table below its header; none, with a finding, for what cannot be read."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _rows(path.name, _sheet(path, sheet, report), report)
    text = read_text(path, path.name, report, LARGEST_CSV)
    if text is None:
        return []
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return _rows(path.name, ((table.line_num, cells) for cells in table), report)
    except csv.Error as error:
        report.add("csv-syntax", Place(path.name, table.line_num), str(error))
        return []


def _rows(file: str, lines: Iterable[tuple[int, Sequence[str]]], report: Report) -> list[Row]:
    rows: list[Row] = []
    header: tuple[str, ...] = ()
    for line, cells in lines:
        if not header:
            header = tuple(cells)
        elif len(cells) != len(header):
            report.add(
                "row-length", Place(file, line), f"{len(cells)} cells", f"{len(header)}, as in the header"
            )
        elif any(cells):
            rows.append(Row(file, line, header, dict(zip(header, cells, strict=True))))
    return rows


def _sheet(path: Path, sheet: str | None, report: Report) -> list[tuple[int, list[str]]]:
    from zipfile import BadZipFile

    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, OSError) as error:
        report.add("file-missing", Place(path.name), f"no workbook: {error}")
        return []
    if sheet is not None and sheet not in book.sheetnames:
        report.add(
            "missing-column", Place(path.name), f"there is no sheet '{sheet}'", ", ".join(book.sheetnames)
        )
        return []
    rows = book[sheet or book.sheetnames[0]].iter_rows(values_only=True)
    return [(line, [_text(cell) for cell in cells]) for line, cells in enumerate(rows, 1)]


def _text(cell: object) -> str:
    """Return a cell of a workbook as text: whole numbers without a point, days as ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
