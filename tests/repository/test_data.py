"""Health of data/: clean, sourced, and the known traps of the inputs shown as warnings."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.definitions.states import UNIONS
from scoreboard.findings import Severity


@pytest.fixture(scope="module")
def frame(project) -> pd.DataFrame:
    return project.panel().frame


@pytest.fixture(scope="module")
def places(project) -> set[tuple[str, str, int]]:
    """(code, file, line) of every finding."""
    return {(it.code, it.place.file, it.place.line) for it in project.validate()}


def test_the_project_has_no_error(project):
    report = project.validate()
    assert [str(finding) for finding in report if finding.severity is Severity.ERROR] == []
    assert report.checked["observations"] > 40_000
    assert report.checked["definitions"] > 100
    assert report.checked["examples"] > 200


def test_states_covered(project, frame):
    policy = {code for code, it in project.framework.indicators.items() if it.lens == "policy"}
    coded = frame[frame["indicator"].isin(policy)]
    others = frame[~frame["indicator"].isin(policy)]
    assert coded["state"].nunique() == 38
    assert others["state"].nunique() >= 27
    assert len(coded) > 12_000


def test_every_folder_has_sources_and_every_row_one_of_them(project, frame):
    folders = [
        path for path in (project.root / "data").iterdir() if path.is_dir() and path.name not in UNIONS
    ]
    assert len(folders) >= 38
    assert all((folder / "sources.yaml").is_file() for folder in folders)
    assert (frame["source"] != "").all()


def test_files_are_named_after_domains_and_hold_their_indicators(project):
    rows = 0
    for path in sorted((project.root / "data").glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                assert project.framework.indicators[row["indicator"]].domain == path.stem, path
                rows += 1
    assert rows == project.validate().checked["observations"]


def test_aggregates_are_not_states(project, frame):
    assert {"EU", "EA"}.isdisjoint(frame["state"])
    assert {"EL", "UK"}.isdisjoint(frame["state"])
    assert {"GR", "GB"} <= set(frame["state"])


def test_missing_values_are_kept_with_their_status_and_are_not_zero(frame):
    missing = frame[frame["value"].isna()]
    assert len(missing) > 500
    assert (missing["flags"] != "").all()
    assert set(missing["status"]) == {"missing"}


def test_breaks_of_2021_are_warnings(project, frame):
    """The Labour Force Survey changed in 2021: every value of that year is marked."""
    breaks = frame[(frame["year"] == 2021) & frame["flags"].str.contains("b") & frame["value"].notna()]
    concerned = set(zip(breaks["state"], breaks["indicator"], strict=True))
    warned = {
        (it.state, it.indicator)
        for it in project.validate()
        if it.code == "break-in-series" and " 2021:" in it.found
    }
    assert concerned == warned
    assert len(warned) > 200
    employment = frame[(frame["indicator"] == "employment_rate_citizenship") & (frame["year"] == 2021)]
    assert employment.loc[employment["value"].notna(), "flags"].str.contains("b").mean() > 0.9


def test_shares_of_0_and_100_without_a_flag_are_warnings(project, frame, places):
    shares = [
        code
        for code, it in project.framework.observed.items()
        if isinstance(it, StatisticIndicator) and it.unit == "per_cent"
    ]
    rows = frame[
        frame["indicator"].isin(shares) & frame["value"].isin([0, 100]) & ~frame["flags"].str.contains("[un]")
    ]
    expected = {("unflagged-extreme", row.file, row.line) for row in rows.itertuples()}
    assert expected == {place for place in places if place[0] == "unflagged-extreme"}
    assert expected


def test_early_leavers_of_croatia_in_2010_are_a_warning(frame, places):
    cell = frame[
        (frame["state"] == "HR")
        & (frame["indicator"] == "early_leavers_citizenship")
        & (frame["year"] == 2010)
        & (frame["value"] == 82.4)
    ]
    assert cell["flags"].tolist() == ["bu"]
    (row,) = cell.itertuples()
    about = {code for code, file, line in places if (file, line) == (row.file, row.line)}
    assert about & {"outlier-among-states", "large-change"}


def test_what_has_no_data_is_defined_all_the_same(project, frame):
    """Housing by group could not be had: defined, and not covered."""
    absent = set(project.framework.observed) - set(frame["indicator"])
    assert {project.framework.indicators[code].domain for code in absent} >= {"housing"}
    scores = project.scores("outcome").frame
    housing = scores[scores["node"] == "housing"]
    assert len(housing) > 0
    assert housing["score"].isna().all() == housing["rank"].isna().all()
    assert (housing.loc[housing["score"].isna(), "reason"] != "").all()
