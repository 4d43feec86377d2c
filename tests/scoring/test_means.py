"""Laws of the means, and the same bits whatever the shape."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoreboard.scoring.methods.means import arithmetic, geometric, harmonic, power, present_share

RULES = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "harmonic": harmonic,
    "power 3": partial(power, exponent=3.0),
    "power 0.5": partial(power, exponent=0.5),
    "power -2": partial(power, exponent=-2.0),
    "geometric shifted": partial(geometric, shift=1.0),
    "harmonic shifted": partial(harmonic, shift=1.0),
}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
unshifted = pytest.mark.parametrize("name", [name for name in RULES if "shifted" not in name])

POSITIVE = st.floats(0.5, 100)
MAYBE = st.one_of(st.floats(0.5, 100), st.just(0.0), st.just(math.nan))
SIZES = st.tuples(st.integers(1, 6), st.integers(1, 4))


@st.composite
def weighted(draw, element=MAYBE):
    """Children [child, unit] and a weight for each."""
    values = draw(SIZES.flatmap(lambda size: arrays(float, size, elements=element)))
    weights = draw(st.lists(st.floats(0.01, 100), min_size=len(values), max_size=len(values)))
    return values, weights


def by_pencil(values, weights, to, back):
    """The definition for one unit, in plain numbers."""
    pairs = [(x, w) for x, w in zip(values, weights, strict=True) if not math.isnan(x)]
    return (
        back(math.fsum(w * to(x) for x, w in pairs) / math.fsum(w for _, w in pairs)) if pairs else math.nan
    )


@pytest.mark.parametrize(
    ("rule", "to", "back"),
    [
        (arithmetic, lambda x: x, lambda y: y),
        (geometric, math.log, math.exp),
        (harmonic, lambda x: 1 / x, lambda y: 1 / y),
        (partial(power, exponent=3.0), lambda x: x**3, lambda y: y ** (1 / 3)),
        (partial(power, exponent=-0.5), lambda x: x**-0.5, lambda y: y**-2),
    ],
)
@given(weighted(st.one_of(POSITIVE, st.just(math.nan))))
def test_a_mean_is_its_definition(rule, to, back, case):
    values, weights = case
    expected = [by_pencil(unit, weights, to, back) for unit in values.T]
    np.testing.assert_allclose(rule(values, weights), expected, rtol=1e-11)


@every_rule
@given(weighted())
def test_a_mean_lies_between_the_least_and_the_greatest_child(rule, case):
    values, weights = case
    mean = rule(values, weights)
    has = ~np.isnan(values).all(axis=0)
    np.testing.assert_array_equal(~np.isnan(mean), has)
    assert (mean >= np.fmin.reduce(values) - 1e-9)[has].all()
    assert (mean <= np.fmax.reduce(values) + 1e-9)[has].all()


@every_rule
@given(weighted())
def test_a_missing_child_is_as_if_it_were_not_there(rule, case):
    values, weights = case
    for unit in values.T:
        kept = ~np.isnan(unit)
        if kept.any():
            without = rule(unit[kept, None], list(np.compress(kept, weights)))
            assert rule(unit[:, None], weights) == without


@every_rule
@given(weighted(), st.floats(0.01, 100))
def test_only_the_proportion_of_weights_matters(rule, case, factor):
    values, weights = case
    scaled = rule(values, [weight * factor for weight in weights])
    np.testing.assert_allclose(scaled, rule(values, weights), rtol=1e-9, atol=1e-12)


@unshifted
@given(weighted(), st.floats(0.01, 100))
def test_a_mean_takes_the_unit_of_its_children(name, case, factor):
    values, weights = case
    mean = RULES[name](values * factor, weights)
    np.testing.assert_allclose(mean, RULES[name](values, weights) * factor, rtol=1e-9, atol=1e-12)


@every_rule
@given(weighted(), st.randoms(use_true_random=False))
def test_the_order_of_children_does_not_matter(rule, case, random):
    values, weights = case
    order = random.sample(range(len(values)), len(values))
    shuffled = rule(values[order], [weights[at] for at in order])
    np.testing.assert_allclose(shuffled, rule(values, weights), rtol=1e-9, atol=1e-12)


@given(weighted(POSITIVE), st.floats(-8, 8), st.floats(-8, 8))
def test_a_power_mean_rises_with_its_exponent(case, one, other):
    assume(min(abs(one), abs(other)) > 0.05)
    values, weights = case
    low, high = sorted([one, other])
    assert (power(values, weights, low) <= power(values, weights, high) + 1e-9).all()


@given(weighted())
def test_named_exponents_are_the_named_means(case):
    values, weights = case
    np.testing.assert_array_equal(power(values, weights, 0), geometric(values, weights))
    np.testing.assert_array_equal(power(values, weights, 1), arithmetic(values, weights))
    np.testing.assert_allclose(power(values, weights, -1), harmonic(values, weights), rtol=1e-12)


@pytest.mark.parametrize("rule", [geometric, harmonic, partial(power, exponent=-2.0)])
def test_zero_absorbs_only_with_a_weight_and_never_what_is_negative(rule):
    children = np.array([[0.0], [5.0]])
    assert rule(children, [1.0, 1.0]).tolist() == [0.0]
    assert rule(children, [1e-300, 1.0]).tolist() == [0.0]
    assert rule(children, [0.0, 1.0]) == pytest.approx([5.0])
    assert np.isnan(rule(np.array([[0.0], [-5.0]]), [1.0, 1.0])).all()


@pytest.mark.parametrize("rule", [geometric, harmonic, partial(power, exponent=2.0)])
def test_a_negative_child_gives_no_mean(rule):
    assert np.isnan(rule(np.array([[-4.0], [9.0]]), [1.0, 1.0])).all()
    assert arithmetic(np.array([[-4.0], [9.0]]), [1.0, 1.0]).tolist() == [2.5]


def test_a_unit_whose_only_children_weigh_nothing_has_no_mean():
    assert np.isnan(arithmetic(np.array([[4.0], [np.nan]]), [0.0, 1.0])).all()


def test_each_child_needs_its_weight():
    with pytest.raises(ValueError, match="shorter"):
        arithmetic(np.ones((2, 3)), [1.0])


def example(seed, missing, draws=700, units=50, count=7):
    """Large enough for several blocks; zeros and, if asked for, gaps."""
    random = np.random.default_rng(seed)
    values = random.uniform(0.0, 100.0, (count, draws, units))
    values[random.uniform(size=values.shape) < 0.02] = 0.0
    values[random.uniform(size=values.shape) < missing] = np.nan
    return values, random.dirichlet(np.ones(count), draws).T[:, :, None]


@every_rule
@pytest.mark.parametrize("missing", [0.0, 0.001, 0.2])
def test_a_score_has_the_same_bits_in_every_shape(rule, missing):
    values, weights = example(1, missing)
    together = rule(values, weights)
    assert together.shape == values.shape[1:]
    for draw in (0, 1, 250, 251, 499, 500, 699):
        alone = rule(values[:, draw], [float(weight) for weight in weights[:, draw, 0]])
        np.testing.assert_array_equal(alone, together[draw])
        for unit in (0, 7, 49):
            np.testing.assert_array_equal(
                rule(values[:, draw : draw + 1, unit : unit + 1], weights[:, draw : draw + 1]),
                together[draw : draw + 1, unit : unit + 1],
            )
    turned = np.asfortranarray(values)
    np.testing.assert_array_equal(rule(turned, weights), together)
    np.testing.assert_array_equal(rule(values[:, 3:, ::2], weights[:, 3:]), together[3:, ::2])
    deeper = rule(values.reshape(7, 70, 10, 50), weights.reshape(7, 70, 10, 1))
    np.testing.assert_array_equal(deeper.reshape(together.shape), together)


@every_rule
def test_planes_that_all_draws_share_are_as_if_repeated(rule):
    values, weights = example(2, 0.1)
    planes = [plane[:1] if at % 2 else plane for at, plane in enumerate(values)]
    repeated = [np.broadcast_to(plane, values.shape[1:]) for plane in planes]
    np.testing.assert_array_equal(rule(planes, weights), rule(repeated, weights))


@every_rule
def test_children_are_left_as_they_were(rule):
    values, weights = example(3, 0.1)
    before = values.copy(), weights.copy()
    rule(values, weights)
    np.testing.assert_array_equal(values, before[0])
    np.testing.assert_array_equal(weights, before[1])


def test_more_children_than_numpy_takes_arguments():
    values = np.random.default_rng(4).uniform(size=(200, 3))
    assert arithmetic(values, [1.0] * 200) == pytest.approx(values.mean(axis=0))


@given(weighted())
def test_the_share_present_is_1_exactly_where_all_are(case):
    values, weights = case
    share = present_share(values, weights)
    complete = ~np.isnan(values).any(axis=0)
    assert (share[complete] == 1.0).all()
    assert (share[np.isnan(values).all(axis=0)] == 0.0).all()
    expected = [math.fsum(np.compress(~np.isnan(unit), weights)) / math.fsum(weights) for unit in values.T]
    np.testing.assert_allclose(share, expected, rtol=1e-12)


def test_no_weight_at_all_has_no_share():
    assert np.isnan(present_share(np.ones((2, 1)), [0.0, 0.0])).all()
