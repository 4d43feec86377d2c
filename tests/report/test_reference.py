"""The reference of the library is complete: every public name, each with what its docstring promises."""

from __future__ import annotations

import inspect
import re

import pytest

import scoreboard
from scoreboard.report.blocks.reference import markdown, public, reference
from scoreboard.report.docstrings import Documented

MEMBERS = [member for it in public() if isinstance(it.thing, type) for member in it.members()]
CALLED = [it for it in (*public(), *MEMBERS) if not it.is_attribute]
NOTHING = {"", "None"}


def parameters(it: Documented) -> list[str]:
    names = list(
        inspect.signature(it.thing.__func__ if isinstance(it.thing, classmethod) else it.thing).parameters
    )
    return names[1:] if "." in it.name else names


def called(things):
    return pytest.mark.parametrize("it", things, ids=[it.name for it in things])


def test_every_public_name_is_in_the_reference():
    page = reference(None)
    headings = re.findall(r"^## (\w+)$", page, re.MULTILINE)
    assert sorted(headings) == sorted(name for name in scoreboard.__all__ if name[0] != "_")
    assert len(MEMBERS) > 20
    for member in MEMBERS:
        found = f"<code>{member.name.split('.')[1]}</code>" if member.is_attribute else f"### {member.name}\n"
        assert found in page, member.name


@called(CALLED)
def test_every_parameter_is_described(it):
    listed = [*it.entries("Parameters"), *it.entries("Attributes")]
    said = {name.strip("*") for names, text in listed if text for name in names.split(", ")}
    assert said >= {*parameters(it)}


@called([*public(), *MEMBERS])
def test_it_says_in_a_sentence_what_it_is_or_does(it):
    assert it.text.split("\n")[0].endswith((".", ":"))


@called(public())
def test_it_has_an_example_that_is_run_as_a_doctest(it):
    assert ">>>" in it.sections.get("Examples", "")


@called([it for it in CALLED if not isinstance(it.thing, type)])
def test_what_a_function_gives_is_described(it):
    gives = it.signature.rsplit("-> ", 1)[-1]
    told = it.sections.get("Returns") or re.match(r"Return |Open ", it.text)
    assert gives in NOTHING or told


@called(CALLED)
def test_errors_are_told_with_their_occasion(it):
    source = inspect.getsource(it.function.__func__ if isinstance(it.thing, classmethod) else it.function)
    raised = set() if isinstance(it.thing, type) else set(re.findall(r"\braise (\w+)\(", source))
    assert raised <= {name for name, text in it.entries("Raises") if text}


def test_words_of_a_docstring_are_no_markup_but_code_is_code():
    assert markdown("`a_b` holds a_b <x>") == r"`a_b` holds a\_b \<x\>"


def test_a_docstring_is_read_by_its_sections():
    def example(one: int, *more: str, last: float = 0.5) -> list[str]:
        """Do something.

        Parameters
        ----------
        one : a number,
            of anything.
        more, last : the rest.

        Raises
        ------
        ValueError
            If it is odd.
        """

    it = Documented("example", example)
    assert it.entries("Parameters") == [("one", "a number, of anything."), ("more, last", "the rest.")]
    assert it.entries("Raises") == [("ValueError", "If it is odd.")]
    assert it.signature == "example(one: int, *more: str, last: float = 0.5) -> list[str]"
