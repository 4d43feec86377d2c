"""What holds for every tree, weight and score, tried on drawn ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoreboard.definitions.models import Node
from scoreboard.observations import Panel
from scoreboard.scoring import Peers, compile_tree, rank_within, score
from scoreboard.scoring.methods.formulas import goalposts
from scoreboard.scoring.methods.means import MEANS
from scoreboard.scoring.methods.ranking import NOISE_DECIMALS
from scoreboard.scoring.plan import columns_last
from scoreboard.scoring.tree import aggregate

RULES = ["arithmetic", "geometric", "harmonic"]
SCORE = st.floats(0, 100)
POSITIVE = st.floats(0.5, 100)
WEIGHT = st.floats(0.01, 100)
MAYBE = st.one_of(SCORE, st.just(np.nan))


@st.composite
def groups(draw, name, children, rules):
    """A group node as YAML has it, with drawn weights, rule and threshold."""
    return {
        "node": name,
        "aggregation": draw(st.sampled_from(rules)),
        "coverage": draw(st.sampled_from([0.0, 0.3, 0.5, 0.8])),
        "children": [{**child, "weight": draw(WEIGHT)} for child in children],
    }


@st.composite
def trees(draw, rules=RULES):
    """A root with two to four groups of one to four leaves."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    children = [
        draw(
            groups(f"group_{number}", [{"indicator": f"leaf_{number}_{leaf}"} for leaf in range(size)], rules)
        )
        for number, size in enumerate(sizes)
    ]
    return draw(groups("overall", children, rules))


def names_of_leaves(tree):
    return [leaf["indicator"] for group in tree["children"] for leaf in group["children"]]


@st.composite
def scored_trees(draw, element=MAYBE, units=3):
    """A tree, and leaf → scores of some units."""
    tree = draw(trees())
    scores = st.lists(element, min_size=units, max_size=units).map(np.array)
    return tree, {leaf: draw(scores) for leaf in names_of_leaves(tree)}


@pytest.fixture(scope="module")
def evaluate(mini):
    """Evaluate a tree: node → scores, node → coverage, both by unit."""

    def evaluate(tree, leaves):
        index = mini.framework.outcome.model_copy(update={"tree": (Node.model_validate(tree),)})
        compiled = compile_tree(index)
        planes = [leaves[name][None] for name in compiled.leaves]
        peers = Peers(np.arange(planes[0].size).astype(str), np.zeros(planes[0].size, int))
        return [
            {name: plane[0] for name, plane in zip(compiled.columns, result, strict=True)}
            for result in aggregate(compiled, planes, peers)
        ]

    return evaluate


def with_rule(tree, rule):
    children = [{**child, "aggregation": rule} for child in tree["children"]]
    return {**tree, "aggregation": rule, "children": children}


def assert_same(one, other):
    assert one.keys() == other.keys()
    for name in one:
        np.testing.assert_allclose(one[name], other[name], atol=1e-9, err_msg=name)


def never_less(one, other):
    return all((np.nan_to_num(one[name]) >= np.nan_to_num(other[name]) - 1e-9).all() for name in one)


@given(case=scored_trees())
def test_scores_lie_between_0_and_100_and_coverage_between_0_and_1(evaluate, case):
    scores, coverage = evaluate(*case)
    for name in scores:
        present = scores[name][~np.isnan(scores[name])]
        assert ((present >= -1e-9) & (present <= 100 + 1e-9)).all()
        assert ((coverage[name] >= 0) & (coverage[name] <= 1 + 1e-12)).all()


@given(case=scored_trees())
def test_a_mean_lies_between_its_least_and_its_greatest_child(evaluate, case):
    scores, _ = evaluate(*case)
    for group in [case[0], *case[0]["children"]]:
        children = np.stack([scores[child.get("node") or child["indicator"]] for child in group["children"]])
        there = ~np.isnan(scores[group["node"]])
        mean = scores[group["node"]][there]
        assert (mean >= np.nanmin(children[:, there], axis=0) - 1e-9).all()
        assert (mean <= np.nanmax(children[:, there], axis=0) + 1e-9).all()


@given(case=scored_trees(element=POSITIVE), more=st.floats(0, 50), data=st.data())
def test_more_in_one_leaf_never_lowers_a_score(evaluate, case, more, data):
    tree, leaves = case
    leaf = data.draw(st.sampled_from(sorted(leaves)))
    better = {**leaves, leaf: np.minimum(leaves[leaf] + more, 100)}
    assert never_less(evaluate(tree, better)[0], evaluate(tree, leaves)[0])


