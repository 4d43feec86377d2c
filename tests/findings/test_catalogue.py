"""The catalogue and what is made from it."""

from __future__ import annotations

import re

from scoreboard.findings import LEVELS, catalogue
from scoreboard.findings.examples import examples

SLUG = re.compile(r"[a-z]+(-[a-z0-9]+)*")


def test_every_kind_is_explained():
    for code, kind in catalogue().items():
        assert SLUG.fullmatch(code), code
        assert kind.level in LEVELS, code
        assert len(kind.explanation) > 40, code
        assert kind.explanation.endswith("."), code
        assert kind.explanation not in (kind.title, kind.advice), code


def test_every_kind_has_an_example_and_no_other_has():
    assert list(examples()) == list(catalogue())
    for code, example in examples().items():
        assert f"  {code}  " in example.shown.splitlines()[0], code


def test_a_page_for_each_kind_says_everything():
    from scoreboard.report.blocks.findings import head, prose

    for code, kind in catalogue().items():
        text = head(kind)
        assert text.startswith(f"`{code}` · {kind.severity} · ESS validation level {kind.level}"), code
        assert prose(kind.explanation) in text
        assert prose(kind.advice) in text
        assert examples()[code].shown in text
