"""What a link to a page shows elsewhere: a description from its own first words, and OpenGraph properties."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from docutils import nodes

from scoreboard.report.html import Html, attributes

LONGEST = 200
"""Characters of a description, cut at the end of a word."""
TERRITORY = {"en": "en_GB", "fr": "fr_FR", "de": "de_DE"}
_TAGS = re.compile(r"<[^>]+>")


def description(page: nodes.document) -> str:
    """Return the first paragraph of a page that is a sentence, cut to `LONGEST` characters; empty without one."""
    skipped = (nodes.Admonition, nodes.table, nodes.footnote, nodes.citation)
    for paragraph in page.findall(nodes.paragraph):
        words = " ".join(paragraph.astext().split())
        parent = paragraph.parent
        if len(words) > 40 and not isinstance(parent, skipped):  # shorter ones are labels
            return cut(words)
    return ""


def cut(words: str) -> str:
    """Return a text of at most `LONGEST` characters, ending in a whole word.

    >>> cut("short")
    'short'
    """
    return cut_to(words, LONGEST)


def cut_to(words: str, longest: int) -> str:
    """Return a text of at most so many characters, ending in a whole word."""
    if len(words) <= longest:
        return words
    return words[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def tags(title: str, about: str, *, site: str, language: str, base: str = "", page: str = "") -> Html:
    """Return the `<meta>` elements of a page.

    Parameters
    ----------
    title : the page's own, markup allowed. about : its description, or empty.
    base : address of the site, or empty; then there are no addresses.
    """
    shown = _TAGS.sub("", title)
    properties = {
        "og:type": "website" if page == "index.html" else "article",
        "og:site_name": site,
        "og:title": shown,
        "og:description": about,
        "og:locale": TERRITORY.get(language, language),
        "og:url": urljoin(base, page) if base else "",
    }
    named = {"description": about, "twitter:card": "summary"}
    lines = [f"<meta{attributes(name=name, content=value)}/>" for name, value in named.items() if value]
    lines += [
        f"<meta{attributes(property=name, content=value)}/>" for name, value in properties.items() if value
    ]
    return Html("\n".join(lines))


def feed_link(root: str, title: str) -> Html:
    """Return the link by which feed readers find the change list; `root` leads from the page to the site's folder."""
    address: dict[str, Any] = {"rel": "alternate", "type": "application/atom+xml"}
    return Html(f"<link{attributes(**address, title=title, href=f'{root}changes.xml')}/>")
