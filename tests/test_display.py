"""What a notebook shows: short, escaped, counted where cut, and readable by a screen reader on any page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import altair as alt
import pytest

import scoreboard
from scoreboard.findings import Place, Report
from scoreboard.findings.notebook import MOST, show, table
from scoreboard.scoring import Step


@pytest.fixture(autouse=True)
def outside_the_book():
    """A notebook of one's own, whatever another test of this process has enabled."""
    with alt.renderers.enable("default"):
        yield


@pytest.fixture(scope="module")
def shown(mini):
    """Every kind of thing that shows itself, by name."""
    panel, index = mini.panel(), mini.framework.policy
    scores = scoreboard.score(panel, index)
    undrawn, drawn = (scoreboard.uncertainty(panel, index, draws=50, workers=1) for _ in range(2))
    assert len(drawn.intervals) > 10
    corrected = panel.frame.assign(
        value=panel.frame["value"].where(panel.frame["indicator"] != "job_access", 50)
    )
    return {
        "Project": mini,
        "Panel": panel,
        "Scores": scores,
        "Step": scores.explain("AT", 2019, "overall"),
        "Report": mini.validate(),
        "Uncertainty": undrawn,
        "intervals": drawn,
        "Comparison": scoreboard.compare(panel, scoreboard.Panel(corrected, panel.framework)),
        "Figure": scoreboard.chart(mini, "state_trend", lens="policy", state="AT"),
    }


def html_of(thing):
    return thing._repr_mimebundle_()["text/html"] if hasattr(thing, "chart") else thing._repr_html_()


def cells(thing):
    """Return the texts of all cells, row by row."""
    tree = ElementTree.fromstring(html_of(thing).replace("<br>", "<br/>"))
    return [["".join(cell.itertext()) for cell in row] for row in tree.iter("tr")]


KINDS = ["Project", "Panel", "Scores", "Step", "Report", "Uncertainty", "intervals", "Comparison", "Figure"]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_short_table_with_caption_and_headings(shown, kind):
    text = html_of(shown[kind])
    assert len(re.sub(r'src="data:[^"]*"', "", text)) < 12_000
    assert text.count("<table") == text.count("<caption>") >= 1
    assert '<th scope="col"' in text or '" scope="col"' in text
    assert 'role="group" tabindex="0" aria-label="' in text
    assert "<script" not in text
    assert "http" not in re.sub(r'src="data:[^"]*"', "", text)


def test_every_face_that_is_a_thing_to_look_at_shows_itself(shown):
    plain = {"Finding", "Framework", "InvalidDataError", "Place"}
    classes = {name for name in scoreboard.__all__ if isinstance(getattr(scoreboard, name), type)}
    assert {type(thing).__name__ for thing in shown.values()} == classes - plain


def test_scores_stand_in_code_order_and_without_bare_ranks(shown):
    head, *rows = cells(shown["Scores"])
    assert [row[:2] for row in rows] == [
        ["Austria (AT)", "65.0"],
        ["Belgium (BE)", "77.1"],
        ["Sweden (SE)", "97.5"],
    ]
    assert "Rank" not in head


def test_an_explanation_shows_every_step_with_the_line_it_rests_on(shown):
    rows = cells(shown["Step"])
    assert [row[0] for row in rows][1:3] == ["overall", "· labour_market"]
    assert any("data/AT/policy.csv:3" in row for row in rows)


def test_nothing_is_drawn_to_be_shown(shown):
    assert "intervals" not in vars(shown["Uncertainty"])
    assert "Nothing has been drawn yet" in html_of(shown["Uncertainty"])
    assert ["AT", "65.0"] in [row[:2] for row in cells(shown["intervals"])]


def test_an_equal_edition_says_that_nothing_moves(shown):
    assert "No score and no rank moves." in html_of(scoreboard.compare(shown["Panel"], shown["Panel"]))


def test_what_a_file_holds_is_escaped():
    report = Report()
    report.add("unknown-state", Place("data/<b>"), "<script>alert(1)</script>\u202e", allowed='"&')
    text = report._repr_html_()
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "\u202e" not in text


def test_a_report_of_thousands_of_findings_stays_short_and_counts_them():
    report = Report()
    for line in range(5000):
        report.add("unknown-state", Place("data/XX", line), "folder 'XX'")
    text = report._repr_html_()
    assert text.count("<tr>") < 15
    assert "4,990 more rows are not shown" in text


def test_an_explanation_of_many_steps_counts_those_left_out():
    leaves = tuple(Step(f"leaf{n}", "Leaf", None, 0.01, "no observation") for n in range(100))
    text = Step("all", "All", None, 1.0, "mean", (), leaves)._repr_html_()
    assert "71 more rows are not shown" in text


def test_missing_is_a_dash_that_is_read_out_and_never_zero():
    text = show("", table("Values", ["State", "Value"], [("AT", None), ("BE", float("nan")), ("SE", 0.0)]))
    assert text.count('aria-label="no value"') == 2
    assert text.count("0.0<") == 1


def test_a_table_shows_some_rows_and_counts_the_rest():
    text = show("", table("Many", ["N"], [(str(n),) for n in range(MOST + 3)]))
    assert text.count('scope="row"') == MOST
    assert "Many; 3 more rows are not shown" in text


def test_a_project_with_faults_shows_itself_too(change_mini):
    root = change_mini(without=["indicators/policy.yaml"])
    assert "outcome" in scoreboard.Project(root)._repr_html_()
    assert "error" in scoreboard.Project(root).validate()._repr_html_()


@pytest.mark.browser
@pytest.mark.parametrize("colours", ["", "background:#111;color:#eee"])
def test_axe_finds_nothing_on_a_light_and_on_a_dark_page(shown, visit, tmp_path, colours):
    page = tmp_path / "shown.html"
    body = "<hr>".join(html_of(thing) for thing in shown.values())
    page.write_text(
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Shown</title><body style="{colours}">'
        f"<main><h1>Shown</h1>{body}</main></body></html>",
        "utf-8",
    )
    opened = visit(page)
    assert opened.faults() == []
    assert opened.outside == []
