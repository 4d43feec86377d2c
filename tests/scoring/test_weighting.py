"""Weights: laws of each method, and what cannot be weighed is refused by name."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoreboard.scoring.methods.experts import ahp, budget_allocation, comparisons
from scoreboard.scoring.methods.weighting import (
    WEIGHTINGS,
    WeightingError,
    critic,
    effective_weights,
    entropy,
    equal,
    importance,
    local_weights,
    optimised,
    pca,
)

SEEDS = st.integers(0, 10_000)
METHODS = pytest.mark.parametrize("method", WEIGHTINGS.values(), ids=WEIGHTINGS)


def related(seed, count=4, units=30, missing=0.0):
    """Children that share a common part, as indicators of one domain do; scores of about 50."""
    random = np.random.default_rng(seed)
    spread = random.uniform(5.0, 15.0, (count, 1))
    children = 50.0 + spread * (random.normal(size=units) + 0.5 * random.normal(size=(count, units)))
    children = np.clip(children, 0.0, 100.0)
    children[random.uniform(size=children.shape) < missing] = np.nan
    return children


@METHODS
@settings(deadline=None)
@given(SEEDS)
def test_weights_are_shares_of_1_whatever_the_order(method, seed):
    children = related(seed, missing=0.05)
    weights = method(children)
    assert weights.sum() == pytest.approx(1.0)
    assert (weights >= 0.0).all()
    order = np.random.default_rng(seed).permutation(len(children))
    shuffled = method(children[order][:, ::-1])
    np.testing.assert_allclose(shuffled, weights[order], atol=1e-6)


@METHODS
@pytest.mark.parametrize("constant", [[0.1] * 5, [0.1, np.nan, np.nan, 0.1, 0.1], [np.nan] * 5])
def test_a_constant_child_is_refused_by_its_position(method, constant):
    children = np.array([[1.0, 2.0, 3.0, 4.0, 6.0], constant, [1.0, 5.0, 2.0, 4.0, 4.0], constant])
    with pytest.raises(WeightingError, match="1, 3: They are constant") as caught:
        method(children)
    assert caught.value.children == (1, 3)


@pytest.mark.parametrize("method", [pca, critic, optimised])
def test_children_that_share_too_few_units_are_refused(method):
    nan = np.nan
    children = np.array([[1.0, 2.0, 4.0, nan, nan, 3.0], [3.0, 1.0, nan, 4.0, 5.0, nan], [1, 2, 4, 3, 5, 7]])
    with pytest.raises(WeightingError, match="share fewer than 3 units") as caught:
        method(children)
    assert caught.value.children == (0, 1)


@pytest.mark.parametrize("method", [pca, critic])
@given(SEEDS, st.floats(0.1, 10), st.floats(-50, 50))
def test_correlations_do_not_know_the_unit_of_a_child(method, seed, factor, shift):
    children = related(seed)
    scaled = children * np.array([[factor], [1.0], [1.0], [1.0]]) + shift
    np.testing.assert_allclose(method(scaled), method(children), atol=1e-6)


@given(SEEDS)
def test_pca_explains_the_largest_share_of_variance(seed):
    children = related(seed)
    weights = pca(children)
    correlations = np.corrcoef(children)
    explained = np.sqrt(weights) @ correlations @ np.sqrt(weights)
    assert explained == pytest.approx(np.linalg.eigvalsh(correlations)[-1])


def test_pca_refuses_a_child_that_runs_against_the_others():
    children = related(1)
    children[2] = 100.0 - children[2]
    with pytest.raises(WeightingError, match="2: They run against") as caught:
        pca(children)
    assert caught.value.children == (2,)


def test_pca_refuses_children_without_a_first_component():
    with pytest.raises(WeightingError, match="no first component"):
        pca(np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]]))


@given(SEEDS, st.floats(0.1, 10))
def test_entropy_does_not_know_the_unit_of_a_child(seed, factor):
    children = related(seed)
    np.testing.assert_allclose(entropy(children * factor), entropy(children), rtol=1e-9)


def test_entropy_refuses_negative_values():
    with pytest.raises(WeightingError, match="0: They have negative values"):
        entropy(np.array([[-1.0, 2.0], [1.0, 2.0]]))


def test_critic_refuses_children_that_only_repeat_one_another():
    with pytest.raises(WeightingError, match="repeat one another"):
        critic(np.array([[1.0, 2.0, 4.0], [2.0, 4.0, 8.0]]))


@settings(deadline=None, max_examples=30)
@given(SEEDS, st.booleans())
def test_optimised_weights_reach_an_aim_that_can_be_reached(seed, squared):
    children = related(seed, missing=0.03)
    aim = importance(children, np.random.default_rng(seed).uniform(0.5, 2.0, len(children)), squared)
    np.testing.assert_allclose(
        importance(children, optimised(children, aim, squared), squared), aim, atol=1e-6
    )


@settings(deadline=None, max_examples=30)
@given(SEEDS)
def test_optimised_weights_are_more_balanced_than_equal_ones(seed):
    children = related(seed)

    def imbalance(weights):
        return float(((importance(children, weights) - 0.25) ** 2).sum())

    assert imbalance(optimised(children)) <= imbalance(equal(4)) + 1e-12


def test_optimised_gives_the_nearest_for_an_aim_out_of_reach():
    children = related(3)
    weights = optimised(children, [1.0, 0.0, 0.0, 0.0])
    assert (weights > 0.0).all()
    assert importance(children, weights)[0] > importance(children, equal(4))[0]


def test_importance_keeps_the_sign_of_a_correlation():
    children = np.array([[0.0, 1.0, 2.0, 3.0], [0.0, 2.0, 4.0, 6.0], [3.0, 2.0, 1.0, 0.0]])
    assert importance(children, equal(3)).tolist() == pytest.approx([1.0, 1.0, -1.0])


TREE = {"overall": ["work", "school"], "work": ["a", "b"], "school": ["c", "more"], "more": ["d", "e", "f"]}


@given(arrays(float, 6, elements=st.floats(0.01, 100)))
def test_local_weights_give_back_the_effective_ones(weights):
    leaves = dict(zip("abcdef", weights, strict=True))
    shares = effective_weights(TREE, local_weights(TREE, leaves), "overall")
    whole = weights.sum()
    assert {name: shares[name] for name in leaves} == pytest.approx({n: w / whole for n, w in leaves.items()})
    for node, children in TREE.items():
        assert shares[node] == pytest.approx(sum(shares[child] for child in children))
    assert shares["overall"] == 1.0


def test_weights_down_from_a_node_below_the_root_are_shares_of_that_node():
    local = {"overall": [1, 2], "work": [1, 3], "school": [1, 1], "more": [2, 1, 1]}
    assert effective_weights(TREE, local, "more") == {"more": 1.0, "d": 0.5, "e": 0.25, "f": 0.25}


@given(st.dictionaries(st.sampled_from("xyz"), arrays(float, 3, elements=st.integers(1, 99)), min_size=1))
def test_a_budget_counts_by_its_shares(table):
    named = {expert: dict(zip("abc", points, strict=True)) for expert, points in table.items()}
    tenfold = {expert: {child: 10 * p for child, p in points.items()} for expert, points in named.items()}
    weights = budget_allocation(named)
    assert sum(weights.values()) == pytest.approx(1.0)
    assert budget_allocation(tenfold) == pytest.approx(weights)


@pytest.mark.parametrize(
    ("table", "message", "children"),
    [
        ({"x": {"a": 1, "b": 2}, "y": {"a": 3}}, "y says nothing of b", ("b",)),
        ({"x": {"a": 1, "b": -2}}, "x gives negative points to b", ("b",)),
        ({"x": {"a": 0, "b": 0}}, "x gives no points", ("a", "b")),
    ],
)
def test_a_budget_that_says_too_little_is_refused(table, message, children):
    with pytest.raises(WeightingError, match=message) as caught:
        budget_allocation(table)
    assert caught.value.children == children


@given(arrays(float, st.integers(1, 15), elements=st.floats(0.2, 5)))
def test_judgements_that_agree_give_back_the_weights(importances):
    weights, ratio = ahp(importances[:, None] / importances)
    np.testing.assert_allclose(weights, importances / importances.sum(), rtol=1e-9)
    assert ratio == pytest.approx(0.0, abs=1e-9)


def test_judgements_in_a_circle_are_inconsistent():
    weights, ratio = ahp(comparisons("abc", [("a", "b", 3), ("b", "c", 3), ("c", "a", 3)]))
    assert weights == pytest.approx([1 / 3] * 3)
    assert ratio == pytest.approx((1 + 3 + 1 / 3 - 3) / 2 / 0.58)  # eigenvalue of a circulant: 1 + 3 + ⅓


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[1.0, 2.0]], "a square"),
        ([[1.0, 2.0], [2.0, 1.0]], "a square of numbers above 0 with"),
        ([[1.0, -2.0], [-0.5, 1.0]], "above 0"),
        ([[1.0, np.nan], [np.nan, 1.0]], "above 0"),
        (np.ones((16, 16)), "16 children; AHP has random indices for 1 to 15"),
    ],
)
def test_matrices_that_compare_nothing_are_refused(matrix, message):
    with pytest.raises(WeightingError, match=message):
        ahp(np.array(matrix))


@pytest.mark.parametrize(
    ("judgements", "message", "children"),
    [
        ([("a", "b", 2)], "Not compared: a and c, b and c", ("a", "c", "b")),
        ([("a", "b", 2), ("b", "a", 3)], "b and a are compared more than once", ("b", "a")),
        ([("a", "a", 2)], "a and a are compared more than once", ("a", "a")),
        ([("a", "z", 2)], "z: no such child", ("z",)),
        ([("a", "b", 0)], "a over b by 0: a ratio is above 0", ("a", "b")),
        ([("a", "b", float("nan"))], "a ratio is above 0", ("a", "b")),
    ],
)
def test_judgements_that_cannot_be_used_are_refused(judgements, message, children):
    with pytest.raises(WeightingError, match=message) as caught:
        comparisons(["a", "b", "c"], judgements)
    assert caught.value.children == children
