"""One small broken project per finding: the mini project with one fault in it.

Each folder is named by a finding code. `expected.yaml` says why it is a fault, which text of the mini project
is replaced (`changes`) or left out (`without`), what is made on the spot because no repository should hold it
(`made`: long, large or leading elsewhere), the edition before it (`against`), and every finding that must come of
it, but for codes that come in numbers (`besides`). `files/` holds what is added.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scoreboard.cli import main
from scoreboard.findings import Severity, catalogue
from scoreboard.project import Project

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/expected.yaml"))


def findings_of(project: Path, against: Path | None = None) -> list[dict]:
    return [finding.as_dict() for finding in Project(project, against=against).validate()]


@pytest.fixture(scope="module")
def usual(mini) -> list[dict]:
    return [finding.as_dict() for finding in mini.validate()]


def test_every_finding_code_has_its_broken_project():
    assert [path.name for path in FOLDERS] == sorted(catalogue())


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def broken(request, break_mini, mini) -> tuple[str, dict, Path, Path | None]:
    """Code, case, folder and earlier edition of one broken project."""
    case, project = break_mini(request.param)
    return request.param.name, case, project, mini.root if "against" in case else None


def test_the_fault_is_found_where_it_is(broken, usual):
    code, case, project, against = broken
    expected = case["findings"]
    ignored = case.get("besides", ())
    found = [it for it in findings_of(project, against) if it not in usual and it["code"] not in ignored]

    places = [(it["code"], it["file"], it.get("line"), it.get("column")) for it in expected]
    assert [(it["code"], it["file"], it["line"], it["column"]) for it in found] == places
    assert all(it["found"] in hit["found"] for it, hit in zip(expected, found, strict=True))
    assert code in {it["code"] for it in found}
    assert all(it["advice"] for it in found)


def test_the_command_names_the_place_and_fails_only_for_errors(broken):
    _, case, project, against = broken
    expected = case["findings"]
    earlier = ["--against", str(against)] if against else []
    result = CliRunner().invoke(main, ["validate", "--project", str(project), "--all", *earlier])

    errors = any(catalogue()[it["code"]].severity is Severity.ERROR for it in expected)
    assert result.exit_code == int(errors)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    for it in expected:
        place = ":".join(str(it[key]) for key in ("file", "line", "column") if key in it)
        assert f"{place}  {it['code']}  {it['found']}" in result.stdout


def test_all_faults_of_a_project_come_at_once(change_mini, read, usual):
    """Faults of definitions and of several states' data do not hide each other."""
    codes = [
        "goalposts-reversed", "unknown-reference", "level-scores-disordered", "weights-not-positive",
        "item-counted-twice", "unknown-level", "value-out-of-range",
    ]  # fmt: skip
    cases = [read(Path(__file__).parent / code / "expected.yaml") for code in codes]
    project = change_mini([edit for case in cases for edit in case["changes"]])
    (project / "data/BE/more.csv").write_text("state,indicator\nBE,job_access\n", "utf-8")
    (project / "data/SE/sources.yaml").write_text("sources: {", "utf-8")

    codes_found = {it["code"] for it in findings_of(project) if it not in usual}
    assert codes_found == {*codes, "missing-column", "yaml-syntax"}


def test_a_project_in_which_nothing_can_be_read_gives_findings(change_mini):
    project = change_mini()
    for path in [*project.rglob("*.yaml"), *project.rglob("*.csv")]:
        path.write_bytes(b"\xff\xfe{")
    result = CliRunner().invoke(main, ["validate", "--project", str(project), "--format", "json"])
    assert result.exit_code == 1
    found = {(it["code"], it["file"]) for it in json.loads(result.stdout)["findings"]}
    assert {code for code, _ in found} == {"encoding-not-utf8", "unknown-state"}
    assert len(found) >= 10
