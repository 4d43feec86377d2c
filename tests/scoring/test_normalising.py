"""Normalisation by the distribution: laws, one series at a time or a million, and faults seen elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import rankdata

from scoreboard.scoring.methods import ranking
from scoreboard.scoring.methods.normalising import (
    NORMALISERS,
    constant,
    distance_to_target,
    min_max,
    rank,
    z_score,
)

NEEDS = {"distance_to_target": {"target": 40.0}, "distance_to_reference": {"reference": 0}}
INVARIANT = ["min_max", "z_score", "distance_to_best", "rank", "percentile_rank", "borda"]
RANKS = ["rank", "percentile_rank", "borda"]
VALUE = st.integers(-8_000, 8_000).map(lambda eighths: eighths / 8)  # exact: no ties by rounding
MAYBE = st.one_of(VALUE, st.just(np.nan))
SERIES = st.lists(MAYBE, min_size=1, max_size=12).map(np.array)
METHODS = pytest.mark.parametrize("method", sorted(NORMALISERS))


def normalise(method, values, **options):
    return NORMALISERS[method](values, **NEEDS.get(method, {}), **options)


@METHODS
@given(values=SERIES)
def test_missing_stays_missing_and_only_a_scale_that_fails_adds_to_it(method, values):
    scores = normalise(method, values)
    assert scores.shape == values.shape
    assert np.isnan(scores[np.isnan(values)]).all()
    assert np.isnan(scores).all() or (np.isnan(scores) == np.isnan(values)).all()


@METHODS
@given(values=SERIES)
def test_a_constant_series_is_missing_throughout_and_said_to_be_constant(method, values):
    few = len(np.unique(values[~np.isnan(values)])) < 2
    assert constant(values) == few
    assert np.isnan(normalise(method, values)).all() or not few


@METHODS
@given(values=SERIES)
def test_a_higher_value_never_has_a_lower_score(method, values):
    scores = normalise(method, values)
    assume(not np.isnan(scores).all())
    ascending = scores[np.argsort(values)][: np.count_nonzero(~np.isnan(values))]
    assert (np.diff(ascending) >= -1e-9).all()


@METHODS
@given(values=SERIES, data=st.data())
def test_the_order_of_states_does_not_matter(method, values, data):
    order = np.array(data.draw(st.permutations(range(len(values)))))
    options = {"reference": int(np.argmin(order))} if method == "distance_to_reference" else {}
    shuffled = NORMALISERS[method](values[order], **{**NEEDS.get(method, {}), **options})
    np.testing.assert_allclose(shuffled, normalise(method, values)[order], atol=1e-9)


@pytest.mark.parametrize("method", INVARIANT)
@given(values=SERIES, shift=st.integers(-500, 500), factor=st.integers(1, 50))
def test_unit_and_origin_do_not_matter(method, values, shift, factor):
    np.testing.assert_allclose(
        normalise(method, values * factor + shift), normalise(method, values), atol=1e-9
    )


@pytest.mark.parametrize("method", INVARIANT)
@given(values=SERIES)
def test_normalising_again_changes_nothing(method, values):
    once = normalise(method, values)
    np.testing.assert_allclose(normalise(method, once), once, atol=1e-9)


@given(values=SERIES, low=st.integers(-50, 50), width=st.integers(1, 100))
def test_min_max_reaches_both_ends_exactly_and_no_further(values, low, width):
    assume(not constant(values))
    scores = min_max(values, low, low + width)
    assert np.nanmin(scores) == low
    assert np.nanmax(scores) == low + width


@given(values=SERIES, mean=st.integers(-50, 150), sd=st.integers(1, 40))
def test_z_scores_have_the_mean_and_the_deviation_asked_for(values, mean, sd):
    assume(not constant(values))
    scores = z_score(values, mean, sd)
    present = scores[~np.isnan(scores)]
    assert present.mean() == pytest.approx(mean, abs=1e-9)
    assert present.std(ddof=1) == pytest.approx(sd)


@given(values=SERIES)
def test_ranks_are_those_of_scipy(values):
    assume(not constant(values))
    np.testing.assert_array_equal(rank(values), rankdata(values, method="min", nan_policy="omit"))


@METHODS
@given(values=SERIES, data=st.data())
def test_a_frame_of_the_values_themselves_changes_nothing(method, values, data):
    doubled = np.concatenate([values, [np.nan]])
    if method not in RANKS:
        np.testing.assert_array_equal(normalise(method, values, frame=doubled), normalise(method, values))
    np.testing.assert_array_equal(normalise(method, values, frame=values), normalise(method, values))


def test_a_frame_holds_the_scale_while_values_move():
    frame = np.array([[0.0, 50.0, 100.0, np.nan]])
    values = np.array([[25.0, 150.0]])
    assert min_max(values, frame=frame).tolist() == [[25.0, 150.0]]
    assert z_score(values, frame=frame).tolist() == [[-0.5, 2.0]]
    assert NORMALISERS["borda"](values, frame=frame).tolist() == [[1.0, 3.0]]
    assert NORMALISERS["percentile_rank"](values, frame=frame).tolist() == [[50.0, 100.0]]


def test_a_target_may_differ_by_series():
    values = np.array([[0.0, 10.0, 20.0], [0.0, 10.0, 20.0]])
    scores = distance_to_target(values, np.array([[40.0], [10.0]]))
    assert scores.tolist() == [[0.0, 25.0, 50.0], [0.0, 100.0, 100.0]]


def test_unrounded_values_are_ranked():
    assert rank(np.array([50.0, 50.0 + 1e-12, 50.0])).tolist() == [1.0, 3.0, 1.0]


def test_a_rounding_error_is_no_spread():
    values = np.full(7, 0.1)
    assert constant(values)
    assert np.isnan(z_score(values)).all()


@given(values=st.lists(MAYBE, min_size=2, max_size=30).map(np.array), data=st.data())
def test_both_ways_of_counting_give_the_same(values, data):
    frame = np.array(data.draw(st.lists(MAYBE, min_size=1, max_size=30)))
    there = ~np.isnan(values)
    by_pairs = ranking._lower_by_pairs(values[None], frame[None])
    by_searching = ranking._lower_by_searching(values[None], frame[None])
    np.testing.assert_array_equal(by_pairs[0, there], by_searching[0, there])


def panel(units):
    rng = np.random.default_rng(units)
    values = rng.lognormal(3, 1, size=(3, 50, units)).round(1)
    values[rng.random(values.shape) < 0.1] = np.nan
    values[..., 0] = 30.0  # the reference, so that some series are below and some above it
    return values


@METHODS
@pytest.mark.parametrize("units", [5, 38, 130, 570])
def test_a_series_gives_the_same_bits_alone_and_among_many(method, units):
    values = panel(units)
    together = normalise(method, values)
    assert not np.isnan(together).all()
    turned = np.asfortranarray(values)
    np.testing.assert_array_equal(normalise(method, turned), together)
    for at in np.ndindex(values.shape[:-1]):
        np.testing.assert_array_equal(normalise(method, values[at]), together[at])


def test_a_position_of_any_integer_type_is_a_position_and_not_a_value():
    values = np.array([10.0, 30.0, 40.0])
    for position in (1, np.int64(1), np.argmax(values == 30)):
        assert NORMALISERS["distance_to_reference"](values, position).tolist() == [0.0, 100.0, 150.0]
    assert NORMALISERS["distance_to_reference"](values, np.array([20.0])).tolist() == [0.0, 200.0, 300.0]
