"""Leave-one-out: the same as an index without the item, for every item."""

from __future__ import annotations

import numpy as np
import pytest

from scoreboard.observations import Panel
from scoreboard.robustness.leave_one_out import leave_one_out, spearman
from scoreboard.scoring import score


def test_the_mini_outcome_index_by_hand(mini):
    """2020: AT has 60, 50 | 60 | 70, SE has 50, 20 | 90 | 90 (two of employment, income, crowding).

    Without income the labour market is employment alone, 55 and 35: overall 62.5 both, a tie.
    """
    found = leave_one_out(mini.panel(), mini.framework.outcome)
    assert found.occasion.year == 2020
    items = found.items.set_index("item")
    assert items["weight"].to_dict() == {
        "income_ratio": 0.25, "overcrowding_rate": 0.5, "employment_rate": 0.125, "employment_gap": 0.125,
    }  # fmt: skip
    income = items.loc["income_ratio"]
    np.testing.assert_allclose(income["mean_change"], (1.25 + 13.75) / 2)
    np.testing.assert_allclose(income["greatest_change"], 13.75)
    assert income[["states", "lost", "mean_shift", "greatest_shift", "most_moved"]].tolist() == [
        2,
        0,
        0.5,
        1,
        "SE AT",
    ]
    assert np.isnan(income["spearman"])
    moves = found.moves.set_index(["item", "state"])
    assert moves.loc[("income_ratio", "AT"), ["rank", "rank_without", "shift"]].tolist() == [2, 1, -1]
    np.testing.assert_allclose(moves.loc[("employment_gap", "SE"), "score_without"], 80.0)
    assert found.items["item"].iloc[0] == "income_ratio", "what moves the ranks most comes first"


def without(node, item):
    """The node without an item; None where nothing is left of it."""
    if item in (node.indicator, node.node):
        return None
    children = tuple(kept for child in node.children if (kept := without(child, item)) is not None)
    return node.model_copy(update={"children": children}) if children or node.indicator else None


@pytest.mark.parametrize("lens", ["policy", "outcome"])
@pytest.mark.parametrize("rule", ["arithmetic", "geometric"])
@pytest.mark.parametrize("node", ["overall", "labour_market", "education", "employment"])
def test_it_is_the_index_with_the_item_taken_out_of_its_tree(mini, lens, rule, node):
    panel, index = mini.panel(), mini.framework.indices[lens].model_copy(update={"aggregation": rule})
    if node not in score(panel, index).tree.columns:
        return
    found = leave_one_out(panel, index, node, 2019)
    for position, item in enumerate(found.occasion.items):
        tree = tuple(kept for root in index.tree if (kept := without(root, item)) is not None)
        scores = score(panel, index.model_copy(update={"tree": tree}))
        if node in scores.tree.columns:
            expected = scores.values[found.occasion.units, scores.tree.column(node)]
        else:
            expected = np.full(3, np.nan)
        np.testing.assert_allclose(found.scores[position], expected, rtol=0, atol=1e-9)


def test_a_look_up_goes_as_one_and_others_keep_their_proportions(mini):
    found = leave_one_out(mini.panel(), mini.framework.policy, "education", 2019)
    assert set(found.occasion.items) == {"school_access", "teachers"}
    alone = found.scores[found.occasion.items.index("teachers")]
    np.testing.assert_allclose(alone, [50.0, 75.0, 100.0])


def test_the_last_item_takes_the_score_with_it(mini):
    found = leave_one_out(mini.panel(), mini.framework.outcome, "housing", 2019)
    row = found.items.iloc[0]
    assert row[["states", "lost", "most_moved"]].tolist() == [0, 3, ""]
    assert found.items[["mean_change", "greatest_change", "mean_shift", "spearman"]].isna().all(axis=None)
    assert found.moves["score"].notna().all()
    assert found.moves[["score_without", "change", "rank_without", "shift"]].isna().all(axis=None)


def test_equal_children_can_be_left_out_without_a_change(mini):
    panel = mini.panel()
    frame = panel.frame.copy()
    frame.loc[frame["value"].notna(), "value"] = 100.0
    found = leave_one_out(Panel(frame, panel.framework), mini.framework.policy)
    assert (found.items["greatest_change"] == 0).all()
    assert (found.items["greatest_shift"] == 0).all()
    assert (found.items["most_moved"] == "").all()


def test_a_domain_has_its_own_items(mini):
    overall = leave_one_out(mini.panel(), mini.framework.outcome)
    domain = leave_one_out(mini.panel(), mini.framework.outcome, "labour_market")
    assert set(domain.occasion.items) < set(overall.occasion.items)
    np.testing.assert_allclose(overall.items["weight"].sum(), 1.0)
    np.testing.assert_allclose(domain.items["weight"].sum(), 1.0)


def test_spearman_takes_the_mean_rank_of_ties():
    np.testing.assert_allclose(
        spearman(np.array([1.0, 2, 2, 4]), np.array([1.0, 2, 3, 4])), 0.9486832980505138
    )
    assert np.isnan(spearman(np.array([1.0]), np.array([1.0])))


def test_what_cannot_be_left_out_is_refused(mini):
    panel, index = mini.panel(), mini.framework.policy
    with pytest.raises(ValueError, match="teachers is a look-up"):
        leave_one_out(panel, index, "teachers", 2019)
    with pytest.raises(KeyError, match="nowhere"):
        leave_one_out(panel, index, "nowhere")
    with pytest.raises(KeyError, match="1999"):
        leave_one_out(panel, index, year=1999)
