"""What readers do with a page of the sample book: save, share, embed, look words up, search."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

CHARTS = ["intro.html", "chapter.html", "made.html"]


def first_chart(visit, site, page="intro.html", **options):
    opened = visit(site / page, **options)
    opened.drawn("light")
    return opened, opened.page.locator(".sb-chart").first


@pytest.mark.parametrize("page", CHARTS)
def test_picture_is_saved_with_its_title_whatever_the_page_looks_like(visit, site, page):
    opened = visit(site / page, mode="dark")
    opened.drawn("dark")
    figure = opened.page.locator(".sb-chart").first
    with opened.page.expect_download() as saving:
        figure.get_by_role("button", name="SVG").click()
    svg = Path(saving.value.path()).read_text(encoding="utf-8")
    ElementTree.fromstring(svg)
    first_words = " ".join(figure.locator(".sb-title").inner_text().split()[:3])
    assert first_words in svg
    assert 'fill="white"' in svg
    assert opened.page.locator(".sb-paper").count() == 0
    assert opened.complaints == []


def test_picture_is_saved_as_png_sharp_enough_for_paper(visit, site):
    opened, figure = first_chart(visit, site)
    with opened.page.expect_download() as saving:
        figure.get_by_role("button", name="PNG").click()
    content = Path(saving.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20], "big") >= 1200  # width in pixels


def test_link_leads_to_the_chart(visit, site):
    opened, figure = first_chart(visit, site)
    opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    figure.get_by_role("button", name="Copy link").click()
    opened.page.wait_for_function("() => document.querySelector('.sb-tools [role=status]').textContent")
    copied = opened.page.evaluate("navigator.clipboard.readText()")
    name = figure.get_attribute("id")
    assert name
    assert copied == f"{(site / 'intro.html').as_uri()}#{name}"


def test_embedded_chart_stands_alone_and_is_drawn(visit, site):
    _, figure = first_chart(visit, site)
    opened = visit(site / "intro.html")
    opened.page.goto(f"{(site / 'intro.html').as_uri()}?figure={figure.get_attribute('id')}")
    opened.drawn("light")
    alone = opened.page.locator(".sb-shown")
    assert alone.locator("svg.marks").is_visible()
    assert not opened.page.locator("h1").first.is_visible()
    assert alone.bounding_box()["y"] == 0


@pytest.mark.parametrize("page", CHARTS)
def test_charts_of_a_page_have_different_names(visit, site, page):
    opened, _ = first_chart(visit, site, page)
    names = opened.page.eval_on_selector_all(".sb-chart", "all => all.map((each) => each.id)")
    assert all(names)
    assert len(set(names)) == len(names)


def test_search_finds_words_without_a_server(visit, site):
    opened = visit(site / "search.html")
    opened.page.goto(f"{(site / 'search.html').as_uri()}?q=formulas")
    opened.page.wait_for_selector("ul.search li a")
    assert opened.outside == []


def test_address_without_a_page_leads_home(visit, site):
    opened = visit(site / "404.html")
    assert opened.page.locator("article h1").inner_text().startswith("Page not found")
    opened.page.get_by_role("link", name="Go to the start page").click()
    expect(opened.page).to_have_url(re.compile("intro.html$"))


def test_index_leads_to_the_first_page(visit, site):
    opened = visit(site / "index.html")
    opened.page.wait_for_url("**/intro.html")


def test_page_says_what_a_link_to_it_shows(visit, site):
    page = visit(site / "intro.html").page
    for name in ("og:title", "og:description", "og:site_name", "og:locale"):
        assert page.locator(f'meta[property="{name}"]').get_attribute("content"), name
    assert page.locator('meta[name="description"]').count() == 1
    assert page.locator("html").get_attribute("lang") == "en"


def test_files_beside_the_pages_are_there(site):
    pages = ElementTree.parse(site / "sitemap.xml").getroot()
    listed = {place.text for place in pages.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert {"intro.html", "made.html"} <= listed
    assert "404.html" not in listed
    for path in listed:
        assert (site / path).is_file()


SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_term_explains_itself_to_keyboard_and_pointer(visit, site):
    opened, _ = first_chart(visit, site, "made.html", width=390)
    page = opened.page
    link = page.locator(".sb-term > a", has_text="coverage")
    tip = page.locator(".sb-tip")
    assert not tip.is_visible()
    link.focus()
    expect(tip).to_be_visible()
    expect(tip).to_have_text("Share of the weight for which there is a score.")
    assert link.get_attribute("aria-describedby") == tip.get_attribute("id")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.evaluate(SETTLED)  # a scroll event comes a frame after the scrolling
    link.hover()
    page.evaluate(SETTLED)
    tip.hover()
    page.evaluate(SETTLED)
    assert tip.is_visible()
    assert tip.bounding_box()["x"] + tip.bounding_box()["width"] <= 390
    before = tip.bounding_box()["y"] - link.bounding_box()["y"]
    page.evaluate("document.scrollingElement.dispatchEvent(new Event('scroll', {bubbles: true}))")
    assert tip.is_visible(), "scrolling does not take an explanation away while its term is there"
    assert tip.bounding_box()["y"] - link.bounding_box()["y"] == before
    page.mouse.move(1, 1)
    expect(tip).to_be_hidden()
