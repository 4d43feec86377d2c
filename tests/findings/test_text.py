"""Findings as text for people."""

from __future__ import annotations

from scoreboard.findings import Place, Report, catalogue
from scoreboard.findings.renderers.text import render
from scoreboard.findings.renderers.words import summary


def test_place_code_line_caret_and_advice(report, lines):
    assert render(report, lines).splitlines() == [
        "data/AT/x.csv:2:20  not-a-number  value = 'abc', allowed: a number",
        '    2 | AT,employment_rate,abc,"a, b"',
        "      |                    ^^^",
        "    was 12 meant?",
        "data/AT/sources.yaml  unused-source  'A, B: 100%'",
        f"    {catalogue()['unused-source'].advice}",
        "data/AT/x.csv:3:25  low-reliability  2 values flagged u",
        "12,345 observations, 2 files checked: 1 error, 1 warning, 1 remark",
    ]


def test_without_the_project_no_line_is_shown(report):
    assert " | " not in render(report)


def test_every_error_and_the_first_warnings_of_each_kind():
    report = Report()
    for line in range(1, 11):
        report.add("not-a-number", Place("x.csv", line, 1), "value = 'x'")
        report.add("break-in-series", Place("x.csv", line, 2), "break in 1 series")
    text = render(report)
    assert text.count("not-a-number") == 10
    assert text.count("  break-in-series  ") == 3
    assert "… and 7 more break-in-series (warning)" in text
    assert render(report, everything=True).count("  break-in-series  ") == 10


def test_paint_touches_codes_and_carets_only(report, lines):
    text = render(report, lines, paint=lambda text, severity: f"<{severity}:{text}>")
    assert "<error:not-a-number>" in text
    assert "      |                    <error:^^^>" in text
    assert text.count("<error:") == 2


def test_the_gutter_is_as_wide_as_the_number(tmp_path):
    from scoreboard.findings import Lines

    (tmp_path / "x.csv").write_text("a,b\n" * 1000, "utf-8")
    report = Report()
    report.add("not-a-number", Place("x.csv", 1000, 3), "b")
    shown = render(report, Lines(tmp_path)).splitlines()
    assert shown[1:3] == ["    1000 | a,b", "         |   ^"]


def test_nothing_found_still_says_what_was_looked_at():
    assert summary(Report()) == "nothing checked: 0 errors, 0 warnings, 0 remarks"


def test_no_character_of_a_file_reaches_a_terminal_unseen(hostile):
    _, report, lines = hostile
    text = render(report, lines, everything=True)
    assert all(line.isprintable() for line in text.split("\n"))
    assert sum(not line.startswith("    ") for line in text.split("\n")) == len(report) + 1
    text.encode("utf-8")
