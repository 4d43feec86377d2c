"""What validate, score, explain and schema print for the mini project, and how they leave."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from scoreboard.cli import main
from scoreboard.definitions import schema_files

BROKEN = {"file": "data/AT/outcomes.csv", "old": "2020,FOR,,,,12,", "new": "2020,FOR,,,,abc,"}


@pytest.fixture
def run(mini):
    def call(verb: str, *arguments: str, project=mini.root) -> Result:
        return CliRunner().invoke(main, [verb, *arguments, "--project", str(project)])

    return call


def table(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


def test_validate_is_clean(run):
    result = run("validate")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].endswith("62 observations checked: 0 errors, 1 warning, 1 remark")
    assert result.stderr == ""


def test_validate_names_the_cell(run, change_mini):
    result = run("validate", project=change_mini([BROKEN]))
    assert result.exit_code == 1
    assert result.stdout.startswith("data/AT/outcomes.csv:13:34  not-a-number  overcrowding_rate = 'abc'")
    assert "Traceback" not in result.output


def test_validate_speaks_json_and_github(run):
    content = json.loads(run("validate", "--format", "json").stdout)
    assert content["ok"] is True
    assert content["checked"]["observations"] == 62
    assert run("validate", "--format", "github").stdout.startswith(
        "::warning file=data/SE/outcomes.csv,line=4"
    )


def test_the_csv_has_exactly_these_columns(run):
    result = run("score", "--format", "csv")
    assert result.stdout.splitlines()[0] == "lens,state,year,node,score,coverage,rank,reason"
    assert "\r" not in result.stdout
    assert result.stderr == ""
    assert len(table(result)) == 114


@pytest.mark.parametrize("form", ["csv", "json"])
def test_scores_come_out_unrounded(run, mini, form):
    result = run("score", "--format", form)
    rows = table(result) if form == "csv" else json.loads(result.stdout)
    scores = {(row["lens"], row["state"], int(row["year"]), row["node"]): row["score"] for row in rows}
    compared = 0
    for lens in ("policy", "outcome"):
        for row in mini.scores(lens).frame.itertuples():
            written = scores[lens, row.state, row.year, row.node]
            if written in ("", None):
                assert row.score != row.score  # NaN
            else:
                assert float(written) == row.score
                compared += 1
    assert compared > 100


def test_json_marks_missing_as_null(run):
    rows = json.loads(run("score", "--format", "json").stdout)
    (row,) = [it for it in rows if (it["state"], it["year"], it["node"]) == ("BE", 2018, "education")]
    assert (row["score"], row["rank"], row["reason"]) == (None, None, "coverage 0.25 below 0.5")


def test_missing_is_empty_in_the_csv(run):
    rows = table(run("score", "--format", "csv", "--state", "BE", "--node", "overall", "--lens", "outcome"))
    assert [(row["year"], row["score"], row["rank"]) for row in rows] == [
        ("2019", "48.75", "3"),
        ("2020", "", ""),
    ]


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        (["--lens", "policy"], 66),
        (["--lens", "policy", "--year", "2019"], 33),
        (["--state", "AT"], 38),
        (["--node", "labour_market"], 12),
        (["--node", "labour_market", "--state", "AT", "--lens", "outcome", "--year", "2020"], 1),
    ],
)
def test_filters(run, arguments, rows):
    assert len(table(run("score", "--format", "csv", *arguments))) == rows


def test_the_table_is_for_reading(run):
    lines = run("score", "--lens", "policy", "--year", "2018").stdout.splitlines()
    assert lines[0] == "Mini policy index, 2018 (0–100, – = no score)"
    assert lines[1].split() == ["overall", "housing", "labour_market", "education", "anti_discrimination"]
    assert lines[3].split() == ["BE", "75.0", "100.0", "50.0", "–", "100.0"]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--state", "FR"], "AT, BE, SE"),
        (["--node", "educaton"], "did you mean 'education'?"),
        (["--year", "1999"], "2018"),
    ],
)
def test_what_has_no_score_is_misuse_with_a_hint(run, arguments, hint):
    result = run("score", "--format", "csv", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr


@pytest.mark.parametrize("arguments", [["score"], ["explain", "AT", "2019"]])
def test_nothing_is_scored_from_faulty_data(run, change_mini, arguments):
    result = run(*arguments, project=change_mini([BROKEN]))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "not-a-number" in result.stderr


def test_explain_goes_down_to_the_files(run):
    result = run("explain", "AT", "2019", "labour_market")
    assert result.exit_code == 0
    assert "Mini policy index 1.0.0, Austria (AT), 2019: Labour market" in result.stdout
    assert "Mini outcome index 1.0.0, Austria (AT), 2019: Labour market" in result.stdout
    assert "[data/AT/policy.csv:3]" in result.stdout
    assert "[data/AT/outcomes.csv:8, data/AT/outcomes.csv:9]" in result.stdout


def test_explain_of_one_lens_as_json(run):
    content = json.loads(run("explain", "BE", "2018", "--lens", "policy", "--format", "json").stdout)
    assert list(content) == ["policy"]
    education = content["policy"]["children"][1]
    assert (education["node"], education["score"], education["weight_share"]) == ("education", None, 0.0)


@pytest.mark.parametrize("arguments", [("FR", "2019"), ("AT", "1999"), ("AT", "2019", "weather")])
def test_explain_of_what_is_not_there(run, arguments):
    result = run("explain", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "scoreboard score" in result.stderr


def test_schema_writes_and_checks(run, change_mini):
    project = change_mini()
    assert run("schema", project=project).stdout.split() == [f"schemas/{name}" for name in schema_files()]
    assert run("schema", "--check", project=project).exit_code == 0
    (project / "schemas/index.json").write_text("{}", "utf-8")
    result = run("schema", "--check", project=project)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "schema-stale" in result.stderr
    assert (project / "schemas/index.json").read_text("utf-8") == "{}"
