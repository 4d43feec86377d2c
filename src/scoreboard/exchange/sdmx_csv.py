"""SDMX-CSV as Eurostat delivers it, with codes or with labels; its columns are the common form."""

from __future__ import annotations

import re
from datetime import datetime

import pandas as pd

from scoreboard.exchange import tables
from scoreboard.findings import Report

SHAPE = "SDMX-CSV"
SHAPE_LABELS = "SDMX-CSV with labels"

STATE, TIME, VALUE, FLAG, CONFIDENTIALITY = "geo", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG", "CONF_STATUS"
UPDATE = "LAST UPDATE"
ROLES = {
    "state": STATE,
    "year": TIME,
    "value": VALUE,
    "status": FLAG,
    "confidentiality": CONFIDENTIALITY,
    "sex": "sex",
    "age": "age",
}
"""Field of ours → column, the same in all of Eurostat's shapes."""

_CODE = re.compile(r"[A-Z0-9_.\-]*")
_ABOUT_THE_FILE = ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "ACTION", UPDATE)


def is_header(line: str) -> bool:
    """Return whether a first line is that of SDMX-CSV."""
    return {TIME, VALUE} <= set(line.strip().replace('"', "").split(","))


def read(text: str, file: str, report: Report) -> tuple[pd.DataFrame, tables.Lines, str]:
    """Read the cells; columns that describe the file are taken off.

    Returns
    -------
    Frame of dimensions, time, value and flags; line of each row; last update (ISO date, or empty).
    """
    frame, lines = tables.read(text, file, report)
    updated = max((as_date(text) for text in frame[UPDATE].unique()), default="") if UPDATE in frame else ""
    frame = frame.drop(columns=[column for column in _ABOUT_THE_FILE if column in frame])
    return frame.rename(columns={"OBS_STATUS": FLAG}), lines, updated


def as_date(text: str) -> str:
    """Return an ISO date from ``21/03/25 23:00:00`` or from a text that begins with one.

    >>> as_date("21/03/25 23:00:00"), as_date("2026-06-30T11:00:00+0200"), as_date("")
    ('2025-03-21', '2026-06-30', '')
    """
    for pattern, length in (("%Y-%m-%d", 10), ("%d/%m/%Y", 10), ("%d/%m/%y", 8)):
        try:
            return datetime.strptime(text[:length], pattern).date().isoformat()
        except ValueError:
            continue
    return ""


def coded_dimensions(frame: pd.DataFrame) -> list[str]:
    """Return the columns that hold codes of code lists; states have a list of their own."""
    others = {STATE, TIME, VALUE, FLAG, CONFIDENTIALITY}
    return [str(column) for column in frame if column not in others]


def has_labels(frame: pd.DataFrame) -> bool:
    """Return whether some dimension holds labels instead of codes."""
    return any(
        not _CODE.fullmatch(value) for column in coded_dimensions(frame) for value in frame[column].unique()
    )
