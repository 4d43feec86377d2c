"""Terms of the glossary where they are used: the first mention on a page becomes a link that explains itself.

The explanations stand in one script for the whole book, so that a changed one needs no page written again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes

from scoreboard.report.i18n.messages import BOOK, active, catalogue

SCRIPT = "glossary.js"
_NOT_IN = (
    nodes.reference,
    addnodes.pending_xref,
    nodes.literal,
    nodes.title,
    addnodes.glossary,
    nodes.citation,
)


def link_terms(app: Any, page: nodes.document) -> None:  # noqa: ANN401  (a hook of Sphinx, as below)
    """Link the first mention on a page of each term that ``scoreboard_terms`` lists."""
    say = catalogue(Path(app.srcdir) / "locale", BOOK, active()).gettext
    wanted = {say(term).lower(): say(term) for term in app.config.scoreboard_terms}
    if not wanted or any(page.findall(addnodes.glossary)):
        return
    words = "|".join(map(re.escape, sorted(wanted, key=len, reverse=True)))
    pattern = re.compile(rf"\b({words})(?=s?\b)", re.IGNORECASE)
    for text in list(page.findall(nodes.Text)):
        if _is_prose(text):
            parts = list(_linked(text, pattern, wanted, app.env.docname))
            text.parent.replace(text, parts)


def _is_prose(text: nodes.Text) -> bool:
    node: Any = text.parent
    if not isinstance(node, nodes.paragraph | nodes.strong | nodes.emphasis):
        return False
    while node is not None:
        if isinstance(node, _NOT_IN):
            return False
        node = node.parent
    return True


def _linked(
    text: nodes.Text, pattern: re.Pattern[str], wanted: dict[str, str], page: str
) -> Iterator[nodes.Node]:
    """Yield the text with links in place of terms; what is linked leaves `wanted`."""
    words, end = str(text), 0
    for found in pattern.finditer(words):
        term = wanted.pop(found[0].lower(), None)
        if term is None:
            continue
        yield nodes.Text(words[end : found.start()])
        yield _link(found[0], term, page)
        end = found.end()
    yield nodes.Text(words[end:])


def _link(shown: str, term: str, page: str) -> addnodes.pending_xref:
    inside = nodes.inline(shown, shown, classes=["xref", "std", "std-term"])
    return addnodes.pending_xref(
        "",
        inside,
        refdomain="std",
        reftype="term",
        reftarget=term,
        refdoc=page,
        refexplicit=True,
        refwarn=False,  # a project may lack the term: then the words stay as they are
    )


def explanations(env: Any) -> dict[str, str]:  # noqa: ANN401
    """Return the identifier of every term → its explanation, from the pages that hold glossaries."""
    objects = env.get_domain("std").objects
    pages = sorted({page for (kind, _), (page, _) in objects.items() if kind == "term"})
    items = (item for page in pages for item in env.get_doctree(page).findall(nodes.definition_list_item))
    return {
        name: " ".join(item.children[-1].astext().split())
        for item in items
        for term in item.findall(nodes.term)
        for name in term["ids"]
    }


def script(env: Any) -> str:  # noqa: ANN401
    """Return the explanations as a script."""
    return f"window.scoreboardTerms={json.dumps(explanations(env), ensure_ascii=False, separators=(',', ':'))};\n"
