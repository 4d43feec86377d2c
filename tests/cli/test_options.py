"""What `scoreboard options` prints, and how it refuses what makes no sense."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

from scoreboard.analysis.options import seek
from scoreboard.analysis.options.tables import COLUMNS
from scoreboard.cli import main


@pytest.fixture
def run(mini):
    def call(*arguments: str):
        return CliRunner().invoke(main, ["options", *arguments, "--project", str(mini.root)])

    return call


ASKED = ["AT", "--node", "education", "--target", "62"]


def test_csv_and_json_are_the_way_unrounded(run, mini):
    way = seek(mini.scores("policy"), "AT", 2019, "education", 62)
    result = run(*ASKED, "--format", "csv")
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    plain = json.loads(run(*ASKED, "--format", "json").stdout)
    assert list(rows[0]) == list(plain[0]) == COLUMNS
    assert [row["indicator"] for row in plain] == [change.indicator for change in way.changes]
    assert plain[0]["reached"] == way.reached
    assert float(rows[0]["reached"]) == way.reached


def test_the_table_for_reading_names_the_change_and_who_has_it(run):
    lines = run(*ASKED).stdout.splitlines()
    assert lines[0] == "AT 2019, education: 45.0, target 62.0, reached 82.5 (unrounded with --format csv)"
    assert lines[2].split()[:4] == ["school_access", "50", "100", "1"]
    assert "SE since 2018 or before" in lines[2]


def test_what_is_reached_already_is_clean(run):
    result = run("SE", "--node", "labour_market")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "SE 2019, labour_market: 100.0, target 100.0: reached already\n"


def test_out_of_reach_is_a_finding_and_csv_keeps_its_head(run):
    result = run("AT", "--target", "100.5", "--format", "csv")
    assert result.exit_code == 1
    assert result.stdout == ",".join(COLUMNS) + "\n"
    assert "out of reach: no changes of the answers give more than 100.0" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["AX"], "there is no state AX: "),
        (["AT", "--node", "educaton"], "did you mean 'education'"),
        (["AT", "--year", "2030"], "there is no year 2030"),
        (
            ["AT", "--target", "best"],
            "a target is a score, 'median', or points to gain such as '+5', not 'best'",
        ),
        (["AT", "--lens", "outcome", "--year", "2019"], "no item has answers that earn the same score"),
    ],
)
def test_misuse_is_told_in_words(run, arguments, words):
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr.replace("\n", " ")
