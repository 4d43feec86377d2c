"""What a block puts into a page: computed once, kept, and made again only if something that it read changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

from docutils import nodes

from scoreboard.report.edition import Edition
from scoreboard.report.figure import chart_node
from scoreboard.report.html import Html
from scoreboard.report.ledger import Key, read

Block = Callable[..., Any]
Part = str | nodes.Node
"""MyST text that the page has yet to parse, or a finished node."""


def find_blocks(module: str) -> Mapping[str, Block]:
    """Return the registry of blocks in a module, name → function of (edition, *arguments)."""
    blocks: Mapping[str, Block] = import_module(module).BLOCKS
    return blocks


@read(kept=True)
def content(edition: Edition, module: str, name: str, *arguments: str) -> list[Part]:
    """Return what a block gives: text as it is, all else as nodes.

    Parameters
    ----------
    module : the one that has the registry. name, arguments : as the directive has them.
    """
    found = find_blocks(module)[name](edition, *arguments)
    edition.ledger.imported()
    return list(_parts(found, " ".join([name, *arguments])))


def content_key(module: str, name: str, *arguments: str) -> Key:
    """Return the key by which a ledger knows the content of a block."""
    return f"{__name__}:{content.__name__}", module, name, *arguments


def _parts(found: Any, name: str) -> Iterator[Part]:  # noqa: ANN401  (any kind that the directive lists)
    if found is None:
        return
    if isinstance(found, list | tuple):
        for part in found:
            yield from _parts(part, name)
    elif isinstance(found, Html):
        yield nodes.raw("", str(found), format="html")
    elif isinstance(found, str | nodes.Node):
        yield found
    else:
        yield chart_node(found, name)
