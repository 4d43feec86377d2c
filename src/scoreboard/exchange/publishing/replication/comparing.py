"""Recorded results held against those made again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from scoreboard.exchange.publishing.replication import layout
from scoreboard.exchange.publishing.replication.faults import Fault, Held, NoPackError

TOLERANCE = 1e-9
"""A number made again on another machine may differ by so much: its arithmetic may round otherwise."""


def read_recorded(folder: Path, name: str) -> pd.DataFrame:
    """Return a table of results as text, every cell as it stands.

    Raises
    ------
    NoPackError
        If it is no table, lacks the columns that tell rows apart, or has a row twice.
    """
    try:
        table = pd.read_csv(folder / name, dtype="str", keep_default_na=False)
    except (ValueError, OSError) as error:
        raise NoPackError(f"{name} is no table: {error}") from error
    keys = layout.KEYS[name]
    absent = [key for key in keys if key not in table]
    if absent:
        raise NoPackError(f"{name} has no column {absent[0]}")
    if table.duplicated(keys).any():
        raise NoPackError(
            f"{name} has a row twice: {' '.join(table.loc[table.duplicated(keys), keys].iloc[0])}"
        )
    return table


def check_table(what: str, recorded: pd.DataFrame, again: pd.DataFrame, keys: list[str]) -> Held:
    """Hold recorded results against those made again.

    Parameters
    ----------
    what : score or weight, for the faults.
    recorded : table of text. again : table of numbers and text, which may have more rows.
    keys : the columns that tell rows apart.

    Returns
    -------
    Counts of cells; with a fault for each row and each column that is only in one of the two.
    """
    left = recorded.set_index(keys)
    right = again.assign(**{key: again[key].astype("str") for key in keys}).set_index(keys)
    faults = [Fault(what, name, "not recorded", "column") for name in right.columns.difference(left.columns)]
    faults += [Fault(what, name, "column", "not made") for name in left.columns.difference(right.columns)]
    faults += [Fault(what, _said(row), "row", "not made") for row in left.index.difference(right.index)]
    common = left.index.intersection(right.index, sort=False)
    equal = near = 0
    for column in right.columns.intersection(left.columns, sort=False):
        held = _check_column(what, column, left.loc[common, column], right.loc[common, column])
        equal, near, faults = equal + held.equal, near + held.near, [*faults, *held.faults]
    return Held(equal, near, tuple(faults), len(right.index.difference(left.index)))


def _check_column(what: str, column: str, left: pd.Series[str], right: pd.Series) -> Held:
    """Hold one column against its like; numbers as numbers, missing only equal to missing."""
    if not pd.api.types.is_numeric_dtype(right):
        same = left.to_numpy(str) == right.to_numpy(str)
        close, difference = same, np.full(len(left), np.nan)
    else:
        old = np.array([_number(text) for text in left], float)
        new = right.to_numpy(float, na_value=np.nan)
        difference = new - old
        same = (old == new) | (np.isnan(old) & np.isnan(new))
        close = same | (np.abs(difference) <= TOLERANCE)
    keys = left.index.tolist()
    faults = tuple(
        Fault(
            what, f"{_said(keys[at])} {column}", left.iloc[at], _text(right.iloc[at]), float(difference[at])
        )
        for at in np.flatnonzero(~close).tolist()
    )
    return Held(int(same.sum()), int((close & ~same).sum()), faults)


def _number(text: str) -> float:
    """Return the number that a text stands for, to the last bit; infinite if it is none, which no result equals."""
    try:
        number = float(text or "nan")
    except ValueError:
        return float("inf")
    return float("inf") if text and np.isnan(number) else number


def _text(cell: object) -> str:
    return "" if cell is pd.NA or cell != cell else str(cell)


def _said(key: object) -> str:
    return " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
