"""Hooks of Sphinx for one page of everything: still charts, links within it, a template without a screen's parts."""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes

from scoreboard.report import runtime
from scoreboard.report.i18n.numbers import day
from scoreboard.report.paper.stills import still
from scoreboard.report.site.navigation import Entry

BUILDER = "singlehtml"
TEMPLATE, STYLE = "paper.html", "paper.css"
_LINK = re.compile(r'href="(?P<path>[^"#:?]+)\.html(?:[#?][^"]*)?"')
_OUTSIDE = re.compile(r' href="(?!#|https?:|mailto:)[^"]*"')


def connect(app: Any) -> None:  # noqa: ANN401  (sphinx.application.Sphinx, here and below)
    """Register the hooks with Sphinx."""
    app.connect("builder-inited", write_style)
    app.connect("doctree-resolved", settle)
    app.connect("html-page-context", lay_out, priority=900)  # after all that add to the page


def write_style(app: Any) -> None:  # noqa: ANN401
    """Write the style of the one page beside the others."""
    if app.builder.name == BUILDER:
        folder = Path(app.outdir, "_static", runtime.FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(runtime.ASSETS / STYLE, folder)


def settle(app: Any, book: nodes.document, start: str) -> None:  # noqa: ANN401
    """Make charts still, and links between pages lead to the place in the one page."""
    if app.builder.name != BUILDER:
        return
    static = Path(app.outdir, "_static")
    for node in list(book.findall(nodes.raw)):
        if node.get("format") == "html":
            markup = inward(still(node.astext(), static), _page(node, start), app.env.found_docs)
            node.children = [nodes.Text(markup)]


def _page(node: Any, start: str) -> str:  # noqa: ANN401
    """Return the page that a node came from."""
    while node is not None:
        if isinstance(node, addnodes.start_of_file):
            return str(node["docname"])
        node = node.parent
    return start


def inward(markup: str, page: str, pages: Collection[str]) -> str:
    """Return markup whose links to other pages lead to their place in the one page.

    >>> inward('<a href="../states/AT.html">Austria</a>', "codebook/a", {"states/AT"})
    '<a href="#document-states/AT">Austria</a>'
    """

    def place(found: re.Match[str]) -> str:
        goal = posixpath.normpath(posixpath.join(posixpath.dirname(page), found["path"]))
        return f'href="#document-{goal}"' if goal in pages else found[0]

    return _LINK.sub(place, markup)


def lay_out(
    app: Any,  # noqa: ANN401
    start: str,
    _template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> str | None:
    """Choose the template for paper; links to files of the site, which paper does not have, become plain words."""
    if app.builder.name != BUILDER or doctree is None:
        return None
    context["body"] = _OUTSIDE.sub("", context["body"])
    context["scoreboard_start"] = Entry(start, app.env.titles[start].astext(), ())
    context["scoreboard_today"] = day(app.scoreboard_edition.day.isoformat())
    return TEMPLATE
