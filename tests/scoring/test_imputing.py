"""Imputation over a panel: what is filled, from how far, how surely; and what never is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.scoring.methods.imputing import IMPUTERS, latest, linear, mean, median, multiple

VALUE = st.integers(-800, 800).map(lambda eighths: eighths / 8)
MAYBE = st.one_of(VALUE, st.just(np.nan))
TAKES = {"mean": ["groups"], "median": ["groups"], "latest": ["years", "maximum_age"],
         "linear": ["years", "maximum_age"], "multiple": ["years"]}  # fmt: skip
METHODS = pytest.mark.parametrize("method", sorted(IMPUTERS))
BY_YEAR = ["latest", "linear"]


@st.composite
def panels(draw):
    """A panel [year, state], its years with gaps, groups of the states and a maximum age."""
    count, states = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    cells = draw(st.lists(MAYBE, min_size=count * states, max_size=count * states))
    steps = draw(st.lists(st.integers(1, 4), min_size=count, max_size=count))
    groups = draw(st.lists(st.integers(0, 2), min_size=states, max_size=states))
    return np.reshape(cells, (count, states)), 2000 + np.cumsum(steps), groups, draw(st.integers(0, 8))


def impute(method, values, years, groups=None, maximum_age=None):
    """Hand a method what it takes of the rest."""
    rest = {"years": years, "groups": groups, "maximum_age": maximum_age}
    return IMPUTERS[method](values, **{name: rest[name] for name in TAKES[method]})


@METHODS
@given(panel=panels())
def test_observed_values_are_kept_and_only_missing_ones_filled(method, panel):
    values, *_ = panel
    imputed = impute(method, *panel)
    observed = ~np.isnan(values)
    np.testing.assert_array_equal(imputed.values[observed], values[observed])
    np.testing.assert_array_equal(imputed.filled, np.isnan(values) & ~np.isnan(imputed.values))
    assert not imputed.sd[~imputed.filled].any()
    assert not imputed.age[~imputed.filled].any()
    assert (imputed.sd >= 0).all()


@METHODS
@given(panel=panels())
def test_nothing_comes_of_nothing(method, panel):
    values, *rest = panel
    assert not impute(method, np.full(values.shape, np.nan), *rest).filled.any()


@METHODS
@given(panel=panels(), data=st.data())
def test_the_order_of_states_does_not_matter(method, panel, data):
    values, years, groups, age = panel
    order = data.draw(st.permutations(range(values.shape[1])))
    shuffled = impute(method, values[:, order], years, np.array(groups)[order], age)
    expected = impute(method, *panel)
    np.testing.assert_allclose(shuffled.values, expected.values[:, order], atol=1e-6)
    np.testing.assert_allclose(shuffled.sd, expected.sd[:, order], atol=1e-6)


@METHODS
@given(panel=panels(), shift=st.integers(-100, 100), factor=st.integers(1, 20))
def test_unit_and_origin_do_not_matter(method, panel, shift, factor):
    values, *rest = panel
    imputed, moved = impute(method, *panel), impute(method, values * factor + shift, *rest)
    np.testing.assert_allclose(moved.values, imputed.values * factor + shift, atol=1e-5)
    np.testing.assert_allclose(moved.sd, imputed.sd * factor, atol=1e-5)


@pytest.mark.parametrize("method", BY_YEAR)
@given(panel=panels())
def test_no_value_is_older_than_allowed_and_a_state_is_filled_from_its_own(method, panel):
    values, years, groups, maximum_age = panel
    imputed = impute(method, *panel)
    assert (imputed.age <= maximum_age).all()
    assert (imputed.age[imputed.filled] > 0).all()
    for state in range(values.shape[1]):
        alone = impute(method, values[:, [state]], years, groups[:1], maximum_age)
        np.testing.assert_array_equal(alone.values[:, 0], imputed.values[:, state])


@given(panel=panels())
def test_linear_lies_between_its_neighbours_and_never_beyond_the_ends(panel):
    values, years, _, _ = panel
    for before, after in zip(values.T, linear(values, years, 100).values.T, strict=True):
        there = np.flatnonzero(~np.isnan(before))
        expected = before.copy()
        if there.size:
            inside = slice(there[0], there[-1] + 1)
            expected[inside] = np.interp(years[inside], years[there], before[there])
        np.testing.assert_allclose(after, expected, atol=1e-9)


def test_age_is_counted_in_years_not_in_rows():
    values = [[5.0], [np.nan], [np.nan], [np.nan]]
    years = [2007, 2010, 2011, 2019]
    imputed = latest(values, years, maximum_age=4)
    assert imputed.values[:, 0].tolist()[:3] == [5.0, 5.0, 5.0]
    assert imputed.age[:, 0].tolist() == [0, 3, 4, 0]
    assert not imputed.filled[3, 0]


def test_a_line_needs_both_neighbours_near_and_tells_the_nearer():
    values = [[0.0, 0.0], [np.nan, np.nan], [8.0, np.nan], [np.nan, 16.0]]
    imputed = linear(values, [2000, 2002, 2008, 2016], maximum_age=6)
    assert imputed.values[1].tolist() == pytest.approx([2.0, np.nan], nan_ok=True)
    assert imputed.age[1].tolist() == [2, 0]
    assert np.isnan(imputed.values[3, 0])


def test_groups_do_not_mix_and_one_without_values_stays_missing():
    values = [[1.0, np.nan, 50.0, 70.0, 90.0, np.nan, np.nan]]
    groups = [0, 0, 1, 1, 1, 1, 2]
    for method in (mean, median):
        filled = method(values, groups).values[0].tolist()
        assert filled == pytest.approx([1.0, 1.0, 50.0, 70.0, 90.0, 70.0, np.nan], nan_ok=True)


@pytest.mark.parametrize("years", [[2010, 2010], [2011, 2010], [2010], [2010, 2011, 2012]])
@pytest.mark.parametrize("method", [*BY_YEAR, "multiple"])
def test_years_that_do_not_fit_are_refused(method, years):
    with pytest.raises(ValueError, match=r"years must ascend, one for each of the 2 rows, not \["):
        impute(method, [[1.0], [2.0]], years, None, 3)


@METHODS
def test_an_indicator_gives_the_same_bits_alone_and_among_many(method):
    rng = np.random.default_rng(3)
    values = rng.normal(50, 10, (2, 3, 7, 20)) + rng.normal(0, 20, 20)
    values[rng.random(values.shape) < 0.3] = np.nan
    rest = (np.array([2004, 2005, 2008, 2009, 2010, 2013, 2014]), np.arange(20) % 3, 3)
    together = impute(method, values, *rest)
    assert together.filled.sum() > 50
    for layout in (values, np.asfortranarray(values)):
        for at in np.ndindex(values.shape[:2]):
            alone = impute(method, layout[at], *rest)
            np.testing.assert_array_equal(alone.values, together.values[at])
            np.testing.assert_array_equal(alone.sd, together.sd[at])


def test_the_spread_of_an_imputed_value_grows_with_what_is_not_known():
    rng = np.random.default_rng(7)
    values = 50 + rng.normal(0, 10, 12) + rng.normal(0, 1, (8, 12))
    values[4:, 1] = np.nan  # four years known
    values[1:, 2] = np.nan  # one
    values[:, 3] = np.nan  # none
    sd = multiple(values, range(2000, 2008)).sd[7]
    assert 0.8 < sd[1] < sd[2] < sd[3]
    assert 6 < sd[3] < 20
