"""What pages load: icons from a style, no search index, no style without a use, no script that is waited for."""

import re
from html.parser import HTMLParser

import pytest

from scoreboard.report import icons
from scoreboard.report.site import loading

NOT_ICONS = {"fa-solid", "fa-lg"}


class Loaded(HTMLParser):
    """Scripts and styles of a page, and the icons that it shows."""

    def __init__(self, page):
        super().__init__()
        self.scripts, self.styles, self.icons = {}, set(), set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.icons |= {it for it in (values.get("class") or "").split() if it.startswith("fa-")} - NOT_ICONS
        if tag == "script" and "src" in values:
            self.scripts[name(values["src"])] = values
        if tag == "link" and values.get("rel") == "stylesheet":
            self.styles.add(name(values["href"]))


def name(address):
    return re.sub(r"\?.*", "", address).rsplit("/", 1)[-1]


@pytest.mark.parametrize("page", ["intro.html", "text.html", "chapter.html", "search.html"])
def test_no_script_is_waited_for_and_none_is_without_use(site, page):
    loaded = Loaded(site / page)
    assert len(loaded.scripts) > 5
    assert [file for file, values in loaded.scripts.items() if "defer" not in values] == []
    index = {f"{it}.js" for it in loading.NOT_LOADED}
    assert index & loaded.scripts.keys() == (index - {"fontawesome.js"} if page == "search.html" else set())


def test_styles_are_loaded_where_they_have_a_use(site):
    text, chapter = Loaded(site / "text.html"), Loaded(site / "chapter.html")
    assert not [file for file in text.styles if file.startswith("mystnb")]
    assert [file for file in chapter.styles if file.startswith("mystnb")]
    assert {"basic.css", "scoreboard.css"} <= text.styles


def test_every_icon_of_a_page_is_drawn(site):
    shown = set().union(*(Loaded(page).icons for page in site.rglob("*.html")))
    assert len(shown) > 4
    assert shown <= {f"fa-{it}" for it in icons.NAMES}


def test_icons_are_outlines_that_load_nothing():
    style = icons.style()
    drawn = re.findall(
        r"--sb-icon: url\(\"data:image/svg\+xml,%3Csvg xmlns='[^']+' viewBox='0 0 \d+ 512'", style
    )
    assert len(drawn) == len(icons.NAMES) + sum(map(len, icons.ADMONITIONS.values()))
    assert style.count("url(") == len(drawn)


@pytest.mark.browser
def test_an_icon_is_seen_in_the_colour_of_its_button(visit, site):
    opened = visit(site / "intro.html")
    icon = opened.page.locator("i.fa-magnifying-glass:visible").first
    assert icon.evaluate("it => getComputedStyle(it).maskImage").startswith('url("data:image/svg+xml')
    assert icon.evaluate(
        "it => getComputedStyle(it).backgroundColor === getComputedStyle(it.parentElement).color"
    )
    assert icon.bounding_box()["width"] >= 14
    assert not [url for url in opened.requests if "fontawesome" in url]


@pytest.mark.browser
def test_a_warning_keeps_its_sign_without_the_font(visit, site):
    opened = visit(site / "text.html")
    warning = '<div class="admonition warning"><p class="admonition-title">W</p></div>'
    opened.page.locator("article").evaluate(
        "(it, markup) => it.insertAdjacentHTML('afterbegin', markup)", warning
    )
    sign = "it => { const s = getComputedStyle(it, '::after'); return [s.maskImage.slice(0, 23), s.width, s.content] }"
    shown = opened.page.locator(".admonition-title").first.evaluate(sign)
    assert shown == ['url("data:image/svg+xml', "16px", '""']
    assert not [url for url in opened.requests if "fontawesome" in url]
