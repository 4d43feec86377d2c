"""The strict reader: text stays text, nothing is lost, everything keeps its place."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.definitions import read_yaml, suggest, validate
from scoreboard.definitions.models import Index
from scoreboard.definitions.reading import parse_yaml
from scoreboard.definitions.registers import SourceRegister
from scoreboard.findings import Place, Report

TEXT = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=8)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(-1e6, 1e6) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def parsed(text: str):
    report = Report()
    document = parse_yaml(text, "file.yaml", report)
    return document, [(finding.code, str(finding.place), finding.found) for finding in report]


@given(PLAIN)
def test_json_reads_as_it_was_written(value):
    """JSON is a part of YAML; what is quoted there is text, what is not is typed."""
    document, findings = parsed(json.dumps(value, ensure_ascii=False))
    assert findings == []
    assert document.value == value


@given(PLAIN)
def test_agrees_with_pyyaml_where_pyyaml_quotes_what_it_would_misread(value):
    text = yaml.safe_dump({"value": value}, allow_unicode=True)
    document, findings = parsed(text)
    assert findings == []
    assert document.value == yaml.safe_load(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("2019-01-31", "2019-01-31"),
        ("12:30:00", "12:30:00"),
        ("~", "~"),
        ("True", "True"),
        ("1.", "1."),
        (".5", ".5"),
        ("145a", "145a"),
        ("'148'", "148"),
        ('"null"', "null"),
        ("true", True),
        ("null", None),
        ("", None),
        ("148", 148),
        ("-0.5", -0.5),
        ("1e-3", 0.001),
    ],
)
def test_scalars(text, value):
    document, findings = parsed(f"key: {text}")
    assert findings == []
    assert document.value == {"key": value}
    assert type(document.value["key"]) is type(value)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: 1\na: 2", "duplicate-key", "file.yaml:2:1"),
        ("a: {b: 1, b: 2}", "duplicate-key", "file.yaml:1:11"),
        ("a: &x 1\nb: *x", "yaml-feature-refused", "file.yaml:1:4"),
        ("&x a: 1\n*x : 2", "yaml-feature-refused", "file.yaml:1:1"),
        ("a: !!python/name:os.system x", "yaml-feature-refused", "file.yaml:1:4"),
        ("a: &x 1", "yaml-feature-refused", "file.yaml:1:4"),
        ("a: !!int 5", "yaml-feature-refused", "file.yaml:1:4"),
        ("? [a, b]\n: 1", "yaml-feature-refused", "file.yaml:1:3"),
        ("[" * 100_000, "yaml-feature-refused", "file.yaml:1:41"),
        ("- " * 100_000, "yaml-feature-refused", "file.yaml:1:81"),
        ("a: 1\n---\nb: 2", "yaml-feature-refused", "file.yaml:2:1"),
        ("a: [1", "yaml-syntax", "file.yaml:1:4"),
        ('a: "x\nb: 1', "yaml-syntax", "file.yaml:1:4"),
        ("a: b: c", "yaml-syntax", "file.yaml:1:5"),
        ("\tkey: 1", "yaml-syntax", "file.yaml:1:1"),
        ("", "yaml-syntax", "file.yaml:1:1"),
        ("# only a comment", "yaml-syntax", "file.yaml:1:1"),
        ("a: \x00", "yaml-syntax", "file.yaml"),
    ],
)
def test_what_is_refused_names_its_place(text, code, place):
    document, findings = parsed(text)
    assert document is None
    assert (findings[0][0], findings[0][1]) == (code, place)
    assert {found[0] for found in findings} == {code}


def test_several_faults_come_at_once():
    _, findings = parsed("a: &x 1\nb: !tag 3\nc: *x")
    assert [place for _, place, _ in findings] == ["file.yaml:1:4", "file.yaml:2:4", "file.yaml:3:4"]
    _, findings = parsed("a: 1\na: 2\nb: 3\nb: 4")
    assert [place for _, place, _ in findings] == ["file.yaml:2:1", "file.yaml:4:1"]


def test_places_point_at_keys_and_items():
    document, _ = parsed("first: 1\nlist:\n  - one\n  - key: value\n")
    assert document.place(("list",)) == Place("file.yaml", 2, 1)
    assert document.place(("list", 0)) == Place("file.yaml", 3, 5)
    assert document.place(("list", 1, "key")) == Place("file.yaml", 4, 5)
    assert document.place(("list", 1, "absent", 7)) == Place("file.yaml", 4, 5)
    assert document.place(("absent",)) == Place("file.yaml", 1, 1)


@given(st.binary(max_size=200))
def test_random_bytes_give_a_document_or_findings(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "random.yaml"
    path.write_bytes(content)
    report = Report()
    document = read_yaml(path, "random.yaml", report)
    assert (document is None) == bool(len(report))
    if document:
        validate(document, Index, report)
        assert not report.ok


@given(st.text(st.sampled_from("abc:-[]{}&*!|>'\"%@#?, \n\t019.~<"), max_size=60))
def test_random_yaml_gives_a_document_or_findings(text):
    document, findings = parsed(text)
    assert (document is None) == bool(findings)


def test_a_file_that_is_not_there(tmp_path):
    report = Report()
    assert read_yaml(tmp_path / "no.yaml", "no.yaml", report) is None
    assert [finding.code for finding in report] == ["file-missing"]


def test_unknown_keys_are_suggested_at_every_depth():
    keys = ("provider", "titel", "title", "licence", "attribution", "url")
    document, _ = parsed("datasets:\n  survey:\n" + "".join(f"    {key}: x\n" for key in keys))
    report = Report()
    assert validate(document, SourceRegister, report) is None
    (finding,) = report
    assert (finding.code, str(finding.place)) == ("unknown-key", "file.yaml:4:5")
    assert finding.advice == "did you mean 'title'?"


def test_suggest():
    assert suggest("educaton", ["health", "education"]) == "did you mean 'education'?"
    assert suggest("xyz", ["b", "a"]) == "there is: a, b"
    assert suggest("xyz", []) == ""
    assert suggest("zz", [f"code_{number:02}" for number in range(20)]).endswith("code_11, …")
