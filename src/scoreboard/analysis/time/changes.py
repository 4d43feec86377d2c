"""Change between two years, and whether it is more than uncertainty."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.analysis.time.series import KEY, STANDARD, choose, shared_years, to_matrix
from scoreboard.definitions.targets import TimeRule


def two_years(
    matrix: pd.DataFrame, first: int | None, last: int | None, minimum_states: int = 1
) -> tuple[int, int] | None:
    """Return the two years to compare: those given, else the last two in which enough states have data.

    Returns
    -------
    first, last; None if there are no two such years.
    """
    within = [
        year
        for year in shared_years(matrix, minimum_states)
        if (first is None or year >= first) and (last is None or year <= last)
    ]
    later = last if last is not None else max(within, default=None)
    before = [year for year in within if later is not None and year < later]
    earlier = first if first is not None else max(before, default=None)
    return None if later is None or earlier is None or earlier >= later else (earlier, later)


def changes(
    frame: pd.DataFrame,
    first: int,
    last: int,
    intervals: pd.DataFrame | None = None,
    rule: TimeRule = STANDARD,
) -> pd.DataFrame:
    """Return the change of each state and node between two years.

    Parameters
    ----------
    frame : scores or values in long form, as for `to_matrix`.
    first, last : the two years.
    intervals : quantiles of the change over draws, one row per state and node: `low`, `high`, and of the
        columns lens, node and state those that tell its rows apart. None if nothing is known of it.

    Returns
    -------
    DataFrame, one row per (lens, node, state): `first_year`, `last_year`, `first`, `last`, `change`, `low`,
    `high`, `verdict` (real, within uncertainty, not known; empty without a change), and `reason`.

    Raises
    ------
    ValueError
        If an interval has low above high, or a series has two intervals.
    """
    matrix = to_matrix(frame, rule).reindex(columns=[first, last])
    table = matrix.set_axis(["first", "last"], axis="columns").reset_index()
    table = table.assign(first_year=first, last_year=last, change=table["last"] - table["first"])
    table = _with_intervals(table, intervals)
    table["verdict"] = _verdict(table)
    lacks = matrix.isna().to_numpy()
    cases = [(lacks.all(axis=1), f"{first} and {last}"), (lacks[:, 0], f"{first}"), (lacks[:, 1], f"{last}")]
    table["reason"] = choose([(when, f"no data for {years}") for when, years in cases])
    columns = ["first_year", "last_year", "first", "last", "change", "low", "high", "verdict", "reason"]
    return table[KEY + columns]


def _with_intervals(table: pd.DataFrame, intervals: pd.DataFrame | None) -> pd.DataFrame:
    if intervals is None:
        return table.assign(low=np.nan, high=np.nan)
    if (intervals["low"] > intervals["high"]).any():
        raise ValueError("an interval has its low bound above the high one")
    on = [column for column in KEY if column in intervals]
    if intervals.duplicated(on).any():
        raise ValueError(f"more than one interval for the same {', '.join(on)}")
    return table.merge(intervals[[*on, "low", "high"]], on=on, how="left")


def _verdict(table: pd.DataFrame) -> NDArray[np.object_]:
    """Say whether 0 lies in the interval; a bound of exactly 0 does not rule it out."""
    cases = [
        (table["change"].isna(), ""),
        (table["low"].isna() | table["high"].isna(), "not known"),
        ((table["low"] > 0) | (table["high"] < 0), "real"),
    ]
    return choose(cases, default="within uncertainty")
