"""What `scoreboard gaps` prints for the mini project, and how it leaves."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from scoreboard.cli import main
from scoreboard.scoring.gaps import COLUMNS, group_gaps


@pytest.fixture
def run(mini):
    def call(*arguments: str, project=mini.root) -> Result:
        return CliRunner().invoke(main, ["gaps", *arguments, "--project", str(project)])

    return call


def test_the_table_is_of_the_latest_year_and_rounded(run):
    result = run("employment_rate")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].endswith(", 2020: difference by group beside NAT")
    assert lines[1].split() == [
        "state",
        "group",
        "level",
        "reference",
        "value",
        "se",
        "low",
        "high",
        "score",
        "se",
        "from",
        "flags",
    ]
    assert lines[3].split() == [
        "BE",
        "NEU27_2020_FOR",
        "56.0",
        "71.0",
        "-15.0",
        "1.7",
        "-18.3",
        "-11.7",
        "25.0",
        "default",
    ]
    assert len(lines) == 5
    assert result.stderr == ""


def test_one_table_for_each_measure(run):
    result = run("employment_rate", "--measure", "ratio", "--measure", "log_ratio", "--state", "AT")
    assert [line for line in result.stdout.splitlines() if " by group " in line] == [
        "Employment rate of non-EU citizens, 2020: ratio by group beside NAT",
        "Employment rate of non-EU citizens, 2020: log_ratio by group beside NAT",
    ]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_gaps_come_out_unrounded_and_whole(run, mini, form):
    result = run("employment_rate", "--measure", "ratio", "--format", form)
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(result.stdout))) if form == "csv" else json.loads(result.stdout)
    expected = group_gaps(mini.panel(), "employment_rate", measures=["ratio"])
    assert list(rows[0]) == COLUMNS
    assert len(rows) == len(expected) == 8
    known = 0
    for row, (_, wanted) in zip(rows, expected.iterrows(), strict=True):
        if row["value"] in ("", None):
            assert wanted["reason"] == row["reason"] == "no value of the reference"
        else:
            assert float(row["value"]) == wanted["value"]
            assert float(row["se"]) == wanted["se"]
            known += 1
    assert known == 6


def test_filters(run):
    rows = list(
        csv.DictReader(
            io.StringIO(run("employment_rate", "--year", "2019", "--state", "AT", "--format", "csv").stdout)
        )
    )
    assert {(row["year"], row["state"]) for row in rows} == {("2019", "AT")}
    assert [row["sex"] for row in rows] == ["T", "F", "M"]


def test_standardised_gaps_of_the_real_data(run, root):
    result = run(
        "employment_rate_citizenship", "--standardise", "sex", "--year", "2023", "--state", "MT", project=root
    )
    assert result.exit_code == 0, result.output
    heading, columns, *rows = result.stdout.splitlines()
    assert heading.endswith("2023: composition by sex of NAT (shares of F)")
    assert "by composition" in columns
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["employment_rat"], "did you mean 'employment_rate'"),
        (["job_access"], "asks what the law grants"),
        (["employment_rate", "--by", "duration"], "the data hold duration TOTAL"),
        (["employment_rate", "--standardise", "age"], "no population by age and group"),
        (["employment_rate", "--standardise", "sex", "--by", "sex"], "--standardise goes with neither"),
        (["employment_rate", "--measure", "achievement"], "has no population average"),
        (["employment_rate", "--average", "nothing", "--measure", "achievement"], "no indicator nothing"),
        (["employment_rate", "--state", "XX"], "no gap has state XX"),
        (["employment_rate", "--year", "1919"], "no gap has year 1919"),
        (["employment_rate", "--interval", "95"], "--interval"),
        (["employment_rate", "--measure", "odds"], "odds"),
    ],
)
def test_what_cannot_be_shown_is_misuse_with_a_reason(run, arguments, text):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert text in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
