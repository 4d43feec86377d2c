"""Findings as text, JSON and GitHub's annotations."""

from __future__ import annotations

import json

from scoreboard.findings import Place, Report, catalogue
from scoreboard.findings.render import as_github, as_json, as_text, summary


def one_of_each() -> Report:
    report = Report()
    report.add("not-a-number", Place("data/AT/x.csv", 2, 5), "value = 'abc'", "a number", "was 12 meant?")
    report.add("unused-source", Place("data/AT/sources.yaml"), "'A, B: 100%'")
    report.add("low-reliability", Place("data/AT/x.csv", 3, 9), "2 values flagged u")
    report.checked.update(observations=12345, files=2)
    return report


def test_text():
    advice = catalogue()["unused-source"].advice
    assert as_text(one_of_each()).splitlines() == [
        "data/AT/x.csv:2:5  not-a-number  value = 'abc', allowed: a number",
        "    was 12 meant?",
        "data/AT/sources.yaml  unused-source  'A, B: 100%'",
        f"    {advice}",
        "data/AT/x.csv:3:9  low-reliability  2 values flagged u",
        "12,345 observations, 2 files checked: 1 error, 1 warning, 1 remark",
    ]


def test_text_shows_every_error_and_the_first_warnings_of_each_kind():
    report = Report()
    for line in range(1, 11):
        report.add("not-a-number", Place("x.csv", line, 1), "value = 'x'")
        report.add("break-in-series", Place("x.csv", line, 2), "break in 1 series")
    text = as_text(report)
    assert text.count("not-a-number") == 10
    assert text.count("  break-in-series  ") == 3
    assert "… and 7 more break-in-series (warning)" in text
    assert as_text(report, everything=True).count("  break-in-series  ") == 10


def test_paint_touches_codes_only():
    text = as_text(one_of_each(), paint=lambda text, severity: f"<{severity}:{text}>")
    assert "<error:not-a-number>" in text
    assert "<warning:unused-source>" in text


def test_json_parses_and_is_complete():
    content = json.loads(as_json(one_of_each()))
    assert content["ok"] is False
    assert content["counts"] == {"error": 1, "warning": 1, "information": 1}
    assert content["checked"] == {"observations": 12345, "files": 2}
    first = content["findings"][0]
    assert (first["file"], first["line"], first["column"]) == ("data/AT/x.csv", 2, 5)
    assert first["advice"] == "was 12 meant?"


def test_github_annotations_are_escaped():
    lines = as_github(one_of_each()).splitlines()
    assert lines[0] == (
        "::error file=data/AT/x.csv,line=2,col=5,title=not-a-number::value = 'abc', allowed: a number%0Awas 12 meant?"
    )
    assert lines[1].startswith("::warning file=data/AT/sources.yaml,title=unused-source::'A, B: 100%25'%0A")
    assert len(lines) == 3


def test_nothing_found_still_says_what_was_looked_at():
    assert summary(Report()) == "nothing checked: 0 errors, 0 warnings, 0 remarks"
