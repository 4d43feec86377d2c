"""Health of indicators/: each test also says how much it looked at, so that none passes on nothing."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from scoreboard.definitions import DOMAINS, leaves, walk
from scoreboard.definitions.models import PolicyIndicator, StatisticIndicator


@pytest.fixture(scope="module")
def indicators(project):
    return project.framework.indicators


def of_lens(indicators, lens):
    return {code: it for code, it in indicators.items() if it.lens == lens}


def test_every_file_is_an_indicator_in_the_folder_of_its_domain(project, indicators):
    files = {path.stem: path.parent.name for path in (project.root / "indicators").glob("*/*.yaml")}
    assert files == {code: it.domain for code, it in indicators.items()}
    assert set(files.values()) == set(DOMAINS)
    assert len(files) > 100


def test_the_lenses_have_the_indicators_they_promise(indicators):
    assert len(of_lens(indicators, "policy")) == 41
    assert len(of_lens(indicators, "outcome")) >= 24
    assert len(of_lens(indicators, "context")) >= 5
    assert {it.domain for it in of_lens(indicators, "outcome").values()} == set(DOMAINS)


def test_scored_indicators_have_at_least_two_worked_examples(indicators):
    scored = [it for it in indicators.values() if it.lens != "context"]
    assert [it.code for it in scored if len(it.examples) < 2] == []
    assert len(scored) > 60


def test_examples_of_policy_items_show_different_answers(indicators):
    alike = [
        code
        for code, it in of_lens(indicators, "policy").items()
        if len({example.level for example in it.examples}) < 2
    ]
    assert alike == []


@pytest.mark.parametrize("lens", ["policy", "outcome"])
def test_every_scored_indicator_stands_in_its_tree_once(project, indicators, lens):
    overall, *beside = project.framework.indices[lens].tree
    below = Counter(leaves(overall))
    apart = Counter(code for root in beside for code in leaves(root))
    assert set(below) | set(apart) == set(of_lens(indicators, lens))
    assert set(below.values()) == {1}
    assert set(apart.values()) <= {1}


def test_domain_nodes_are_named_like_the_domains(project):
    for index in project.framework.indices.values():
        names = {node.node for _, node in walk(index.tree) if node.node}
        assert set(DOMAINS) <= names
        assert index.tree[0].node == "overall"


def test_the_housing_policy_score_is_a_proxy_beside_the_overall(project):
    housing = project.framework.nodes["policy", "housing"]
    assert housing.proxy
    assert housing in project.framework.policy.tree


def test_context_is_never_scored(project, indicators):
    trees = {
        code for index in project.framework.indices.values() for root in index.tree for code in leaves(root)
    }
    assert trees.isdisjoint(of_lens(indicators, "context"))
    assert all(
        it.direction == "none" and it.goalposts is None for it in of_lens(indicators, "context").values()
    )


def test_references_exist(project, indicators):
    bibliography = (project.root / "book/references.bib").read_text("utf-8")
    known = set(re.findall(r"@\w+\{([^,\s]+),", bibliography))
    named = {key for it in indicators.values() for key in it.references}
    named |= {key for dataset in project.framework.datasets.values() for key in dataset.references}
    assert named <= known
    assert len(named) >= 10
    assert all(it.references for it in of_lens(indicators, "policy").values())


def test_texts_for_readers_are_sentences(indicators):
    for code, it in indicators.items():
        assert len(it.title) <= 60, code
        assert it.why.endswith("."), code
        texts = [it.question] if isinstance(it, PolicyIndicator) else [it.definition]
        assert all(text[-1] in ".?" for text in texts), code


def test_goalposts_lie_within_what_is_possible_and_say_why(indicators):
    levels = [
        it
        for it in indicators.values()
        if isinstance(it, StatisticIndicator) and it.goalposts and it.possible
    ]
    assert len(levels) > 15
    for it in levels:
        assert it.possible.low <= it.goalposts.low < it.goalposts.high <= it.possible.high, it.code
        assert len(it.goalposts.reason) > 30, it.code


def test_declared_exceptions_are_those_of_the_method(indicators):
    exceptions = {
        (code, exception.score, exception.states)
        for code, it in of_lens(indicators, "policy").items()
        for exception in it.exceptions
    }
    assert {(score, states) for _, score, states in exceptions} == {(75, ("BE",))}
    assert len(exceptions) == 2
