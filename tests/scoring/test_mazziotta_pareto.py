"""The adjusted Mazziotta–Pareto index: its scale, and a penalty that acts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoreboard.scoring.methods.mazziotta_pareto import ampi, mazziotta_pareto, rescale, scale_of
from scoreboard.scoring.methods.means import arithmetic

SIZES = st.tuples(st.integers(1, 5), st.integers(2, 6))
MAYBE = st.one_of(st.integers(0, 1000).map(float), st.just(math.nan))
CHILDREN = SIZES.flatmap(lambda size: arrays(float, size, elements=MAYBE))
SIGNS = pytest.mark.parametrize("sign", [-1, 1])


def by_pencil(rescaled, weights, sign):
    """M ∓ S²/M of one unit in two passes, as the definition has it."""
    kept = ~np.isnan(rescaled)
    if not kept.any():
        return math.nan
    mean = np.average(rescaled[kept], weights=weights[kept])
    return mean + sign * np.average((rescaled[kept] - mean) ** 2, weights=weights[kept]) / mean


@SIGNS
@given(CHILDREN)
def test_the_index_is_its_definition(sign, children):
    weights = np.arange(1.0, len(children) + 1)
    rescaled = np.array([rescale(child, scale_of(child)) for child in children])
    expected = [by_pencil(unit, weights, sign) for unit in rescaled.T]
    np.testing.assert_allclose(ampi(rescaled, list(weights), sign), expected, rtol=1e-10)
    np.testing.assert_allclose(mazziotta_pareto(children, list(weights), sign=sign), expected, rtol=1e-10)


@given(CHILDREN)
def test_the_scale_is_60_wide_and_has_the_reference_at_100(children):
    for child in children:
        rescaled = rescale(child, scale_of(child))
        if np.isnan(rescaled).all():
            assert not np.fmax.reduce(child) > np.fmin.reduce(child)
        else:
            assert np.nanmax(rescaled) - np.nanmin(rescaled) == pytest.approx(60.0)
            assert np.nanmean(rescaled) == pytest.approx(100.0)
            np.testing.assert_array_equal(np.isnan(rescaled), np.isnan(child))


@given(CHILDREN, st.floats(0.1, 50), st.floats(-500, 500))
def test_the_unit_of_a_child_does_not_matter(children, factor, shift):
    weights = [1.0] * len(children)
    moved = mazziotta_pareto(children * factor + shift, weights)
    np.testing.assert_allclose(moved, mazziotta_pareto(children, weights), rtol=1e-6)


@given(CHILDREN)
def test_the_penalty_goes_down_or_up_and_is_nought_only_in_balance(children):
    weights = [1.0] * len(children)
    rescaled = [rescale(child, scale_of(child)) for child in children]
    down, mean, up = ampi(rescaled, weights, -1), arithmetic(rescaled, weights), ampi(rescaled, weights, +1)
    has = ~np.isnan(mean)
    assert (down <= mean + 1e-9)[has].all()
    assert (up >= mean - 1e-9)[has].all()
    unbalanced = has & (np.fmax.reduce(rescaled) - np.fmin.reduce(rescaled) > 1e-3)
    assert (down < up)[unbalanced].all()
    np.testing.assert_allclose((down + up)[has], 2 * mean[has], rtol=1e-12)


@pytest.mark.parametrize("sign", [0, 2, -0.5])
def test_another_sign_is_refused(sign):
    with pytest.raises(ValueError, match="taken off"):
        ampi(np.ones((1, 1)), [1.0], sign)


def test_a_constant_or_missing_child_has_no_scale():
    for child in (np.array([0.1, 0.1, 0.1]), np.array([np.nan, np.nan]), np.array([5.0, np.nan])):
        assert np.isnan(rescale(child, scale_of(child))).all()


def test_a_reference_that_is_given_is_100():
    child = np.array([0.0, 40.0, 100.0])
    assert rescale(child, scale_of(child, reference=40.0)).tolist() == [76.0, 100.0, 136.0]


def test_a_reference_year_without_values_gives_no_scale():
    child, base = np.array([np.nan, 1.0, 2.0]), np.array([True, False, False])
    assert np.isnan(rescale(child, scale_of(child, base))).all()


@SIGNS
def test_scores_have_the_same_bits_in_every_shape(sign):
    random = np.random.default_rng(1)
    values = random.uniform(0.0, 100.0, (5, 900, 40))
    values[random.uniform(size=values.shape) < 0.1] = np.nan
    weights = random.dirichlet(np.ones(5), 900).T[:, :, None]
    base = np.arange(40) < 20
    together = mazziotta_pareto(values, weights, base, sign)
    for draw in (0, 1, 450, 899):
        alone = mazziotta_pareto(values[:, draw], [float(w) for w in weights[:, draw, 0]], base, sign)
        np.testing.assert_array_equal(alone, together[draw])
    np.testing.assert_array_equal(mazziotta_pareto(np.asfortranarray(values), weights, base, sign), together)
    shared = mazziotta_pareto(values[:, :1], weights, base, sign)
    np.testing.assert_array_equal(
        shared, mazziotta_pareto(np.repeat(values[:, :1], 900, axis=1), weights, base, sign)
    )
