"""An edition as an Excel workbook: typed cells, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from scoreboard.exchange.publishing.columns import Column
from scoreboard.exchange.publishing.release import Release, Table, UnpublishableError
from scoreboard.exchange.publishing.texts import number_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FILE = "scoreboard.xlsx"
MARK = "scoreboard-version"
"""The property of a workbook that says that it is an edition."""
README = "Read me"
SHEETS = {"indicators": "Codebook"}
"""Table → name of its sheet, where that is not its own with a capital."""
MOST_ROWS, LONGEST = 1_048_576, 32_767
"""What a sheet and a cell can hold."""
NARROW, WIDE = 12, 60
RUN = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet might take for a formula once somebody edits the cell."""


def write(release: Release, folder: Path) -> list[Path]:
    """Write one workbook: a page to begin with, and a sheet for each table.

    Raises
    ------
    UnpublishableError
        If a table has more rows, or a text more characters, than Excel can hold.
    """
    from xlsxwriter import Workbook

    _check_sizes(release.tables.values())
    path = folder / FILE
    with Workbook(str(path), {"constant_memory": True}) as book:
        book.set_properties(
            {
                "title": release.title,
                "author": " and ".join(release.citation.authors),
                "comments": f"{release.citation.text} Licence: {release.about['licence']}",
                "created": release.time.replace(tzinfo=None),
            }
        )
        book.set_custom_property(MARK, release.version)
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "text": book.add_format({"quote_prefix": True}),
        }
        sheet = book.add_worksheet(README)
        _fill(sheet, _README, _readme(release), styles)
        for table in release.tables.values():
            sheet = book.add_worksheet(sheet_name(table))
            _fill(sheet, table.columns, table.frame, styles)
    return [path]


def sheet_name(table: Table) -> str:
    """Return the name of a table's sheet."""
    return SHEETS.get(table.name, table.name.capitalize())


_README = (
    Column("sheet", "string", "attribute", "", "sheet"),
    Column("column", "string", "attribute", "", "column"),
    Column("what it is", "string", "attribute", "", "what it is"),
)


def _readme(release: Release) -> pd.DataFrame:
    """Return what the edition is, and what every sheet and column holds."""
    rows = [("", name, text) for name, text in release.about.items()]
    for table in release.tables.values():
        rows.append((sheet_name(table), "", f"{table.title}: {len(table.frame):,} rows"))
        rows += [(sheet_name(table), it.name, it.description) for it in table.columns]
    return pd.DataFrame(rows, columns=[it.name for it in _README], dtype="str")


def _check_sizes(tables: Iterable[Table]) -> None:
    """Refuse what Excel would cut off."""
    for table in tables:
        if len(table.frame) >= MOST_ROWS:
            found = f"{table.name} has {len(table.frame):,} rows, and a sheet holds {MOST_ROWS - 1:,}"
            raise UnpublishableError(found)
        texts = [it.name for it in table.columns if it.kind == "string"]
        too_long = [name for name in texts if (table.frame[name].str.len() > LONGEST).any()]
        if too_long:
            found = (
                f"a text of {table.name}.{too_long[0]} is longer than the {LONGEST:,} characters of a cell"
            )
            raise UnpublishableError(found)


def _fill(sheet: Worksheet, columns: tuple[Column, ...], frame: pd.DataFrame, styles: dict[str, Any]) -> None:
    """Write one table: header frozen, filters on, numbers as numbers, texts as texts, missing as nothing."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(frame), len(columns) - 1)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _width(frame[column.name]))
        sheet.write_string(0, place, column.name, styles["head"])
    put = [_writer(sheet, place, column, styles) for place, column in enumerate(columns)]
    cells = (frame[column.name].to_list() for column in columns)
    for row, values in enumerate(zip(*cells, strict=True), start=1):
        for write_cell, value in zip(put, values, strict=True):
            if value is not pd.NA and value == value and value != "":  # NaN is not itself
                write_cell(row, value)


def _width(cells: pd.Series) -> float:
    """Return how wide a column is, in characters: room for its texts, its name and the sign of the filter."""
    texts = cells if pd.api.types.is_string_dtype(cells) else cells.iloc[:0].astype("str")
    return float(min(max([*texts.str.len(), len(str(cells.name)) + 3, NARROW]), WIDE))


def _writer(
    sheet: Worksheet, place: int, column: Column, styles: dict[str, Any]
) -> Callable[[int, Any], Any]:
    """Return what writes a cell of a column that is not empty."""
    if column.kind in ("number", "integer", "year"):
        return lambda row, value: sheet.write_number(row, place, _Exact(value))

    def text(row: int, value: str) -> None:
        sheet.write_string(row, place, value, styles["text"] if value.startswith(RUN) else None)

    def day(row: int, value: str) -> None:
        when = _as_day(value)
        sheet.write_datetime(row, place, when, styles["day"]) if when else text(row, value)

    return day if column.kind == "date" else text


class _Exact(float):
    """A number that is written with all its digits; xlsxwriter would cut it to 16, and a double needs 17."""

    def __format__(self, how: str) -> str:
        return number_text(self)


def _as_day(text: str) -> datetime | None:
    """Return a day that Excel can hold, else None."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(found.year, found.month, found.day) if found.year >= 1900 else None
