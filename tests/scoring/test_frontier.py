"""Benefit of the doubt, against the frontier found without linear programming."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoreboard.scoring.methods.frontier import benefit_of_the_doubt

POSITIVE = st.integers(1, 50).map(float)
MAYBE = st.one_of(st.integers(0, 50).map(float), st.just(math.nan))


def children(element, most=4):
    sizes = st.tuples(st.integers(1, most), st.integers(1, 6))
    return sizes.flatmap(lambda size: arrays(float, size, elements=element))


def by_corners(values, unit):
    """The best score of a unit with two children, over all corners of the feasible weights."""
    (first, second), best = values, 0.0
    corners = [(1 / first.max(), 0.0), (0.0, 1 / second.max())]
    for one in range(values.shape[1]):
        for other in range(one):
            matrix = values[:, [one, other]].T
            if abs(np.linalg.det(matrix)) > 1e-9:
                corners.append(tuple(np.linalg.solve(matrix, [1.0, 1.0])))
    for corner in corners:
        if min(corner) >= 0 and (corner @ values).max() <= 1 + 1e-9:
            best = max(best, float(corner @ values[:, unit]))
    return 100 * best


@settings(deadline=None)
@given(arrays(float, st.tuples(st.just(2), st.integers(1, 6)), elements=POSITIVE))
def test_two_children_lie_where_the_corners_say(values):
    expected = [by_corners(values, unit) for unit in range(values.shape[1])]
    np.testing.assert_allclose(benefit_of_the_doubt(values).scores, expected, rtol=1e-7)


@settings(deadline=None)
@given(children(MAYBE))
def test_weights_make_the_score_and_no_peer_does_better_than_100(values):
    scores, weights = benefit_of_the_doubt(values)
    for unit, score in enumerate(scores):
        has = ~np.isnan(values[:, unit])
        np.testing.assert_array_equal(np.isnan(weights[:, unit]), ~has)
        assert math.isnan(score) == (not has.any())
        if has.any():
            assert 0.0 <= score <= 100.0
            assert (weights[has, unit] >= 0.0).all()
            assert weights[has, unit] @ values[has, unit] == pytest.approx(score, abs=1e-6)
            peers = values[:, ~np.isnan(values[has]).any(axis=0)][has]
            assert (weights[has, unit] @ peers <= 100.0 + 1e-6).all()


@settings(deadline=None)
@given(children(POSITIVE), st.data())
def test_units_of_measurement_and_the_order_of_units_do_not_matter(values, data):
    factors = data.draw(arrays(float, len(values), elements=st.floats(0.001, 1000)))
    order = data.draw(st.permutations(range(values.shape[1])))
    changed = benefit_of_the_doubt((values * factors[:, None])[:, order]).scores
    np.testing.assert_allclose(changed, benefit_of_the_doubt(values).scores[order], rtol=1e-7)


@settings(deadline=None)
@given(children(POSITIVE))
def test_somebody_is_on_the_frontier_exactly_and_the_best_in_one_child_is(values):
    scores = benefit_of_the_doubt(values).scores
    assert (scores[values.argmax(axis=1)] == 100.0).all()


@settings(deadline=None)
@given(children(POSITIVE), st.floats(0.0, 1.0))
def test_bounds_on_shares_are_kept_and_never_raise_a_score(values, tightness):
    count = len(values)
    low, high = tightness / count, 1.0 - tightness * (1.0 - 1.0 / count)
    bounded = benefit_of_the_doubt(values, low, high)
    assert (bounded.scores <= benefit_of_the_doubt(values).scores + 1e-6).all()
    shares = bounded.weights * values / bounded.scores
    assert (shares >= low - 1e-6).all()
    assert (shares <= high + 1e-6).all()


def test_bounds_may_differ_by_child():
    values = np.array([[10.0, 20.0], [30.0, 10.0]])
    scores, weights = benefit_of_the_doubt(values, low=[0.75, 0.0])
    assert weights[0, 0] * values[0, 0] >= 0.75 * scores[0] - 1e-9
    # Of its score s, A (10, 30) takes ¾ from the first child: B would get s(¾·20/10 + ¼·10/30) ≤ 1.
    assert scores == pytest.approx([100 / (1.5 + 1 / 12), 100.0])


def test_a_greatest_share_bites_alone():
    values = np.array([[10.0, 20.0], [30.0, 10.0]])
    scores, weights = benefit_of_the_doubt(values, high=[1.0, 0.5])
    assert weights[1, 0] * values[1, 0] <= 0.5 * scores[0] + 1e-9
    assert scores == pytest.approx([100 / (0.5 * 20 / 10 + 0.5 * 10 / 30), 100.0])


def test_greatest_shares_of_7_2_and_1_tenths_can_be_met_though_floats_sum_to_less():
    values = np.linspace(1.0, 9.0, 9).reshape(3, 3)
    assert np.array([0.7, 0.2, 0.1]).sum() < 1.0
    assert np.isfinite(benefit_of_the_doubt(values, high=[0.7, 0.2, 0.1]).scores).all()


def test_a_unit_with_0_on_a_child_that_must_have_a_share_scores_0():
    assert benefit_of_the_doubt(np.array([[0.0, 5.0], [9.0, 5.0]]), low=0.1).scores[0] == 0.0


def test_each_year_is_weighed_by_itself():
    values = np.random.default_rng(1).uniform(1.0, 9.0, (3, 4, 5))
    scores, weights = benefit_of_the_doubt(values)
    for year in range(4):
        alone = benefit_of_the_doubt(values[:, year])
        np.testing.assert_array_equal(alone.scores, scores[year])
        np.testing.assert_array_equal(alone.weights, weights[:, year])


def test_negative_values_are_refused():
    with pytest.raises(ValueError, match="0 or more"):
        benefit_of_the_doubt(np.array([[1.0, -1.0]]))
