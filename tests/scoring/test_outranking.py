"""Outranking and Copeland's scores, against the definition and under changes that must not matter."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoreboard.scoring.methods.outranking import copeland, outranking_matrix

FEW = st.sampled_from([math.nan, 0.0, 1.0, 2.0, 3.5])
"""Few values, so that there are ties and pairs that share nothing."""
WEIGHT = st.sampled_from([0.1, 0.2, 0.3, 1.0, 2.5])


@st.composite
def compared(draw):
    values = draw(arrays(float, draw(st.tuples(st.integers(1, 4), st.integers(1, 6))), elements=FEW))
    return values, draw(st.lists(WEIGHT, min_size=len(values), max_size=len(values)))


def by_pencil(values, weights, one, other):
    """o_ab by its definition, with thousandths as whole numbers so that nothing is rounded."""
    shared = [(values[at, one], values[at, other], round(weight * 1000)) for at, weight in enumerate(weights)]
    shared = [(a, b, w) for a, b, w in shared if not (math.isnan(a) or math.isnan(b))]
    whole = sum(w for _, _, w in shared)
    twice = sum(2 * w if a > b else w if a == b else 0 for a, b, w in shared)
    return (twice - whole, 2 * whole) if whole else None


@given(compared())
def test_the_matrix_is_its_definition(case):
    values, weights = case
    matrix = outranking_matrix(values, weights)
    for (one, other), share in np.ndenumerate(matrix):
        lead = by_pencil(values, weights, one, other)
        expected = math.nan if lead is None else 0.5 + lead[0] / lead[1]
        assert share == pytest.approx(expected, abs=1e-12, nan_ok=True)


@given(compared())
def test_copeland_is_its_definition(case):
    values, weights = case
    wins, rescaled = copeland(values, weights)
    has = ~np.isnan(values).all(axis=0)
    leads = [
        [by_pencil(values, weights, one, other) or (0, 1) for other in range(values.shape[1])]
        for one in range(values.shape[1])
    ]
    expected = np.where(has, [sum(np.sign(lead) for lead, _ in row) for row in leads], np.nan)
    np.testing.assert_array_equal(wins, expected)
    others = has.sum() - 1
    np.testing.assert_array_equal(rescaled, 50 * (1 + expected / others) if others > 0 else expected * np.nan)


@given(compared(), st.randoms(use_true_random=False))
def test_the_order_of_states_and_children_does_not_matter_with_missing_values_either(case, random):
    values, weights = case
    children, states = (random.sample(range(size), size) for size in values.shape)
    shuffled = copeland(values[np.ix_(children, states)], [weights[at] for at in children])
    for one, other in zip(shuffled, copeland(values, weights), strict=True):
        np.testing.assert_array_equal(one, other[states])


@given(compared())
def test_only_the_order_of_values_counts(case):
    values, weights = case
    np.testing.assert_array_equal(
        copeland(values, weights).net_wins, copeland(np.exp(values), weights).net_wins
    )


@given(compared())
def test_wins_are_losses_of_others(case):
    wins, _ = copeland(*case)
    assert np.nansum(wins) == 0.0
    matrix = outranking_matrix(*case)
    both = ~np.isnan(matrix)
    np.testing.assert_allclose((matrix + matrix.T)[both], 1.0, rtol=1e-15)


@given(compared())
def test_a_state_that_is_missing_changes_nothing_for_the_others(case):
    values, weights = case
    missing = np.concatenate([values, np.full((len(values), 1), np.nan)], axis=1)
    for longer, shorter in zip(copeland(missing, weights), copeland(values, weights), strict=True):
        np.testing.assert_array_equal(longer[:-1], shorter)
        assert np.isnan(longer[-1])


def test_a_child_without_weight_gives_no_value():
    wins, _ = copeland(np.array([[1.0, np.nan], [np.nan, 2.0]]), [0.0, 1.0])
    np.testing.assert_array_equal(wins, [np.nan, 0.0])


def test_the_tie_acts_in_the_matrix_too():
    children = np.array([[50.0, 50.1]])
    assert outranking_matrix(children, [1.0])[0, 1] == 0.0
    assert outranking_matrix(children, [1.0], tie=0.1)[0, 1] == 0.5


def test_scores_have_the_same_bits_in_every_shape():
    random = np.random.default_rng(1)
    values = random.integers(0, 9, (6, 40, 12)).astype(float)
    values[random.uniform(size=values.shape) < 0.2] = np.nan
    weights = random.dirichlet(np.ones(6), 40).T[:, :, None]
    together, matrix = copeland(values, weights), outranking_matrix(values, weights)
    for draw in range(40):
        alone = [float(weight) for weight in weights[:, draw, 0]]
        for one, all_ in zip(copeland(values[:, draw], alone), together, strict=True):
            np.testing.assert_array_equal(one, all_[draw])
        np.testing.assert_array_equal(outranking_matrix(values[:, draw], alone), matrix[draw])


def test_a_plane_that_all_draws_share_is_as_if_repeated():
    random = np.random.default_rng(2)
    values, weights = random.uniform(size=(5, 1, 8)), random.dirichlet(np.ones(5), 30).T[:, :, None]
    repeated = np.repeat(values, 30, axis=1)
    np.testing.assert_array_equal(copeland(values, weights).net_wins, copeland(repeated, weights).net_wins)
    np.testing.assert_array_equal(outranking_matrix(values, weights), outranking_matrix(repeated, weights))
