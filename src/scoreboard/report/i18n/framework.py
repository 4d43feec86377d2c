"""Titles of indicators, groups and states in the language of the edition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scoreboard.report.i18n.messages import BOOK, SOURCE, active, catalogue

if TYPE_CHECKING:
    from scoreboard.definitions import Framework
    from scoreboard.definitions.models import Node

Lookup = Callable[[str], str]


def localised(framework: Framework, book: Path) -> Framework:
    """Return the definitions with their titles in the language in use, and all else as it is.

    Parameters
    ----------
    book : the folder of the book's sources; its `locale/` holds the catalogue.
    """
    if active() == SOURCE:
        return framework
    say = catalogue(book / "locale", BOOK, active()).gettext
    indicators = {
        code: it.model_copy(update={"title": say(it.title)}) for code, it in framework.indicators.items()
    }
    indices = {
        lens: index.model_copy(update={"title": say(index.title), "tree": _tree(index.tree, say)})
        for lens, index in framework.indices.items()
    }
    states = {code: replace(state, name=say(state.name)) for code, state in framework.states.items()}
    return replace(framework, indicators=indicators, indices=indices, states=states)


def _tree(nodes: tuple[Node, ...], say: Lookup) -> tuple[Node, ...]:
    return tuple(
        node.model_copy(
            update={
                "title": say(node.title) if node.title else node.title,
                "children": _tree(node.children, say),
            }
        )
        for node in nodes
    )


def messages(framework: Framework) -> Iterator[tuple[str, str]]:
    """Yield every title to be translated with the file it comes from."""
    from scoreboard.definitions import walk

    for code, it in framework.indicators.items():
        yield it.title, framework.documents[code].file
    for lens, index in framework.indices.items():
        yield index.title, framework.documents[lens].file
        for _, node in walk(index.tree):
            if node.node:
                yield framework.label(lens, node.node), framework.documents[lens].file
    for state in framework.states.values():
        yield state.name, "data/states.csv"
