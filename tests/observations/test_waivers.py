"""Waivers: a finding is waived by its cell, until a day, and while it shows what was waived."""

from __future__ import annotations

from datetime import date

import pytest

from scoreboard.findings import Severity
from scoreboard.project import Project

ROW = "AT,overcrowding_rate,2020,FOR,,,,12,,,,INCOME-2021,"
WAIVER = """waivers:
  - finding: value-out-of-range
    reason: Counted twice on purpose.
    owner: Office of Statistics
    expires: 2026-06-30
"""
DAY = date(2026, 6, 30)


@pytest.fixture
def validate(change_mini):
    """Validate the mini project with one value changed and one waiver filed; returns finding codes."""

    def run(waiver: str, value: object = 112, today: date = DAY) -> list[str]:
        project = change_mini(
            [{"file": "data/AT/outcomes.csv", "old": ROW, "new": ROW.replace(",12,", f",{value},")}]
        )
        (project / "data/AT/waivers.yaml").write_text(waiver, "utf-8")
        report = Project(project, today=today).validate()
        usual = {"break-in-series", "low-reliability"}
        assert report.ok == all(it.severity is not Severity.ERROR for it in report)
        return [it.code for it in report if it.code not in usual]

    return run


@pytest.mark.parametrize(
    "keys",
    ["", "file: outcomes.csv", "indicator: overcrowding_rate", "year: 2020", "group: FOR", "sex: T",
     "source: INCOME-2021", "expect: 112", "expect: 112.0", "expect: overcrowding_rate = 112"],
)  # fmt: skip
def test_a_waiver_holds_on_its_last_day(validate, keys):
    assert validate(WAIVER + f"    {keys}\n") == ["waived"]


@pytest.mark.parametrize(
    "keys",
    ["file: policy.csv", "indicator: job_access", "year: 2019", "group: NAT", "sex: F", "source: LAWS-2020"],
)
def test_a_waiver_of_another_cell_is_unused(validate, keys):
    assert validate(WAIVER + f"    {keys}\n") == ["value-out-of-range", "waiver-unused"]


def test_a_waiver_expires_the_day_after(validate):
    assert validate(WAIVER, today=date(2026, 7, 1)) == ["value-out-of-range", "waiver-expired"]


@pytest.mark.parametrize("expect", ["113", "11", "overcrowding_rate = 113"])
def test_what_is_expected_is_compared_whole(validate, expect):
    assert validate(WAIVER + f"    expect: {expect}\n") == ["value-out-of-range", "waiver-expectation-failed"]


def test_a_waiver_whose_fault_is_gone(validate):
    assert validate(WAIVER, value=12) == ["waiver-unused"]


@pytest.mark.parametrize("code", ["not-a-number", "duplicate-observation", "waiver-expired", "no-such-code"])
def test_what_breaks_the_computation_cannot_be_waived(validate, code):
    codes = validate(WAIVER.replace("value-out-of-range", code))
    assert codes == ["value-out-of-range", "wrong-value"]


@pytest.mark.parametrize("file", ["../BE/outcomes.csv", "/etc/passwd", "sub\\x.csv"])
def test_a_waiver_names_a_file_of_its_own_folder(validate, file):
    assert validate(WAIVER + f"    file: {file}\n") == ["value-out-of-range", "wrong-value"]


@pytest.mark.parametrize("fault", ["reason", "owner", "expires"])
def test_a_waiver_says_why_who_and_until_when(validate, fault):
    lines = [line for line in WAIVER.splitlines() if fault not in line]
    assert validate("\n".join(lines)) == ["value-out-of-range", "missing-key"]


def test_warnings_can_be_waived_and_a_waived_project_is_scored(validate, tmp_path):
    assert validate(WAIVER) == ["waived"]
    project = Project(tmp_path / "project", today=DAY)
    assert project.scores("outcome").frame["score"].between(0, 100).any()
