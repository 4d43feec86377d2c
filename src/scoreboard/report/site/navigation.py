"""The side bar: chapters by part, and below the opened chapter its pages.

The theme resolves the tree of all pages anew for every page, which takes a third of the time of a build.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sphinx import addnodes

from scoreboard.report.i18n.messages import BOOK, active, catalogue


@dataclass(frozen=True)
class Entry:
    """A page in the side bar; `docs` are its own and all pages below it."""

    page: str
    title: str
    below: tuple[Entry, ...]

    @property
    def docs(self) -> frozenset[str]:
        """Names of the page and of all below it."""
        return _docs(self)


@cache
def _docs(entry: Entry) -> frozenset[str]:
    return frozenset({entry.page}.union(*(each.docs for each in entry.below)))


@dataclass(frozen=True)
class Part:
    """Chapters under one caption, which may be empty."""

    caption: str
    chapters: tuple[Entry, ...]


def parts(env: Any) -> tuple[Part, ...]:  # noqa: ANN401  (sphinx.environment.BuildEnvironment, here and below)
    """Return the parts of the book in its order."""
    say = catalogue(Path(env.srcdir) / "locale", BOOK, active()).gettext
    return tuple(
        Part(say(tree["caption"]) if tree.get("caption") else "", _entries(env, tree))
        for tree in env.tocs[env.config.root_doc].findall(addnodes.toctree)
    )


def _entries(env: Any, tree: addnodes.toctree) -> tuple[Entry, ...]:  # noqa: ANN401
    found = ((title, page) for title, page in tree["entries"] if page in env.titles)
    return tuple(_entry(env, page, title) for title, page in found)


def _entry(env: Any, page: str, title: str | None) -> Entry:  # noqa: ANN401
    below = (_entries(env, tree) for tree in env.tocs[page].findall(addnodes.toctree))
    return Entry(page, title or env.titles[page].astext(), tuple(each for some in below for each in some))
