"""People's characteristics: what is told apart, small numbers, and nothing that the source does not publish."""

from __future__ import annotations

import pandas as pd
import pytest

from scoreboard.report import enable
from scoreboard.report.blocks import characteristics
from scoreboard.report.charts.characteristics import HIDDEN, MARKED, RELIABLE, RULE, cells, latest, told_apart
from scoreboard.report.edition import open_edition
from scoreboard.report.figure import chart_html


@pytest.fixture(scope="module")
def edition():
    enable()
    return open_edition()


def row(**changes):
    return {"n": None, "flags": "", **changes}


@pytest.mark.parametrize(
    ("of", "says"),
    [
        (row(), RELIABLE),
        (row(flags="b"), RELIABLE),
        (row(flags="bu"), MARKED),
        (row(n=19), HIDDEN),
        (row(n=19, flags="u"), HIDDEN),
        (row(n=20), MARKED),
        (row(n=49), MARKED),
        (row(n=50), RELIABLE),
        (row(n=50, flags="u"), MARKED),
        (row(n=float("nan")), RELIABLE),
    ],
)
def test_small_numbers_are_marked_or_hidden(of, says):
    assert RULE.says(of) == says


def test_every_cell_is_one_that_the_source_publishes(edition):
    """No combination is made: each drawn value stands in the data with the same group and sex."""
    code = "tertiary_attainment_birth"
    found = cells(edition, code).dropna(subset=["value"])
    frame = edition.panel.frame
    keys = ["state", "year", "group", "sex", "age", "duration", "value"]
    same = found.merge(frame[frame["indicator"] == code], on=keys)
    assert len(same) == len(found) > 1000


def test_a_year_with_more_cells_counts_more_than_a_later_one():
    rows = pd.DataFrame(
        [
            ("AT", 2019, "NAT"),
            ("AT", 2019, "FOR"),
            ("AT", 2020, "NAT"),
            ("BE", 2020, "NAT"),
            ("BE", 2018, "NAT"),
        ],
        columns=["state", "year", "group"],
    )
    kept = latest(rows)
    assert list(zip(kept["state"], kept["year"], strict=True)) == [("AT", 2019), ("AT", 2019), ("BE", 2020)]


def test_statistics_of_different_ages_are_not_a_breakdown_by_age():
    rows = pd.DataFrame(
        {"statistic": ["a", "b"], "group": "NAT", "sex": "T", "age": ["Y15", "Y20"], "duration": "TOTAL"}
    )
    assert told_apart(rows) == []
    assert told_apart(rows.assign(statistic="a")) == ["age"]


def test_a_state_page_shows_each_statistic_with_counts_and_a_table(edition):
    said, chart, counted = characteristics.of_state(edition, "AT")
    assert "Duration of stay" in said.replace("duration", "Duration")
    assert "no breakdown is published" in said
    markup = chart_html(chart)
    assert "<table" in markup
    assert "small dot charts" in markup
    assert chart.to_dict()["columns"] == 3
    shown = len(chart.to_dict()["usermeta"]["scoreboard"]["table"]["rows"])
    assert counted.startswith(f"{shown} values: ")


def test_an_indicator_page_says_what_crosses(edition):
    said, _, _ = characteristics.of_indicator(edition, "employment_gap_citizenship")
    assert "Sex and origin together are published for" in said


@pytest.mark.parametrize("code", ["unmet_medical_need_population", "early_leavers_birth", "neet_rate_birth"])
def test_what_is_not_published_is_said(edition, code):
    text = " ".join(str(it) for it in characteristics.of_indicator(edition, code)[:2])
    assert "no breakdown is published" in text or "No value is at hand" in text


def test_policy_items_are_about_law_and_not_people(edition):
    assert characteristics.of_indicator(edition, "school_guidance") == []


def test_a_state_without_such_data_says_so():
    sample = open_edition("tests/mini")
    parts = [characteristics.of_state(sample, state) for state in sample.states]
    assert all(len(part) in (1, 3) for part in parts)
