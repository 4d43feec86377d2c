"""Convergence: verdicts with their evidence, the balanced panel, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from scoreboard.analysis.time import convergence, gamma, measure_convergence

from .test_time_trends import long

NAN = np.nan
PANEL = arrays(float, (5, 4), elements=st.integers(1, 100).map(float))
YEARS = np.arange(2016.0, 2020)


@pytest.mark.parametrize(
    ("values", "direction", "verdict"),
    [
        ([[20, 30], [40, 48], [60, 66]], 1, "upward convergence"),
        ([[30, 40], [40, 60], [50, 80]], 1, "upward divergence"),
        ([[30, 25], [40, 33], [50, 40]], 1, "downward convergence"),
        ([[30, 20], [40, 35], [50, 48]], 1, "downward divergence"),
        ([[30, 35], [40, 40], [50, 45]], 1, "convergence around an unchanged mean"),
        ([[30, 20], [40, 40], [50, 60]], 1, "divergence around an unchanged mean"),
        ([[30, 40], [40, 50], [50, 60]], 1, "upward, differences unchanged"),
        ([[30, 20], [40, 30], [50, 40]], 1, "downward, differences unchanged"),
        ([[30, 50], [40, 40], [50, 30]], 1, "unchanged"),
        ([[30, 25], [40, 33], [50, 40]], -1, "upward convergence"),
        ([[30, 40], [40, 60], [50, 80]], -1, "downward divergence"),
    ],
)
def test_the_verdict_follows_mean_and_dispersion(values, direction, verdict):
    found = measure_convergence(np.array([2018.0, 2019]), np.array(values, float), direction)
    assert found.verdict == verdict


def test_the_evidence_is_a_sentence_with_its_numbers():
    found = measure_convergence(np.array([2018.0, 2019]), np.array([[20.0, 30], [40, 48], [60, 66]]))
    assert found.evidence == (
        "Upward convergence: in the 3 states with data in all 2 years of 2018–2019, the mean rose from 40.00"
        " to 48.00, and the standard deviation fell from 16.33 to 14.70."
    )
    steps = np.arange(6.0)
    rows = np.stack([10 + 5 * steps, 40 + 2 * steps, 70 - steps])
    longer = measure_convergence(2010 + steps, rows)
    assert longer.evidence.endswith(", a clear trend over the years.")
    assert longer.sigma_high < 0


@given(PANEL)
def test_beta_and_sigma_are_those_of_a_second_calculation(values):
    found = measure_convergence(YEARS, values)
    assert found.sigma_last == pytest.approx(np.sqrt(((values[:, 3] - values[:, 3].mean()) ** 2).mean()))
    assert found.cv_first == pytest.approx(stats.variation(values[:, 0]))
    if np.ptp(values[:, 0]) > 0:
        other = stats.linregress(np.log(values[:, 0]), np.log(values[:, 3] / values[:, 0]) / 3)
        assert found.beta == pytest.approx(other.slope, abs=1e-9)
        assert found.beta_se == pytest.approx(other.stderr, abs=1e-7)
        if np.ptp(values[:, 3] / values[:, 0]) > 0:
            assert found.r_squared == pytest.approx(other.rvalue**2, abs=1e-9)
    else:
        assert np.isnan(found.beta)


@given(PANEL, st.permutations(range(5)))
def test_the_order_of_states_does_not_matter(values, order):
    first, second = measure_convergence(YEARS, values), measure_convergence(YEARS, values[order])
    for name in ("mean_last", "sigma_last", "delta_last", "beta", "gamma"):
        assert getattr(first, name) == pytest.approx(getattr(second, name), nan_ok=True)


@given(PANEL)
def test_gamma_lies_between_0_and_1_when_the_first_ranks_are_distinct(values):
    values[:, 0] = [1, 2, 3, 4, 5]
    assert 0 <= gamma(values) <= 1 + 1e-12


@given(arrays(float, 6, elements=st.integers(0, 100).map(float), unique=True), st.integers(2, 15))
def test_constant_rankings_give_exactly_1(values, years):
    assert gamma(np.outer(values, np.arange(1, years + 1))) == 1.0


@given(PANEL, st.floats(0.1, 10))
def test_the_unit_does_not_matter_for_what_has_none(values, scale):
    plain, scaled = measure_convergence(YEARS, values), measure_convergence(YEARS, scale * values)
    assert scaled.gamma == pytest.approx(plain.gamma, nan_ok=True)
    assert scaled.cv_last == pytest.approx(plain.cv_last)
    assert scaled.sigma_last == pytest.approx(scale * plain.sigma_last)


@pytest.mark.parametrize("values", [[[1.0, 2], [2, 3]], [[1.0], [2], [3]], [[1.0, NAN], [2, 3], [3, 4]]])
def test_what_is_no_balanced_panel_is_refused(values):
    with pytest.raises(ValueError, match="balanced panel"):
        measure_convergence(YEARS[: len(values[0])], np.array(values))


def test_states_without_all_years_are_left_out_and_named():
    frame = long(
        {"AT": [20, 25, 30], "BE": [40, NAN, 48], "SE": [60, 63, 66], "FI": [10, 20, 30], "NO": [NAN] * 3}
    )
    (row,) = convergence(frame).itertuples()
    assert (row.states, row.years, row.left_out) == (3, 3, "BE")
    assert row.mean_first == 30
    assert np.isnan(row.sigma_slope)  # three years are too few for a trend


def test_years_of_a_few_states_do_not_empty_the_panel():
    frame = long({"AT": [20, NAN, 30], "BE": [40, NAN, 48], "SE": [60, 63, 66], "FI": [10, NAN, 30]})
    (row,) = convergence(frame).itertuples()
    assert (row.years, row.states, row.first_year, row.last_year) == (2, 4, 2010, 2012)


def test_too_little_data_has_a_reason_and_no_number():
    (row,) = convergence(long({"AT": [20, 30], "BE": [40, 48], "SE": [60, NAN]})).itertuples()
    assert row.reason == "not enough data: 1 of at least 2 years"
    split = long({"AT": [20, NAN], "BE": [40, NAN], "SE": [60, 70], "FI": [NAN, 30], "NO": [NAN, 4]})
    (row,) = convergence(split).itertuples()
    assert row.reason == "not enough data: 1 of at least 3 states with all 2 years"
    assert (row.verdict, row.evidence) == ("", "")
    assert np.isnan(row.gamma)
    assert np.isnan(row.beta)
