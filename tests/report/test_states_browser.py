"""The choice of peers in a browser: with the keyboard, without a script, and on paper."""

import pytest

from scoreboard.report.blocks.states import against
from scoreboard.report.edition import open_edition
from scoreboard.report.runtime import ASSETS

pytestmark = pytest.mark.browser

VISIBLE = ".sb-option:visible"


@pytest.fixture(scope="module")
def page(root, tmp_path_factory):
    """The choice of one state with its script and styles, as the book loads them."""
    edition = open_edition(root)
    file = tmp_path_factory.mktemp("choice") / "page.html"
    own, paper = (ASSETS / name for name in ("scoreboard.css", "print.css"))
    file.write_text(
        f'<!doctype html><html lang="en"><title>Choice</title><link rel="stylesheet" href="{own.as_uri()}">'
        f'<link rel="stylesheet" media="print" href="{paper.as_uri()}">'
        f'<script defer src="{(ASSETS / "choice.js").as_uri()}"></script>'
        f'<main class="bd-article"><h1>Austria</h1><h2>Strengths</h2>{against(edition, "AT").astext()}</main></html>',
        "utf-8",
    )
    return file


def test_a_reader_chooses_with_the_keyboard(visit, page):
    opened = visit(page)
    choice = opened.page.get_by_label("Hold against")
    assert choice.locator("option").all_inner_texts() == [
        "The nearest by context",
        "All states",
        "The European Union",
    ]
    seen = []
    for _ in range(3):
        assert opened.page.locator(VISIBLE).count() == 1
        seen.append(opened.page.locator(VISIBLE).get_attribute("data-key"))
        choice.focus()
        opened.page.keyboard.press("ArrowDown")
    assert seen == ["near", "all", "eu"]
    assert opened.complaints == []


def test_without_a_script_every_group_is_shown_under_its_name(visit, page):
    opened = visit(page, java_script_enabled=False)
    assert opened.page.locator(VISIBLE).count() == 3
    assert opened.page.locator("h3:visible").all_inner_texts() == [
        "The nearest by context",
        "All states",
        "The European Union",
    ]


def test_on_paper_the_chosen_group_has_its_name_and_no_control(visit, page):
    opened = visit(page)
    assert opened.page.locator("h3:visible").count() == 0
    opened.page.emulate_media(media="print")
    assert opened.page.locator("h3:visible").all_inner_texts() == ["The nearest by context"]
    assert not opened.page.get_by_label("Hold against").is_visible()
    after = "link => getComputedStyle(link, '::after').content"
    assert opened.page.locator("a[href]").first.evaluate(after) == "none"


def test_axe_finds_no_fault(visit, page):
    from axe_playwright_python.sync_playwright import Axe

    opened = visit(page)
    faults = Axe().run(opened.page).response["violations"]
    assert [(fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in faults] == []
