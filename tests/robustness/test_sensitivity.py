"""Sensitivity: the estimators against functions whose indices are known, and the index's own factors."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.definitions.method import (
    AlternativeRule,
    Robustness,
    RuleParameters,
    VaryAggregation,
    VaryGoalposts,
    VaryInclusion,
    VaryWeights,
)
from scoreboard.robustness.sensitivity import rank_shift, sensitivity
from scoreboard.robustness.simulating import Samples
from scoreboard.robustness.sobol import acts, bootstrap, design, growing, sobol_indices

BASE = 4096
A = np.array([0, 1, 4.5, 9, 99])


def ishigami(x):
    x = (2 * x - 1) * np.pi
    return np.sin(x[..., 0]) + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])


def known_ishigami():
    """Ishigami and Homma (1990) with a = 7, b = 0.1."""
    one, two = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 7**2 / 8
    both = 0.1**2 * np.pi**8 * (1 / 18 - 1 / 50)
    variance = one + two + both
    return np.array([one, two, 0]) / variance, np.array([one + both, two, both]) / variance


def g_function(x):
    return ((np.abs(4 * x - 2) + A) / (1 + A)).prod(axis=-1)


def known_g_function():
    """Sobol' (1993): the variance of a product is the product of 1 + V_i, less 1."""
    parts = 1 / (3 * (1 + A) ** 2)
    variance = (1 + parts).prod() - 1
    return parts / variance, parts * (1 + parts).prod() / (1 + parts) / variance


def linear(x):
    return x @ np.array([1.0, 2.0, 0.0, 3.0])


def known_linear():
    shares = np.array([1, 4, 0, 9]) / 14
    return shares, shares


def product_of_two(x):
    return (x[..., 0] - 0.5) * (x[..., 1] - 0.5)


FUNCTIONS = [
    (ishigami, 3, known_ishigami()),
    (g_function, 5, known_g_function()),
    (linear, 4, known_linear()),
    (product_of_two, 2, (np.zeros(2), np.ones(2))),
]


@pytest.mark.parametrize(
    ("function", "inputs", "known"), FUNCTIONS, ids=lambda it: getattr(it, "__name__", "")
)
def test_indices_of_known_functions(function, inputs, known):
    found = sobol_indices(function(design(BASE, inputs, seed=1))[None])
    np.testing.assert_allclose(found.first[0], known[0], atol=0.03)
    np.testing.assert_allclose(found.total[0], known[1], atol=0.03)


@pytest.mark.parametrize(
    ("function", "inputs", "known"), FUNCTIONS, ids=lambda it: getattr(it, "__name__", "")
)
def test_intervals_hold_the_known_indices(function, inputs, known):
    drawn = bootstrap(function(design(BASE, inputs, seed=1))[None], 500, seed=1)
    for values, truth in ((drawn.first[0], known[0]), (drawn.total[0], known[1])):
        low, high = np.quantile(values, [0.001, 0.999], axis=0)
        assert ((low - 1e-9 <= truth) & (truth <= high + 1e-9)).all()
    assert drawn.first.shape == (1, 500, inputs)


def test_what_is_added_has_no_interactions_and_what_is_multiplied_nothing_else():
    added, multiplied = (
        sobol_indices(function(design(BASE, inputs, seed=2))[None]).interactions[0]
        for function, inputs in ((linear, 4), (product_of_two, 2))
    )
    assert abs(added) < 0.02
    assert abs(multiplied - 1) < 0.03


@given(st.lists(st.floats(-5, 5), min_size=3, max_size=3), st.integers(0, 5))
def test_the_total_is_at_least_the_first_order(weights, seed):
    runs = design(256, 3, seed)
    outputs = runs @ np.array(weights) + runs[..., 0] * runs[..., 1] * runs[..., 2]
    found = sobol_indices(outputs[None])
    assert (found.first <= found.total + 0.15).all()
    assert found.first.sum() <= 1.3
    assert (found.total >= 0).all()


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e3))
def test_shift_and_unit_of_the_output_change_no_index(shift, unit):
    outputs = ishigami(design(64, 3, seed=1))[None]
    one, other = sobol_indices(outputs), sobol_indices(outputs * unit + shift)
    np.testing.assert_allclose(one.first, other.first, atol=1e-4)
    np.testing.assert_allclose(one.total, other.total, atol=1e-4)


def test_a_row_that_misses_a_run_leaves_its_target_only():
    outputs = np.stack([ishigami(design(128, 3, seed=1))] * 2)
    outputs[1, 3, 64:] = np.nan
    outputs[1, 0, 70] = np.nan
    found, half = sobol_indices(outputs), sobol_indices(outputs[:1, :, :64])
    np.testing.assert_allclose(found.first[1], half.first[0], atol=1e-12)
    np.testing.assert_allclose(found.first[0], sobol_indices(outputs[:1]).first[0], atol=1e-12)


def test_a_constant_output_has_no_indices():
    outputs = np.full((2, 5, 64), 70.1)
    outputs[1] += 1e-13 * np.arange(64)
    found = sobol_indices(outputs)
    assert np.isnan(found.first).all()
    assert np.isnan(found.total).all()
    assert not acts(outputs).any()


def test_the_design_is_even_and_its_first_half_too():
    runs = design(256, 3, seed=7)
    assert runs.shape == (5, 256, 3)
    for size, part in growing(runs.transpose(2, 0, 1)):
        cells = np.sort((part[:, :2] * size).astype(int), axis=-1)
        assert (cells == np.arange(size)).all(), "one point in each of N equal cells"
    assert not np.array_equal(runs, design(256, 3, seed=8))
    assert np.array_equal(runs, design(256, 3, seed=7))


