"""Findings as JUnit XML, against Apache Ant's schema."""

from __future__ import annotations

from importlib.resources import files

import pytest
from lxml import etree

from scoreboard.findings import Report, Severity
from scoreboard.findings.renderers.junit import render


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring((files("ub_test_reports") / "schemas/JUnit.xsd").read_bytes()))


def tree_of(report, lines, schema):
    tree = etree.fromstring(render(report, lines).encode("utf-8"))
    schema.assertValid(tree)
    return tree


def test_a_suite_for_each_file_and_a_failure_for_each_error(report, lines, schema):
    tree = tree_of(report, lines, schema)
    counts = {it.get("name"): (it.get("tests"), it.get("failures")) for it in tree}
    assert counts == {"validate": ("1", "0"), "data/AT/sources.yaml": ("1", "0"), "data/AT/x.csv": ("2", "1")}
    failure = tree.find(".//testcase[@name='not-a-number 2:20']/failure")
    assert failure.get("type") == "not-a-number"
    assert failure.text.splitlines()[1] == '    2 | AT,employment_rate,abc,"a, b"'
    assert "2 values flagged u" in tree.find("./testsuite[@name='data/AT/x.csv']/system-out").text


def test_a_clean_report_still_has_a_case(schema):
    tree = tree_of(Report(), None, schema)
    assert [case.get("classname") for case in tree.iter("testcase")] == ["validate"]


def test_every_kind(every_kind, lines, schema):
    tree = tree_of(every_kind, lines, schema)
    assert len(tree.findall(".//failure")) == every_kind.count(Severity.ERROR)


def test_hostile_texts_stay_texts(hostile, schema):
    text, report, lines = hostile
    tree = tree_of(report, lines, schema)
    assert len(list(tree.iter("testcase"))) == 1 + len(report)
    if text.isascii() and text.isprintable():
        assert f"{text}, allowed: {text}" in {it.get("message") for it in tree.iter("failure")}
        assert any(text in it.text for it in tree.iter("failure"))
    assert all(line.isprintable() for it in tree.iter() for line in (it.text or "").split("\n"))
