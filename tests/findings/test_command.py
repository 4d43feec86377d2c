"""`scoreboard validate` in every format, printed or written to a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from scoreboard.cli import main
from scoreboard.findings.renderers import FORMATS

BAD = Path(__file__).parents[1] / "bad"

HOLDS = {
    "text": lambda text: "                                 ^^^" in text,
    "github": lambda text: text.startswith("::error file=data/AT/outcomes.csv,line=13,col=34"),
    "json": lambda text: json.loads(text)["ok"] is False,
    "sarif": lambda text: json.loads(text)["runs"][0]["results"][0]["ruleId"] == "not-a-number",
    "junit": lambda text: etree.fromstring(text.encode()).find(".//failure").get("type") == "not-a-number",
    "html": lambda text: "<mark>abc</mark>" in text,
}


@pytest.fixture
def broken(break_mini) -> Path:
    return break_mini(BAD / "not-a-number")[1]


def validate(project, *options):
    return CliRunner().invoke(main, ["validate", "--project", str(project), *map(str, options)])


def test_every_format_is_tried():
    assert set(HOLDS) == set(FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_printed(broken, form):
    result = validate(broken, "--format", form)
    assert result.exit_code == 1
    assert HOLDS[form](result.stdout)
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize("form", FORMATS)
def test_written_to_a_file_and_not_printed(broken, tmp_path, form):
    target = tmp_path / "new" / f"findings.{form}"
    for _ in range(2):  # a new file, then the same file replaced
        result = validate(broken, "--format", form, "--output", target)
        assert (result.exit_code, result.output) == (1, "")
        assert HOLDS[form](target.read_text("utf-8"))
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_colour_on_request_only(broken):
    coloured = CliRunner().invoke(main, ["validate", "--project", str(broken)], color=True)
    assert "\x1b[31mnot-a-number\x1b[0m" in coloured.stdout
    assert "\x1b[31m^^^\x1b[0m" in coloured.stdout


def test_a_file_that_cannot_be_written_is_misuse_and_stays(broken, tmp_path, monkeypatch):
    old = tmp_path / "old.json"
    old.write_text("old", "utf-8")
    monkeypatch.setattr(
        Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
    )
    result = validate(broken, "--format", "json", "--output", old)
    assert result.exit_code == 2
    assert "cannot be written: Permission denied" in result.stderr
    assert old.read_text("utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old.json", "project"]


def test_a_device_is_never_replaced(broken):
    result = validate(broken, "--output", "/dev/null")
    assert result.exit_code == 2
    assert Path("/dev/null").is_char_device()


def test_a_clean_project(mini):
    result = validate(mini.root, "--format", "junit")
    assert result.exit_code == 0
    assert etree.fromstring(result.stdout.encode()).find(".//failure") is None
