"""The list of references as a list that assistive technology understands.

docutils writes a `list` whose children are `doc-biblioentry`, a role that a list may not hold.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes


def visit(writer: Any, node: nodes.citation) -> None:  # noqa: ANN401  (Sphinx's HTML translator)
    """Open an entry, and the list before the first one."""
    if not _beside(node, -1):
        writer.body.append('<div role="list" class="citation-list">\n')
    writer.body.append(writer.starttag(node, "div", classes=["citation"], role="listitem"))


def depart(writer: Any, node: nodes.citation) -> None:  # noqa: ANN401
    """Close an entry, and the list after the last one."""
    writer.body.append("</div>\n")
    if not _beside(node, +1):
        writer.body.append("</div>\n")


def _beside(node: nodes.citation, step: int) -> bool:
    siblings = node.parent.children
    position = siblings.index(node) + step
    return 0 <= position < len(siblings) and isinstance(siblings[position], nodes.citation)