@given(case=scored_trees(element=POSITIVE))
def test_harmonic_geometric_arithmetic_come_in_this_order(evaluate, case):
    tree, leaves = case
    harmonic, geometric, arithmetic = (
        evaluate(with_rule(tree, rule), leaves)[0] for rule in ("harmonic", "geometric", "arithmetic")
    )
    assert never_less(geometric, harmonic)
    assert never_less(arithmetic, geometric)


@given(case=scored_trees(), factor=st.floats(0.001, 1000))
def test_scaling_all_weights_of_a_node_changes_nothing(evaluate, case, factor):
    tree, leaves = case
    children = [{**child, "weight": child["weight"] * factor} for child in tree["children"]]
    for scaled, given_ in zip(
        evaluate({**tree, "children": children}, leaves), evaluate(tree, leaves), strict=True
    ):
        assert_same(scaled, given_)


@given(case=scored_trees(units=5), order=st.permutations(range(5)))
def test_the_order_of_states_does_not_matter(evaluate, case, order):
    tree, leaves = case
    shuffled = {name: scores[order] for name, scores in leaves.items()}
    expected = {name: scores[order] for name, scores in evaluate(tree, leaves)[0].items()}
    assert_same(evaluate(tree, shuffled)[0], expected)


@given(case=scored_trees(), data=st.data())
def test_the_order_of_children_does_not_matter(evaluate, case, data):
    tree, leaves = case
    children = [
        {**child, "children": data.draw(st.permutations(child["children"]))} for child in tree["children"]
    ]
    shuffled = {**tree, "children": data.draw(st.permutations(children))}
    assert_same(evaluate(shuffled, leaves)[0], evaluate(tree, leaves)[0])


@pytest.mark.parametrize("rule", RULES)
@given(values=st.lists(st.floats(1, 100), min_size=1, max_size=5), data=st.data())
def test_missing_is_left_out_and_never_zero(rule, values, data):
    weights = data.draw(st.lists(WEIGHT, min_size=len(values) + 1, max_size=len(values) + 1))

    def mean(*children):
        return float(MEANS[rule](np.array(children)[:, None], weights[-len(children) :])[0])

    alone = mean(*values)
    assert mean(np.nan, *values) == pytest.approx(alone)
    assert mean(0.0, *values) < alone


@pytest.mark.parametrize("lens", ["policy", "outcome"])
@given(draws=st.integers(2, 4))
def test_draws_with_the_same_weights_give_the_same_bits(mini, lens, draws):
    scores = mini.scores(lens)
    many = scores.tree.with_groups(
        lambda group: replace(group, weights=np.tile(group.weights[:, None], (1, draws)))
    )
    planes, _ = aggregate(many, scores.prepared.scores, scores.block.peers)
    for draw in range(draws):
        drawn = columns_last([plane[min(draw, len(plane) - 1)][None] for plane in planes])
        np.testing.assert_array_equal(drawn, scores.values)


@given(st.lists(MAYBE, min_size=2, max_size=8), st.sampled_from([np.exp, np.cbrt, lambda x: 3 * x - 7]))
def test_ranks_do_not_change_under_increasing_transforms(values, transform):
    scores = np.array(values)
    plain, transformed = (np.round(it, NOISE_DECIMALS) for it in (scores, transform(scores / 100)))
    assume(
        len(np.unique(transformed)) == len(np.unique(plain)) == len(np.unique(scores))
    )  # no ties by rounding
    np.testing.assert_array_equal(rank_within(transform(scores / 100)), rank_within(scores))


@given(st.lists(MAYBE, min_size=1, max_size=8))
def test_a_rank_is_one_plus_the_number_of_higher_scores(values):
    values = np.round(values, NOISE_DECIMALS)  # less is the noise of adding up
    for value, rank in zip(values, rank_within(np.array(values)), strict=True):
        assert rank == (0 if np.isnan(value) else 1 + sum(other > value for other in values))


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-100, 100), st.floats(0.01, 200))
def test_goalposts_bound_mirror_and_keep_the_order(one, other, low, width):
    first, second = (float(goalposts(value, low, low + width)) for value in (one, other))
    assert 0 <= first <= 100
    assert (first <= second) or (one > other)
    assert float(goalposts(one, low, low + width, mirrored=True)) == pytest.approx(100 - first)


@settings(max_examples=5)
@given(random=st.randoms(use_true_random=False))
def test_the_order_of_rows_in_the_data_does_not_matter(mini, random):
    frame = mini.panel().frame
    order = random.sample(range(len(frame)), len(frame))
    shuffled = Panel(frame.iloc[order], mini.framework)
    for lens in ("policy", "outcome"):
        result = score(shuffled, mini.framework.indices[lens]).frame
        assert result.equals(mini.scores(lens).frame)
