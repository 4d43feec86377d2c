"""What `scoreboard trends` prints, and how it refuses what makes no sense."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from scoreboard.analysis.time import distance_to_target
from scoreboard.cli import main
from scoreboard.cli.trends_ import SHOWN

TARGET = ["--target", "60", "--by", "2030"]


@pytest.fixture
def run(mini):
    def call(*arguments: str, project=mini.root) -> Result:
        return CliRunner().invoke(main, ["trends", *arguments, "--project", str(project)])

    return call


def table(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


def extra(name: str) -> list[str]:
    return ["--table", name, *(TARGET if name == "targets" else [])]


@pytest.mark.parametrize("name", SHOWN)
def test_csv_and_json_have_the_same_rows_of_all_nodes(run, mini, name):
    rows = table(run("--lens", "policy", *extra(name), "--format", "csv"))
    plain = json.loads(run("--lens", "policy", *extra(name), "--format", "json").stdout)
    assert {row["node"] for row in rows} == set(mini.scores("policy").frame["node"])
    assert [row["node"] for row in rows] == [row["node"] for row in plain]
    assert set(rows[0]) == set(plain[0])
    for text, value in zip(rows, plain, strict=True):
        for key, cell in text.items():
            assert cell == ("" if value[key] is None else str(value[key])) or float(cell) == value[key]


@pytest.mark.parametrize("name", SHOWN)
def test_the_table_for_reading_shows_the_overall(run, name):
    result = run("--lens", "policy", *extra(name))
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == f"Mini policy index, overall: {name} (unrounded with --format csv)"
    assert set(lines[1].split()) <= set(SHOWN[name].split())
    assert len(lines) > 2


def test_two_years_are_no_trend_but_say_so(run):
    rows = table(run("--lens", "policy", "--node", "education", "--format", "csv"))
    assert [row["state"] for row in rows] == ["AT", "BE", "SE"]
    assert {row["slope"] for row in rows} == {""}
    assert {row["trend"] for row in rows} == {"not enough data"}
    assert rows[0]["reason"].startswith("not enough data: ")


def test_a_target_alone_asks_for_the_table_of_targets(run, mini):
    rows = table(run("--lens", "policy", "--node", "overall", *TARGET, "--format", "csv"))
    frame = mini.scores("policy").frame
    expected = distance_to_target(frame[frame["node"] == "overall"], 60, 2030)
    assert [row["status"] for row in rows] == expected["status"].tolist()
    assert [float(row["distance"]) for row in rows if row["distance"]] == expected[
        "distance"
    ].dropna().tolist()


def test_values_of_an_indicator_in_their_own_unit(run, mini):
    node = ["--lens", "outcome", "--node", "overcrowding_rate"]
    rows = table(run(*node, "--of", "value", "--table", "changes", "--format", "csv", "--observed", "0"))
    block = mini.scores("outcome").block
    column = block.indicators.index("overcrowding_rate")
    compared = 0
    for row in rows:
        if row["last"]:
            value = block.values[block.unit(row["state"], int(row["last_year"])), column]
            assert float(row["last"]) == value
            compared += 1
    assert compared > 0


def test_options_change_what_counts_as_enough(run):
    every = ["--lens", "policy", "--format", "csv"]
    assert "of at least 3 years" in {
        row["reason"][-19:] for row in table(run(*every, "--minimum-years", "3"))
    }
    asked = table(run(*every, "--from", "2018", "--to", "2019", "--table", "changes"))
    assert {(row["first_year"], row["last_year"]) for row in asked} == {("2018", "2019")}


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ([], "Missing option '--lens'"),
        (["--lens", "policy", "--node", "educaton"], "did you mean 'education'?"),
        (["--lens", "policy", "--from", "1999"], "there is no year 1999"),
        (["--lens", "policy", "--from", "2019", "--to", "2018"], "--from must be before --to"),
        (["--lens", "policy", "--target", "60"], "--target and --by go together"),
        (["--lens", "policy", "--by", "2030"], "--target and --by go together"),
        (["--lens", "policy", "--target", "160", "--by", "2030"], "a score lies between 0 and 100"),
        (["--lens", "policy", "--table", "classes", *TARGET], "--target has no effect on --table classes"),
        (["--lens", "policy", "--table", "targets"], "name one with --target and --by"),
        (["--lens", "policy", "--of", "value", "--node", "education"], "there is no node education"),
        (["--lens", "policy", "--minimum-years", "2"], "2 is not in the range"),
    ],
)
def test_what_makes_no_sense_is_misuse_with_a_hint(run, arguments, hint):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr


def test_faulty_data_have_no_trend(run, change_mini):
    broken = {"file": "data/AT/outcomes.csv", "old": "2020,FOR,,,,12,", "new": "2020,FOR,,,,abc,"}
    result = run("--lens", "policy", project=change_mini([broken]))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "not-a-number" in result.stderr
