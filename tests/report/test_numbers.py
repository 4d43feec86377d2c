"""Numbers and days in the language of the edition; files that machines read keep their digits."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.report import enable, theme
from scoreboard.report.i18n import speaking
from scoreboard.report.i18n.numbers import day, grouped, of_charts, rewritten, written
from scoreboard.report.tables import dated, table_html
from scoreboard.report.words import number

THIN, WIDE = "\u202f", "\u00a0"
WAYS = {
    "en": ("−12345.7", "49,245", "2026-03-01"),
    "fr": (f"−12{THIN}345,7", f"49{THIN}245", "1 mars 2026"),
    "de": ("−12.345,7", "49.245", "1. März 2026"),
}


@pytest.mark.parametrize("language", WAYS)
def test_numbers_and_days_are_written_as_the_language_does(language):
    with speaking(language):
        assert (number(-12345.67, 1), grouped(49245), day("2026-03-01")) == WAYS[language]


@pytest.mark.parametrize("language", WAYS)
def test_a_year_is_never_cut_and_no_day_stays(language):
    with speaking(language):
        assert written("2019") == "2019"
        assert day("2026-13-45") == "2026-13-45"


def test_sentences_of_the_rooms_below_get_their_signs_but_versions_do_not():
    sentence = "12,345 draws, r −0.46 in version 1.2.0; 2019: 0.5."
    assert rewritten(sentence) == sentence
    with speaking("de"):
        assert rewritten(sentence) == "12.345 draws, r −0,46 in version 1.2.0; 2019: 0,5."


@given(st.floats(-1e9, 1e9), st.integers(0, 4), st.sampled_from(["fr", "de"]))
def test_only_signs_differ_between_languages(value, digits, language):
    english = number(value, digits)
    with speaking(language):
        own = number(value, digits)
    bare = own.replace(THIN, "") if language == "fr" else own.replace(".", "")
    assert bare.replace(",", ".") == english


def test_a_table_shows_the_signs_and_keeps_the_digits():
    frame = pd.DataFrame({"State": ["AT"], "Score": [61.54], "Rows": [49245], "Year": [2019]})
    english = table_html(frame, "Scores")
    assert 'data-value="61.54">61.5<' in english
    assert '<td class="sb-number">49245</td>' in english
    with speaking("fr"):
        french = table_html(frame, "Scores")
    assert 'data-value="61.54">61,5<' in french
    assert f'data-value="49245">49{THIN}245<' in french
    assert '<td class="sb-number">2019</td>' in french


def test_a_day_in_a_table_is_sorted_as_a_day():
    with speaking("de"):
        assert dated("2026-03-01") == '<time datetime="2026-03-01">1. März 2026</time>'


def test_charts_speak_the_language():
    enable()
    assert of_charts() == {}
    assert "locale" not in theme._altair_theme()["config"]
    with speaking("fr"):
        signs = theme._altair_theme()["config"]["locale"]["number"]
        assert (signs["decimal"], signs["thousands"]) == (",", THIN)


def test_a_drawn_chart_has_decimal_commas():
    alt, vl_convert = pytest.importorskip("altair"), pytest.importorskip("vl_convert")
    enable()
    data = alt.Data(values=[{"x": 0.25}, {"x": 0.75}])
    with speaking("de"):
        spec = alt.Chart(data).mark_point().encode(x=alt.X("x:Q", axis=alt.Axis(format=".2f"))).to_json()
    assert ">0,20<" in vl_convert.vegalite_to_svg(spec, vl_version="6.4")
