"""Health of what stands around a contribution: hooks, action, workflow, forms, owners, and the templates."""

from __future__ import annotations

import re
import shlex

import click
import pytest
import yaml

from scoreboard.cli import main

FORMS = {"data-problem", "new-state", "new-indicator", "method-question"}


def load(path):
    """Return a file of these as plain values; `on` stays text."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


def check_command(line: str) -> str:
    """Let click parse a command without running it; returns the verb."""
    words = shlex.split(re.sub(r">.*", "", line))
    words = ["--gate" if word == "$GATE" else "." if word.startswith("$") else word for word in words]
    assert words[0] == "scoreboard"
    command = main.get_command(click.Context(main), words[1])
    assert command is not None, line
    with command.make_context(words[1], words[2:]):
        return words[1]


def test_the_hooks_call_the_command_as_it_is(root, monkeypatch):
    monkeypatch.chdir(root)
    hooks = {hook["id"]: hook for hook in load(root / ".pre-commit-hooks.yaml")}
    verbs = {name: check_command(hook["entry"]) for name, hook in hooks.items()}
    assert verbs == {"scoreboard-validate": "validate", "scoreboard-schema": "schema"}
    for hook in hooks.values():
        assert (hook["language"], hook["pass_filenames"]) == ("python", "false")
        assert hook["name"]
        assert hook["description"]
    assert re.search(hooks["scoreboard-validate"]["files"], "data/AT/health.csv")


def test_the_action_calls_the_command_as_it_is(root, monkeypatch):
    monkeypatch.chdir(root)
    action = load(root / "action.yml")
    assert action["runs"]["using"] == "composite"
    steps = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    verbs = [check_command(step) for step in steps if step.startswith("scoreboard")]
    assert verbs == ["validate", "compare"]
    assert "--format github" in steps[verbs.index("validate") + 1]
    assert all(step["shell"] == "bash" for step in action["runs"]["steps"] if "run" in step)


def test_the_action_uses_its_inputs_and_no_others(root):
    """Through the environment, never inside a command, where an input could be a command of its own."""
    text = (root / "action.yml").read_text("utf-8")
    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == set(load(root / "action.yml")["inputs"])
    assert not any("${{" in step.get("run", "") for step in load(root / "action.yml")["runs"]["steps"])


def test_the_workflow_runs_what_everyone_runs(root):
    workflow = load(root / ".github/workflows/ci.yml")
    assert set(workflow["on"]) == {"push", "pull_request"}
    check, scores = workflow["jobs"]["check"], workflow["jobs"]["scores"]
    assert [step["run"] for step in check["steps"] if "run" in step] == [".ci/run"]
    assert (root / ".ci/run").stat().st_mode & 0o100
    (own,) = (step for step in scores["steps"] if step["uses"] == "./")
    assert set(own["with"]) <= set(load(root / "action.yml")["inputs"])


def test_the_form_of_a_pull_request_has_one_box(root):
    text = (root / ".github/PULL_REQUEST_TEMPLATE.md").read_text("utf-8")
    assert text.count("- [ ]") == 1


@pytest.mark.parametrize("name", sorted(FORMS))
def test_an_issue_form_is_whole(root, name):
    form = load(root / f".github/ISSUE_TEMPLATE/{name}.yml")
    assert {"name", "description", "body"} <= form.keys()
    ids = [part["id"] for part in form["body"]]
    assert len(ids) == len(set(ids)) > 1
    assert all(part["type"] in ("input", "textarea") and part["attributes"]["label"] for part in form["body"])
    assert any(part.get("validations", {}).get("required") == "true" for part in form["body"])


def test_there_are_these_forms(root):
    names = {path.stem for path in (root / ".github/ISSUE_TEMPLATE").glob("*.yml")}
    assert names == {*FORMS, "config"}


def test_every_state_folder_has_an_owner(root):
    """If this fails: add the line `/data/<STATE>/ @integration-scoreboard/data`, in the order of codes."""
    owners = (root / ".github/CODEOWNERS").read_text("utf-8")
    owned = re.findall(r"^/data/([A-Z]{2})/ @\S+", owners, re.MULTILINE)
    folders = sorted(path.name for path in (root / "data").iterdir() if path.is_dir())
    assert len(folders) > 40
    assert owned == folders


def test_owners_own_what_exists(root):
    lines = (root / ".github/CODEOWNERS").read_text("utf-8").splitlines()
    paths = [line.split()[0] for line in lines if line.startswith("/")]
    assert [path for path in paths if not (root / path.strip("/")).exists()] == []
