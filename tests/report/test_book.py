"""The built sample book in a browser, as a reader without a network sees it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

PAGES = ["intro.html", "made.html", "chapter.html", "references.html", "text.html", "search.html"]
CHARTS = {"intro.html": 3, "made.html": 1, "chapter.html": 1}
SEEN = re.compile(
    r"""<(?:script|img|iframe|source)[^>]+src=["'](https?:)?//|<link[^>]+href=["'](https?:)?//"""
)

FOREIGN = re.compile(r"""(?:@import\s+["']|url\(\s*["']?)(?:https?:)?//""")


@pytest.mark.parametrize("page", PAGES)
def test_page_asks_nothing_of_a_network(site, page):
    assert not SEEN.search((site / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("style", ["css", "html"])
def test_no_style_loads_from_a_network(site, style):
    texts = [path.read_text(encoding="utf-8") for path in site.rglob(f"*.{style}")]
    assert texts
    assert not [text for text in texts if FOREIGN.search(text)]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("page", CHARTS)
def test_charts_are_drawn_from_a_folder(visit, site, page, mode):
    opened = visit(site / page, mode=mode)
    assert opened.drawn(mode) == CHARTS[page]
    assert opened.outside == []
    assert opened.complaints == []


def test_text_page_loads_no_chart_script(visit, site):
    opened = visit(site / "text.html")
    assert not [url for url in opened.requests if "vega.js" in url or "shapes.js" in url]


def test_chart_page_without_map_loads_no_shapes(visit, site):
    opened = visit(site / "made.html")
    opened.drawn("light")
    assert [url for url in opened.requests if "vega.js" in url]
    assert not [url for url in opened.requests if "shapes.js" in url]


def test_turning_the_page_dark_draws_again(visit, site):
    opened = visit(site / "intro.html")
    opened.drawn("light")
    label = opened.page.locator(".sb-chart .mark-text text").first
    light = label.evaluate("node => getComputedStyle(node).fill")
    opened.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert opened.drawn("dark") == 3
    dark = opened.page.locator(".sb-chart .mark-text text").first.evaluate(
        "node => getComputedStyle(node).fill"
    )
    assert light != dark


def test_state_without_score_is_grey_on_the_map(visit, site):
    opened = visit(site / "intro.html")
    opened.drawn("light")
    layers = opened.page.locator(".sb-chart[data-shapes] g.mark-shape")
    assert layers.count() == 3
    assert layers.nth(1).locator("path").count() == 49
    assert layers.nth(2).locator("path").count() == 9  # of ten states one has no score


@pytest.mark.parametrize("page", PAGES)
def test_nothing_overflows_a_phone(visit, site, page):
    opened = visit(site / page, width=390)
    opened.drawn("light")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert opened.page.evaluate(wide) == 0


@pytest.mark.parametrize(("width", "mode"), [(1280, "light"), (1280, "dark"), (390, "light")])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_no_fault(visit, site, page, width, mode):
    from axe_playwright_python.sync_playwright import Axe

    opened = visit(site / page, width=width, mode=mode)
    opened.drawn(mode)
    faults = Axe().run(opened.page).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults] == []


def test_table_sorts_with_missing_last_in_both_directions(visit, site):
    opened = visit(site / "intro.html")
    table = opened.page.locator("table", has_text="Sample scores, two decimals")
    heading = table.locator("th", has_text="score")
    for direction, first in (("descending", "Sweden"), ("ascending", "Austria")):
        heading.locator("button").click()
        expect(heading).to_have_attribute("aria-sort", direction)
        names = table.locator("tbody th").all_text_contents()
        assert (names[0], names[-1]) == (first, "Poland")


def test_without_scripts_the_page_is_complete(visit, site):
    page = visit(site / "intro.html", java_script_enabled=False).page
    assert page.locator("noscript p").count() == 3
    assert page.locator("tbody tr").count() == 40  # three charts' numbers and the table
    assert page.locator("math").count() >= 3


def test_chart_saves_as_csv(visit, site):
    opened = visit(site / "intro.html")
    opened.drawn("light")
    with opened.page.expect_download() as saving:
        opened.page.locator(".sb-chart").first.get_by_role("button", name="CSV").press("Enter")
    assert saving.value.suggested_filename.endswith(".csv")
    lines = Path(saving.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[:2] == ['"State","Score"', '"Austria","46.1"']
    assert '"Poland",' in lines


def test_second_build_reads_nothing_again(rebuild):
    done = rebuild()
    assert done.returncode == 0
    assert "0 added, 0 changed, 0 removed" in done.stdout


def test_data_that_no_page_shows_have_none_read_again(rebuild, sample_folder):
    (sample_folder / "data").mkdir()
    (sample_folder / "data" / "states.csv").write_text("code\nAT\n", encoding="utf-8")
    done = rebuild()
    assert done.returncode == 0
    assert "0 added, 0 changed, 0 removed" in done.stdout
