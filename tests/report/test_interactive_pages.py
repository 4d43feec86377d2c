"""What if and Compare, made by their blocks and opened from a folder, with no server and no network."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from scoreboard.analysis.options import Question
from scoreboard.definitions.method import RuleParameters
from scoreboard.project import Project
from scoreboard.report import runtime
from scoreboard.report.edition import Edition
from scoreboard.report.interactive import compare, what_if
from scoreboard.scoring import score
from scoreboard.scoring.methods.ranking import rank_within
from scoreboard.scoring.tree import aggregate

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{styles}{scripts}</head>
<body><main class="bd-article"><h1 id="{title}">{title}</h1>{body}</main></body></html>"""
COLOURS = """<style>:root { --pst-color-text-base: #222; --pst-color-text-muted: #555; --pst-color-border: #ccc;
--pst-color-background: #fff; --pst-color-surface: #f3f4f5; --pst-color-link: #0b5394; }</style>"""
BUDGET = 300_000
"""Bytes that the data of one year may take."""


def markup(block):
    parts = block if isinstance(block, list) else [block]
    return "".join(part.astext() if hasattr(part, "astext") else f"<p>{part}</p>" for part in parts)


def write_pages(edition, folder):
    for name in runtime.INTERACTIVE:
        (folder / name).write_text((runtime.ASSETS / name).read_text("utf-8"), "utf-8")
    places = [compare.place(edition, part) for part in ("standing", "trends", "items")]
    bodies = {
        "what_if": markup(what_if.what_if(edition)) + what_if.answers(edition),
        "compare": markup(compare.compare(edition)) + "".join(places),
    }
    css = (runtime.ASSETS / "scoreboard.css").read_text("utf-8")
    for name, body in bodies.items():
        files = runtime.PAGES[name]
        scripts = "".join(f'<script defer src="{it}"></script>' for it in files if it.endswith(".js"))
        styles = f'{COLOURS}<style>{css}</style><link rel="stylesheet" href="interactive.css">'
        page = PAGE.format(title=name, styles=styles, scripts=scripts, body=body)
        (folder / f"{name}.html").write_text(page, "utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(edition, tmp_path_factory):
    return write_pages(edition, tmp_path_factory.mktemp("interactive"))


@pytest.fixture
def visit_page(visit, folder):
    def open_it(name, fragment="", width=1280, where=folder):
        opened = visit(where / f"{name}.html", width, accept_downloads=True)
        if fragment:
            opened.page.goto((where / f"{name}.html").as_uri() + fragment)
            opened.page.reload()
        opened.page.wait_for_function("document.documentElement.dataset.ready")
        return opened

    return open_it


def ranking(page):
    """Return state → (rank, score) of the table on the page, unrounded."""
    rows = page.locator(".sb-ranking tbody tr")
    read = (
        "rows => rows.map(row => [row.dataset.state, row.cells[0].textContent, row.cells[2].dataset.value])"
    )
    return {state: (int(rank), float(value)) for state, rank, value in rows.evaluate_all(read)}


def expected(scores, year, node, weights=None, geometric=False, answers=()):
    """Return the same from the engine of the project."""
    units = np.flatnonzero(scores.block.years == year)
    leaves = scores.prepared.scores[:, :, units].copy()
    for state, code, value in answers:
        leaves[scores.tree.column(code), 0, scores.block.states[units] == state] = value

    def changed(group):
        if group.name == "overall" and weights:
            group = replace(group, nominal=np.array(weights), weights=np.array(weights))
        if group.name == "overall" and geometric:
            group = replace(group, rule="geometric", parameters=RuleParameters(shift=1))
        return group

    planes, _ = aggregate(scores.tree.with_groups(changed), leaves, scores.block.peers.select(units))
    values = planes[scores.tree.column(node)][0]
    ranks = rank_within(values, scores.index.minimum_states)
    known = zip(scores.block.states[units].tolist(), ranks.tolist(), values.tolist(), strict=True)
    return {state: (rank, value) for state, rank, value in known if not np.isnan(value)}


def same(found, wanted):
    assert found.keys() == wanted.keys()
    assert len(found) > 20
    for state, (rank, value) in wanted.items():
        assert found[state][0] == rank
        assert found[state][1] == pytest.approx(value, abs=1e-9)


@pytest.mark.browser
def test_the_page_opens_with_the_published_ranking(visit_page, edition):
    opened = visit_page("what_if")
    same(ranking(opened.page), expected(edition.scores("policy"), 2019, "overall"))
    assert (opened.outside, opened.complaints) == ([], [])
    assert "No states change their places" in opened.page.inner_text(".sb-outcome")


@pytest.mark.browser
def test_a_shared_address_restores_the_setting(visit_page, edition):
    shared = (
        "#lens=policy&year=2014&node=overall&state=PL&weights=1,2,0.5,3&rule=geometric&where=top"
        "&answers=diploma_recognition:100,patient_interpreters:0"
    )
    opened = visit_page("what_if", shared)
    answers = [("PL", "diploma_recognition", 100), ("PL", "patient_interpreters", 0)]
    wanted = expected(edition.scores("policy"), 2014, "overall", [1.0, 2.0, 0.5, 3.0], True, answers)
    same(ranking(opened.page), wanted)
    assert opened.page.evaluate("location.hash") == shared
    assert opened.page.input_value("[name=rule]") == "geometric"
    assert opened.page.locator("input[name=item-5]:checked").get_attribute("value") == "100"
    rank, value = wanted["PL"]
    assert opened.page.inner_text(".sb-outcome").startswith(f"Poland: {value:.1f} of 100, rank {rank}")


@pytest.mark.browser
@pytest.mark.parametrize(
    "fragment",
    ["#lens=none&year=x&weights=1,2&rule=copeland", "#weights=-1,9,1,1&state=XX", "#answers=a:b&state=AT"],
)
def test_an_address_that_makes_no_sense_is_passed_over(visit_page, edition, fragment):
    opened = visit_page("what_if", fragment)
    same(ranking(opened.page), expected(edition.scores("policy"), 2019, "overall"))
    assert opened.complaints == []


@pytest.mark.browser
def test_keys_move_a_slider_and_the_change_is_told(visit_page, edition):
    page = visit_page("what_if", "#lens=policy&year=2019&node=overall&state=AT").page
    page.locator(".sb-sliders input").nth(2).focus()
    page.keyboard.press("ArrowRight")
    same(ranking(page), expected(edition.scores("policy"), 2019, "overall", [1.0, 1.0, 1.25, 1.0]))
    page.wait_for_function("document.querySelector('p[role=status]').textContent.startsWith('Austria: ')")
    assert "weights=1,1,1.25,1" in page.evaluate("location.hash")
    page.get_by_role("button", name="Only health").click()
    same(ranking(page), expected(edition.scores("policy"), 2019, "health"))
    page.get_by_role("button", name="Reset").click()
    same(ranking(page), expected(edition.scores("policy"), 2019, "overall"))


@pytest.mark.browser
def test_an_answer_changes_the_score_and_can_be_taken_back(visit_page, edition):
    page = visit_page("what_if", "#lens=policy&year=2019&node=labour_market&state=PL").page
    page.locator(".sb-answers summary").first.click()
    field = page.locator("fieldset", has=page.locator("legend", has_text="Recognition of foreign diplomas"))
    field.locator("input").first.check()
    answers = [("PL", "diploma_recognition", 100)]
    same(ranking(page), expected(edition.scores("policy"), 2019, "labour_market", answers=answers))
    field.get_by_text("(as coded)").click()
    same(ranking(page), expected(edition.scores("policy"), 2019, "labour_market"))
    assert "answers" not in page.evaluate("location.hash")


@pytest.mark.browser
@pytest.mark.parametrize("year", [2019, 2014, 2010])
def test_the_smallest_set_of_changes_is_pythons(visit_page, edition, year):
    page = visit_page("what_if", f"#lens=policy&year={year}&node=education&state=PL").page
    page.select_option("[name=target]", "+10")
    page.locator("[data-do=goal]").click()
    way = Question(edition.scores("policy"), "PL", year, "education").way("+10")
    titles = [edition.framework.indicators[it.indicator].title for it in way.changes]
    assert page.locator(".sb-way li strong").all_inner_texts() == titles
    assert ranking(page)["PL"][1] == pytest.approx(way.reached, abs=1e-9)
    assert f"it would score {way.reached:.1f}" in page.inner_text(".sb-way")
    assert re.search(r"There already, and since when: .*Sweden \(\d{4}", page.inner_text(".sb-way"))


@pytest.mark.browser
def test_the_download_holds_every_state_unrounded(visit_page, edition):
    page = visit_page("what_if", "#lens=outcome&year=2022&node=health").page
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    text = download.value.path().read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    wanted = expected(edition.scores("outcome"), 2022, "health")
    assert {row["state"]: float(row["score"]) for row in rows if row["score"]} == pytest.approx(
        {state: value for state, (_, value) in wanted.items()}, abs=1e-9
    )
    assert {row["setting"] for row in rows} == {"lens=outcome&year=2022&node=health"}
    assert "Answers can be changed in the policy lens only" in page.inner_text(".sb-answers")
    assert download.value.suggested_filename == "what-if-outcome-2022.csv"


@pytest.mark.browser
def test_compare_shows_the_scores_with_their_intervals(visit_page, edition):
    opened = visit_page("compare", "#lens=policy&year=2019&states=AT,PL,SE")
    page = opened.page
    table = page.locator(".sb-compare[data-part=standing] table")
    assert table.locator("thead th").all_inner_texts() == ["Field", "Austria", "Poland", "Sweden"]
    row = (
        table.locator("tbody tr", has=page.locator("th", has_text="Education"))
        .locator("td")
        .all_inner_texts()
    )
    known = edition.year("policy", "education", 2019).set_index("state").loc[["AT", "PL", "SE"]]
    for text, (_, it) in zip(row, known.iterrows(), strict=True):
        assert text.startswith(
            "{score:.1f} ({score_low:.1f}–{score_high:.1f}), rank band {rank_low:.0f}".format(**it)
        )
    items = page.locator(".sb-compare[data-part=items] tbody tr:not(.sb-field)")
    whole = items.count()
    assert {"≠ differ", "= alike"} == set(items.locator("td:nth-child(2)").all_inner_texts())
    page.get_by_label("Only items that differ").check()
    assert 0 < items.count() < whole
    page.get_by_label("Say what each level means").check()
    assert re.search(r"\d+: \w+", items.first.inner_text())
    assert (opened.outside, opened.complaints) == ([], [])


@pytest.mark.browser
def test_compare_keeps_the_choice_in_the_address(visit_page):
    page = visit_page("compare").page
    assert page.evaluate("location.hash").count(",") == 1
    page.select_option("[name=state-3]", "SE")
    page.select_option("[name=lens]", "outcome")
    assert page.evaluate("location.hash").endswith(",SE")
    assert "lens=outcome" in page.evaluate("location.hash")
    assert "choose it above" in page.inner_text(".sb-compare[data-part=items]")
    assert page.locator(".sb-trend svg").count() >= 3


@pytest.mark.browser
@pytest.mark.parametrize("name", ["what_if", "compare"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_accessible_and_fit(visit_page, name, width):
    page = visit_page(name, "#lens=policy&year=2019&states=AT,PL,SE,FI&state=PL&node=education", width).page
    if name == "what_if":
        page.locator("[data-do=goal]").click()
    broken = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert [(it["id"], it["nodes"][0]["html"][:200]) for it in broken.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_a_small_project_has_both_pages(visit_page, mini, tmp_path):
    where = write_pages(Edition(mini), tmp_path)
    opened = visit_page("what_if", where=where)
    assert ranking(opened.page).keys() == {"AT", "BE", "SE"}
    other = visit_page("compare", "#states=AT,SE", where=where)
    assert other.page.locator(".sb-dot-row").count() > 0
    assert opened.complaints + other.complaints == []


def test_the_data_of_a_year_stay_within_the_budget(edition):
    found = re.findall(r'class="sb-year"[^>]*>(.*?)</script>', markup(what_if.what_if(edition)))
    assert len(found) > 15
    assert max(len(text.encode()) for text in found) < BUDGET
    assert sum(len(text.encode()) for text in found) < BUDGET


def test_a_lens_that_compares_states_is_refused_in_words(mini):
    class Compared(Project):
        def scores(self, lens):
            index = self.framework.indices[lens].model_copy(update={"aggregation": "copeland"})
            return score(self.panel(), index)

    parts = what_if.what_if(Edition(Compared(mini.root)))
    assert parts[-1] == "There is nothing to recompute here."
    assert "Mini policy index is not offered here: " in parts[0]
    assert "compares the states with each other" in parts[0]


def test_a_project_without_ranks_says_so(change_mini):
    few = [
        {"file": f"indicators/{name}.yaml", "old": "minimum_states: 2", "new": "minimum_states: 9"}
        for name in ("policy", "outcomes")
    ]
    edition = Edition(Project(change_mini(few)))
    assert "not enough data to rank states in any year" in what_if.what_if(edition)[0]
    assert compare.compare(edition) == "There is not enough data to compare states."
