"""Links between pages, for tables; every page with such a table lies one folder below the book's root."""

from __future__ import annotations

from collections.abc import Sequence

from scoreboard.report.edition import Edition
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.i18n import _
from scoreboard.report.words import joined

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


def practice_address(edition: Edition, code: str, up: str = UP) -> str | None:
    """Return the address of an item's entry in the practice register; None in a book without that page."""
    return f"{up}practices.html#item-{code}" if "practices" in edition.pages else None


def practice_link(edition: Edition, code: str, up: str = UP) -> Html | None:
    """Return a link to the entry of an item in the practice register; None in a book without that page."""
    address = practice_address(edition, code, up)
    return link(address, _("who did it, and what is known")) if address else None


def compare_link(edition: Edition, states: Sequence[str], up: str = UP) -> Html | None:
    """Return a link to the page that holds states side by side; None in a book without it."""
    words = _("Compare {x}").format(x=joined([edition.name(it) for it in states]))
    words += _(" with others") if len(states) == 1 else ""
    return _to_page(edition, "compare", f"states={','.join(states)}", words, up)


def what_if_link(edition: Edition, state: str, up: str = UP) -> Html | None:
    """Return a link to the page that tries out other weights and answers; None in a book without it."""
    return _to_page(
        edition,
        "what_if",
        f"state={state}",
        _("What would move {state}?").format(state=edition.name(state)),
        up,
    )


def brief_link(edition: Edition, state: str, up: str = UP) -> Html:
    """Return a link to the brief of a state."""
    return link(
        f"{up}_static/briefs/{state}.pdf",
        _("Brief on {state} (PDF, two pages)").format(state=edition.name(state)),
    )


def _to_page(edition: Edition, page: str, fragment: str, words: str, up: str) -> Html | None:
    if page not in edition.pages:
        return None
    return link(f"{up}{page}.html#{fragment}", words)
