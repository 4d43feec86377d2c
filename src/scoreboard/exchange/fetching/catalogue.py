"""When Eurostat last updated each dataset, from the table of contents of its catalogue."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from scoreboard.exchange.fetching.faults import TransientError

_CODE, _UPDATE, _CHANGE = "code", "last update of data", "last table structure change"


def read_updates(body: bytes) -> dict[str, date]:
    """Read the table of contents in its text form.

    Returns
    -------
    Dataset code in capitals → day of the last change of its data or of its structure.

    Raises
    ------
    TransientError
        If it is no table of contents.

    Notes
    -----
    A table separated by tabs: title, code, type, last update of data, last table structure change, data
    start, data end, values; days as dd.mm.yyyy. See "API - Detailed guidelines - Catalogue API" of Eurostat's
    user guide (https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access).
    """
    rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig", errors="replace")), delimiter="\t")
    names = {name.strip().lower(): name for name in rows.fieldnames or ()}
    if not {_CODE, _UPDATE} <= names.keys():
        raise TransientError("the catalogue has no column of codes and updates")
    updates: dict[str, date] = {}
    for row in rows:
        code = (row[names[_CODE]] or "").strip().upper()
        days = [_day(row.get(names.get(name, ""))) for name in (_UPDATE, _CHANGE)]
        if days[0] is not None:  # folders have no update
            updates[code] = max(day for day in days if day is not None)
    return updates


def _day(text: str | None) -> date | None:
    try:
        return datetime.strptime((text or "").strip(), "%d.%m.%Y").date()
    except ValueError:
        return None
