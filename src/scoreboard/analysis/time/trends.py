"""Trend of each state and node: slope per year, how sure it is, and a robust companion."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.analysis.time.lines import fit_lines, mann_kendall, theil_sen
from scoreboard.analysis.time.series import STANDARD, choose, ends, to_matrix, too_few, years_of
from scoreboard.definitions.targets import TimeRule

NUMBERS = ["slope", "se", "low", "high", "theil_sen", "mann_kendall_s", "mann_kendall_p"]


def trends(
    frame: pd.DataFrame, rule: TimeRule = STANDARD, first: int | None = None, last: int | None = None
) -> pd.DataFrame:
    """Return the trend of each state and node.

    Parameters
    ----------
    frame : scores or values in long form, as for `to_matrix`.
    rule : how many years a trend needs, what counts as a year, and the level of the interval.
    first, last : only years between these.

    Returns
    -------
    DataFrame, one row per (lens, node, state): `years` (with data), `first_year`, `last_year`; `slope` in
    points per year by least squares with `se`, `low` and `high`; `theil_sen`, the robust slope;
    `mann_kendall_s` and `mann_kendall_p`; `trend` in words; `reason` where there are too few years, and
    then no numbers. The interval takes the years as independent of each other, so it is rather too narrow
    for scores that move in steps; hence `trend` names a direction only where both tests find the same one.
    """
    matrix = to_matrix(frame, rule, first, last)
    x, y = years_of(matrix), matrix.to_numpy()
    lines = fit_lines(x, y)
    low, high = lines.interval(rule.confidence)
    s, p = mann_kendall(y)
    numbers = [lines.slope, lines.se, low, high, theil_sen(x, y), s, p]
    table = ends(matrix)[["years", "first_year", "last_year"]]
    table = table.assign(**dict(zip(NUMBERS, numbers, strict=True)))
    reason = too_few(table["years"], rule.minimum_years)
    table[NUMBERS] = table[NUMBERS].where(reason == "")
    return table.assign(trend=_words(table, 1 - rule.confidence), reason=reason).reset_index()


def _words(table: pd.DataFrame, alpha: float) -> NDArray[np.object_]:
    both = table["mann_kendall_p"] < alpha
    cases = [
        (table["slope"].isna(), "not enough data"),
        ((table["slope"] == 0) & (table["se"] == 0), "unchanged"),
        (both & (table["low"] > 0) & (table["mann_kendall_s"] > 0), "rising"),
        (both & (table["high"] < 0) & (table["mann_kendall_s"] < 0), "falling"),
    ]
    return choose(cases, default="no clear trend")
