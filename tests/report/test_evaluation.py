"""The chapter "Did it work?": its numbers are the engine's, and too little data are said to be too little."""

import re
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from scoreboard.analysis.evaluation import candidates, evaluate, survey
from scoreboard.analysis.evaluation.verdicts import RULES
from scoreboard.definitions.models import Unit
from scoreboard.report import enable
from scoreboard.report.blocks import evaluation
from scoreboard.report.blocks.evaluation import NO_LIBRARY, NO_PAIR, SHOWN, EvaluationChapter
from scoreboard.report.charts.evaluation import UNITS, VERDICTS
from scoreboard.report.edition import open_edition
from scoreboard.report.figure import chart_html
from scoreboard.report.words import number

CHAPTER = Path(__file__).parents[2] / "book" / "evaluation.ipynb"
PICTURES = ("path", "estimators", "association")


@pytest.fixture(scope="module")
def page():
    enable()
    return EvaluationChapter(open_edition())


@pytest.fixture(scope="module")
def mini():
    enable()
    return EvaluationChapter(open_edition("tests/mini"))


def plain(markup):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(markup)))


def table_of(chart):
    numbers = chart.to_dict(validate=False)["usermeta"]["scoreboard"]["table"]
    return pd.DataFrame(numbers["rows"], columns=numbers["columns"])


def test_words_for_every_verdict_and_unit():
    assert list(VERDICTS) == list(RULES)
    assert set(UNITS) == set(Unit.__args__)


def test_the_survey_of_the_page_is_that_of_python(page):
    found = survey(page.edition.panel)
    assert len(found) >= SHOWN
    exact = [float(value) for value in re.findall(r'data-value="([^"]+)"', page.survey())]
    wanted = found[["effect", "low", "high", "p", "p_holm", "detectable"]].to_numpy().ravel().tolist()
    assert exact == wanted
    shown = plain(page.survey())
    for verdict in found["verdict"]:
        assert VERDICTS[verdict] in shown


def test_the_counts_of_the_page_are_those_of_python(page):
    every, shown = candidates(page.edition.panel), plain(page.key_figures())
    assert f"Pairs of an item and an outcome of its domain {len(every)} " in shown
    assert f"Pairs with enough data {every['enough'].sum()} " in shown
    assert f"{len(every)} pairs" in page.findings()
    rises = table_of(page.timeline())
    assert f"First rises of a policy item in a state {len(rises)} " in shown
    assert (rises["Level after"] > rises["Level before"]).all()


@pytest.mark.parametrize("place", range(SHOWN))
def test_pictures_and_tables_are_those_of_one_evaluation(page, place):
    row = survey(page.edition.panel).iloc[place]
    found = evaluate(page.edition.panel, row["item"], row["outcome"])
    assert found.sentence in page.verdict(place)
    known = found.path.dropna(subset=["effect"])
    assert table_of(page.path(place))["Difference"].tolist() == known["effect"].tolist()
    assert table_of(page.estimators(place))["Difference"].astype(float).tolist() == pytest.approx(
        found.estimates["effect"].tolist(), nan_ok=True
    )
    slopes = found.association["slope"].dropna()
    assert table_of(page.association(place))["Slope"].tolist() == slopes.tolist()
    for size in (found.evidence.effect, found.without["effect"].min(), found.without["effect"].max()):
        assert number(size, 1) in page.without(place)
    assert "the same outcome of " in page.placebos(place)
    assert f'data-value="{found.placebos["p"].iloc[0]}"' in page.placebos(place)


@pytest.mark.parametrize("name", ["timeline", *PICTURES])
def test_pictures_have_a_title_a_text_a_table_and_a_source(page, name):
    chart = page.timeline() if name == "timeline" else getattr(page, name)(0)
    spec = chart.to_dict()  # checks it against Vega-Lite's schema
    extra = spec["usermeta"]["scoreboard"]
    assert spec["title"]["text"]
    assert spec["description"].startswith(spec["title"]["text"])
    assert extra["table"]["rows"]
    assert extra["source"].startswith("Source: ")


def test_there_are_no_more_pairs_than_are_shown(page):
    assert page.path(SHOWN) == ""


def test_a_project_with_too_little_says_so_everywhere(mini):
    assert NO_PAIR == mini.survey() == mini.power() == mini.verdict(0) == mini.path(0)
    assert mini.path(1) == mini.without(2) == ""
    assert "Pairs with enough data 0 " in plain(mini.key_figures())
    assert "0 have enough data" in mini.findings()
    assert len(mini.findings().splitlines()) == 2
    assert re.fullmatch(r"Levels of policy are known from \d{4} to \d{4}, and half .*", mini.years())
    assert chart_html(mini.timeline()).startswith("<figure")


def test_without_the_library_the_page_names_the_extra(page, monkeypatch):
    monkeypatch.setattr(evaluation, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "pyfixest", None)
    assert page.path(0) == page.verdict(0) == NO_LIBRARY
    assert page.path(1) == ""
    assert "<table" in page.survey()


def test_every_cell_of_the_notebook_calls_what_there_is(page):
    cells = [cell for cell in nbformat.read(CHAPTER, as_version=4).cells if cell.cell_type == "code"]
    called = {re.match(r"page\.(\w+)", cell.source)[1] for cell in cells[1:]}
    assert called == {name for name in vars(EvaluationChapter) if not name.startswith("_")} - {
        "edition",
        "pair",
    }
    checked = [cell.source for cell in cells if "nbval-check-output" in cell.metadata.get("tags", [])]
    assert checked == ["page.key_figures()"]
