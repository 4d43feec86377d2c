"""Treatment of outliers: what is touched, what never, and agreement with SciPy's statistics."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from scoreboard.scoring.methods.transforming import TRANSFORMS, box_cox, fit_lambda, log_shifted
from scoreboard.scoring.methods.treating import Method, kurtosis, passes, skewness, treat, winsorise

VALUE = st.integers(-800, 800).map(lambda eighths: eighths / 8)
TAIL = st.integers(1, 3).flatmap(lambda power: VALUE.map(lambda value: value**power))
MAYBE = st.one_of(TAIL, st.just(np.nan))
SERIES = st.lists(MAYBE, min_size=1, max_size=30).map(np.array)
POSITIVE = st.lists(st.floats(0.1, 1e4), min_size=4, max_size=30).map(np.array)
OUTLIER = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 900.0])
SPLIT = np.array([1.0] * 14 + [2.0] * 7 + [500.0] * 7)  # too many extremes to winsorise
KEEPS_UNIT = [name for name in TRANSFORMS if name != "log_scaled"]


def ordered(before, after):
    there = ~np.isnan(before) & ~np.isnan(after)
    return (np.diff(after[there][np.argsort(before[there], kind="stable")]) >= 0).all()


@given(values=SERIES)
def test_skewness_and_kurtosis_are_those_of_scipy(values):
    present = values[~np.isnan(values)]
    assume(len(present) > 3)
    assume(np.ptp(present) > 0.01)
    assert skewness(values) == pytest.approx(stats.skew(present, bias=False), abs=1e-7)
    assert kurtosis(values) == pytest.approx(stats.kurtosis(present, bias=False), abs=1e-6)


@pytest.mark.parametrize("values", [[], [np.nan], [1.0], [1.0, 2.0], [3.0, 3.0, 3.0, 3.0], [0.1] * 7])
def test_too_few_or_equal_values_have_no_skewness_and_are_left_alone(values):
    assert np.isnan(skewness(values))
    assert np.isnan(kurtosis(values))
    assert passes(values)


@pytest.mark.parametrize(
    ("skew", "kurt", "expected"), [(1, 1, False), (4, 1, True), (1, 12, True), (4, 12, True)]
)
def test_one_of_both_within_its_bound_is_enough(skew, kurt, expected):
    assert 3 < skewness(OUTLIER) < 4
    assert 9 < kurtosis(OUTLIER) < 12
    assert passes(OUTLIER, skew, kurt) == expected
    assert passes(-OUTLIER, skew, kurt) == expected


@given(values=SERIES, points=st.integers(0, 6))
def test_winsorising_changes_few_cells_keeps_the_order_and_adds_no_value(values, points):
    after, changed = winsorise(values, points)
    assert changed.sum() <= points
    np.testing.assert_array_equal(after[~changed], values[~changed])
    assert ordered(values, after)
    assert np.isin(after[changed], values).all()
    assert (after[changed] != values[changed]).all()


@given(values=SERIES)
def test_winsorising_never_makes_a_series_constant(values):
    after, _ = winsorise(values, points=len(values))
    assert len(np.unique(after)) >= min(2, len(np.unique(values)))


@given(values=SERIES)
def test_a_mirrored_series_is_winsorised_as_in_a_mirror(values):
    after, changed = winsorise(values)
    mirrored, changed_too = winsorise(-values)
    np.testing.assert_array_equal(changed, changed_too)
    np.testing.assert_array_equal(mirrored, -after)


@given(values=SERIES, then=st.sampled_from([None, *KEEPS_UNIT]))
def test_a_series_that_passes_is_not_touched_whatever_comes_then(values, then):
    assume(passes(values))
    treated = treat(values, then=then)
    np.testing.assert_array_equal(treated.values, values)
    assert (treated.points, treated.method, treated.passed) == (0, Method.NONE, True)


@given(values=SERIES)
def test_what_passed_after_treatment_is_not_treated_again(values):
    once = treat(values)
    assume(once.passed)
    np.testing.assert_array_equal(treat(once.values).values, once.values)


@given(values=SERIES, then=st.sampled_from([None, *TRANSFORMS]), combine=st.booleans())
def test_the_report_tells_what_was_done(values, then, combine):
    treated = treat(values, then=then, combine=combine)
    assert treated.passed == passes(treated.values)
    assert treated.points == treated.cells.sum()
    assert bool(treated.method & Method.WINSORISED) == (treated.points > 0)
    assert np.isnan(treated.values[np.isnan(values)]).all()
    if not treated.method & Method.TRANSFORMED:
        np.testing.assert_array_equal(treated.values != values, treated.cells | np.isnan(values))


def test_one_outlier_is_winsorised():
    treated = treat(OUTLIER)
    assert treated.values.tolist() == [*OUTLIER[:-1], 9.0]
    assert treated.cells.tolist() == [False] * 9 + [True]
    assert (treated.points, treated.method, treated.passed) == (1, Method.WINSORISED, True)


def test_without_points_the_original_is_transformed():
    treated = treat(OUTLIER, points=0)
    np.testing.assert_array_equal(treated.values, log_shifted(OUTLIER))
    assert (treated.points, treated.method) == (0, Method.TRANSFORMED)


def test_the_transformation_takes_the_original_unless_told_to_combine():
    rng = np.random.default_rng(1)
    values = np.concatenate([rng.lognormal(0, 1, 30), 50.0 * 4.0 ** np.arange(8)])
    assert not passes(winsorise(values, 2)[0])
    alone, combined = treat(values, points=2), treat(values, points=2, combine=True)
    np.testing.assert_array_equal(alone.values, log_shifted(values))
    np.testing.assert_array_equal(combined.values, log_shifted(winsorise(values, 2)[0]))
    assert (alone.points, alone.method) == (0, Method.TRANSFORMED)
    assert (combined.points, combined.method) == (2, Method.WINSORISED | Method.TRANSFORMED)


def test_what_nothing_helps_is_said_not_to_pass():
    values = np.array([0.0] * 30 + [1.0])
    for then in (None, "log_shifted"):
        treated = treat(values, then=then)
        assert treated.points == 0  # or it would be constant
        assert not treated.passed


def test_equal_extremes_are_replaced_together_or_not_at_all():
    values = np.array([*np.arange(30.0), 500.0, 500.0])
    assert winsorise(values, points=1)[1].sum() == 0
    assert winsorise(values, points=2)[0].tolist() == [*np.arange(30.0), 29.0, 29.0]


@pytest.mark.parametrize("name", sorted(TRANSFORMS))
@given(values=POSITIVE)
def test_transformations_keep_the_order_and_do_something(name, values):
    assume(np.ptp(values) > 1e-3)
    after = TRANSFORMS[name](values)
    assume(not np.isnan(after).all())  # log_scaled, where the maximum is at most 1
    assert ordered(values, after)
    assert not np.allclose(after, values)  # elsewhere a logarithm returned its input


@pytest.mark.parametrize("name", sorted(TRANSFORMS))
@given(values=SERIES)
def test_transformations_leave_missing_missing_and_bear_any_value(name, values):
    after = TRANSFORMS[name](values)
    assert np.isnan(after[np.isnan(values)]).all()
    assert not np.isinf(after).any()


def test_a_logarithm_that_would_turn_the_order_over_is_missing():
    assert np.isnan(TRANSFORMS["log_scaled"](np.array([0.1, 0.2, 0.9]))).all()
    assert np.isnan(TRANSFORMS["log_scaled"](np.array([-3.0, 0.0, 1.0]))).all()


@given(values=POSITIVE)
def test_no_lambda_within_the_limits_is_likelier(values):
    assume(np.ptp(np.log(values)) > 0.1)
    found = float(fit_lambda(values)[0])
    others = [stats.boxcox_llf(lam, values) for lam in np.linspace(-5, 5, 41)]
    assert stats.boxcox_llf(found, values) >= max(others) - 1e-6
    np.testing.assert_allclose(box_cox(values), stats.boxcox(values, lmbda=found), rtol=1e-6, atol=1e-9)


def test_lambda_of_a_skewed_sample():
    values = np.random.default_rng(4).lognormal(1, 1, 200)
    assert fit_lambda(values) == pytest.approx(stats.boxcox_normmax(values, method="mle"), abs=1e-5)
    assert np.isnan(fit_lambda(np.array([2.0, 2.0, 2.0])))


def panel(units):
    rng = np.random.default_rng(units)
    values = rng.lognormal(3, rng.uniform(0.1, 2.5, size=(3, 40, 1)), size=(3, 40, units))
    values[rng.random(values.shape) < 0.1] = np.nan
    return values


@pytest.mark.parametrize("units", [30, 38, 570])
@pytest.mark.parametrize("then", sorted(TRANSFORMS))
def test_a_series_gives_the_same_bits_alone_and_among_many(units, then):
    values = panel(units)
    together = treat(values, points=1, then=then)
    assert set(np.unique(together.method)) == {Method.NONE, Method.WINSORISED, Method.TRANSFORMED}
    for at in np.ndindex(values.shape[:-1]):
        alone = treat(values[at], points=1, then=then)
        np.testing.assert_array_equal(alone.values, together.values[at])
        assert (alone.points, alone.method) == (together.points[at], together.method[at])
    turned = treat(np.asfortranarray(values), points=1, then=then)
    np.testing.assert_array_equal(turned.values, together.values)
