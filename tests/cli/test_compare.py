"""`scoreboard compare` on folders, git revisions and saved results: what it prints and how it leaves."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from click.testing import CliRunner, Result

from scoreboard.cli import main

ANSWER = {
    "file": "data/AT/policy.csv",
    "old": "AT,job_access,2019,,,,,100",
    "new": "AT,job_access,2019,,,,,50",
}
BROKEN = {"file": "data/AT/outcomes.csv", "old": "2020,FOR,,,,12,", "new": "2020,FOR,,,,abc,"}
GATE = {
    "file": "indicators/policy.yaml",
    "old": "remarks:\n",
    "new": "compare: {threshold: 10, reason: A test.}\nremarks:\n",
}
APPROVED = {
    **GATE,
    "new": "compare: {threshold: 10, reason: A test., explained: [{part: revised, reason: A new law.}]}\nremarks:\n",
}


def compare(*arguments: object) -> Result:
    result = CliRunner().invoke(main, ["compare", *map(str, arguments)])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def git(mini, change_mini):
    """The mini project as a folder of a git repository; returns the folder."""
    project = change_mini()

    def run(*arguments: str) -> None:
        identity = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
        subprocess.run(["git", "-C", project.parent, *identity, *arguments], check=True, capture_output=True)

    run("init", "--quiet")
    run("add", "project")
    run("commit", "--quiet", "--no-gpg-sign", "-m", "first")
    return project


def edit(project, change):
    path = project / change["file"]
    path.write_text(path.read_text("utf-8").replace(change["old"], change["new"]), "utf-8")


def status(project):
    run = ["git", "-C", project, "status", "--porcelain", "--ignored"]
    return subprocess.run(run, check=True, capture_output=True, text=True).stdout


def test_nothing_moves_between_equal_folders(mini):
    result = compare(mini.root, mini.root)
    assert result.exit_code == 0
    assert result.stdout.count("no overall or domain score moves") == 2


def test_text_for_people(mini, change_mini):
    result = compare(mini.root, change_mini([ANSWER]))
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert (
        "Mini policy index: 2 scores move, 1 rank moves because others did (1 state); below them 2 more"
        in lines
    )
    assert "  Mini policy index: rows 1 revised (AT)" in lines
    assert "Mini policy index: Labour market (labour_market)" in lines
    (moved,) = [line.split() for line in lines if line.startswith("  AT 2019  100.0")]
    assert moved == [
        "AT",
        "2019",
        "100.0",
        "→",
        "50.0",
        "−50.0",
        "rank",
        "1",
        "→",
        "2",
        "revised",
        "data",
        "−50.0",
    ]
    assert "the score stays, others moved" in result.stdout
    assert result.stderr.startswith("reading ")


def test_a_revision_of_the_repository_and_the_working_folder(git):
    edit(git, ANSWER)
    before = status(git)
    result = compare("HEAD", "--project", git)
    assert result.exit_code == 0
    assert re.match(rf"HEAD \([0-9a-f]+\) → {re.escape(str(git))}\n", result.stdout)
    assert "revised data −50.0" in result.stdout
    assert status(git) == before


def test_two_revisions(git):
    result = compare("HEAD", "HEAD", "--project", git)
    assert (result.exit_code, result.stdout.count("no overall or domain score moves")) == (0, 2)


@pytest.mark.parametrize("revision", ["no-such-branch", "HEAD~7", "HEAD:project", "--end-of-options"])
def test_what_is_no_revision_is_misuse(git, revision):
    result = compare("--project", git, "--", revision)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no git revision" in result.stderr


def test_a_folder_outside_of_git_is_misuse(mini, change_mini, monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    result = compare("HEAD", "--project", change_mini())
    assert (result.exit_code, result.stdout) == (2, "")


def test_without_git_a_revision_is_misuse(git, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    result = compare("HEAD", "--project", git)
    assert result.exit_code == 2
    assert "git is not installed" in result.stderr


def test_a_saved_result_stands_for_its_folder(mini, change_mini, tmp_path):
    file = tmp_path / "edition.gz"
    saved = compare("--save", file, mini.root)
    assert (saved.exit_code, saved.stdout) == (0, "")
    head = change_mini([ANSWER])
    from_file, from_folder = (compare(base, head, "--format", "json") for base in (file, mini.root))
    assert json.loads(from_file.stdout)["moves"] == json.loads(from_folder.stdout)["moves"]


def test_another_file_is_misuse(mini, tmp_path):
    file = tmp_path / "edition.gz"
    file.write_text("not a result", "utf-8")
    result = compare(file, mini.root)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is no saved result" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["--save", "a", ".", "."], ["--save", "a", ".", "--gate"], ["--save", "no/such/a", "."]]
)
def test_save_goes_alone(mini, arguments, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    result = compare(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert list(tmp_path.iterdir()) == []


def test_faults_of_either_side_are_shown(mini, change_mini, tmp_path):
    broken = change_mini([BROKEN])
    for sides in ([broken, mini.root], [mini.root, broken]):
        result = compare(*sides)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "not-a-number  overcrowding_rate = 'abc'" in result.stderr
    both = compare(broken, broken)
    assert both.stderr.count("is not clean") == 2
    assert compare("--save", tmp_path / "file", broken).exit_code == 1
    assert not (tmp_path / "file").exists()


def test_the_gate_names_each_move(mini, change_mini):
    project = change_mini([ANSWER, GATE])
    assert compare(mini.root, project).exit_code == 0
    result = compare(mini.root, project, "--gate")
    assert result.exit_code == 1
    assert "Gate: closed; 2 of 2 large moves need a word" in result.stdout
    assert (
        "policy, Labour market (labour_market), AT 2019: 100.0 → 50.0 (revised data −50.0)" in result.stdout
    )
    gate = json.loads(compare(mini.root, project, "--gate", "--format", "json").stdout)["gate"]
    assert (gate["open"], [move["node"] for move in gate["unsettled"]]) == (
        False,
        ["overall", "labour_market"],
    )


def test_the_gate_opens_for_an_explanation(mini, change_mini):
    result = compare(mini.root, change_mini([ANSWER, APPROVED]), "--gate")
    assert result.exit_code == 0
    assert "Gate: open; 2 large moves, all approved or explained" in result.stdout


def test_json_is_unrounded_and_complete(mini, change_mini):
    content = json.loads(compare(mini.root, change_mini([ANSWER]), "--format", "json").stdout)
    assert content["rows"]["policy"] == {"new": 0, "revised": 1, "gone": 0}
    assert content["gate"] is None
    moves = {(move["node"], move["state"]): move for move in content["moves"]}
    overall = moves["overall", "AT"]
    assert overall["change"] == pytest.approx(-50 / 3, abs=1e-12)
    assert sum(overall["parts"].values()) == pytest.approx(overall["change"], abs=1e-9)
    assert (overall["causes"], overall["through"]) == (["revised"], ["job_access"])
    assert moves["labour_market", "BE"]["event"] == "rank"


def test_markdown_for_a_pull_request(mini, change_mini):
    text = compare(mini.root, change_mini([ANSWER, GATE]), "--gate", "--format", "markdown").stdout
    tables = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    assert all(
        len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1 for table in tables
    )
    assert text.count("<details>") == text.count("</details>") == 2
    assert (
        "| policy | Labour market | AT | 2019 | 100.0 | 50.0 | −50.0 | 1 → 2 | revised data −50.0 |" in text
    )
    assert "**Gate: closed; 2 of 2 large moves need a word**" in text
    assert text.index("Labour market | AT") < text.index("<details>")


def test_markdown_does_not_trust_titles(mini, change_mini):
    wild = {"file": "indicators/policy.yaml", "old": "title: Labour market", "new": "title: 'a|b<script>'"}
    text = compare(mini.root, change_mini([ANSWER, wild]), "--format", "markdown").stdout
    assert "a\\|b&lt;script&gt;" in text
    assert "<script>" not in text
