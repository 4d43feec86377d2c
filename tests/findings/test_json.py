"""Findings as JSON, against the published schema."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from scoreboard.findings import Place
from scoreboard.findings.renderers.json import render


@pytest.fixture(scope="module")
def schema(root) -> Draft202012Validator:
    published = json.loads((root / "schemas/findings.json").read_text("utf-8"))
    Draft202012Validator.check_schema(published)
    return Draft202012Validator(published)


def test_it_is_complete(report, schema):
    content = json.loads(render(report))
    schema.validate(content)
    assert content["ok"] is False
    assert content["counts"] == {"error": 1, "warning": 1, "information": 1}
    assert content["checked"] == {"observations": 12345, "files": 2}
    assert content["findings"] == [finding.as_dict() for finding in report]
    assert content["findings"][0]["advice"] == "was 12 meant?"


def test_every_kind_passes_the_schema(every_kind, schema):
    schema.validate(json.loads(render(every_kind)))


@pytest.mark.parametrize(("key", "value"), [("line", 0), ("severity", "fatal"), ("level", 6), ("more", 1)])
def test_the_schema_is_closed(report, schema, key, value):
    content = json.loads(render(report))
    content["findings"][0][key] = value
    assert not schema.is_valid(content)


def test_every_character_comes_back_and_none_is_raw(hostile, schema):
    text, report, lines = hostile
    shown = render(report, lines)
    assert all(line.isprintable() for line in shown.split("\n"))
    assert shown.isascii()
    content = json.loads(shown)
    schema.validate(content)
    assert {it["found"] for it in content["findings"]} == {text}
    assert Place(text, 2, 3).file in {it["file"] for it in content["findings"]}
