"""Findings as one page, read by a real browser from a folder."""

from __future__ import annotations

import re

import pytest

from scoreboard.findings import Place, Report
from scoreboard.findings.renderers import html


@pytest.fixture
def opened(visit, tmp_path):
    """Open a rendered report."""

    def show(report, lines=None, **options):
        path = tmp_path / "findings.html"
        path.write_text(html.render(report, lines), "utf-8")
        return visit(path, **options)

    return show


def test_the_page_holds_everything_and_loads_nothing(report, lines):
    page = html.render(report, lines)
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|img|link|iframe)[^>]*(src|href)=", page)
    assert "http://" not in page
    assert "https://" not in page


def test_a_clean_report_says_what_was_looked_at():
    page = html.render(Report())
    assert "There is no error. nothing checked" in page
    assert "<table" not in page


def test_a_long_list_says_how_much_it_shows(monkeypatch):
    monkeypatch.setattr(html, "LISTED", 2)
    report = Report()
    for line in range(1, 6):
        report.add("not-a-number", Place("x.csv", line, 1), "x")
    page = html.render(report)
    assert "2 of 5 findings are listed." in page
    assert page.count('class="severity error"') == 2


@pytest.mark.browser
def test_the_cell_is_marked_in_its_row(opened, report, lines):
    page = opened(report, lines).page
    row = page.locator("#list tbody tr").first
    assert row.locator("pre").inner_text() == 'AT,employment_rate,abc,"a, b"'
    assert row.locator("mark").inner_text() == "abc"
    assert row.locator("th").inner_text() == "data/AT/x.csv:2:20"
    assert page.locator("dt").all_inner_texts() == ["not-a-number", "unused-source", "low-reliability"]


@pytest.mark.browser
def test_the_summaries_count_by_state_indicator_and_level(opened, report, lines):
    page = opened(report, lines).page
    tables = page.locator(".summaries table")
    told = [
        [" ".join(row.split()) for row in table.locator("tbody tr").all_inner_texts()]
        for table in tables.all()
    ]
    assert told == [
        ["AT 1 1 1"],
        ["employment_rate 0 0 1", "– 1 1 0"],
        ["1 within a dataset 1 1 1"],
    ]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("choices", "left"),
    [
        ({"severity": "warning"}, ["unused-source"]),
        ({"code": "low-reliability"}, ["low-reliability"]),
        ({"state": "AT", "severity": "error"}, ["not-a-number"]),
        ({"severity": "error", "code": "unused-source"}, []),
    ],
)
def test_filters(opened, report, lines, choices, left):
    page = opened(report, lines).page
    for name, value in choices.items():
        page.locator(f"select[name={name}]").select_option(value)
    shown = page.locator("#list tbody tr:visible td:nth-of-type(2)")
    assert shown.all_inner_texts() == left
    assert page.locator("#count").inner_text() == f"{len(left)} of 3 findings match."


@pytest.mark.browser
def test_without_a_script_the_list_is_whole(opened, report, lines):
    page = opened(report, lines, java_script_enabled=False).page
    assert page.locator("#list tbody tr:visible").count() == 3
    assert not page.locator("#filters").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_fault_and_nothing_overflows(opened, every_kind, lines, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    visited = opened(every_kind, lines, width=width, color_scheme=scheme, bypass_csp=True)
    faults = Axe().run(visited.page).response["violations"]
    assert [(fault["id"], [node["html"][:200] for node in fault["nodes"]][:3]) for fault in faults] == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert visited.page.evaluate(wide) == 0


@pytest.mark.browser
def test_hostile_texts_stay_texts(opened, hostile):
    text, report, lines = hostile
    visited = opened(report, lines)
    page = visited.page
    assert page.locator("#list tbody tr").count() == len(report)
    assert page.locator("script").count() == 1
    assert page.locator("b").count() == 0
    found = page.locator("#list tbody tr td:last-child p:first-child").all_text_contents()
    assert all(line.isprintable() for line in found)
    if text.isascii() and text.isprintable():
        assert found == [f"{text}, allowed: {text}"] * len(report)
    assert visited.outside == []
    assert visited.complaints == []
