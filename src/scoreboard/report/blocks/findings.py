"""The pages of the findings: what validation can find, and where it finds it in this edition."""

from __future__ import annotations

import re

import pandas as pd

from scoreboard.findings import LEVELS, Finding, Kind, Severity, catalogue
from scoreboard.findings.examples import examples
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import _, active
from scoreboard.report.i18n.messages import BOOK, Told
from scoreboard.report.i18n.messages import catalogue as messages
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.ledger import read
from scoreboard.report.links import link
from scoreboard.report.tables import table_html
from scoreboard.report.words import count

LISTED = 20
"""Places listed on a page; the command lists them all."""

CONSEQUENCES = {
    Severity.ERROR: "An error: nothing is scored until it is corrected.",
    Severity.WARNING: "A warning: the data are used as they are, and somebody should look.",
    Severity.INFORMATION: "A remark: shown so that readers know, and nothing more.",
}
_PLAIN = re.compile(r"\\([\\`*_{}\[\]<>$#|~^])")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>$#|~^])")


def table(edition: Edition) -> Html:
    """Return all kinds of findings with severity, level, and how often each is found in this edition."""
    found = [finding.code for finding in edition.project.validate()]
    rows = [
        {
            _("Finding"): link(f"{kind.code}.html", own_words(edition, kind.title)),
            _("Code"): kind.code,
            _("Severity"): _(kind.severity.value),
            _("ESS level"): f"{kind.level} {_(LEVELS[kind.level])}",
            _("Times in this edition"): found.count(kind.code),
        }
        for kind in catalogue().values()
    ]
    return table_html(
        pd.DataFrame(rows, dtype=object), _("All findings, in the order of the catalogue"), decimals=0
    )


def head(kind: Kind) -> str:
    """Return what a page says of one kind of finding: facts, meaning, advice and an example, as MyST text."""
    example = examples().get(kind.code)
    parts = [
        f"`{kind.code}` · {kind.severity} · ESS validation level {kind.level}: {LEVELS[kind.level]}",
        prose(kind.explanation),
        CONSEQUENCES[kind.severity],
        "## What to do",
        prose(kind.advice),
    ]
    if example:
        parts += [
            "## An example",
            f"{prose(example.why)} The command `scoreboard validate` says:",
            f"~~~text\n{example.shown}\n~~~",
        ]
    return "\n\n".join(parts)


def here(edition: Edition, code: str) -> str | list[str | Html]:
    """Return how often a kind of finding is found in this edition, and where."""
    found = _of_kind(edition, code)
    if not found:
        return _("It is not found in the data and definitions of this edition.")
    times = count(len(found), "time")
    if len(found) > LISTED:
        said = _(
            "It is found {times} in the data and definitions of this edition; the first {listed} are listed."
        )
    else:
        said = _("It is found {times} in the data and definitions of this edition.")
    return [said.format(times=times, listed=LISTED), _places(found[:LISTED])]


@read
def _of_kind(edition: Edition, code: str) -> list[Finding]:
    return [finding for finding in edition.project.validate() if finding.code == code]


def own_words(edition: Edition, words: str) -> str:
    """Return words of the catalogue of findings as the book's own catalogue translates them, else marked."""
    known = messages(edition.project.root / "book" / "locale", BOOK, active()).gettext(prose(words))
    return in_english(words if known == prose(words) else Told(_PLAIN.sub(r"\1", known)))


def prose(text: str) -> str:
    r"""Return plain text as MyST that shows it unchanged.

    >>> prose("data/<STATE>/*.csv")
    'data/\\<STATE\\>/\\*.csv'
    """
    return _MARKUP.sub(r"\\\1", text)


def _places(found: list[Finding]) -> Html:
    rows = [{_("Place"): str(finding.place), _("Found"): in_english(finding.found)} for finding in found]
    return table_html(pd.DataFrame(rows, dtype=object), _("Where it is found"), sortable=False)
