"""Dominance: a strict partial order that no choice of weights can turn round."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoreboard.definitions.models import Node
from scoreboard.robustness.dominance import covers, dominance, dominates, levels
from scoreboard.scoring import score
from scoreboard.scoring.methods.means import MEANS

LEVEL = st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0])
COMPLETE = arrays(float, st.tuples(st.integers(1, 5), st.integers(2, 7)), elements=LEVEL)
GAPPY = arrays(
    float, st.tuples(st.integers(1, 5), st.integers(2, 7)), elements=st.one_of(LEVEL, st.just(np.nan))
)


@given(COMPLETE)
def test_without_missing_values_it_is_a_strict_partial_order(values):
    relation = dominates(values).astype(int)
    assert not relation.diagonal().any()
    assert not (relation & relation.T).any()
    assert not ((relation @ relation > 0) & (relation == 0)).any(), "transitive"


@given(GAPPY)
def test_with_missing_values_no_pair_is_ordered_both_ways(values):
    relation = dominates(values)
    assert not (relation & relation.T).any()
    assert not relation.diagonal().any()


@given(COMPLETE, st.data())
def test_the_order_of_states_and_indicators_does_not_matter(values, data):
    states = data.draw(st.permutations(range(values.shape[1])))
    indicators = data.draw(st.permutations(range(values.shape[0])))
    moved = dominates(values[indicators][:, states])
    assert np.array_equal(moved, dominates(values)[np.ix_(states, states)])


@given(COMPLETE, st.sampled_from(["arithmetic", "geometric", "harmonic"]), st.data())
def test_no_weights_put_the_dominated_state_ahead(values, rule, data):
    weights = data.draw(arrays(float, len(values), elements=st.floats(0.01, 100)))
    scores = MEANS[rule](values + 1, weights)
    one, other = np.nonzero(dominates(values))
    assert (scores[one] >= scores[other] - 1e-9).all()


@given(COMPLETE)
def test_levels_follow_the_lines(values):
    relation = dominates(values)
    found, lines = levels(relation), covers(relation)
    assert (found >= 1).all()
    one, other = np.nonzero(relation)
    assert (found[one] < found[other]).all()
    for state in np.flatnonzero(found > 1):
        assert (found[lines[:, state]] == found[state] - 1).any()
    chain = np.linalg.matrix_power(np.eye(len(lines), dtype=int) + lines, len(lines)) > 0
    assert np.array_equal(chain & ~np.eye(len(lines), dtype=bool), relation), "lines lead to all pairs"


def test_the_mini_policy_index_by_hand(mini):
    """SE beats AT on education, rent, look-up of teachers (70 : 30) and ties on jobs; BE is ahead on teachers."""
    found = dominance(mini.scores("policy"))
    assert found.occasion.year == 2019
    assert set(found.occasion.items) == {
        "job_access", "school_access", "teachers", "rent_discrimination_ban",
    }  # fmt: skip
    row = found.pairs.iloc[0]
    assert len(found.pairs) == 1
    assert row[["state", "other", "better", "equal", "shared", "covers"]].tolist() == [
        "SE",
        "AT",
        3,
        1,
        1.0,
        True,
    ]
    assert found.share == 1 / 3
    assert found.undominated == ("BE", "SE")
    assert found.levels.set_index("state")["level"].to_dict() == {"AT": 2, "BE": 1, "SE": 1}
    assert found.matrix.loc["SE", "AT"]
    assert found.matrix.to_numpy().sum() == 1


def test_states_are_compared_on_what_they_share_if_it_is_enough(mini):
    """In 2018 BE has no answer on schools, a quarter of the overall weight."""
    some = dominance(mini.scores("policy"), year=2018)
    shared = some.shared[list(some.occasion.states).index("BE")]
    np.testing.assert_allclose(shared, 0.75)
    assert not dominance(mini.scores("policy"), year=2018, coverage=0.8).comparable[:, 1].any()
    assert some.comparable[0, 1]


def test_an_indicator_that_no_state_has_takes_no_share(mini):
    panel = mini.panel()
    frame = panel.frame[panel.frame["indicator"] != "overcrowding_rate"]
    found = dominance(score(type(panel)(frame, panel.framework), mini.framework.outcome), year=2020)
    np.testing.assert_allclose(found.shared, 1.0)


def test_a_look_up_is_one_indicator_even_by_itself(mini):
    found = dominance(mini.scores("policy"), "teachers", 2019)
    assert found.occasion.items == ("teachers",)
    assert found.undominated == ("BE",)
    assert found.levels["level"].tolist() == [3, 1, 2]


@pytest.mark.parametrize("rule", ["arithmetic", "geometric"])
def test_no_drawn_weights_rank_the_dominated_state_of_an_index_ahead(mini, rule):
    panel, index = mini.panel(), mini.framework.policy
    pairs = dominance(score(panel, index)).pairs
    random = np.random.default_rng(1)

    def reweighted(node):
        children = tuple(reweighted(child) for child in node.children)
        return node.model_copy(update={"weight": float(random.uniform(0.1, 10)), "children": children})

    for _ in range(20):
        tree: tuple[Node, ...] = tuple(reweighted(root) for root in index.tree)
        frame = score(panel, index.model_copy(update={"tree": tree, "aggregation": rule})).frame
        ranks = frame[(frame["node"] == "overall") & (frame["year"] == 2019)].set_index("state")["rank"]
        for pair in pairs.itertuples():
            assert ranks[pair.state] <= ranks[pair.other]


def test_what_the_index_does_not_have_is_refused(mini):
    with pytest.raises(KeyError, match="nowhere"):
        dominance(mini.scores("policy"), "nowhere")
    with pytest.raises(KeyError, match="job_access"):
        dominance(mini.scores("policy"), "job_access")
    with pytest.raises(KeyError, match="1999"):
        dominance(mini.scores("policy"), year=1999)
