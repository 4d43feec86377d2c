"""The change of a score, split into items: by hand, as laws, and over the real data."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pandas.testing import assert_frame_equal
from tests.analysis.conftest import with_cells, with_node

from scoreboard import Project, score
from scoreboard.analysis.steps import ends, of_node, split, splittable, steps, steps_between
from scoreboard.scoring import compile_plan
from scoreboard.scoring.peers import Peers
from scoreboard.scoring.tree import aggregate

EXACT = 1e-9


def parts(table, node):
    rows = table[table["node"] == node]
    return dict(zip(rows["item"], rows["part"], strict=True))


@pytest.fixture(scope="module")
def trees(mini):
    return {lens: compile_plan(index, mini.framework).tree for lens, index in mini.framework.indices.items()}


def by_tree(tree, leaf_scores):
    planes, _ = aggregate(tree, leaf_scores[:, None, None], Peers(np.array(["AT"]), np.array([0])))
    return np.array([plane[0, 0] for plane in planes])


# by hand


def test_one_item_makes_the_whole_change(mini):
    table = steps(mini.scores("policy"), "AT", 2018, 2019)
    row = table[(table["node"] == "labour_market") & (table["item"] == "job_access")].iloc[0]
    assert (row["kind"], row["before"], row["after"], row["part"]) == ("changed", 50, 100, 50)


def test_in_a_mean_a_part_is_the_weight_times_the_change(panel):
    """School access weighs 3 of 4 in education."""
    cells = {("AT", "school_access", 2019, "TOTAL"): 100.0}
    scores = score(with_cells(panel, cells), panel.framework.policy)
    before, after = (scores.explain("AT", year, "school_access").score for year in (2018, 2019))
    table = steps(scores, "AT", 2018, 2019, ["education"])
    assert parts(table, "education")["school_access"] == pytest.approx(0.75 * (after - before), abs=EXACT)


def test_two_items_of_a_look_up_share_what_they_do_together(trees):
    """Training 0 → 50 and recruitment 0 → 50 lift 0 to 100; training first gives 30, recruitment first 0."""
    tree = trees["policy"]
    before = np.zeros(len(tree.leaves))
    after = before.copy()
    training, recruitment = (tree.column(it) for it in ("teacher_training", "teacher_recruitment"))
    after[[training, recruitment]] = 50
    got = split(tree, before, after)[[training, recruitment], tree.column("teachers")]
    assert got.tolist() == [(30 + 100) / 2, (70 + 0) / 2]


def test_what_appears_comes_in_before_anything_changes(trees):
    """Employment is the mean of two: the gap appears at 80 beside a rate of 40, then the rate rises to 60."""
    tree = trees["outcome"]
    rate, gap = tree.column("employment_rate"), tree.column("employment_gap")
    tree = tree.with_groups(lambda group: replace(group, coverage=0.0))
    before, after = np.full((2, len(tree.leaves)), np.nan)
    before[rate], after[[rate, gap]] = 40, (60, 80)
    got = split(tree, before, after)[:, tree.column("employment")]
    assert (got[gap], got[rate]) == (60 - 40, 70 - 60)
    back = split(tree, after, before)[:, tree.column("employment")]
    assert (back[rate], back[gap]) == (60 - 70, 40 - 60)


# laws


@given(st.data())
@pytest.mark.parametrize("lens", ["policy", "outcome"])
def test_parts_sum_to_the_change(trees, lens, data):
    tree = trees[lens]
    levels = st.sampled_from([0.0, 50.0, 100.0, 33.25, np.nan])
    before, after = (data.draw(arrays(float, len(tree.leaves), elements=levels)) for _ in range(2))
    first, last = by_tree(tree, before), by_tree(tree, after)
    got = split(tree, before, after).sum(axis=0)
    sure = ~np.isnan(first) & ~np.isnan(last) & ~np.isnan(got)
    np.testing.assert_allclose(got[sure], (last - first)[sure], atol=EXACT)
    means = [tree.column(it.name) for it in tree.groups if it.rule != "lookup"]
    whole = [c for c in means if not any(tree.group(c).lookup for c in _groups_below(tree, c))]
    assert not np.isnan(got[whole])[(~np.isnan(first) & ~np.isnan(last))[whole]].any()


def _groups_below(tree, column):
    if column < len(tree.leaves):
        return []
    return [column, *(it for child in tree.group(column).children for it in _groups_below(tree, child))]


@given(st.data())
def test_the_way_back_is_the_same_with_the_other_sign(trees, data):
    tree = trees["outcome"]
    levels = st.sampled_from([0.0, 20.0, 100.0, np.nan])
    before, after = (data.draw(arrays(float, len(tree.leaves), elements=levels)) for _ in range(2))
    np.testing.assert_allclose(split(tree, before, after), -split(tree, after, before), atol=EXACT)


def test_what_did_not_change_has_no_row(mini):
    table = steps(mini.scores("policy"), "SE", 2018, 2019)
    same = (table["before"] == table["after"]) | (table["before"].isna() & table["after"].isna())
    assert not same.any()


# what cannot be split


def test_a_rule_that_compares_states_is_refused(panel):
    moved = with_node(panel, "policy", "education", aggregation="copeland")
    scores = score(moved, moved.framework.policy)
    assert splittable(scores.tree) == ["labour_market", "teachers", "anti_discrimination", "housing"]
    with pytest.raises(ValueError, match=r"^education, overall: the rule compares states"):
        steps(scores, "AT", 2018, 2019, ["education", "overall"])
    assert set(steps(scores, "AT", 2018, 2019)["node"]) <= set(splittable(scores.tree))


def test_a_year_outside_the_index_is_refused(mini):
    with pytest.raises(KeyError):
        steps(mini.scores("policy"), "AT", 1990, 2019)


# the real data


@pytest.mark.parametrize("lens", ["policy", "outcome"])
def test_every_state_of_this_repository_adds_up(root, lens):
    scores = Project(root).scores(lens)
    first, last = int(scores.block.years.min()), int(scores.block.years.max())
    looked_at = 0
    for state in sorted(set(scores.block.states)):
        at = [scores.block.unit(state, year) for year in (first, last)]
        change = dict(zip(scores.tree.columns, scores.values[at[1]] - scores.values[at[0]], strict=True))
        sums = steps(scores, state, first, last).groupby("node")["part"].sum()
        for node, total in sums.items():
            assert total == pytest.approx(change[node], abs=EXACT), (state, node)
            looked_at += 1
    assert looked_at > 50


@pytest.mark.parametrize("lens", ["policy", "outcome"])
def test_a_node_rests_on_what_is_below_it_alone(root, lens):
    """The parts of a domain are the same, to the last bit, where all other scores are not known."""
    scores = Project(root).scores(lens)
    first, last = int(scores.block.years.min()), int(scores.block.years.max())
    seen = 0
    for state in sorted(set(scores.block.states)):
        both = ends(scores, state, first, last)
        whole = steps_between(scores.tree, both)
        for node in splittable(scores.tree):
            own = steps_between(scores.tree, of_node(both, scores.tree, node), [node])
            wanted = whole[whole["node"] == node].reset_index(drop=True)
            assert_frame_equal(own, wanted, check_exact=True, check_dtype=len(own) > 0)
            seen += len(own)
    assert seen > 100
    with pytest.raises(KeyError):
        of_node(both, scores.tree, "climate")
