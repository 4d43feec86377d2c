"""Distance to a target: how far, how fast it would have to go, and when the trend gets there.

Two questions are kept apart. Whether a state is on track compares the change per year so far with the change
that a straight path from the first year to the target needs, as Eurostat does in its monitoring of goals with
a target value (there with growth rates, here with points, because a score has no natural zero). When the
target is reached asks the trend line, and needs more years.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.analysis.time.lines import Lines, fit_lines
from scoreboard.analysis.time.series import STANDARD, Cases, choose, ends, to_matrix, years_of
from scoreboard.definitions.targets import TimeRule
from scoreboard.scoring.methods.formulas import Array

TRACKS = {0.95: "on track", 0.60: "slower than needed", 0.0: "much slower than needed"}
"""Least ratio of actual to required change → the status; the thresholds are Eurostat's. Below: moving away."""
COLUMNS = [
    "target", "by", "first_year", "last_year", "first", "last", "distance", "actual_change",
    "required_change", "ratio", "needed_change", "reached_since", "expected_year", "expected_low",
    "expected_high", "status", "reason",
]  # fmt: skip


def distance_to_target(
    frame: pd.DataFrame,
    target: float,
    by: int,
    *,
    direction: int = 1,
    rule: TimeRule = STANDARD,
    first: int | None = None,
    last: int | None = None,
) -> pd.DataFrame:
    """Return how far each state and node is from a target.

    Parameters
    ----------
    frame : scores or values in long form, as for `to_matrix`.
    target : what is to be reached, in the unit of the frame.
    by : the deadline, a year.
    direction : +1 if the target is a least value, as for all scores, −1 if it is a greatest.
    first, last : only years between these.

    Returns
    -------
    DataFrame, one row per (lens, node, state), with `COLUMNS`: the first and last year with data and the
    values then; `distance` still to go, 0 where reached; `actual_change` per year between the two;
    `required_change` per year from the first year to the deadline, and `ratio` of the two;
    `needed_change` per year from the last year on (these three missing where reached); `reached_since`, the
    first year from which all years up to the last keep the target; `expected_year` in which the trend line
    gets there, between `expected_low` and `expected_high` (missing where the line need not ever get there);
    `status` and `reason` in words.
    """
    matrix = to_matrix(frame, rule, first, last)
    years, oriented = years_of(matrix), direction * matrix.to_numpy()
    goal = direction * target
    table = ends(matrix)
    span = (table["last_year"] - table["first_year"]).astype(float)
    distance = direction * (target - table["last"])
    since = _reached_since(oriented, years, goal)
    table = table.assign(
        target=target,
        by=by,
        distance=distance.clip(lower=0),
        actual_change=(table["last"] - table["first"]) / span.where(span > 0),
        required_change=(target - table["first"]) / _remaining(by, table["first_year"]),
        needed_change=((target - table["last"]) / _remaining(by, table["last_year"])).where(distance > 0),
        reached_since=pd.Series(since, index=table.index).astype("Int64"),
    )
    table["required_change"] = table["required_change"].where(distance > 0)
    required = table["required_change"].where(direction * table["required_change"] > 0)
    table["ratio"] = table["actual_change"] / required
    lines = fit_lines(years, oriented)
    expected = np.stack(expected_years(lines, goal, rule.confidence))
    ahead = (table["years"] >= rule.minimum_years) & (distance > 0)
    expected = np.where(ahead & (expected[0] >= table["last_year"].astype(float)), expected, np.nan)
    table["expected_year"] = expected[0]
    table["expected_low"] = np.maximum(expected[1], table["last_year"].astype(float))
    table["expected_high"] = expected[2]
    table["status"], table["reason"] = _status(table), _reason(table, lines.slope, rule)
    return table.reset_index()[["lens", "node", "state", *COLUMNS]]


def _remaining(by: int, year: pd.Series) -> pd.Series:
    """Return the years left until the deadline; missing if it is not ahead."""
    left = (by - year).astype(float)
    return left.where(left > 0)


def _reached_since(oriented: Array, years: Array, goal: float) -> Array:
    """Return the first year of the unbroken run of years, up to the last with data, that keep the goal."""
    short = np.where(np.isnan(oriented), False, oriented < goal)
    run = ~np.isnan(oriented) & ~np.logical_or.accumulate(short[:, ::-1], axis=1)[:, ::-1]
    return np.where(run.any(axis=1), years[run.argmax(axis=1)], np.nan)


def expected_years(lines: Lines, goal: float, confidence: float) -> tuple[Array, Array, Array]:
    """Return when rising lines reach a goal, with the interval of inverse prediction.

    Fieller (1954), doi 10.1111/j.2517-6161.1954.tb00159.x: the years x for which the goal lies within the
    confidence band of the line, (level + slope·d − goal)² = t²·variance·(1/n + d²/spread), d = x − centre.

    Returns
    -------
    year, low, high : arrays [series]; NaN for a line that does not rise, and `low` and `high` NaN where the
        slope is not surely positive: then there is no latest year.

    >>> lines = fit_lines(np.array([0.0, 1, 2, 3]), np.array([[0.0, 12, 18, 30]]))
    >>> [bound.round(2).tolist() for bound in expected_years(lines, 50.0, 0.95)]
    [[5.15], [4.08], [7.45]]
    """
    rising = lines.slope > 0
    margin = lines.quantile(confidence) ** 2 * lines.variance
    short = lines.level - goal
    a = lines.slope**2 - margin / lines.spread
    half, c = lines.slope * short, short**2 - margin / lines.count
    sure = rising & (a > 0)
    root = np.sqrt(np.where(sure, np.maximum(half**2 - a * c, 0), np.nan))
    divisor = np.where(sure, a, np.nan)
    year = lines.centre - short / np.where(rising, lines.slope, np.nan)
    return year, lines.centre + (-half - root) / divisor, lines.centre + (-half + root) / divisor


def _status(table: pd.DataFrame) -> NDArray[np.object_]:
    cases: Cases = [
        (table["distance"] == 0, "reached"),
        (table["by"] <= table["last_year"].fillna(0), "deadline has passed"),
        (table["actual_change"].isna(), "not enough data"),
        (table["ratio"].isna(), "was reached, is not now"),
        (table["ratio"] == 0, "unchanged"),
        *((table["ratio"] >= least, status) for least, status in TRACKS.items()),
    ]
    return choose(cases, default="moving away")


def _reason(table: pd.DataFrame, slope: Array, rule: TimeRule) -> NDArray[np.object_]:
    """Say why there is no status, no expected year, or no latest one."""
    years = table["years"]
    few = "no expected year: " + years.astype(str) + f" of at least {rule.minimum_years} years"
    cases: Cases = [
        (years == 0, "no data"),
        (table["distance"] == 0, ""),
        (years < 2, "not enough data: 1 of at least 2 years"),
        (years < rule.minimum_years, few),
        (slope <= 0, "the trend does not lead to the target"),
        (table["expected_year"].isna(), "the trend line is past the target, the last value is not"),
        (table["expected_high"].isna(), "no latest year: the trend is not clear enough"),
    ]
    return choose(cases)
