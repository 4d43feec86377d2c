"""Distance to a target: paths that can be walked with a pencil, and every status."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.analysis.time import STANDARD, distance_to_target, expected_years
from scoreboard.analysis.time.lines import fit_lines
from scoreboard.definitions.targets import Target, TimeRule

from .test_time_trends import long

NAN = np.nan


def ask(scores: list[float], target: float, by: int, **options: object):
    (row,) = distance_to_target(long({"AT": scores}), target, by, **options).itertuples()
    return row


def test_a_path_by_hand():
    # 40 in 2010, 50 in 2014: 2.5 a year. A straight path to 70 in 2022 needs 30 / 12 = 2.5, from 2014 on 20 / 8.
    row = ask([40, 42.5, 45, 47.5, 50], 70, 2022)
    assert (row.actual_change, row.required_change, row.ratio) == (2.5, 2.5, 1)
    assert (row.distance, row.needed_change) == (20, 2.5)
    assert (row.expected_year, row.expected_low, row.expected_high) == pytest.approx((2022, 2022, 2022))
    assert (row.status, row.reason) == ("on track", "")


def test_the_interval_of_the_expected_year_by_hand():
    # x −1.5 … 1.5, slope 9.6, mean 15, Σx² = 5, residual variance 3.6, t² = 18.5128: the roots of
    # 78.830 d² + 2·(−336) d + 1208.34 = 0 are 2.578 and 5.947 years after 2011.5
    rule = STANDARD.model_copy(update={"minimum_years": 3})
    row = ask([0, 12, 18, 30], 50, 2020, rule=rule)
    assert row.expected_year == pytest.approx(2011.5 + 35 / 9.6)
    assert row.expected_low == pytest.approx(2014.078, abs=1e-3)
    assert row.expected_high == pytest.approx(2017.447, abs=1e-3)


@pytest.mark.parametrize(
    ("scores", "target", "by", "status", "reason"),
    [
        ([40, 42, 44, 46, 48], 60, 2020, "on track", ""),
        ([40, 42, 44, 46, 48], 62, 2018, "slower than needed", ""),
        ([40, 42, 44, 46, 48], 90, 2020, "much slower than needed", ""),
        ([48, 46, 44, 42, 40], 60, 2020, "moving away", "the trend does not lead to the target"),
        ([40, 40, 40, 40, 40], 60, 2020, "unchanged", "the trend does not lead to the target"),
        ([40, 45, 50, 55, 60], 60, 2020, "reached", ""),
        ([62, 58, 57, 58, 59], 60, 2020, "was reached, is not now", "the trend does not lead to the target"),
        ([40, 42, 44, 46, 48], 60, 2014, "deadline has passed", ""),
        ([40, NAN, NAN, NAN, 48], 70, 2022, "slower than needed", "no expected year: 2 of at least 5 years"),
        ([NAN, 40, NAN, NAN, NAN], 60, 2020, "not enough data", "not enough data: 1 of at least 2 years"),
        ([NAN] * 5, 60, 2020, "not enough data", "no data"),
        (
            [40, 50, 41, 52, 43],
            60,
            2020,
            "much slower than needed",
            "no latest year: the trend is not clear enough",
        ),
    ],
)
def test_every_status_and_reason(scores, target, by, status, reason):
    row = ask(scores, target, by)
    assert (row.status, row.reason) == (status, reason)
    ahead = status != "reached" and reason in ("", "no latest year: the trend is not clear enough")
    assert np.isfinite(row.expected_year) == ahead
    assert np.isfinite(row.expected_high) == (ahead and reason == "")


def test_reached_says_since_when():
    assert ask([65, 50, 62, NAN, 63], 60, 2020).reached_since == 2012
    assert ask([65, 64, 62, 61, 63], 60, 2020).reached_since == 2010
    assert ask([65, 50, 62, 59, NAN], 60, 2020).reached_since is pd.NA


def test_where_less_is_better_the_target_is_a_greatest_value():
    down = ask([20, 18, 16, 14, 12], 4, 2018, direction=-1)
    up = ask([40, 42, 44, 46, 48], 56, 2018)
    assert (down.status, down.ratio, down.expected_year) == (
        up.status,
        up.ratio,
        pytest.approx(up.expected_year),
    )
    assert (down.actual_change, down.required_change, down.distance) == (-2, -2, 8)
    assert ask([20, 3], 4, 2018, direction=-1).status == "reached"


@given(st.lists(st.integers(0, 50).map(float), min_size=5, max_size=10), st.integers(60, 100))
def test_the_expected_year_lies_where_the_line_is_at_the_target_and_in_its_interval(scores, target):
    years = np.arange(len(scores), dtype=float)
    lines = fit_lines(years, np.array([scores]))
    (year,), (low,), (high,) = expected_years(lines, float(target), 0.95)
    assert np.isnan(year) == (not lines.slope[0] > 0)
    if not np.isnan(year):
        assert lines.level[0] + lines.slope[0] * (year - lines.centre[0]) == pytest.approx(target)
    clear = lines.interval(0.95)[0][0] > 1e-9
    if clear:
        assert low <= year + 1e-6
        assert year <= high + 1e-6


def test_a_target_is_closed_and_frozen():
    target = Target(node="overall", value=60, by=2030, reason="example")
    assert (target.of, target.states) == ("score", ())
    with pytest.raises(ValueError, match="Extra inputs"):
        Target(node="overall", value=60, by=2030, reason="example", deadline=2030)
    with pytest.raises(ValueError, match="greater than or equal to 3"):
        TimeRule(minimum_years=2)