@pytest.mark.parametrize("base", [0, 32, 100, 1000])
def test_a_base_that_is_no_power_of_two_is_refused(base):
    with pytest.raises(ValueError, match=f"base is {base}, allowed are powers of two from 64"):
        design(base, 2, seed=1)


# ------------------------------------------------------------------------------------------- of an index


@pytest.fixture(scope="module")
def index(mini):
    factors = Robustness(
        draws=100,
        seed=1,
        weights=VaryWeights(within=0.5),
        aggregation=VaryAggregation(
            alternatives=(AlternativeRule(rule="geometric", parameters=RuleParameters(shift=1.0)),)
        ),
        inclusion=VaryInclusion(leave_out="one"),
        goalposts=VaryGoalposts(within=0.1),
    )
    return mini.framework.outcome.model_copy(update={"robustness": factors})


@pytest.fixture(scope="module")
def found(mini, index):
    return sensitivity(mini.panel(), index, base=256, resamples=100)


def test_there_is_a_row_for_every_target_and_factor(found, mini):
    assert found.factors == ("weights", "aggregation", "inclusion", "goalposts")
    assert found.occasion.year == 2020
    assert found.runs == 256 * 6
    indices = found.indices
    assert len(indices) == (3 + 1) * 4
    assert set(indices["state"]) == {"AT", "BE", "SE", ""}
    given = indices[indices["reason"] == ""]
    assert len(given) >= 8
    assert (
        given[["first", "first_low", "first_high", "total", "total_low", "total_high"]].notna().all(axis=None)
    )
    assert (given["first_low"] <= given["first_high"]).all()
    assert (given["first"] <= given["total"] + 0.2).all()
    np.testing.assert_allclose(given["interaction"], given["total"] - given["first"])


def test_sums_are_those_of_the_indices(found):
    added = found.indices.groupby(["target", "state"])[["first", "total"]].sum(min_count=4)
    sums = found.sums.set_index(["target", "state"])
    np.testing.assert_allclose(sums["sum_first"], added["first"].reindex(sums.index))
    np.testing.assert_allclose(sums["interactions"], 1 - sums["sum_first"])


def test_the_last_of_the_convergence_is_the_result(found):
    table = found.convergence
    assert sorted(table["rows"].unique()) == [16, 32, 64, 128, 256]
    last = table[table["rows"] == 256].drop(columns="rows").reset_index(drop=True)
    pd.testing.assert_frame_equal(last, found.indices[last.columns])


def test_the_same_seed_gives_the_same_indices(found, mini, index):
    again = sensitivity(mini.panel(), index, base=256, resamples=100, chunk=7, workers=1)
    pd.testing.assert_frame_equal(again.indices, found.indices)
    other = sensitivity(mini.panel(), index, base=256, resamples=100, seed=2)
    assert not other.indices["first"].equals(found.indices["first"])


def test_one_factor_alone_explains_everything(mini, index):
    alone = sensitivity(mini.panel(), index, base=256, factors=["weights"], resamples=100)
    scores = alone.indices[(alone.indices["target"] == "score") & (alone.indices["reason"] == "")]
    assert len(scores) >= 2
    np.testing.assert_allclose(scores["first"], 1.0, atol=0.05)
    np.testing.assert_allclose(scores["total"], 1.0, atol=0.15)


def test_a_factor_without_effect_is_named(mini, index):
    """A group of one child has the same score whatever the weights."""
    alone = sensitivity(
        mini.panel(), index, "housing", base=64, factors=["weights", "goalposts"], resamples=50
    )
    assert alone.without_effect == ("weights",)
    scores = alone.indices[(alone.indices["target"] == "score") & (alone.indices["reason"] == "")]
    np.testing.assert_allclose(scores.loc[scores["factor"] == "weights", "total"], 0, atol=1e-20)
    assert len(scores) >= 2


def test_a_target_that_does_not_vary_says_so(mini, index):
    alone = sensitivity(mini.panel(), index, "housing", base=64, factors=["weights"], resamples=50)
    assert alone.without_effect == ("weights",)
    assert set(alone.indices["reason"]) <= {"no-variance", "no-score"}
    assert "no-variance" in set(alone.indices["reason"])
    assert alone.indices[["first", "total", "first_low", "total_high"]].isna().all(axis=None)


def test_what_is_not_declared_or_known_is_refused(mini, index):
    panel = mini.panel()
    with pytest.raises(KeyError, match="sampling"):
        sensitivity(panel, index, factors=["sampling"])
    with pytest.raises(KeyError, match="nowhere"):
        sensitivity(panel, index, node="nowhere")
    with pytest.raises(KeyError, match="1999"):
        sensitivity(panel, index, year=1999)
    with pytest.raises(KeyError, match="lines"):
        sensitivity(panel, index, base=64, resamples=10).tables("lines")
    with pytest.raises(ValueError, match="no factor varies"):
        sensitivity(panel, index.model_copy(update={"robustness": Robustness(draws=100, seed=1)}))


def test_rank_shift_is_the_mean_over_the_states_that_have_both_ranks():
    ranks = np.array([[[1, 3, 0], [2, 1, 0], [3, 0, 0], [0, 2, 0]]], np.int16)
    samples = Samples(("overall",), np.zeros(ranks.shape), ranks)
    np.testing.assert_allclose(rank_shift([1, 2, 3, 0], samples), [0, 1.5, np.nan])
