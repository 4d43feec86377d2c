"""The stored example of each finding is what the command prints about its broken project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scoreboard.findings import Lines, catalogue
from scoreboard.findings.examples import examples
from scoreboard.findings.renderers.text import finding_lines
from scoreboard.project import Project

BAD = Path(__file__).parents[1] / "bad"


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_the_example_is_what_the_command_prints(code, break_mini, mini, root, request):
    case, project = break_mini(BAD / code)
    report = Project(project, against=mini.root if "against" in case else None).validate()
    finding = next(finding for finding in report if finding.code == code)
    now = {"why": case["why"], "shown": "\n".join(finding_lines(finding, Lines(project)))}

    if request.config.getoption("--refresh"):
        store(root, code, now)
    else:
        stored = examples()[code]
        assert {"why": stored.why, "shown": stored.shown} == now, "pytest tests/findings --refresh stores it"


def store(root: Path, code: str, example: dict) -> None:
    path = root / "src/scoreboard/findings/examples.json"
    stored = json.loads(path.read_text("utf-8")) | {code: example}
    ordered = {each: stored[each] for each in catalogue() if each in stored}
    path.write_text(json.dumps(ordered, indent=2, ensure_ascii=False) + "\n", "utf-8")
