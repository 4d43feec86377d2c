"""`scoreboard init`: a whole project on which every verb works, with nothing of this repository in it."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from scoreboard.cli import VERBS, main
from scoreboard.definitions import DOMAINS, schema_files
from scoreboard.project import Project
from scoreboard.report import enable
from scoreboard.report.blocks.domains import Chapter
from scoreboard.report.edition import open_edition
from scoreboard.report.figure import chart_html

JUPYTER_BOOK = Path(sys.executable).parent / "jupyter-book"


@pytest.fixture
def study(tmp_path) -> Path:
    folder = tmp_path / "my-study"
    result = CliRunner().invoke(main, ["init", str(folder)])
    assert (result.exit_code, result.stdout) == (0, f"{folder}\n"), result.output
    return folder


def run(study: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--project", str(study)])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_it_is_clean_at_once(study):
    report = Project(study).validate()
    assert [str(finding) for finding in report] == []
    assert report.checked["definitions"] == 8
    assert report.checked["examples"] >= 8
    assert report.checked["observations"] >= 16


def test_it_holds_the_schemas_and_no_passing_file(study):
    assert {path.name for path in (study / "schemas").iterdir()} == set(schema_files())
    assert run(study, "schema", "--check").exit_code == 0
    assert [path for path in study.rglob("*") if path.name.endswith(".new")] == []
    assert (study / ".gitignore").is_file()


def test_it_has_none_of_our_indicators_states_or_data(study, root):
    """Not by code, and not line by line."""
    ours, theirs = Project(root), Project(study)
    assert len(theirs.framework.indicators) == 5
    assert ours.framework.indicators.keys().isdisjoint(theirs.framework.indicators)
    assert ours.framework.datasets.keys().isdisjoint(theirs.framework.datasets)
    assert ours.states.keys().isdisjoint(theirs.states)
    assert all(code.startswith("example_") for code in theirs.framework.indicators)
    data = [row for path in study.glob("data/*/*.csv") for row in rows(path.read_text("utf-8"))]
    assert {row["note"] for row in data} == {"invented example"}
    assert {row["state"] for row in data} == {"XA", "XB"}  # codes that ISO 3166 leaves to users


@pytest.mark.parametrize("lens", ["policy", "outcome"])
def test_scores_and_their_explanation(study, lens):
    scores = rows(run(study, "score", "--lens", lens, "--year", "2023", "--format", "csv").stdout)
    overall = {row["state"]: row for row in scores if row["node"] == "overall"}
    assert overall.keys() == {"XA", "XB"}
    assert all(row["score"] and row["rank"] for row in overall.values())
    steps = json.loads(
        run(study, "explain", "XA", "2023", "labour_market", "--lens", lens, "--format", "json").stdout
    )
    assert "data/XA/labour_market.csv" in json.dumps(steps)


def test_import_takes_a_file_of_its_own_dataset(study, tmp_path):
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    lines = ["state,year,question,level", "XA,2022,jobs,0", "XA,2023,jobs,100", "XB,2023,schools,50"]
    (downloads / "example_laws.csv").write_text("\n".join(lines) + "\n", "utf-8")
    result = run(study, "import", str(downloads))
    assert result.exit_code == 0, result.output
    after = rows((study / "data/XA/labour_market.csv").read_text("utf-8"))
    levels = [(row["year"], row["value"]) for row in after if row["indicator"] == "example_job_access"]
    assert levels == [("2022", "0"), ("2023", "100")]
    assert Project(study).validate().ok


def test_new_works_in_it(study):
    assert run(study, "new", "state", "FR").exit_code == 0
    assert Project(study).validate().ok
    result = run(study, "new", "indicator", "housing/my_gap", "--like", "example_employment_gap")
    assert result.exit_code == 0
    assert not Project(study).validate().ok


def test_two_editions_of_it_can_be_compared(study, tmp_path):
    before = tmp_path / "before"
    CliRunner().invoke(main, ["init", str(before), "--title", "My study"])
    data = study / "data/XA/labour_market.csv"
    text = data.read_text("utf-8")
    assert text.count("2023,FOR,,Y20-64,,60,") == 1
    data.write_text(text.replace("2023,FOR,,Y20-64,,60,", "2023,FOR,,Y20-64,,64,"), "utf-8")
    result = run(study, "compare", str(before), str(study))
    assert result.exit_code == 0, result.output
    assert "XA 2023" in result.stdout


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_chapter_of_any_domain_can_be_shown(study, domain):
    """Also of one that its trees do not have."""
    enable()
    chapter = Chapter(open_edition(study), domain)
    by_lens = {"map", "ranking", "tied", "items", "trend", "convergence", "changes", "reasons"}
    whole = {"findings", "measured", "proxy", "context", "beside", "caveat", "gaps", "main_gap", "origins"}
    whole |= {"sexes", "precedents", "key_figures"}
    shown = [getattr(chapter, name)() for name in sorted(whole)]
    shown += [getattr(chapter, name)(lens) for name in sorted(by_lens) for lens in chapter.edition.lenses]
    charts = [chart_html(each) for each in shown if hasattr(each, "to_dict")]
    assert len(charts) >= 2
    assert whole | by_lens == {name for name in vars(Chapter) if not name.startswith("_")}


def test_the_readme_names_verbs_and_files_that_exist(study):
    text = (study / "README.md").read_text("utf-8")
    verbs = set(re.findall(r"(?:^|`)scoreboard ([a-z]+)", text, re.MULTILINE))
    assert verbs == VERBS.keys() - {"init"}
    for name in re.findall(r"`([a-z]+/[a-zA-Z_.*/]*)`", text):
        assert list(study.glob(name.rstrip("/"))), name


@pytest.mark.parametrize(
    ("title", "shown"), [(None, "My study"), ('Städte: "Ankommen" & $HOME', 'Städte: "Ankommen" & $HOME')]
)
def test_the_title_stands_where_people_look(tmp_path, title, shown):
    folder = tmp_path / "my-study"
    options = ["--title", title] if title else []
    assert CliRunner().invoke(main, ["init", str(folder), *options]).exit_code == 0
    assert yaml.safe_load((folder / "_config.yml").read_text("utf-8"))["title"] == shown
    for page in ("README.md", "book/intro.md"):
        assert (folder / page).read_text("utf-8").startswith(f"# {shown}\n")


def test_it_builds_with_the_settings_of_our_book(root, study):
    ours, theirs = (yaml.safe_load((at / "_config.yml").read_text("utf-8")) for at in (root, study))
    del ours["sphinx"]["config"]["scoreboard_terms"]  # of our glossary
    assert ours["sphinx"] == theirs["sphinx"]
    assert ours["execute"] == theirs["execute"]


def test_the_book_builds_without_a_warning(study):
    done = subprocess.run(
        [str(JUPYTER_BOOK), "build", "book", "--config", "_config.yml", "--path-output", ".", "-W", "--keep-going"],
        cwd=study, env=os.environ, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    site = study / "_build/html"
    for page in ("intro", "states/XA", "states/XB", "codebook/example_employment_gap", "method", "data"):
        text = (site / f"{page}.html").read_text("utf-8")
        assert "sb-" in text or "example_" in text
    assert "nan" not in re.findall(r"\bnan\b", (site / "intro.html").read_text("utf-8").lower())


@pytest.mark.parametrize("inside", ["file.txt", "indicators/policy.yaml"])
def test_a_folder_with_something_in_it_stays_as_it_is(tmp_path, inside):
    path = tmp_path / "taken" / inside
    path.parent.mkdir(parents=True)
    path.write_text("mine", "utf-8")
    result = CliRunner().invoke(main, ["init", str(tmp_path / "taken")])
    assert (result.exit_code, result.stdout) == (2, "")
    assert [each for each in (tmp_path / "taken").rglob("*") if each.is_file()] == [path]


def test_an_empty_repository_may_be_filled(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    result = CliRunner().invoke(main, ["init", "."])
    assert result.exit_code == 0
    assert Project(tmp_path).validate().ok


@pytest.mark.parametrize("arguments", [["taken"], ["taken/below"], ["new", "--title", "two\nlines"]])
def test_misuse_leaves_nothing(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("a file", "utf-8")
    result = CliRunner().invoke(main, ["init", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
