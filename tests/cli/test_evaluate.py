"""What `scoreboard evaluate` prints, and how it refuses what makes no sense."""

from __future__ import annotations

import csv
import io
import json
from inspect import signature

import pytest
from click.testing import CliRunner

from scoreboard.analysis.evaluation import candidates, evaluate, survey
from scoreboard.cli import main
from scoreboard.cli.evaluate_ import SHOWN
from scoreboard.project import Project

ITEM, OUTCOME = "school_guidance", "tertiary_attainment_birth"
PAIR = ["--item", f"education/{ITEM}", "--outcome", OUTCOME]
DRAWS = ["--draws", "199"]


@pytest.fixture
def run(mini):
    def call(*arguments, project=mini.root):
        return CliRunner().invoke(main, ["evaluate", *arguments, "--project", str(project)])

    return call


@pytest.fixture(scope="module")
def project(root):
    return Project(root)


@pytest.fixture(scope="module")
def found(project):
    return evaluate(project.panel(), ITEM, OUTCOME, draws=199)


def same(rows, table):
    assert [list(row) for row in rows] == [list(table.columns)] * len(table)
    assert len(rows) == len(table) > 0
    for row, values in zip(
        rows, table.astype(object).where(table.notna(), None).to_dict("records"), strict=True
    ):
        for key, cell in row.items():
            assert cell == ("" if values[key] is None else str(values[key])) or float(cell) == values[key]


@pytest.mark.parametrize("name", SHOWN)
def test_every_table_is_that_of_python(run, root, found, name):
    result = run(*PAIR, *DRAWS, "--table", name, "--format", "csv", project=root)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    same(
        list(csv.DictReader(io.StringIO(result.stdout, newline=""))),
        getattr(found, "states" if name == "sample" else name),
    )


def test_the_command_draws_as_often_as_python_unless_told_otherwise():
    from scoreboard.analysis.evaluation.weighing import DRAWS as DEFAULT
    from scoreboard.cli.evaluate_ import command

    (option,) = [it for it in command.params if it.name == "draws"]
    assert option.default == DEFAULT
    for function in (evaluate, survey):
        assert signature(function).parameters["draws"].default == DEFAULT


def test_the_verdict_stands_first(run, root, found):
    result = run(*PAIR, *DRAWS, project=root)
    assert result.stdout.splitlines()[:3] == [
        found.sentence,
        found.compared,
        f"{ITEM}, {OUTCOME}: estimates (unrounded with --format csv)",
    ]


def test_json_is_the_same_and_placebo_is_short_for_its_table(run, root, found):
    plain = json.loads(run(*PAIR, *DRAWS, "--placebo", "--format", "json", project=root).stdout)
    assert [row["p"] for row in plain] == found.placebos["p"].astype(object).where(
        found.placebos["p"].notna(), None
    ).tolist()


def test_list_and_survey_are_those_of_python(run, root, project):
    listed = list(
        csv.DictReader(io.StringIO(run("--list", "--format", "csv", project=root).stdout, newline=""))
    )
    same(listed, candidates(project.panel()))
    shown = run("--survey", "--draws", "99", "--format", "csv", project=root)
    same(list(csv.DictReader(io.StringIO(shown.stdout, newline=""))), survey(project.panel(), draws=99))


def test_a_project_with_too_little_says_so(run):
    result = run("--item", "job_access", "--outcome", "employment_rate")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Not enough data: ")
    assert len(result.stdout.splitlines()) == 2
    assert run("--list").stdout.startswith("0 of ")
    assert run("--survey").stdout.startswith("0 items")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name --item and --outcome; --list shows which pairs have enough data"),
        (["--item", "job_access"], "name --item and --outcome"),
        (["--list", "--survey"], "choose one"),
        (["--item", "job_acess", "--outcome", "employment_rate"], "job_access"),
        (
            ["--item", "employment_rate", "--outcome", "employment_rate"],
            "there is no policy item employment_rate",
        ),
        (
            ["--item", "housing/job_access", "--outcome", "employment_rate"],
            "an item of labour_market, not of housing",
        ),
        (["--item", "job_access", "--outcome", "job_access"], "there is no outcome job_access"),
        (["--item", "job_access", "--outcome", "employment_rate", "--group", "NAX"], "there is no group NAX"),
        (["--item", "job_access", "--outcome", "employment_rate", "--draws", "5"], "--draws"),
    ],
)
def test_misuse_is_exit_code_2_and_says_what_to_do(run, arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in " ".join(result.stderr.split())


def test_without_the_library_it_names_the_extra(run, monkeypatch):
    monkeypatch.setattr("scoreboard.cli.evaluate_.find_spec", lambda name: None)
    result = run("--item", "job_access", "--outcome", "employment_rate")
    assert result.exit_code == 2
    assert 'pip install "integration-scoreboard[evaluation]"' in result.stderr
    assert run("--list").exit_code == 0  # needs no library
