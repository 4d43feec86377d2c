"""The reference of the library, from the signatures and docstrings of its public names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pandas as pd

import scoreboard
from scoreboard.report.docstrings import Documented
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html, text
from scoreboard.report.tables import table_html

_MARKUP = re.compile(r"([\\*_{}\[\]<>$#|~^])")
COLUMNS = {
    "Parameters": ["Parameter", "What it is"],
    "Attributes": ["Attribute", "What it is"],
    "Raises": ["Error", "When it is raised"],
}
"""Section that lists things → the headings of its table."""


@cache
def public() -> tuple[Documented, ...]:
    """Return the public names: functions first, then classes, each in the order of the alphabet."""
    names = [Documented(name, getattr(scoreboard, name)) for name in scoreboard.__all__ if name[0] != "_"]
    return tuple(sorted(names, key=lambda it: (isinstance(it.thing, type), it.name)))


def reference(_edition: Edition) -> str:
    """Return every public name with its signature, its parameters, errors and an example.

    One text: headings of the same outline must be read together.
    """
    return "\n\n".join(part for it in public() for part in _entry(it))


def _entry(it: Documented) -> Iterator[str]:
    yield f"## {it.name}\n\n{_body(it)}"
    yield from _sections(it)
    if not isinstance(it.thing, type):
        return
    members = list(it.members())
    attributes = [(member.name.split(".")[1], _plain(member)) for member in members if member.is_attribute]
    if attributes:
        yield _table(["Attribute", "What it is"], attributes, f"Attributes of {it.name}")
    for member in members:
        if not member.is_attribute:
            yield f"### {member.name}\n\n{_body(member)}"
            yield from _sections(member)


def _body(it: Documented) -> str:
    begin = "class " if isinstance(it.thing, type) else ""
    returns = it.sections.get("Returns", "")
    gives = f"\n\n**Returns.** {markdown(' '.join(returns.split()))}" if returns else ""
    return f"```python\n{begin}{it.signature}\n```\n\n{markdown(it.text)}{gives}"


def _sections(it: Documented) -> Iterator[str]:
    for section, columns in COLUMNS.items():
        if rows := it.entries(section):
            yield _table(
                columns, rows, f"{section} of {it.name}" if section != "Raises" else f"Errors of {it.name}"
            )
    if example := it.sections.get("Examples"):
        yield f"```pycon\n{example}\n```"


def _table(columns: list[str], rows: list[tuple[str, str]], caption: str) -> Html:
    cells = [(Html(f"<code>{text(name)}</code>"), _html(said)) for name, said in rows]
    return table_html(pd.DataFrame(cells, columns=columns), caption, sortable=False)


def _plain(member: Documented) -> str:
    kind = member.signature.partition(": ")[2]
    return f"`{kind}`: {' '.join(member.text.split())}"


def markdown(words: str) -> str:
    """Return the text of a docstring as MyST: code stays code, and nothing else is markup."""
    parts = re.split(r"(``?[^`]+``?)", words)
    return "".join(part if number % 2 else _MARKUP.sub(r"\\\1", part) for number, part in enumerate(parts))


def _html(words: str) -> Html:
    parts = re.split(r"``?([^`]+)``?", words)
    return Html(
        "".join(f"<code>{text(part)}</code>" if at % 2 else text(part) for at, part in enumerate(parts))
    )
