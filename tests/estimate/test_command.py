"""`scoreboard estimate`, from files to files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml
from click.testing import CliRunner

from scoreboard.cli import main
from scoreboard.project import Project

from .making import mapping, survey, written

BLOCK = """estimate:
  universe: {age: {between: [20, 64]}}
  numerator: {activity: [employed]}
"""


@pytest.fixture
def project(change_mini) -> Path:
    """The mini project, whose employment rate has a block."""
    root = change_mini()
    file = root / "indicators/labour_market/employment_rate.yaml"
    file.write_text(file.read_text("utf-8") + BLOCK, "utf-8")
    return root


def tree(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
    }


def run(project: Path, folder: Path, frame: pd.DataFrame, mapped: dict, *more: str):
    people, file = written(folder, frame, mapped)
    words = ["estimate", "--microdata", str(people), "--mapping", str(file), "--project", str(project), *more]
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_without_out_cells_are_printed_and_nothing_is_written(tmp_path, project):
    before = tree(project)
    result = run(project, tmp_path, survey(3000), mapping(), "--format", "csv")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].startswith("state,indicator,year,group,sex,age,duration,value,se,n")
    assert len(lines) == 1 + 2 * 2 * 3
    assert tree(project) == before


def test_estimates_become_observations_with_their_source(tmp_path, project):
    for path in (project / "data/AT").glob("*.csv"):
        text = path.read_text("utf-8").splitlines()
        path.write_text("\n".join(line for line in text if ",employment_rate," not in line) + "\n", "utf-8")
    out = ("--out", str(project / "data"))
    result = run(project, tmp_path, survey(6000), mapping(), *out)
    assert result.exit_code == 0, result.stderr

    opened = Project(project)
    report = opened.validate()
    assert report.ok, [it for it in report if it.severity == "error"]
    rows = opened.panel().frame
    rows = rows[rows["source"] == "survey"]
    assert len(rows) == 12
    assert rows["value"].between(0, 100).all()
    assert (rows["se"] > 0).all()
    assert (rows["n"] >= 20).all()
    entry = yaml.safe_load((project / "data/AT/sources.yaml").read_text("utf-8"))["sources"]["survey"]
    assert (entry["title"], len(entry["sha256"])) == ("Invented survey", 64)

    once = tree(project)
    assert run(project, tmp_path, survey(6000), mapping(), *out).exit_code == 0
    assert tree(project) == once


def test_values_of_other_sources_stay_unless_they_are_to_be_replaced(tmp_path, project):
    own = "AT,employment_rate,2022,NAT,,Y20-64,,70,,,,SURVEY-2021,\n"
    (project / "data/AT/labour_market.csv").write_text(
        "state,indicator,year,group,sex,age,duration,value,status,se,n,source,note\n" + own, "utf-8"
    )
    out = ("--out", str(project / "data"))
    first = run(project, tmp_path, survey(3000), mapping(), *out)
    assert first.exit_code == 0, first.stderr
    assert "1 cells left out" in first.stderr
    assert own.strip() in (project / "data/AT/labour_market.csv").read_text("utf-8")

    assert run(project, tmp_path, survey(3000), mapping(), *out, "--replace").exit_code == 0
    text = (project / "data/AT/labour_market.csv").read_text("utf-8")
    assert own.strip() not in text
    assert text.count(",employment_rate,2022,NAT,,Y20-64") == 1


def test_faults_in_the_rows_leave_everything_as_it_was(tmp_path, project):
    people = survey(200)
    people.loc[[4, 5], "ilo"] = 7
    before = tree(project)
    result = run(project, tmp_path, people, mapping(), "--out", str(project / "data"))
    assert result.exit_code == 1
    assert "2 of 200 rows have activity = 7" in result.stderr
    assert "mapping.yaml:" in result.stderr
    assert result.stdout == ""
    assert tree(project) == before


def test_small_cells_are_hidden_before_anything_is_shown(tmp_path, project):
    people = survey(3000)
    few = people[people["citizen"] == 2].index[10:]
    people.loc[few, "citizen"] = 0
    result = run(project, tmp_path, people, mapping(), "--format", "json")
    assert result.exit_code == 0
    cells = pd.DataFrame(yaml.safe_load(result.stdout))
    small = cells[(cells["group"] == "NEU27_2020_FOR") & (cells["sex"] == "T")]
    assert len(small) == 2
    assert small["value"].isna().all()
    assert small["n"].isna().all()
    assert (small["status"] == "C").all()


def test_microdata_that_cannot_be_read_are_a_finding(tmp_path, project):
    people, file = written(tmp_path, survey(50), mapping())
    people.write_bytes(b"PAR1 and then nothing")
    words = ["estimate", "--microdata", str(people), "--mapping", str(file), "--project", str(project)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 1
    assert "people.parquet  wrong-value" in result.stderr


def test_csv_gives_what_parquet_gives(tmp_path, project):
    frame = survey(2000)
    parquet = run(project, tmp_path, frame, mapping(), "--format", "csv")
    frame.to_csv(tmp_path / "people.csv", index=False)
    words = ["--microdata", str(tmp_path / "people.csv"), "--mapping", str(tmp_path / "mapping.yaml")]
    csv = CliRunner().invoke(main, ["estimate", *words, "--project", str(project), "--format", "csv"])
    assert csv.exit_code == parquet.exit_code == 0, csv.stderr
    assert csv.stdout == parquet.stdout


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--indicator", "employment"), "did you mean 'employment_rate'?"),
        (("--url", "local[1]"), "--url goes with --engine spark"),
        (("--replace",), "--replace goes with --out"),
        (("--out", "elsewhere"), "no folder named data"),
        (("--memory", "plenty"), "duckdb cannot be started"),
    ],
)
def test_misuse_is_told_in_a_sentence(tmp_path, project, more, told):
    result = run(project, tmp_path, survey(50), mapping(), *more)
    assert result.exit_code == 2
    assert told in result.stderr


def test_the_example_mapping_is_printed():
    result = CliRunner().invoke(main, ["estimate", "--example-mapping"])
    assert result.exit_code == 0
    assert result.stdout.startswith("# yaml-language-server:")


def test_without_spark_the_extra_is_named(tmp_path, project):
    try:
        import pyspark  # noqa: F401
    except ImportError:
        pass
    else:
        pytest.skip("pyspark is installed here")
    result = run(project, tmp_path, survey(50), mapping(), "--engine", "spark")
    assert result.exit_code == 2
    assert "integration-scoreboard[spark]" in result.stderr
