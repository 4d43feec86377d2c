"""The scripts of the interactive pages carry no words of their own: all come from the catalogue, through the page."""

import json
import re
import string

import pytest

from scoreboard.report import runtime
from scoreboard.report.blocks.pathways.texts import PATHWAYS
from scoreboard.report.i18n import LANGUAGES, SOURCE, speaking
from scoreboard.report.interactive.texts import COMPARE, WHAT_IF, said, texts

PAGES = {"what_if": WHAT_IF, "compare": COMPARE, "pathways": PATHWAYS}
SAID = re.compile(r"\bsay\((.*?)[,)]")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
PROSE = re.compile(r"[A-Z][a-z]{2,}|[A-Za-z]{3,}[,.:;]? [a-z]{2,}|^[a-z]{3,} [a-z]")
CODE = re.compile(r"use strict|tbody|sb-|^#|\[|text/csv|[a-z]+=|^DOMContentLoaded$")
"""Literals that are names of classes, selectors, types and addresses."""


def scripts(page):
    return [name for name in runtime.PAGES[page] if name.endswith(".js")]


def source(name):
    """A script without its comments."""
    code = (runtime.ASSETS / name).read_text("utf-8")
    return re.sub(r"/\*.*?\*/|(?<=[ ;])//[^\n]*", "", code, flags=re.DOTALL)


def places(text):
    return {name for _text, name, _spec, _how in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("page", PAGES)
def test_scripts_ask_for_every_text_and_for_no_other(page):
    calls = [call for name in scripts(page) for call in SAID.findall(source(name))]
    asked = {key for call in calls for key in re.findall(r'"(\w+)"', call)}
    assert asked == set(PAGES[page])


@pytest.mark.parametrize("name", sorted({name for page in PAGES for name in scripts(page)}))
def test_no_script_has_words_of_its_own(name):
    literals = ["".join(found) for found in LITERAL.findall(source(name))]
    assert literals
    plain = [re.sub(r"\$\{.*\}", "", it) for it in literals if not CODE.search(it)]
    assert [it for it in plain if PROSE.search(it)] == []


def test_words_in_a_script_would_be_found():
    assert all(
        PROSE.search(it) for it in ("Link copied", "not enough data", "Field", "rank band 3", "none chosen")
    )


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != SOURCE])
@pytest.mark.parametrize("page", PAGES)
def test_every_text_is_translated_with_the_same_places(page, language):
    for key, text in PAGES[page].items():
        originals = [text] if isinstance(text, str) else list(text)
        with speaking(language):
            told = said(text)
        forms = [told] if isinstance(told, str) else told
        assert {place for it in forms for place in places(it)} == {
            p for it in originals for p in places(it)
        }, key


def test_the_page_carries_texts_and_signs():
    with speaking("fr"):
        data = json.loads(re.sub(r"<[^>]+>", "", texts(WHAT_IF)))
    assert data["decimal"] == ","
    assert data["texts"].keys() == WHAT_IF.keys()
    assert data["texts"]["equal"] == "Tous égaux"
