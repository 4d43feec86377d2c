"""Charts of the book for any project, by name; each needs no network to be seen."""

from __future__ import annotations

import base64

import altair as alt
import pytest

import scoreboard
from scoreboard.report import charting, renderer
from scoreboard.report.charting import KINDS

NEEDED = {
    "state_profile": {"state": "AT"},
    "state_trend": {"state": "AT"},
    "series": {"indicator": "employment_rate"},
}


@pytest.fixture(autouse=True)
def outside_the_book():
    """A notebook of one's own, whatever another test of this process has enabled."""
    with alt.renderers.enable("default"):
        yield


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_title_numbers_and_a_picture(mini, kind):
    figure = scoreboard.chart(mini, kind, **NEEDED.get(kind, {}))
    assert len(figure.title) > 20
    assert len(figure.table) >= 1
    assert figure.svg().startswith("<svg")


def test_a_notebook_gets_the_picture_its_description_and_the_numbers(mini):
    shown = scoreboard.chart(mini, "map", lens="policy", year=2019)._repr_mimebundle_()
    picture = shown["text/html"].split('src="data:image/svg+xml;base64,')[1].split('"')[0]
    assert base64.b64decode(picture).startswith(b"<svg")
    assert f'alt="{shown["text/plain"]}"' in shown["text/html"]
    assert "Show the numbers" in shown["text/html"]


def test_within_the_book_it_is_a_chart_of_the_book(mini):
    alt.renderers.register(renderer.NAME, renderer.render)
    with alt.renderers.enable(renderer.NAME):
        assert (
            renderer.MIME_TYPE in scoreboard.chart(mini, "map", lens="policy", year=2019)._repr_mimebundle_()
        )


def test_the_theme_of_others_is_left_alone(mini):
    before = alt.theme.active
    assert (
        scoreboard.chart(mini, "map", lens="policy", year=2019).spec["config"]["background"] == "transparent"
    )
    assert alt.theme.active == before


def test_a_year_without_scores_says_that_there_is_too_little(mini):
    shown = scoreboard.chart(mini, "map", lens="policy", year=1990)._repr_mimebundle_()
    assert "<img" not in shown["text/html"]
    assert "No state has a score" in shown["text/html"]


def test_it_is_written_as_a_file(mini, tmp_path):
    scoreboard.chart(mini, "map", lens="policy", year=2019).save(tmp_path / "map.svg")
    assert (tmp_path / "map.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "rankings"}, "there is no kind rankings: did you mean 'ranking'"),
        ({"lens": "outcomes"}, "there is no lens outcomes"),
        ({"node": "labour"}, "there is no node labour"),
        ({"kind": "state_trend"}, "a chart of the kind state_trend needs state="),
        ({"kind": "state_trend", "state": "AU"}, "there is no state AU"),
        ({"kind": "series"}, "a chart of the kind series needs indicator="),
    ],
)
def test_a_wrong_word_is_told_with_what_there_is(mini, given, says):
    with pytest.raises(ValueError, match=says):
        scoreboard.chart(mini, **given)


def test_without_the_libraries_the_extra_is_named(mini, monkeypatch):
    monkeypatch.setattr(charting, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'integration-scoreboard\[report\]'"):
        scoreboard.chart(mini)


def test_faults_in_the_data_are_told_by_their_report(change_mini):
    root = change_mini(without=["indicators/sources.yaml"])
    with pytest.raises(scoreboard.InvalidDataError):
        scoreboard.chart(scoreboard.Project(root))
