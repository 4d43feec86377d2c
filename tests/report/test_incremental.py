"""A book that is built again after a change is the book that would be built from nothing, byte by byte."""

import filecmp
import json
import os
import re
import shutil
from pathlib import Path

import pytest
import yaml
from tests.report.conftest import SAMPLE, build, sample_config

pytestmark = pytest.mark.book

MINI = Path(__file__).parents[1] / "mini"
BLOCKS = (
    "from sample_blocks import BLOCKS as SAMPLE\n"
    "from scoreboard.report.blocks import BLOCKS as REAL\n"
    "BLOCKS = SAMPLE | REAL\n"
)
PAGES = {
    "states/index": "# States\n\n```{scoreboard} states_table\n```\n",
    "codebook/index": "# Indicators\n\n```{scoreboard} codebook_table\n```\n",
    "method": "# Method\n\n```{scoreboard} index_parameters\n```\n\n```{scoreboard} audit_summary outcome\n```\n",
    "data": "# Data\n\n```{scoreboard} coverage_summary\n```\n\n```{scoreboard} datasets\n```\n",
    "gone": "# For a while\n\nSee [the text](text.md).\n",
}
TOC = """
format: jb-book
root: intro
chapters:
  - file: made
    sections: [{file: text}]
  - file: chapter
  - file: labour_market
  - file: states/index
    sections: [{glob: states/*}]
  - file: codebook/index
    sections: [{glob: codebook/*}]
  - file: method
  - file: data
  - file: gone
  - file: references
"""
CHAPTER = [
    'from scoreboard.report.blocks.domains import chapter\n\npage = chapter("labour_market")\nprint("begun")',
    "page.findings()",
    'page.ranking("outcome")',
]
STATE = "DK,DNK,208,DK,Denmark,,1995-01-01,,0,1,1,1,,2002,1\n"


CELL = "AT,employment_rate,2020,NEU27_2020_FOR,T,Y20-64,"


def edit(file, old, new):
    """Return a change of one file's text."""

    def change(project):
        text = (project / file).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} must stand once in {file}"
        (project / file).write_text(text.replace(old, new), "utf-8")

    return change


def add_state(project):
    with (project / "data/states.csv").open("a", encoding="utf-8") as states:
        states.write(STATE)
    shutil.copytree(project / "data/SE", project / "data/DK")
    for table in (project / "data/DK").glob("*.csv"):
        table.write_text(re.sub("^SE,", "DK,", table.read_text("utf-8"), flags=re.MULTILINE), "utf-8")


def remove_page(project):
    (project / "book/gone.md").unlink()
    edit("book/_toc.yml", "  - file: gone\n", "")(project)


CHANGES = {
    "nothing": lambda project: None,
    "value of a state": edit("data/AT/outcomes.csv", f"{CELL},64,", f"{CELL},65,"),
    "text of a definition": edit("indicators/labour_market/job_access.yaml", "title: ", "title: Renamed, "),
    "weight": edit("indicators/policy.yaml", "            weight: 3\n", "            weight: 2\n"),
    "new state": add_state,
    "prose": edit("book/text.md", "Words.", "Other words, of coverage."),
    "heading": edit("book/made.md", "# Made in place", "# Made elsewhere"),
    "removed page": remove_page,
}  # fmt: skip


def notebook(cells):
    code = [
        {"cell_type": "code", "id": f"c{number}", "metadata": {}, "outputs": [], "execution_count": None,
         "source": cell}
        for number, cell in enumerate(cells)
    ]  # fmt: skip
    title = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Labour market"}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": [title, *code], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The mini project with the sample book and pages of the real one, built once."""
    folder = tmp_path_factory.mktemp("book") / "project"
    shutil.copytree(MINI, folder)
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    known = (folder / "book/references.bib").read_text("utf-8")
    entries = re.split(r"^(?=@)", (MINI / "book/references.bib").read_text("utf-8"), flags=re.MULTILINE)
    own = [it for it in entries if it.partition(",")[0] not in known]
    (folder / "book/references.bib").write_text("\n".join([known, *own]), "utf-8")
    (folder / "all_blocks.py").write_text(BLOCKS, "utf-8")
    for name, text in PAGES.items():
        (folder / "book" / name).parent.mkdir(exist_ok=True)
        (folder / "book" / f"{name}.md").write_text(text, "utf-8")
    (folder / "book/_toc.yml").write_text(TOC, "utf-8")
    (folder / "book/labour_market.ipynb").write_text(json.dumps(notebook(CHAPTER)), "utf-8")
    config = sample_config("..")
    config["sphinx"]["config"] |= {
        "scoreboard_blocks": "all_blocks", "scoreboard_pages": "scoreboard.report.pages"
    }  # fmt: skip
    (folder / "_config.yml").write_text(yaml.safe_dump(config), "utf-8")
    made(folder)
    return folder


def made(folder):
    done = build(folder)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return done.stdout


def differences(one, other):
    """Return the files that only one of two folders has, or that differ."""
    files = {path.relative_to(top) for top in (one, other) for path in top.rglob("*") if path.is_file()}
    assert len(files) > 50
    return sorted(
        str(file)
        for file in files
        if not ((one / file).is_file() and (other / file).is_file())
        or not filecmp.cmp(one / file, other / file, shallow=False)
    )


def read_again(said):
    """Return how many pages a build says to have read."""
    (added, changed) = map(int, re.findall(r"(\d+) (?:added|changed)", said)[:2])
    return added + changed


@pytest.mark.parametrize("kind", CHANGES)
def test_book_built_again_is_the_book_built_from_nothing(project, tmp_path, kind):
    CHANGES[kind](project)
    again = read_again(made(project))
    clean = tmp_path / "project"
    shutil.copytree(project, clean, ignore=shutil.ignore_patterns("_build"))
    whole = read_again(made(clean))
    assert again < whole, "a book that reads every page again cannot show what it leaves out"
    assert differences(project / "_build/html", clean / "_build/html") == []


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores cannot be taken away here")
def test_one_core_builds_the_same_book(project, tmp_path):
    alone = tmp_path / "project"
    shutil.copytree(project, alone, ignore=shutil.ignore_patterns("_build"))
    made(project)
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        made(alone)
    finally:
        os.sched_setaffinity(0, allowed)
    assert differences(project / "_build/html", alone / "_build/html") == []
