"""Accessible tables from data frames: caption, row and column headers, numbers to the right.

Without a script the table is complete; `site.js` turns the headings of a table of class ``sb-sortable``
into buttons and keeps `aria-sort`. Missing is shown as a dash that says "not enough data", and sorts last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from scoreboard.report.html import Html, attributes, text
from scoreboard.report.i18n import N_, _, numbers

if TYPE_CHECKING:
    import pandas as pd

MISSING = N_("not enough data")
"""Looked up in the language of the edition where it is shown."""


def table_html(
    frame: pd.DataFrame,
    caption: str,
    *,
    decimals: int | Mapping[str, int] = 1,
    sortable: bool = True,
    missing: str = MISSING,
) -> Html:
    """Return a data frame as an accessible HTML table.

    Parameters
    ----------
    frame : one row per table row; the first column heads its row; the index is not shown. Column names
        are the headings. Cells may be `Html` (links).
    caption : what the table shows, in plain words.
    decimals : digits printed after the point of floats, for all columns or by column name; sorting uses
        the unrounded value.
    sortable : whether readers may sort by column.
    missing : what a missing cell says.
    """
    columns = [str(column) for column in frame.columns]
    rows = frame.astype(object).to_numpy().tolist()
    return rows_html(columns, rows, caption, decimals=decimals, sortable=sortable, missing=missing)


def rows_html(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    caption: str,
    *,
    decimals: int | Mapping[str, int] = 1,
    sortable: bool = True,
    missing: str = MISSING,
) -> Html:
    """Return rows of cells as an accessible HTML table; see `table_html`."""
    places = [decimals if isinstance(decimals, int) else decimals.get(column, 1) for column in columns]
    numeric = [_is_numeric([row[i] for row in rows]) for i in range(len(columns))]
    head = "".join(
        f"<th{attributes(scope='col', class_='sb-number' if number else None)}>{text(column)}</th>"
        for column, number in zip(columns, numeric, strict=True)
    )
    body = "\n".join(_row(row, places, missing) for row in rows)
    kind = "sb-table sb-sortable" if sortable and len(rows) > 1 else "sb-table"
    # The frame scrolls on a narrow screen, so it must be reachable by keyboard and have a name.
    return Html(
        f'<div class="sb-scroll"{attributes(role="group", tabindex=0, aria_label=caption)}>'
        f'<table class="{kind}"><caption><span>{text(caption)}</span></caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>"
    )


def dated(day: str) -> Html:
    """Return a day for a cell, in the words of the language; a table is sorted by the day itself."""
    return Html(f"<time{attributes(datetime=day)}>{text(numbers.day(day))}</time>")


def is_missing(value: object) -> bool:
    """Return whether a cell holds no value: None, NaN, NaT or pandas.NA."""
    return value is None or str(value) in ("nan", "NaN", "NaT", "<NA>")


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _is_numeric(cells: Sequence[object]) -> bool:
    present = [cell for cell in cells if not is_missing(cell)]
    return bool(present) and all(_is_number(cell) for cell in present)


def _row(row: Sequence[Any], places: Sequence[int], missing: str) -> str:
    first, *rest = row
    cells = "".join(_cell(value, digits, missing) for value, digits in zip(rest, places[1:], strict=True))
    label = text(_printed(first, places[0])) if not is_missing(first) else _dash(missing)
    return f'<tr><th scope="row">{label}</th>{cells}</tr>'


def _cell(value: Any, digits: int, missing: str) -> str:  # noqa: ANN401  (whatever a frame holds)
    if is_missing(value):
        return f"<td{attributes(class_='sb-number sb-missing', title=_(missing))}>{_dash(missing)}</td>"
    if _is_number(value):
        shown = _printed(value, digits)
        # what sorts and saves the table reads digits, whatever the language
        exact = float(value) if not isinstance(value, Integral) else None if shown == str(value) else value
        return f"<td{attributes(class_='sb-number', data_value=exact)}>{shown}</td>"
    return f"<td>{text(value)}</td>"


def _dash(missing: str) -> Html:
    return Html(f'<span aria-hidden="true">–</span><span class="sb-hidden">{text(_(missing))}</span>')


def _printed(value: Any, digits: int) -> Any:  # noqa: ANN401
    """Round for printing; a minus sign is a minus sign, there is no minus zero, and the language has its signs."""
    if not _is_number(value):
        return value
    if isinstance(value, Integral):
        return numbers.written(str(value))
    shown = f"{float(value):.{digits}f}"
    return numbers.written(shown.lstrip("-") if float(shown) == 0 else shown.replace("-", "−"))
