"""What `scoreboard commitments`, `practices` and `new practice` print and write."""

from __future__ import annotations

import csv
import io
import shutil

import pytest
from click.testing import CliRunner

from scoreboard.cli import main
from scoreboard.project import Project


@pytest.fixture(scope="module")
def recorded(root, tmp_path_factory):
    """The mini project with the records of the repository that fit its states and items."""
    folder = tmp_path_factory.mktemp("recorded") / "project"
    shutil.copytree(root / "tests/mini", folder)
    shutil.copy(root / "data/treaties.yaml", folder / "data")
    lines = (root / "data/commitments.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines[1:] if line.split(",")[1] in ("AT", "BE", "SE")]
    (folder / "data/commitments.csv").write_text("".join([lines[0], *kept]), "utf-8")
    text = (root / "practices/se_intensive_coaching.yaml").read_text("utf-8")
    (folder / "practices").mkdir()
    changed = text.replace("items: [job_search_support]", "items: [job_access]")
    (folder / "practices/se_intensive_coaching.yaml").write_text(changed, "utf-8")
    return folder


def run(folder, *arguments):
    return CliRunner().invoke(main, [*arguments, "--project", str(folder)])


def test_commitments_are_one_row_for_each_state_and_treaty(recorded):
    result = run(recorded, "commitments", "--format", "csv")
    assert result.exit_code == 0, result.output
    found = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(found) == 27
    of_be = {it["treaty"]: it["status"] for it in found if it["state"] == "BE"}
    whole = Project(recorded).commitments().matrix().loc["BE"].to_dict()
    assert of_be == whole
    one = run(recorded, "commitments", "--state", "AT", "--treaty", "ICRMW").stdout
    assert "none" in one
    assert "not_verified says nothing about a state" in one.splitlines()[0]


def test_practices_and_precedents(recorded):
    result = run(recorded, "practices", "--item", "job_access", "--evidence", "randomised", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert (row["code"], row["state"]) == ("se_intensive_coaching", "SE")
    none = run(recorded, "practices", "--state", "AT", "--format", "json")
    assert (none.exit_code, none.stdout) == (0, "[]\n")
    raised = run(recorded, "practices", "--precedents", "--format", "csv")
    assert len(raised.stdout.splitlines()) == 1 + len(Project(recorded).precedents())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["commitments", "--state", "XX"], "there is no state XX"),
        (["commitments", "--treaty", "ICERT"], "did you mean 'ICERD'?"),
        (["practices", "--item", "job_acess"], "did you mean 'job_access'?"),
        (["practices", "--evidence", "randomized"], "did you mean 'randomised'?"),
        (["practices", "--precedents", "--evidence", "randomised"], "goes with described practices"),
    ],
)
def test_what_does_not_exist_is_misuse(recorded, arguments, told):
    result = run(recorded, *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.parametrize("verb", ["commitments", "practices"])
def test_a_project_without_records_is_told_so(mini, verb):
    result = run(mini.root, verb)
    assert result.exit_code == 2
    assert "this project" in result.stderr


def test_a_new_practice_names_every_empty_line(change_mini):
    folder = change_mini()
    result = run(folder, "new", "practice", "se_more", "--item", "job_access", "--state", "SE")
    assert (result.exit_code, result.stdout) == (0, "practices/se_more.yaml\n")
    found = {it.place.line for it in Project(folder).validate() if it.place.file == "practices/se_more.yaml"}
    lines = (folder / "practices/se_more.yaml").read_text("utf-8").splitlines()
    empty = {number for number, line in enumerate(lines, 1) if line.endswith(":") and "#" not in line}
    optional = {number for number, line in enumerate(lines, 1) if line.strip() in ("doi:", "basis:", "read:")}
    nesting = {number for number, line in enumerate(lines, 1) if line in ("evaluation:", "source:")}
    assert found == empty - optional - nesting
    assert run(folder, "new", "practice", "se_more").exit_code == 2
    assert run(folder, "new", "practice", "Se-More").exit_code == 2
