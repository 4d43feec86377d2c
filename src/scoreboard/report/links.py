"""Links between pages, for tables; every page with such a table lies one folder below the book's root."""

from __future__ import annotations

from scoreboard.report.edition import Edition
from scoreboard.report.html import Html, attributes, text

UP = "../"


def state_link(edition: Edition, state: str, up: str = UP) -> Html:
    """Return the name of a state as a link to its page; plain text for a state without a page."""
    if state not in edition.states:
        return text(edition.name(state))
    return link(f"{up}states/{state}.html", edition.name(state))


def indicator_link(edition: Edition, code: str, up: str = UP) -> Html:
    """Return the title of an indicator as a link to its page in the codebook."""
    return link(f"{up}codebook/{code}.html", edition.framework.indicators[code].title)


def link(address: str, words: str) -> Html:
    """Return a link."""
    return Html(f"<a{attributes(href=address)}>{text(words)}</a>")
