"""The command as its documentation: every verb has a module, a help, an example and a place in README.md."""

from __future__ import annotations

import importlib
import re

import click
import pytest
from click.testing import CliRunner

import scoreboard
from scoreboard.cli import VERBS, main

EVERY_VERB = pytest.mark.parametrize("verb", VERBS)


def help_of(*verb: str) -> str:
    result = CliRunner().invoke(main, [*verb, "--help"])
    assert result.exit_code == 0, result.output
    return result.output


@EVERY_VERB
def test_a_verb_has_a_module_of_its_name(verb):
    command = importlib.import_module(f"scoreboard.cli.{verb}_").command
    assert isinstance(command, click.Command)
    assert command.name == verb


@EVERY_VERB
def test_the_help_has_an_example_that_calls_the_verb(verb):
    text = help_of(verb)
    assert f"Example: scoreboard {verb}" in text
    example = re.search(rf"Example: scoreboard {verb}(.*)", text)
    options = re.findall(r"--[a-z-]+", example[1])
    assert all(option in text.replace(example[0], "") for option in options)


@EVERY_VERB
def test_every_option_says_what_it_does(verb):
    command = importlib.import_module(f"scoreboard.cli.{verb}_").command
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    silent = [
        option.name for option in options if not option.help and not isinstance(option.type, click.Choice)
    ]
    assert silent == []


@EVERY_VERB
def test_the_readme_names_the_verb(verb, root):
    assert f"scoreboard {verb}" in (root / "README.md").read_text("utf-8")


def test_the_help_lists_all_verbs_and_the_exit_codes():
    text = help_of()
    for verb, line in VERBS.items():
        assert re.search(rf"^  {verb} +{re.escape(line[:20])}", text, re.MULTILINE)
    assert "Exit code 0: clean; 1: findings; 2: misuse" in text


def test_version():
    result = CliRunner().invoke(main, ["--version"])
    assert result.output.split()[-1] == scoreboard.__version__


@pytest.mark.parametrize(
    "arguments",
    [
        ["conquer"],
        ["validate", "--projcet", "."],
        ["validate", "--project", "no/such/folder"],
        ["validate", "--project", "tests/cases"],
        ["validate", "--format", "xml"],
        ["score", "--lens", "weather"],
        ["score", "--year", "nineteen"],
        ["explain"],
        ["explain", "AT", "soon"],
    ],
)
def test_misuse_is_exit_code_2_with_a_hint_on_stderr(arguments, root, monkeypatch):
    monkeypatch.chdir(root)
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error" in result.stderr
