"""What `scoreboard audit` prints, where, and how it refuses what makes no sense."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from scoreboard.analysis.audit import CHECKS, STEPS
from scoreboard.cli import main


@pytest.fixture
def run(mini):
    def call(*arguments: str, project=mini.root) -> Result:
        return CliRunner().invoke(main, ["audit", *arguments, "--project", str(project)])

    return call


def test_warnings_are_no_fault_and_progress_is_on_stderr(run):
    result = run("--lens", "policy")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Mini policy index 1.0.0, 2019\n")
    assert "\n  warn " in result.stdout
    told = result.stderr.splitlines()
    assert [line for line in told if ". " in line] == [
        f"policy: {step}. {name}" for step, name in STEPS.items()
    ]
    assert "policy, uncertainty: 200 of 200 draws" in told
    assert "draws" not in result.stdout.splitlines()[0]


def test_both_lenses_are_audited_without_a_lens(run):
    content = json.loads(run("--format", "json").stdout)
    assert [each["lens"] for each in content["audits"]] == ["policy", "outcome"]
    for each in content["audits"]:
        checks = {check["code"]: check for step in each["steps"] for check in step["checks"]}
        assert set(checks) == {check.code for check in CHECKS}
        assert checks["sums-exactly"]["verdict"] == "pass"
        assert all(check["finding"] and check["source"] for check in checks.values())


def test_the_year_can_be_chosen(run):
    content = json.loads(run("--lens", "policy", "--year", "2018", "--format", "json").stdout)
    assert content["audits"][0]["year"] == 2018
    assert run("--lens", "policy", "--year", "2018").stdout.startswith("Mini policy index 1.0.0, 2018\n")


def test_markdown_has_a_table_for_each_step(run):
    result = run("--lens", "outcome", "--format", "markdown")
    assert result.stdout.startswith("## Mini outcome index 1.0.0, 2020\n")
    assert result.stdout.count("| Verdict | Question | Finding | Good | Source |") == len(STEPS)


def test_chapters_of_the_book_are_seen(run, change_mini):
    project = change_mini()
    for name in ("education.ipynb", "labour_market.md"):
        (project / "book" / name).write_text("", "utf-8")
    result = run("--lens", "policy", project=project)
    assert "2 of 3 parts of the overall have a chapter" in result.stdout
    assert "sensitivity indices were not computed" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--lens", "weather"], "'weather' is not one of"),
        (["--lens", "policy", "--year", "1999"], "policy has no year 1999"),
        (["--format", "xml"], "'xml' is not one of"),
    ],
)
def test_what_makes_no_sense_is_misuse_with_a_hint(run, arguments, hint):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr


def test_faulty_data_are_not_audited(run, change_mini):
    broken = {"file": "data/AT/outcomes.csv", "old": "2020,FOR,,,,12,", "new": "2020,FOR,,,,abc,"}
    result = run(project=change_mini([broken]))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "not-a-number" in result.stderr
