"""The whole book as one PDF: contents with page numbers, still charts, links within it, tags."""

import re
import shutil
from pathlib import Path

import pytest

from scoreboard.report.figure import chart_html
from scoreboard.report.paper import printing
from scoreboard.report.paper.document import inward
from scoreboard.report.paper.printing import NoBrowserError, find_browser, print_book, to_pdf
from scoreboard.report.paper.stills import still

SAMPLE = Path(__file__).parent / "sample"
PAGES = ["Sample book", "Made in place", "Text only", "Computed chapter", "References"]


@pytest.fixture
def charts(monkeypatch):
    monkeypatch.syspath_prepend(SAMPLE)
    import sample_blocks

    return sample_blocks


@pytest.fixture(scope="module")
def pdf(printed):
    return pytest.importorskip("pypdf").PdfReader(printed)


def titles(outline, depth=0):
    for item in outline:
        if isinstance(item, list):
            yield from titles(item, depth + 1)
        else:
            yield item, depth


def elements(pdf):
    """Every element of the structure for screen readers."""
    waiting = [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += element
        elif isinstance(element, dict):
            yield element
            waiting += [element["/K"]] if "/K" in element else []


@pytest.mark.book
@pytest.mark.browser
def test_contents_name_the_page_on_which_each_chapter_begins(pdf):
    contents = pdf.pages[1].extract_text()
    begins = {item["/Title"]: pdf.get_destination_page_number(item) + 1 for item, _ in titles(pdf.outline)}
    for title in PAGES:
        told = re.search(rf"^{title}\s+(\d+)$", contents, re.MULTILINE)
        assert told, contents
        assert int(told[1]) == begins[title]
        assert title in pdf.pages[begins[title] - 1].extract_text()
    assert len({begins[title] for title in PAGES}) == len(PAGES)  # each on a page of its own


@pytest.mark.book
@pytest.mark.browser
def test_every_page_but_the_cover_has_its_number(pdf):
    assert pdf.pages[0].extract_text().split("\n")[0] == "Integration Scoreboard"
    for position, page in enumerate(pdf.pages):
        lines = [line.strip() for line in page.extract_text().split("\n")]
        assert (str(position + 1) in (lines[0], lines[-1])) == (position > 0), lines


@pytest.mark.book
@pytest.mark.browser
def test_pdf_is_tagged_and_its_charts_say_what_they_show(pdf):
    root = pdf.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "en")
    assert pdf.metadata.title == "Integration Scoreboard"
    said = [element["/Alt"] for element in elements(pdf) if element.get("/S") == "/Figure"]
    assert len(said) == 5, said  # three on the first page, one made in place, one computed
    assert all(len(words) > 20 for words in said)
    assert next(item["/Title"] for item, depth in titles(pdf.outline) if depth == 0) == "Table of Contents"


@pytest.mark.book
@pytest.mark.browser
def test_links_lead_within_the_document_or_to_the_web(pdf):
    links = [note.get_object() for page in pdf.pages for note in page.get("/Annots", ())]
    outside = [link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})]
    assert [address for address in outside if not address.startswith(("http", "mailto"))] == []
    assert sum("/Dest" in link for link in links) >= len(PAGES)


def test_chart_stands_still_with_its_alternative_text(charts, tmp_path):
    chart = charts.ranking(None)
    markup = still(chart_html(chart), tmp_path / "_static")
    said = re.search(r'<img class="sb-still" src="(_static/charts/\w+\.svg)" alt="([^"]+)"/>', markup)
    assert said
    assert said[2] == chart.to_dict(validate=False)["description"]
    assert "Sweden" in (tmp_path / said[1]).read_text("utf-8")
    assert not re.search("<script|<button|<details|<noscript", markup)
    assert "sb-title" in markup


def test_same_chart_is_drawn_once_and_another_apart(charts, tmp_path):
    markup = chart_html(charts.ranking(None))
    still(markup, tmp_path)
    (drawing,) = (tmp_path / "charts").iterdir()
    before = drawing.stat().st_mtime_ns
    still(markup, tmp_path)
    assert drawing.stat().st_mtime_ns == before
    still(markup.replace("46.1", "64.1"), tmp_path)
    assert len(list((tmp_path / "charts").iterdir())) == 2


def test_links_of_a_page_lead_to_a_place_in_the_document():
    pages = {"states/AT", "method"}
    markup = (
        '<a href="../method.html#ranks">m</a><a href="AT.html">a</a><a href="https://e.org/AT.html">e</a>'
    )
    assert inward(markup, "states/BE", pages) == (
        '<a href="#document-method">m</a><a href="#document-states/AT">a</a><a href="https://e.org/AT.html">e</a>'
    )


def test_machine_without_a_browser_is_told_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoBrowserError, match="no browser to print with"):
        find_browser()
    with pytest.raises(NoBrowserError, match="chromium"):
        print_book(tmp_path)


def test_browser_that_is_not_ready_in_time_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "PATIENCE", 0.1)
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 5\n", "utf-8")
    slow.chmod(0o755)
    with pytest.raises(NoBrowserError, match="not ready after"):
        to_pdf(str(slow), tmp_path / "book.html", tmp_path / "book.pdf")


def test_browser_that_prints_nothing_is_told(tmp_path):
    with pytest.raises(NoBrowserError, match="did not print"):
        to_pdf(shutil.which("false"), tmp_path / "book.html", tmp_path / "book.pdf")
