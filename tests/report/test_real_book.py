"""The real book in _build/html, as `make report` leaves it: what a policymaker opens."""

import re
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from scoreboard import Project

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"

pytestmark = [
    pytest.mark.book,
    pytest.mark.skipif(not (SITE / "intro.html").is_file(), reason="no book in _build/html: run make report"),
]

KINDS = [
    "intro.html",
    "domains/labour_market.html",
    "domains/housing.html",
    "overview.html",
    "women_and_men.html",
    "evaluation.html",
    "states/index.html",
    "states/AT.html",
    "states/LI.html",
    "policy_questions.html",
    "commitments.html",
    "practices.html",
    "what_if.html",
    "compare.html",
    "codebook/index.html",
    "codebook/employment_gap_citizenship.html",
    "codebook/bad_health_citizenship.html",
    "codebook/work_rights_by_permit.html",
    "codebook/teachers_for_diversity.html",
    "codebook/hate_crimes_recorded.html",
    "findings/index.html",
    "findings/decimal-comma.html",
    "method.html",
    "audit.html",
    "data.html",
    "glossary.html",
    "references.html",
    "cite.html",
    "translations.html",
    "404.html",
    "search.html",
    "genindex.html",
]
"""One page of every kind, the thin ones included."""
NOT_SEEN = 25
"""Pixels, a line of text: what the space kept for a chart may be wrong by."""


class Links(HTMLParser):
    """The links, sources and identifiers of a page."""

    def __init__(self):
        super().__init__()
        self.targets, self.loaded, self.ids = set(), set(), set()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids |= {values.get("id"), values.get("name")} - {None}
        if tag == "a" and values.get("href"):
            self.targets.add(values["href"])
        if tag in ("script", "img", "iframe", "source") and values.get("src"):
            self.loaded.add(values["src"])
        if tag == "link" and values.get("rel") != "canonical" and values.get("href"):
            self.loaded.add(values["href"])


@pytest.fixture(scope="module")
def pages():
    parsed = {}
    for path in SITE.rglob("*.html"):
        parsed[path] = Links()
        parsed[path].feed(path.read_text(encoding="utf-8"))
    return parsed


@pytest.fixture(scope="module")
def project():
    return Project(ROOT)


def test_every_state_and_indicator_has_its_page(project):
    scored = {state for lens in project.framework.indices for state in _scored(project, lens)}
    assert len(scored) >= 38
    assert scored == {path.stem for path in (SITE / "states").glob("*.html")} - {"index"}
    assert set(project.framework.indicators) <= {path.stem for path in (SITE / "codebook").glob("*.html")}


def _scored(project, lens):
    frame = project.scores(lens).frame
    return set(frame[frame["score"].notna()]["state"])


def test_no_link_is_broken(pages):
    broken = defaultdict(set)
    checked = 0
    for path, links in pages.items():
        for target in links.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            goal = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            checked += 1
            known = pages[goal].ids if goal in pages else None
            # the theme's "back to top" and empty anchors lead nowhere by design; a=b is a setting of the page
            place = "" if "=" in parts.fragment else parts.fragment
            if not goal.exists() or (known is not None and place and place not in known):
                broken[path.name].add(target)
    assert checked > 1000
    assert dict(broken) == {}


def test_nothing_loads_from_a_network(pages):
    assert len(pages) > 150
    outside = {url for links in pages.values() for url in links.loaded if re.match(r"(https?:)?//", url)}
    assert outside == set()


def seen_to_move(opened):
    """Return how far the space kept for a chart is wrong, of those where a reader sees things move."""
    return [pixels for pixels in opened.moves() if not abs(pixels) <= NOT_SEEN]


@pytest.mark.browser
@pytest.mark.parametrize("page", KINDS)
def test_page_works_from_a_folder(visit, page):
    opened = visit(SITE / page)
    opened.drawn("light")
    assert opened.outside == []
    assert opened.complaints == []
    assert seen_to_move(opened) == []


@pytest.mark.browser
@pytest.mark.parametrize("page", KINDS)
def test_page_fits_a_phone(visit, page):
    opened = visit(SITE / page, width=390)
    opened.drawn("light")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert opened.page.evaluate(wide) == 0
    assert seen_to_move(opened) == []


@pytest.mark.browser
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("page", KINDS)
def test_axe_finds_no_fault(visit, page, mode):
    opened = visit(SITE / page, mode=mode)
    opened.drawn(mode)
    assert opened.faults() == []


@pytest.mark.browser
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_no_fault_in_what_was_searched(visit, mode):
    opened = visit(SITE / "search.html", mode=mode)
    opened.page.goto(f"{(SITE / 'search.html').as_uri()}?q=employment")
    opened.page.wait_for_selector("ul.search li a")
    assert opened.faults() == []


@pytest.mark.browser
def test_every_chart_says_its_finding_and_has_its_numbers(visit):
    opened = visit(SITE / "domains/labour_market.html")
    opened.drawn("light")
    figures = opened.page.locator("figure.sb-chart")
    assert figures.count() >= 8
    for position in range(figures.count()):
        figure = figures.nth(position)
        assert figure.locator(".sb-title").inner_text()
        assert figure.locator("details.sb-data tbody tr").count() > 0
        assert len(figure.locator("svg.marks").get_attribute("aria-label")) > 40


@pytest.mark.browser
def test_charts_far_away_wait_for_the_reader(visit):
    opened = visit(SITE / "domains/labour_market.html", width=390)
    last = opened.page.locator(".sb-chart").last
    assert last.get_attribute("data-drawn") is None
    last.scroll_into_view_if_needed()
    opened.page.wait_for_function("it => it.dataset.drawn === 'light'", arg=last.element_handle())


@pytest.mark.browser
def test_all_charts_come_when_the_reader_only_waits(visit):
    opened = visit(SITE / "states/AT.html", width=390)
    opened.page.wait_for_function("!document.querySelector('.sb-chart:not([data-drawn])')")
    assert opened.page.locator(".sb-chart svg.marks").count() > 3
    assert opened.complaints == []


def test_the_scores_of_a_page_are_those_of_the_engine(project):
    """The table of a state holds, unrounded, what `scoreboard score` gives."""
    text = (SITE / "states/SE.html").read_text(encoding="utf-8")
    score = project.scores("policy").explain("SE", 2019, "education").score
    shown = [float(value) for value in re.findall(r'data-value="([-0-9.e]+)"', text)]
    assert any(abs(value - score) < 1e-9 for value in shown)


def test_thin_domains_say_so_and_proxies_are_marked():
    housing = (SITE / "domains/housing.html").read_text(encoding="utf-8")
    assert "Not enough data" in housing
    for page in ("intro.html", "domains/housing.html", "states/AT.html", "method.html"):
        assert "proxy" in (SITE / page).read_text(encoding="utf-8"), page
