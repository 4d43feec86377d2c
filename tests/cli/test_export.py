"""`scoreboard export`: what it writes and says, what it refuses, and what it never overwrites."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from scoreboard.cli import export_, main
from scoreboard.cli.export_ import FORMATS
from scoreboard.exchange.publishing.folders import MANIFEST


@pytest.fixture
def run(mini, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        return CliRunner().invoke(main, ["export", "--project", str(mini.root), "--out", "out", *arguments])

    return call


def test_each_format_gets_a_folder_and_the_result_is_one_line(run, tmp_path):
    result = run("--format", "all")
    assert result.exit_code == 0, result.output
    assert result.stdout == f"out: {', '.join(FORMATS)}; 62 observations, 114 scores\n"
    assert result.stderr == ""
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*FORMATS, MANIFEST}
    for name in FORMATS:
        assert any((tmp_path / "out" / name).iterdir()), name


@pytest.mark.parametrize("name", ["sdmx-csv", "sdmx-ml", "datapackage", "csvw"])
def test_a_format_writes_the_files_that_the_help_promises(run, tmp_path, name):
    run("--format", name)
    written = {path.name for path in (tmp_path / "out" / name).iterdir()}
    promised = {word.strip(",") for word in FORMATS[name].writes.split() if "." in word}
    assert promised <= written
    assert FORMATS[name].line in CliRunner().invoke(main, ["export", "--help"]).output


def test_filters_are_said_in_the_manifest(run, tmp_path):
    result = run("--format", "datapackage", "--state", "AT", "--year", "2019", "--lens", "outcome")
    assert result.exit_code == 0, result.output
    said = json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))
    assert said["filters"] == {"lenses": ["outcome"], "states": ["AT"], "years": [2019]}
    rows = (tmp_path / "out/datapackage/observations.csv").read_text("utf-8").splitlines()[1:]
    assert rows
    assert all(row.startswith("AT,") and ",2019," in row for row in rows)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "datapackage", "--state", "AU"], "no state AU"),
        (["--format", "datapackage", "--indicator", "employment_rat"], "employment_rate"),
        (["--format", "datapackage", "--lens", "weather"], "no lens weather"),
        (["--format", "datapackage", "--year", "1800"], "nothing is left"),
        (["--format", "datapackage", "--out", "."], "would replace"),
        (["--format", "pdf"], "pdf"),
        ([], "--format"),
    ],
)
def test_misuse_says_what_is_wrong_and_writes_nothing(run, tmp_path, arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_others_is_refused_unless_forced(run, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.txt").write_text("mine", "utf-8")
    result = run("--format", "datapackage")
    assert result.exit_code == 2
    assert "out holds thesis.txt, which no export wrote" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.txt"]
    assert run("--format", "datapackage", "--force").exit_code == 0
    assert run("--format", "csvw").exit_code == 0  # our own may be replaced
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"csvw", MANIFEST}


def test_the_project_itself_is_never_replaced(mini, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(mini.root, project)
    for place in (project, tmp_path):
        arguments = ["export", "--project", str(project), "--out", str(place), "--format", "csvw", "--force"]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 2
        assert "would replace" in result.stderr
    assert (project / "indicators").is_dir()


def test_a_format_whose_library_is_absent_names_the_extra(run, monkeypatch):
    monkeypatch.setattr(export_, "find_spec", lambda name: None)
    result = run("--format", "excel")
    assert result.exit_code == 2
    assert "excel needs xlsxwriter" in result.stderr
    assert 'pip install "integration-scoreboard[formats]"' in result.stderr


def test_what_a_format_cannot_hold_is_said_and_nothing_is_written(run, tmp_path, monkeypatch):
    from scoreboard.exchange.publishing import excel

    monkeypatch.setattr(excel, "MOST_ROWS", 10)
    result = run("--format", "datapackage", "--format", "excel")
    assert result.exit_code == 2
    assert "nothing was changed: observations has 62 rows" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_bad_data_are_findings(mini, change_mini, tmp_path):
    project = change_mini(
        [
            {
                "file": "data/AT/outcomes.csv",
                "old": "AT,employment_rate,2020,NAT",
                "new": "AT,employment_rate,2020,XXX",
            }
        ]
    )
    out = tmp_path / "out"
    result = CliRunner().invoke(
        main, ["export", "--project", str(project), "--out", str(out), "--format", "csvw"]
    )
    assert result.exit_code == 1
    assert "unknown-group" in result.stderr
    assert not out.exists()


def test_the_day_can_be_given(run, tmp_path):
    assert run("--format", "datapackage", "--date", "2024-02-29").exit_code == 0
    package = json.loads((tmp_path / "out/datapackage/datapackage.json").read_text("utf-8"))
    assert package["created"] == "2024-02-29T00:00:00Z"


def test_import_names_the_extra_that_reads_an_edition(run, mini, tmp_path, monkeypatch):
    import sys

    assert run("--format", "excel").exit_code == 0
    project = tmp_path / "project"
    shutil.copytree(mini.root, project)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = CliRunner().invoke(main, ["import", "out", "--project", str(project)])
    assert result.exit_code == 2
    assert "openpyxl" in result.stderr
    assert "integration-scoreboard[formats]" in result.stderr


def test_an_export_is_imported_by_its_folder_and_leaves_no_file_unread(run, mini, tmp_path):
    assert run("--format", "all").exit_code == 0
    project = tmp_path / "project"
    shutil.copytree(mini.root, project)
    result = CliRunner().invoke(main, ["import", "out", "--project", str(project), "--format", "json"])
    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert report["unread"] == report["absent"] == []
    assert {one["shape"].partition(" of ")[0] for one in report["datasets"]} == {
        "Parquet", "Data Package", "CSVW", "SDMX-CSV", "SDMX-ML", "Excel",
    }  # fmt: skip
