"""The page of pathways, made by its block and opened from a folder: the same answers as Python, no network."""

from __future__ import annotations

import json
import random
from urllib.parse import quote

import pytest

from scoreboard.definitions.pathway_fields import fields
from scoreboard.records.pathways.entries import STATUSES
from scoreboard.records.pathways.filters import (
    OPERATORS,
    ORDER,
    RECORD,
    Filter,
    FilterError,
    as_filters,
    meets,
)
from scoreboard.report import runtime
from scoreboard.report.blocks import pathways

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>pathways</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{styles}{scripts}</head>
<body><main class="bd-article"><h1>Pathways</h1><h2>Find pathways</h2>{body}</main></body></html>"""
COLOURS = """<style>:root { --pst-color-text-base: #222; --pst-color-text-muted: #555; --pst-color-border: #ccc;
--pst-color-background: #fff; --pst-color-surface: #f3f4f5; --pst-color-link: #0b5394; }</style>"""
SETTINGS = 2_000
"""Random lists of filters that are tried."""
BLUE_CARD = [
    {"field": "pathway", "op": "in", "value": ["blue_card"]},
    {"field": "labour_market_test", "op": "in", "value": ["none", "not_allowed"]},
    {"field": "duration_max", "op": ">=", "value": 24},
]


@pytest.fixture(scope="module")
def catalogue(edition):
    return edition.pathways


@pytest.fixture(scope="module")
def page_file(edition, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pathways")
    for name in runtime.PAGES["pathways"]:
        (folder / name).write_text((runtime.ASSETS / name).read_text("utf-8"), "utf-8")
    css = (runtime.ASSETS / "scoreboard.css").read_text("utf-8")
    scripts = "".join(
        f'<script defer src="{it}"></script>' for it in runtime.PAGES["pathways"] if it.endswith(".js")
    )
    styles = f'{COLOURS}<style>{css}</style><link rel="stylesheet" href="interactive.css">'
    body = pathways.filter_page(edition).astext()
    (folder / "pathways.html").write_text(PAGE.format(styles=styles, scripts=scripts, body=body), "utf-8")
    return folder / "pathways.html"


@pytest.fixture
def opened(visit, page_file):
    def open_it(filters=None, view="table", width=1280):
        found = visit(page_file, width, accept_downloads=True)
        if filters is not None:
            address = f"#filters={quote(json.dumps(filters))}&view={view}"
            found.page.goto(page_file.as_uri() + address)
            found.page.reload()
        found.page.wait_for_function("document.documentElement.dataset.ready")
        return found

    return open_it


def rows_of(page):
    """Return (state, pathway) of the rows of the table on the page."""
    cells = "rows => rows.map(row => [row.cells[0].textContent, row.cells[1].textContent])"
    return [tuple(it) for it in page.locator("#sb-found tbody tr").evaluate_all(cells)]


def expected(edition, found):
    return [(edition.name(it.state), it.title) for it in found]


@pytest.mark.browser
def test_blue_card_without_labour_market_test_for_two_years_is_the_same_as_in_python(
    opened, edition, catalogue
):
    page = opened(BLUE_CARD).page
    found = catalogue.filter(*BLUE_CARD)
    assert rows_of(page) == expected(edition, found) != []
    more = len(catalogue.may_match(*BLUE_CARD))
    assert page.evaluate(
        "[document.documentElement.dataset.found, document.documentElement.dataset.maybe]"
    ) == [
        str(len(found)),
        str(more),
    ]
    assert more > 20
    assert str(more) in page.locator(".sb-outcome").text_content()
    page.locator("#sb-maybe summary").click()
    page.wait_for_selector("#sb-maybe tbody tr")
    assert page.locator("#sb-maybe tbody tr").count() == more


@pytest.mark.browser
def test_choosing_in_the_page_is_the_same_as_its_address(opened, edition, catalogue):
    page = opened().page
    page.get_by_label("EU Blue Card", exact=True).check()
    page.locator("[name=day]").fill("")
    page.get_by_role("button", name="Add a condition").click()
    page.locator(".sb-condition [name=field]").select_option("duration_max")
    page.locator(".sb-condition [name=value]").fill("24")
    page.locator(".sb-condition [name=value]").blur()
    page.get_by_role("button", name="Add a condition").click()
    second = page.locator(".sb-condition").nth(1)
    second.locator("[name=field]").select_option("labour_market_test")
    page.locator(".sb-condition").nth(1).get_by_label("none", exact=True).check()
    wanted = catalogue.filter("pathway=blue_card", "duration_max>=24", "labour_market_test=none")
    assert rows_of(page) == expected(edition, wanted) != []
    address = page.evaluate("location.hash")
    page.reload()
    page.wait_for_function("document.documentElement.dataset.ready")
    assert page.evaluate("location.hash") == address
    assert rows_of(page) == expected(edition, wanted)


@pytest.mark.browser
def test_it_opens_with_what_is_in_force_on_the_day_of_the_registers(opened, edition, catalogue):
    page = opened().page
    assert rows_of(page) == expected(edition, catalogue.as_of(catalogue.day))
    assert len(rows_of(page)) > 300


@pytest.mark.browser
def test_the_csv_is_the_table_of_python(opened, catalogue):
    asked = [{"field": "state", "op": "in", "value": ["AT", "DE", "DK", "IE"]}]
    page = opened(asked).page
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    text = download.value.path().read_text("utf-8")
    assert text == catalogue.filter(*asked).table().to_csv(index=False, lineterminator="\n")
    assert text.count("\n") > 80


@pytest.mark.browser
@pytest.mark.parametrize("view", ["table", "cards", "beside"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_view_is_accessible_asks_for_nothing_and_fits(opened, view, width):
    asked = [
        {"field": "state", "op": "in", "value": ["DE", "FR"]},
        {"field": "quota", "op": "is", "value": "left_to_state"},
    ]
    found = opened(asked, view, width)
    if view == "cards":
        found.page.locator(".sb-card summary").first.click()
        found.page.wait_for_selector(".sb-card details dl dd")
    assert found.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert found.outside == []
    assert found.complaints == []
    assert found.faults() == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "address",
    ["#filters=[{", "#filters=[{}]", '#filters=[{"field":"x","op":"="}]', "#filters=3", "#view=none"],
)
def test_an_address_that_was_cut_shows_records_all_the_same(opened, page_file, address):
    found = opened()
    found.page.goto(page_file.as_uri() + address)
    found.page.reload()
    found.page.wait_for_function("document.documentElement.dataset.ready")
    assert len(rows_of(found.page)) > 300
    assert found.complaints == []


def values_of(catalogue):
    """Return field → every value that a record has."""
    found: dict[str, set] = {name: set() for name in (*fields(), *RECORD)}
    for entry in catalogue:
        for name, fact in entry.facts.items():
            parts = fact.value if isinstance(fact.value, tuple) else [fact.value]
            found[name].update(it for it in parts if it is not None)
        found["state"].add(entry.state)
        found["pathway"].add(entry.pathway)
        found["standing"].add(entry.standing)
        found["since"].add(entry.since or "2000-01-01")
        found["until"].add(entry.until or "2030-01-01")
    return {name: sorted(values, key=str) or ["nothing"] for name, values in found.items()}


def random_filters(rng, values):
    """Draw one to four filters that can be asked: any field, any operator, values of records and others."""
    drawn = []
    while len(drawn) < rng.randrange(1, 5):
        name = rng.choice([*fields(), "state", "pathway", "standing", "since", "until"])
        op = rng.choice(list(OPERATORS))
        several = [
            rng.choice([*values[name], rng.choice([0, 1.5, 24.0, "none", "2020-01-01"])]) for _ in range(2)
        ]
        value = rng.choice(STATUSES) if op == "is" else several if op in ("in", "has") else several[0]
        try:
            drawn += as_filters([{"field": name, "op": op, "value": value}])
        except FilterError:
            assert op in ORDER  # of what has no order
    return drawn


@pytest.mark.browser
def test_random_filters_have_the_same_answers_in_the_page_and_in_python(opened, catalogue):
    rng = random.Random(7)
    values = values_of(catalogue)
    asked = [random_filters(rng, values) for _ in range(SETTINGS)]
    plain = [[it.model_dump(mode="json") for it in filters] for filters in asked]
    found = opened().page.evaluate(RUN, plain)
    counts = {"yes": 0, "no": 0, "unknown": 0}
    for filters, given in zip(asked, found, strict=True):
        answers = [meets(entry, filters) for entry in catalogue]
        assert "".join(it[0] for it in answers) == given, filters
        for it in answers:
            counts[it] += 1
    assert min(counts.values()) > 5_000


RUN = """asked => {
  const data = JSON.parse(document.querySelector("script.sb-pathways").textContent);
  const rows = data.rows.map((row) => ({ ...data.acts[row.key], ...row,
    facts: { ...data.acts[row.key].facts, ...row.own } }));
  return asked.map((filters) => rows.map((row) => scoreboardFilters.meets(row, filters)[0]).join(""));
}"""


def test_a_filter_of_python_is_the_data_that_the_page_takes():
    it = Filter(field="duration_max", op=">=", value=24.0)
    assert json.loads(it.model_dump_json()) == {"field": "duration_max", "op": ">=", "value": 24.0}
