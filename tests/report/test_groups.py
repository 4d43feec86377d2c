"""Groups of states in the book: what is said of them, and the choice that limits a page in a real browser."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from scoreboard.project import Project
from scoreboard.report import runtime
from scoreboard.report.blocks import groups
from scoreboard.report.charts.maps import score_map
from scoreboard.report.charts.rankings import ranking
from scoreboard.report.edition import Edition
from scoreboard.report.figure import chart_html
from scoreboard.report.tables import table_html

REGISTER = """\
groups:
  PAIR:
    title: A pair </script>
    states: [AT, BE]
    source: {title: A list, url: "https://example.org/list", read: 2026-01-02}
  ALONE:
    title: One alone
    states: [SE]
  LATER:
    title: Later members
    members: {AT: [{since: 2001}], SE: [{since: 2002-03-04, until: 2003-05-06}, {since: 2010}]}
    complete_since: 2000-01-01
"""


@pytest.fixture
def edition(change_mini):
    root = change_mini()
    (root / "data/groups.yaml").write_text(REGISTER, "utf-8")
    return Edition(Project(root))


def data_of(node) -> dict:
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', node.astext())[1])


def test_the_list_says_who_belongs_and_where_it_was_read(edition):
    listed = groups.listing(edition)
    assert '<a href="https://example.org/list">A list</a> (read 2026-01-02)' in listed
    assert listed.count("<tr>") == 4


def test_each_member_has_its_dates(edition):
    later = groups.members(edition)[-1]
    assert "<summary>Later members (3)</summary>" in later
    assert later.count("<tr>") == 4  # the heading, Austria, and Sweden twice
    assert "Members before 2000-01-01 may be missing." in later


def test_averages_stand_in_a_table_with_their_coverage(edition):
    table = groups.averages(edition, "policy")
    expected = edition.averages("policy", "overall").set_index("group").loc["PAIR"]
    assert f'data-value="{expected["average"]}"' in table
    assert "2 of 2" in table


def test_the_choice_offers_groups_with_enough_members(edition):
    node = groups.choice(edition, "overall")
    data = data_of(node)
    assert list(data["groups"]) == ["PAIR", "LATER"]  # one state alone is no group to choose
    assert data["groups"]["PAIR"]["members"] == ["AT", "BE"]
    assert "of 2 of 2 members" in data["groups"]["PAIR"]["says"]
    assert "Ranks" in data["groups"]["PAIR"]["says"]
    assert node["scripts"] == ["groups"]


def test_a_project_without_such_groups_has_no_choice(mini):
    edition = Edition(mini)
    edition.members["EU"]  # its default group has all three states
    assert data_of(groups.choice(edition))["groups"]["EU"]["members"] == ["AT", "BE", "SE"]


@pytest.fixture
def page(edition, tmp_path, visit):
    """A page with the choice, a ranking, a map and a table, opened at an address."""
    runtime.write(tmp_path)
    year = edition.latest("policy", "overall")
    charts = [chart(edition, "policy", "overall", year) for chart in (ranking, score_map)]
    table = table_html(
        pd.DataFrame({"State": ["Austria", "Sweden", "All"], "Value": [1.0, 2.0, 3.0]}), "Values"
    )
    scripts = "".join(
        f'<script defer src="{runtime.FOLDER}/{it}"></script>' for it in ("site.js", "charts.js", "groups.js")
    )
    style = f'<link rel="stylesheet" href="{runtime.FOLDER}/scoreboard.css"><style>.sb-plot {{width: 40rem}}</style>'
    body = groups.choice(edition, "overall").astext() + "".join(map(chart_html, charts)) + table
    file = tmp_path / "page.html"
    head = f"<title>t</title>{style}{scripts}"
    page = f'<!doctype html><html lang="en" data-theme="light">{head}<body><main>{body}</main></body></html>'
    file.write_text(page, "utf-8")

    def opened(query=""):
        it = visit(file)
        if query:
            it.page.goto(file.as_uri() + query)
        it.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        return it

    return opened


def drawn(opened, group):
    """Wait for the charts of a group; returns the names on the axis of the ranking."""
    wanted = f"light {group}" if group else "light"
    opened.page.wait_for_function(
        "wanted => [...document.querySelectorAll('.sb-chart')].every((it) => it.dataset.drawn === wanted)",
        arg=wanted,
    )
    axis = opened.page.locator(".sb-chart").first.locator("svg .mark-text.role-axis-label text")
    return {it for it in axis.all_text_contents() if it in {"Austria", "Belgium", "Sweden"}}


def rows(opened):
    return opened.page.locator("main > .sb-scroll tbody tr:visible").count()


def test_charts_and_tables_are_limited_by_keyboard_and_the_address_keeps_it(page):
    opened = page()
    assert drawn(opened, "") == {"Austria", "Belgium", "Sweden"}
    assert rows(opened) == 3
    opened.page.focus("#sb-group")
    opened.page.keyboard.press("ArrowDown")
    assert opened.page.input_value("#sb-group") == "PAIR"
    assert drawn(opened, "PAIR") == {"Austria", "Belgium"}
    assert rows(opened) == 2
    assert "average" in opened.page.inner_text(".sb-groups [role=status]")
    assert opened.page.evaluate("location.search") == "?group=PAIR"
    opened.page.select_option("#sb-group", "")
    assert drawn(opened, "") == {"Austria", "Belgium", "Sweden"}
    assert (rows(opened), opened.page.evaluate("location.search")) == (3, "")
    assert (opened.complaints, opened.outside) == ([], [])


def test_an_address_opens_the_group_it_names(page):
    opened = page("?group=LATER")
    assert drawn(opened, "LATER") == {"Austria", "Sweden"}
    assert opened.page.input_value("#sb-group") == "LATER"
    assert page("?group=NONE").page.input_value("#sb-group") == ""


def test_what_is_saved_is_what_is_shown(page):
    opened = page("?group=PAIR")
    drawn(opened, "PAIR")
    with opened.page.expect_download() as saved:
        opened.page.locator(".sb-chart").first.locator("[data-save=csv]").dispatch_event("click")
    text = saved.value.path().read_text("utf-8-sig")
    assert "Austria" in text
    assert "Sweden" not in text
