"""Health of what law and practice put on record; each test says how much it looked at."""

from __future__ import annotations

import csv

from scoreboard.records.practices import EVIDENCE, RESULTS


def rows(project) -> list[dict[str, str]]:
    with (project.root / "data/commitments.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_position_was_read_and_has_a_source(project):
    commitments = project.commitments()
    assert len(commitments.positions) == len(rows(project)) == 284
    assert all(it.sources and set(it.sources) <= set(commitments.sources) for it in commitments.positions)
    assert set(commitments.treaties) == {
        "ILO-C097", "ILO-C143", "ICRMW", "ICERD", "ETS-093", "ETS-144", "ETS-163", "ETS-166", "ETS-177",
    }  # fmt: skip


def test_general_knowledge_is_called_so(project):
    unsourced = [it for it in project.commitments().positions if "UNSOURCED" in it.sources]
    assert len(unsourced) == 14
    assert {it.confidence for it in unsourced} == {"unsourced"}


def test_known_positions(project):
    matrix = project.commitments().matrix()
    assert matrix.loc["AT", "ICERD"] == matrix.loc["NL", "ETS-177"] == "party"
    assert matrix.loc["DE", "ETS-177"] == "signatory"
    assert matrix.loc["AT", "ICRMW"] == "none"
    assert (matrix.loc["XK"] == "not_verified").all()
    assert (matrix["ETS-093"] == "none").sum() == 0  # who has not joined was not looked up


def test_every_treaty_is_explained_in_two_sentences(project):
    for treaty in project.commitments().treaties.values():
        assert treaty.explanation.count(". ") + treaty.explanation.endswith(".") == 2, treaty.short


def test_every_practice_bears_on_an_item_and_is_found_again(project):
    practices = list(project.practices())
    assert len(practices) == len(list((project.root / "practices").glob("*.yaml"))) >= 20
    for it in practices:
        assert set(it.items) <= set(project.framework.indicators), it.code
        assert it.source.doi or it.source.url, it.code
        assert it.confidence == "from_memory" or (it.read and it.basis), it.code


def test_no_figure_is_from_memory(project):
    remembered = [it for it in project.practices() if it.confidence == "from_memory"]
    assert remembered
    assert all(it.evaluation is None or it.evaluation.effects == () for it in remembered)


def test_the_register_is_not_a_list_of_successes(project):
    results = {it.evaluation.result for it in project.practices() if it.evaluation}
    assert results == set(RESULTS)
    assert set(project.practices().counts()) == set(EVIDENCE)


def test_precedents_are_found_in_every_policy_domain(project):
    found = project.precedents()
    domains = {project.framework.indicators[code].domain for code in found["indicator"]}
    assert len(found) > 50
    assert {"labour_market", "education", "health", "anti_discrimination"} <= domains
    assert (found["before_year"] < found["year"]).all()
