"""Large moves need an approval or an explanation of this very edition."""

from __future__ import annotations

import pytest

from scoreboard.analysis.comparison import compare, judge
from scoreboard.definitions.models import Approval, Explanation, MoveGate

from .conftest import with_cells, with_index, with_indicator, with_node

REVISED = {("AT", "job_access", 2019, "TOTAL"): 50}  # labour market −50, overall −16.7
GONE = {("AT", "job_access", 2019, "TOTAL"): None}  # labour market vanishes, overall −17.5


def gate(approved=(), explained=(), threshold=10):
    return MoveGate(
        threshold=threshold,
        reason="a test",
        approved=[Approval(state="AT", year=2019, node=node, reason="the law changed") for node in approved],
        explained=[Explanation(part=part, reason="the law changed") for part in explained],
    )


def verdict(panel, cells=REVISED, base=None, **settings):
    head = with_index(with_cells(panel, cells), "policy", compare=gate(**settings))
    return judge(compare(base or panel, head))


def open_nodes(result):
    return {move.node for move in result.open_moves}


def test_an_index_without_a_gate_lets_everything_pass(panel):
    result = judge(compare(panel, with_cells(panel, REVISED)))
    assert (result.ok, result.gated) == (True, 0)


@pytest.mark.parametrize(
    ("settings", "nodes"),
    [
        ({}, {"labour_market", "overall"}),
        ({"threshold": 20}, {"labour_market"}),
        ({"threshold": 60}, set()),
        ({"approved": ["labour_market"]}, {"overall"}),
        ({"approved": ["labour_market", "overall"]}, set()),
        ({"explained": ["revised"]}, set()),
        ({"explained": ["goalposts"]}, {"labour_market", "overall"}),
    ],
)
def test_a_large_move_needs_a_word(panel, settings, nodes):
    result = verdict(panel, **settings)
    assert open_nodes(result) == nodes
    assert result.ok == (not nodes)


def test_only_published_nodes_are_gated(panel):
    # school access of AT 50 → 100 moves education by 37.5, and is itself an indicator
    result = verdict(panel, {("AT", "school_access", 2019, "TOTAL"): 100}, threshold=30)
    assert open_nodes(result) == {"education"}


def test_a_score_that_vanishes_needs_a_word_at_any_threshold(panel):
    assert open_nodes(verdict(panel, GONE, threshold=90)) == {"labour_market"}
    assert verdict(panel, GONE, threshold=90, explained=["revised"]).ok
    assert verdict(panel, GONE, threshold=90, approved=["labour_market"]).ok


def test_what_is_explained_does_not_hide_the_rest(panel):
    # goalposts −10 on the indicator are meant, but the value was changed besides
    head = with_indicator(panel, "overcrowding_rate", goalposts={"high": 20.0})  # AT 2019: 75 → 50
    head = with_index(head, "outcome", compare=gate(explained=["goalposts"]))
    assert judge(compare(panel, head)).ok
    wrong = with_cells(head, {("AT", "overcrowding_rate", 2019, "FOR"): 18})
    result = judge(compare(panel, wrong))
    assert {(move.state, move.node) for move in result.open_moves} == {("AT", "housing"), ("AT", "overall")}


def test_an_entry_of_the_base_edition_is_spent(panel):
    words = {"approved": ["labour_market"], "explained": ["revised"]}
    base = with_index(panel, "policy", compare=gate(**words))
    assert open_nodes(verdict(panel, base=base, **words)) == {"labour_market", "overall"}
    assert verdict(panel, base=panel, **words).ok


def test_an_entry_that_nothing_needs_is_named(panel):
    result = verdict(panel, approved=["labour_market", "overall", "education"], explained=["new"])
    assert result.ok
    assert result.idle == (("policy", "approved: AT, education, 2019"), ("policy", "explained: new"))


def test_an_explanation_may_concern_one_node(panel):
    entry = Explanation(part="definition", node="education", reason="a better balance")
    settings = MoveGate(threshold=1, reason="a test", explained=[entry])
    head = with_index(with_node(panel, "policy", "school_access", weight=1.0), "policy", compare=settings)
    assert open_nodes(judge(compare(panel, head))) == {"overall"}


def test_a_domain_that_is_taken_out_needs_a_word(panel):
    overall, housing = panel.framework.policy.tree
    fewer = overall.model_copy(update={"children": overall.children[1:]})
    head = with_index(panel, "policy", tree=(fewer, housing), compare=gate(threshold=99))
    assert open_nodes(judge(compare(panel, head))) == {"labour_market"}
