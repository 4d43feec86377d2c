"""Lines through series: worked by hand, against another implementation, and what must always hold."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from scoreboard.analysis.time.lines import fit_lines, mann_kendall, theil_sen

NAN = np.nan
YEARS = np.arange(2010.0, 2018)
SERIES = arrays(float, (3, 8), elements=st.integers(0, 100).map(float) | st.just(NAN))


def test_a_line_by_hand():
    # x −1.5 … 1.5, Σx² = 5; y 50 54 53 59: Σxy = −75 − 27 + 26.5 + 88.5 = 13, so 2.6 points a year;
    # residuals −0.1 1.3 −2.3 1.1, squares 8.2, variance 8.2 / 2, se √(4.1 / 5), t(2) = 4.302653
    lines = fit_lines(YEARS[:4], np.array([[50.0, 54, 53, 59]]))
    assert lines.slope[0] == pytest.approx(2.6)
    assert lines.se[0] == pytest.approx(np.sqrt(0.82))
    low, high = lines.interval(0.95)
    assert (low[0], high[0]) == pytest.approx(
        (2.6 - 4.302653 * 0.905539, 2.6 + 4.302653 * 0.905539), abs=1e-5
    )
    assert lines.explained[0] == pytest.approx(1 - 8.2 / 42)


@given(SERIES)
def test_the_same_as_scipy_where_years_are_missing_too(values):
    lines, robust = fit_lines(YEARS, values), theil_sen(YEARS, values)
    p = lines.p_value
    for row, series in enumerate(values):
        x, y = YEARS[~np.isnan(series)], series[~np.isnan(series)]
        assert lines.count[row] == len(y)
        if len(y) > 2 and np.ptp(y) > 0:
            other = stats.linregress(x, y)
            assert lines.slope[row] == pytest.approx(other.slope, abs=1e-9)
            assert lines.se[row] == pytest.approx(other.stderr, abs=1e-6)
            assert robust[row] == pytest.approx(stats.theilslopes(y, x).slope, abs=1e-12)
            assert p[row] == pytest.approx(other.pvalue, abs=1e-6)


@given(SERIES)
def test_mann_kendall_counts_pairs(values):
    s, p = mann_kendall(values)
    mirrored, same = mann_kendall(-values)
    for row, series in enumerate(values):
        seen = series[~np.isnan(series)]
        assert s[row] == sum(np.sign(late - early) for early, late in itertools.combinations(seen, 2))
        assert np.isnan(p[row]) if len(seen) < 2 else 0 < p[row] <= 1
    assert (mirrored == -s).all()
    np.testing.assert_array_equal(same, p)


def test_mann_kendall_with_ties_by_hand():
    # 1 1 2 3 3: 8 of 10 pairs rise; variance (5·4·15 − 2·(2·1·9)) / 18 = 264 / 18; z = 7 / 3.8297
    s, p = mann_kendall(np.array([[1.0, 1, 2, 3, 3]]))
    assert s[0] == 8
    assert p[0] == pytest.approx(2 * stats.norm.sf(7 / np.sqrt(264 / 18)))


def test_a_constant_series_has_a_slope_and_an_error_of_exactly_zero():
    value = 46.652777777777786
    lines = fit_lines(YEARS, np.full((1, 8), value))
    assert (lines.slope[0], lines.se[0], lines.level[0]) == (0, 0, value)
    assert np.isnan(lines.explained[0])
    assert lines.p_value[0] == 1
    assert mann_kendall(np.full((1, 8), value))[1][0] == 1


@pytest.mark.parametrize("points", [0, 1, 2])
def test_too_few_points_give_no_number_that_needs_more(points):
    values = np.full((1, 8), NAN)
    values[0, :points] = range(points)
    lines = fit_lines(YEARS, values)
    assert np.isnan(lines.slope[0]) == (points < 2)
    assert np.isnan(lines.se[0])
    assert np.isnan(lines.interval(0.95)).all()


@given(SERIES, st.floats(-50, 50), st.floats(0.1, 10))
def test_a_shift_changes_no_slope_and_a_scale_scales_it(values, shift, scale):
    plain, moved = fit_lines(YEARS, values), fit_lines(YEARS, scale * values + shift)
    np.testing.assert_allclose(moved.slope, scale * plain.slope, atol=1e-8)
    np.testing.assert_allclose(moved.se, scale * plain.se, atol=1e-5)
    np.testing.assert_allclose(
        theil_sen(YEARS, scale * values + shift), scale * theil_sen(YEARS, values), atol=1e-8
    )
