"""The edition that comes with the package: verbs read it by name, and none writes into it."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

import scoreboard
from scoreboard.cli import VERBS, main
from scoreboard.definitions import bundle

WRITES = {"import", "fetch", "schema", "book"}
READS = {
    "validate",
    "score",
    "gaps",
    "explain",
    "robustness",
    "audit",
    "compare",
    "trends",
    "options",
    "export",
}


def call(*words):
    return CliRunner().invoke(main, words)


def test_in_a_checkout_it_is_the_repository(root):
    assert scoreboard.Project.bundled().root == root


def test_in_a_wheel_it_is_a_folder_of_the_package(monkeypatch, tmp_path):
    monkeypatch.setattr(bundle, "CARRIED", tmp_path)
    assert bundle.bundled_root() == tmp_path
    assert bundle.is_carried(tmp_path / "data")
    assert not bundle.is_carried(tmp_path.parent)


def test_a_verb_reads_it_by_name(mini, monkeypatch):
    monkeypatch.setattr(bundle, "bundled_root", lambda: mini.root)
    result = call("score", "--project", "bundled", "--lens", "policy", "--year", "2019", "--format", "csv")
    assert result.exit_code == 0, result.output
    assert "policy,AT,2019,overall,65.0" in result.output


@pytest.mark.parametrize("verb", sorted(READS))
def test_the_help_of_a_reading_verb_names_it(verb):
    assert "bundled: the edition" in re.sub(r"\s+", " ", call(verb, "--help").output)


@pytest.mark.parametrize("command", [*([verb] for verb in sorted(WRITES)), ["new", "state", "XX"]])
def test_a_verb_that_writes_refuses_it(command, monkeypatch, tmp_path):
    monkeypatch.setattr(bundle, "CARRIED", tmp_path)
    folder = [str(tmp_path)] if command == ["import"] else []
    for name in ("bundled", str(tmp_path)):
        result = call(*command, *folder, "--project", name)
        assert result.exit_code == 2
        assert "is for reading" in re.sub(r"[\s│]+", " ", result.output)
    assert list(tmp_path.iterdir()) == []


def test_every_verb_with_a_project_is_one_or_the_other():
    assert VERBS.keys() >= READS | WRITES


def test_without_a_project_the_way_to_it_is_told(tmp_path):
    result = call("score", "--project", str(tmp_path))
    assert result.exit_code == 2
    assert "--project bundled" in re.sub(r"[\s│]+", " ", result.output)
