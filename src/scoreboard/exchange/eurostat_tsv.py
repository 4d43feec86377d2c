r"""Eurostat's bulk TSV: one line per series, key columns joined by commas, one column per period.

The header reads ``freq,unit,…,geo\TIME_PERIOD`` and a cell ``34.4 b``, ``: u`` or ``:``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoreboard.exchange.sdmx_csv import FLAG, TIME, VALUE
from scoreboard.exchange.tables import Lines
from scoreboard.findings import Place, Report

SHAPE = "Eurostat TSV"
_CELL = r"^\s*(:|[-+]?[\d.]+(?:[eE][-+]?\d+)?)?\s*([A-Za-z]*)\s*$"
"""Value or colon, then flags; flags may stand without a space, as in ``0n``."""


def is_header(line: str) -> bool:
    r"""Return whether a first line is that of the bulk TSV: its first cell ends in ``\TIME_PERIOD``."""
    return line.partition("\t")[0].rstrip().endswith((r"\TIME_PERIOD", r"\time"))


def read(text: str, file: str, report: Report) -> tuple[pd.DataFrame, Lines, str]:
    """Read the cells in the columns of SDMX-CSV.

    Returns
    -------
    Frame with one row per cell, line by line; the line of each cell; no date, the shape has none.
    """
    lines = text.splitlines()
    key, *periods = lines[0].split("\t")
    dimensions = key.rpartition("\\")[0].split(",")
    rows = [(number, line.split("\t")) for number, line in enumerate(lines[1:], start=2) if line.strip()]
    good = []
    for number, (series, *cells) in rows:
        keys = series.split(",")
        if len(cells) != len(periods) or len(keys) != len(dimensions):
            found = f"{len(keys)} keys and {len(cells)} cells"
            report.add("row-length", Place(file, number), found, f"{len(dimensions)} and {len(periods)}")
        else:
            good.append((number, [key.strip() for key in keys], cells))
    frame, numbers = _cells(good, dimensions, [period.strip() for period in periods])
    return _parse(frame, numbers, file, report), numbers, ""


def _cells(
    rows: list[tuple[int, list[str], list[str]]], dimensions: list[str], periods: list[str]
) -> tuple[pd.DataFrame, Lines]:
    """Return the series × periods block as one row per cell, and the lines."""
    keys = pd.DataFrame([keys for _, keys, _ in rows], columns=dimensions, dtype="str")
    frame = keys.loc[keys.index.repeat(len(periods))].reset_index(drop=True)
    frame[TIME] = np.tile(np.array(periods, dtype=object), len(rows))
    frame[VALUE] = [cell for _, _, cells in rows for cell in cells]
    numbers = np.array([number for number, _, _ in rows], dtype=np.int64)
    return frame.astype("str"), np.repeat(numbers, len(periods))


def _parse(frame: pd.DataFrame, lines: Lines, file: str, report: Report) -> pd.DataFrame:
    """Split each cell into value and flags."""
    parts = frame[VALUE].str.extract(_CELL)
    for position in np.flatnonzero(parts[1].isna()):
        place = Place(file, int(lines[position]))
        report.add("not-a-number", place, f"'{frame[VALUE][position].strip()}' in {frame[TIME][position]}")
    frame[VALUE], frame[FLAG] = parts[0].fillna(""), parts[1].fillna("")
    return frame
