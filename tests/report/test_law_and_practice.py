"""Commitments and practices in the book: what the blocks say, and the two pages in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scoreboard.definitions import DOMAINS
from scoreboard.definitions.models import PolicyIndicator
from scoreboard.project import Project
from scoreboard.records.positions import NOT_VERIFIED
from scoreboard.records.practices import EVIDENCE, RESULTS
from scoreboard.report import enable
from scoreboard.report.blocks import BLOCKS, commitments, register
from scoreboard.report.edition import open_edition
from scoreboard.report.figure import chart_html
from scoreboard.report.interactive.goals import aims

SITE = Path(__file__).parents[2] / "_build/html"
OURS = sorted(name for name in BLOCKS if re.match(r"commitments_|state_(commitments|practices)", name))


@pytest.fixture(scope="module", autouse=True)
def drawing():
    enable()


def test_the_matrix_is_that_of_the_project(edition, root):
    matrix = Project(root).commitments().matrix()
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", str(commitments.matrix(edition)))
    assert len(rows) == len(matrix) == 58
    words = commitments.STATUS_WORDS
    for row, (_, own) in zip(rows, matrix.iterrows(), strict=True):
        cells = re.findall(r"<td>(.*?)</td>", row)
        assert [cell.split(",")[0].split(" (")[0] for cell in cells] == [words[status] for status in own]


def test_a_cell_says_when_and_how_sure(edition):
    table = str(commitments.matrix(edition))
    assert "<td>party, 1972</td>" in table  # Austria, ICERD
    assert "<td>party (general knowledge, no source read)</td>" in table
    assert (
        table.count("<td>not verified</td>")
        == (Project(edition.root).commitments().matrix() == NOT_VERIFIED).sum().sum()
    )


def test_every_word_of_a_status_and_a_level_is_said(edition):
    found = {it.confidence for it in edition.commitments.positions}
    assert found <= set(commitments.CONFIDENCE_WORDS)
    assert {it.depositary for it in edition.commitments.treaties.values()} == set(commitments.DEPOSITARIES)
    assert tuple(register.EVIDENCE_WORDS) == EVIDENCE
    assert tuple(register.RESULT_WORDS) == RESULTS


def test_the_timeline_draws_every_dated_party(edition):
    markup = chart_html(commitments.timeline(edition))
    assert f"A date is recorded for {len(edition.commitments.timeline())} of" in markup
    assert "Austria" in markup


def test_the_block_of_a_state_names_each_treaty_and_is_no_part_of_the_score(edition):
    block = str(commitments.state_commitments(edition, "AT"))
    assert block.count('<tr><th scope="row">') == 9
    assert "no part of it" in block
    assert "not verified" in block


@pytest.mark.parametrize("name", OURS)
def test_a_project_without_records_gets_no_table_and_no_error(small, name):
    found = BLOCKS[name](small, *(["AT"] if name.startswith("state_") else []))
    assert found is None or found == [] or found == "This project keeps no record of treaties."


def test_every_policy_item_has_one_entry_that_the_links_lead_to(edition):
    entries = "".join(map(str, (part for it in DOMAINS for part in register.domain(edition, it))))
    anchors = re.findall(r'<h3 id="item-(\w+)"', entries)
    items = [code for code, it in edition.framework.indicators.items() if isinstance(it, PolicyIndicator)]
    assert sorted(anchors) == sorted(items)
    linked = set(aims(edition, "policy")["register"].values())
    assert {it.removeprefix("practices.html#item-") for it in linked} <= set(anchors)
    assert len(linked) > 30
    state = "".join(map(str, BLOCKS["state_policy"](edition, "AT")))
    reached = re.findall(r'href="\.\./practices\.html#item-(\w+)"', state)
    assert set(reached) <= set(anchors)
    assert len(reached) > 10


def test_precedents_of_an_entry_are_those_of_the_project(edition):
    found = edition.project.precedents()
    for code in ("diploma_recognition", "equality_body_powers"):
        item = edition.framework.indicators[code]
        table = register._states(edition, item)
        assert table["From level"].notna().sum() == (found["indicator"] == code).sum()


def test_a_practice_shows_what_is_not_recorded_and_what_is_from_memory(edition):
    health = "".join(map(str, register.domain(edition, "health")))
    assert "42 per cent of those in need (95 % interval: 32 to 53)" in health
    assert "described from memory, not checked against the source" in health
    assert "the abstract was read on 2026-11-22" in health
    assert "−0.9 percentage points" in health
    assert "<dt>Published figures</dt><dd>not recorded</dd>" in health


def test_the_summary_counts_results_of_all_kinds(edition):
    text = register.summary(edition)
    assert f"{len(edition.practices.practices)} practices" in text
    assert "no difference found" in text


built = pytest.mark.skipif(
    not (SITE / "practices.html").is_file(), reason="no book in _build/html: run make report"
)


@built
@pytest.mark.book
@pytest.mark.browser
def test_the_matrix_is_narrowed_to_a_group_by_keyboard(visit, root):
    page = visit(SITE / "commitments.html").page
    rows = page.locator(".sb-members tbody tr:visible")
    assert rows.count() == 58
    groups = Project(root).framework.groups
    page.locator('.sb-members input[value=""]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator('.sb-members input[value=""]')).not_to_be_checked()
    first = page.locator(".sb-members input:checked").get_attribute("value")
    with_members = open_edition(root)
    expect(rows).to_have_count(len(groups.members(first, with_members.day)))
    page.locator('.sb-members input[value=""]').check()
    expect(rows).to_have_count(58)


@built
@pytest.mark.book
@pytest.mark.browser
def test_one_click_leads_from_a_state_to_the_entry_of_an_item(visit):
    page = visit(SITE / "states/AT.html").page
    link = page.locator('a[href^="../practices.html#item-"]').first
    target = link.get_attribute("href").partition("#")[2]
    link.click()
    expect(page).to_have_url(re.compile(f"practices.html#{target}$"))
    expect(page.locator(f"#{target}")).to_be_visible()


@built
@pytest.mark.book
@pytest.mark.browser
def test_goal_seeking_leads_to_the_entries_of_the_items_it_names(visit):
    page = visit(SITE / "what_if.html").page
    page.goto(f"{(SITE / 'what_if.html').as_uri()}#state=AT")
    page.select_option(".sb-goal select", "+5")
    page.click("[data-do=goal]")
    page.wait_for_selector(".sb-way li")
    links = page.locator(".sb-way li a").evaluate_all("all => all.map((it) => it.getAttribute('href'))")
    assert len(links) == page.locator(".sb-way li").count() > 0
    page.locator(".sb-way li a").first.click()
    expect(page).to_have_url(re.compile(f"{re.escape(links[0])}$"))
    expect(page.locator(f"#{links[0].partition('#')[2]}")).to_be_visible()
