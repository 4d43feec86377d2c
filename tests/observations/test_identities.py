"""Totals beside their parts, indicators beside their siblings, and states beside each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.findings import Report
from scoreboard.observations import check_observations, read_observations
from scoreboard.observations.timeliness import LATE
from scoreboard.project import Project

HEADER = "state,indicator,year,group,sex,age,value,source\n"
SHARE = st.floats(1, 99).map(lambda value: round(value, 1))


@pytest.fixture(scope="module")
def folder(mini, tmp_path_factory):
    root = tmp_path_factory.mktemp("identities")
    for state in ("AT", "BE", "SE"):
        (root / f"data/{state}").mkdir(parents=True)
        text = (mini.root / f"data/{state}/sources.yaml").read_text("utf-8")
        (root / f"data/{state}/sources.yaml").write_text(text, "utf-8")
    return root


def codes(folder, mini, rows: list[str]) -> list[str]:
    (folder / "data/AT/x.csv").write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    report = Report()
    observations = read_observations(folder, mini.framework, report)
    check_observations(observations, mini.framework, report)
    return [it.code for it in report if it.code != "unused-source"]


def sexes(**values: float) -> list[str]:
    return [
        f"AT,employment_rate,2019,NEU27_2020_FOR,{sex},Y20-64,{value},WORK-2021"
        for sex, value in values.items()
    ]


@given(SHARE, SHARE, st.floats(0, 1))
def test_no_mean_of_women_and_men_is_warned_of(folder, mini, women, men, share):
    total = round(share * women + (1 - share) * men, 1)
    assert codes(folder, mini, sexes(T=total, F=women, M=men)) == []


@given(SHARE, SHARE, st.floats(0.6, 40), st.booleans())
def test_every_total_beyond_both_is_warned_of_once(folder, mini, women, men, beyond, above):
    total = max(women, men) + beyond if above else min(women, men) - beyond
    found = codes(folder, mini, sexes(T=total, F=women, M=men))
    assert ("sexes-do-not-bracket-total" in found) == (0 <= total <= 100)


def test_without_one_part_nothing_is_said(folder, mini):
    assert codes(folder, mini, sexes(T=90, F=10)) == []


@pytest.mark.parametrize("years", [LATE - 1, LATE])
def test_data_are_stale_some_years_behind_the_others(change_mini, years):
    project = change_mini()
    for state in ("AT", "BE"):
        text = f"state,indicator,year,group,value,source\n{state},overcrowding_rate,{2020 + years},FOR,12,INCOME-2021\n"
        (project / f"data/{state}/more.csv").write_text(text, "utf-8")
    stale = [it.state for it in Project(project).validate() if it.code == "stale-data"]
    assert stale == (["SE"] if years == LATE else [])


def test_a_movement_of_all_states_is_no_large_change(change_mini):
    """Five states see the same jump in one year, and one state sees it alone."""
    project = change_mini([{
        "file": "data/states.csv", "old": "AT,AUT,040,AT,Austria,,1995-01-01,,0,1,1,1,1973-06-25,1993,1\n",
        "new": "AT,AUT,040,AT,Austria,,1995-01-01,,0,1,1,1,1973-06-25,1993,1\n"
               + "".join(f"{code},,,{code},{code},,,,0,0,0,0,,,1\n" for code in ("XA", "XB", "XC", "XD")),
    }])  # fmt: skip
    source = (project / "data/AT/sources.yaml").read_text("utf-8")
    header = "state,indicator,year,group,value,source\n"
    for state in ("AT", "BE", "XA", "XB", "XC", "XD"):
        folder = project / "data" / state
        folder.mkdir(exist_ok=True)
        rows = "".join(
            f"{state},overcrowding_rate,{year},FOR,{60 if year == 2013 else 10 + year % 3},INCOME-2021\n"
            for year in range(2008, 2018)
            if state != "XA" or year != 2013
        )
        alone = "XA,overcrowding_rate,2013,FOR,11,INCOME-2021\n" if state == "XA" else ""
        (folder / "more.csv").write_text(header + rows + alone, "utf-8")
        if state.startswith("X"):
            (folder / "sources.yaml").write_text(source, "utf-8")
    changes = {(it.state, it.found[:22]) for it in Project(project).validate() if it.code == "large-change"}
    assert changes == {("XA", "overcrowding_rate 2013")}


def test_rows_that_went_away(mini, change_mini):
    project = change_mini(without=["data/BE/outcomes.csv"])
    report = Project(project, against=mini.root).validate()
    dropped = {(it.state, it.indicator, it.place.file) for it in report if it.code == "row-count-dropped"}
    file = "data/BE/outcomes.csv"
    assert dropped == {("BE", it, file) for it in ("employment_rate", "median_income", "overcrowding_rate")}
    assert "row-count-dropped" not in {it.code for it in Project(mini.root, against=project).validate()}
