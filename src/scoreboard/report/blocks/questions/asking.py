"""What a question of policy is made of, and how its answer is put on the page.

A question is data: what computes its short answer, what is shown, what the data cannot say, where more stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from scoreboard.report import slices
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.i18n import N_, _
from scoreboard.report.links import link

PAGES = {
    "pathways": N_("Legal pathways"),
    "commitments": N_("Legal commitments"),
    "practices": N_("Precedents and practices"),
    "evaluation": N_("Did it work?"),
    "overview": N_("All domains at once"),
    "women_and_men": N_("Women and men"),
    "groups": N_("Groups of states"),
    "domains/labour_market": N_("Labour market"),
    "domains/education": N_("Education"),
    "domains/health": N_("Health"),
}
"""Page → the words of a link to it."""


@dataclass(frozen=True)
class Missing:
    """Something that the data cannot say.

    Parameters
    ----------
    what : that is asked.
    why : it cannot be said, computed from the edition; empty where the data do say it.
    needed : the data that would say it.
    command : begins or brings these data; `{state}` stands for a state of the edition.
    uses : indicators that the command names. otherwise : the command in a project that lacks one of them.
    """

    what: str
    why: Callable[[Edition], str]
    needed: str
    command: str
    uses: tuple[str, ...] = ()
    otherwise: str = ""


@dataclass(frozen=True)
class Question:
    """One question that governments ask.

    Parameters
    ----------
    title : the question; the page has it as a heading.
    short : the short answer, one or two sentences; says "not enough data" and why where there are none.
    shown : charts, tables, and sentences that go with them.
    missing : what the data cannot say.
    pages : where more stands; a book without one of them has no link to it.
    """

    title: str
    short: Callable[[Edition], list[str]]
    shown: Callable[[Edition], list[Any]]
    missing: tuple[Missing, ...]
    pages: tuple[str, ...] = field(default=())


def address(key: str) -> str:
    """Return where a question stands on the page."""
    return f"#question-{key.replace('_', '-')}"


def lacking(code: str, words: str) -> Callable[[Edition], str]:
    """Return a `why` that holds until an indicator has a value."""

    def why(edition: Edition) -> str:
        return "" if slices.rows(edition, code)["value"].notna().any() else _(words)

    return why


def open_points(edition: Edition, question: Question) -> list[tuple[Missing, str]]:
    """Return what the data of this edition cannot say, each with the reason."""
    return [(it, why) for it in question.missing if (why := it.why(edition))]


def command(edition: Edition, it: Missing) -> str:
    """Return the command that begins or brings the data, for a state of this edition."""
    there = all(code in edition.framework.indicators for code in it.uses)
    return (it.command if there else it.otherwise).format(state=next(iter(edition.states), "XX"))


def cannot_say(edition: Edition, question: Question) -> Html | None:
    """Return what the data cannot say: why, the data that would, and the command for them; None if there is nothing."""
    items = "".join(
        f"<li><strong>{text(_(it.what))}</strong> {text(why)} "
        f"{text(_('Needed:'))} {text(_(it.needed))} "
        f'<code class="docutils literal notranslate">{text(command(edition, it))}</code></li>'
        for it, why in open_points(edition, question)
    )
    if not items:
        return None
    head = f"<h3>{text(_('What the data cannot say'))}</h3>"
    return Html(f'<div class="sb-cannot-say">{head}<ul>{items}</ul></div>')


def more(edition: Edition, question: Question) -> Html | None:
    """Return links to the pages that say more; None in a book that has none of them."""
    found = [link(f"{page}.html", _(PAGES[page])) for page in question.pages if page in edition.pages]
    if not found:
        return None
    words = text(_("More on this:"))
    return Html(f"<p{attributes(class_='sb-more')}>{words} {', '.join(found)}</p>")
