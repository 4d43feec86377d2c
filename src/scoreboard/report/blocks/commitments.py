"""Legal commitments: the chapter's matrix, timeline and counts, and the block of a state's page. Never scored."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.records.commitments import Commitments
from scoreboard.records.positions import DATES, NOT_VERIFIED, STATUSES, Position
from scoreboard.report.charts.ratifications import ratifications
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.i18n import N_, _, numbers
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.links import UP, link, state_link
from scoreboard.report.tables import table_html
from scoreboard.report.words import count, number

STATUS_WORDS = {
    "party": N_("party"),
    "signatory": N_("signed only"),
    "none": N_("not signed"),
    NOT_VERIFIED: N_("not verified"),
}
CONFIDENCE_WORDS = {
    "sourced": N_("from the depositary’s list or a copy of it"),
    "sourced-secondary": N_("from another list"),
    "inferred": N_("follows from other facts"),
    "check": N_("doubtful, to be checked"),
    "unsourced": N_("general knowledge, no source read"),
}
DEPOSITARIES = {
    "UN": N_("United Nations"),
    "ILO": N_("International Labour Organization"),
    "CoE": N_("Council of Europe"),
}
ABSENT = N_("This project keeps no record of treaties.")


def summary(edition: Edition) -> str:
    """Say how many positions are recorded, how many are not verified, and how sure they are."""
    commitments = edition.commitments
    if not commitments:
        return _(ABSENT)
    table = commitments.table(complete=True)
    return _(
        "Of {pairs} pairs of a state and a treaty, {known} are recorded and {open} are not verified. "
        "{sourced} of the recorded ones come from the depositary’s list or a copy of it, and {unsourced} "
        "rest on general knowledge."
    ).format(
        pairs=number(len(table)),
        known=number((table["status"] != NOT_VERIFIED).sum()),
        open=number((table["status"] == NOT_VERIFIED).sum()),
        sourced=number((table["confidence"] == "sourced").sum()),
        unsourced=number((table["confidence"] == "unsourced").sum()),
    )


def matrix(edition: Edition) -> Html | str:
    """Return states by treaties; each cell says its position, since when, and where that is not from a list."""
    commitments = edition.commitments
    if not commitments:
        return _(ABSENT)
    known = _by_pair(commitments)
    rows = [
        [
            _member(edition, state),
            *(_cell(known.get((code, state), Position(code, state))) for code in commitments.treaties),
        ]
        for state in commitments.states
    ]
    columns = [_("State"), *(it.short for it in commitments.treaties.values())]
    caption = _(
        "States and treaties: position, and year of ratification or of entry into force where it is recorded; "
        "in brackets how sure it is, where it is not from the depositary’s list"
    )
    table = table_html(pd.DataFrame(rows, columns=columns, dtype=object), caption)
    return Html(f'<div class="sb-members">{_chooser(edition)}{table}</div>')


def _by_pair(commitments: Commitments) -> dict[tuple[str, str], Position]:
    return {(it.treaty, it.state): it for it in commitments.positions}


def _cell(position: Position) -> str:
    """Return a position in words: `party, 1994`, `signed only (from another list)`, `not verified`."""
    words = _(STATUS_WORDS[position.status])
    date = position.bound or position.signed
    dated = _("{position}, {year}").format(position=words, year=date[:4]) if date else words
    doubt = position.confidence not in ("", "sourced")
    return f"{dated} ({_(CONFIDENCE_WORDS[position.confidence])})" if doubt else dated


def _chooser(edition: Edition) -> Html:
    """Return the choice of a group of states, and the style that hides the rows of others; works without a script."""
    groups = {code: it.title for code, it in edition.framework.groups.items() if _members(edition, code)}
    inputs = "".join(
        f"<label><input{attributes(type='radio', name='members', value=code, checked=not code and 'checked')}>"
        f" {text(in_english(name))}</label> "
        for code, name in {"": _("all states"), **groups}.items()
    )
    hidden = "".join(
        f'.sb-members:has([value="{code}"]:checked) tbody tr:not(:has(.sb-in-{code})){{display:none}}'
        for code in groups
    )
    legend = text(_("Members of (on {day})").format(day=numbers.day(edition.day.isoformat())))
    return Html(f"<style>{hidden}</style><fieldset><legend>{legend}</legend>{inputs}</fieldset>")


def _members(edition: Edition, group: str) -> tuple[str, ...]:
    return edition.framework.groups.members(group, edition.day)


def _member(edition: Edition, state: str) -> Html:
    """Return the name of a state, marked with the groups to which it belongs."""
    classes = " ".join(f"sb-in-{code}" for code in edition.framework.groups.of(state, edition.day))
    return Html(f"<span{attributes(class_=classes or None)}>{state_link(edition, state, up='')}</span>")


def timeline(edition: Edition) -> Any:  # noqa: ANN401  (a chart)
    """Return when states became parties, treaty by treaty."""
    return ratifications(edition) if edition.commitments else None


def coverage(edition: Edition) -> Html | str:
    """Return for each treaty how many states are what, and how much of that is dated and sourced."""
    commitments = edition.commitments
    if not commitments:
        return _(ABSENT)
    counts = commitments.coverage()
    shown = pd.DataFrame({_("Treaty"): [it.short for it in commitments.treaties.values()]}, dtype=object)
    for status in (*STATUSES, NOT_VERIFIED):
        shown[_(STATUS_WORDS[status]).capitalize()] = counts[status]
    shown[_("Parties with a date")] = counts["dated"]
    shown[_("From the depositary’s list")] = counts["sourced"]
    caption = _("States by position to each treaty, and how many rows have a date and a list behind them")
    return table_html(shown, caption, decimals=0)


def treaties(edition: Edition) -> list[Html]:
    """Return each treaty with what it asks, its dates, and how complete its list is."""
    return [
        Html(
            f"<h3{attributes(id=f'treaty-{code}')}>{text(it.short)}: {text(in_english(it.title))}</h3>"
            f"<p>{text(in_english(it.explanation))}</p><p>{text(_dates(it))} "
            f"{text(in_english(it.completeness))}</p>"
        )
        for code, it in edition.commitments.treaties.items()
    ]


def _dates(treaty: Any) -> str:  # noqa: ANN401  (a Treaty)
    return _("Depositary: {depositary}. Opened {opened}, in force {in_force}.").format(
        depositary=_(DEPOSITARIES[treaty.depositary]), opened=treaty.opened, in_force=treaty.in_force
    )


def rows(edition: Edition) -> Html | str:
    """Return every recorded position with its dates, source, confidence and note, behind a summary."""
    commitments = edition.commitments
    if not commitments:
        return _(ABSENT)
    table = _full(edition, commitments.positions, up="")
    summary_words = text(_("Show {rows} with their sources").format(rows=count(len(table), "row")))
    caption = _("Every recorded position, by treaty and state")
    return Html(f"<details><summary>{summary_words}</summary>{table_html(table, caption)}</details>")


def sources(edition: Edition) -> Html | str:
    """Return where positions were read, as of when, and which part of the list that was."""
    commitments = edition.commitments
    if not commitments:
        return _(ABSENT)
    named = [code for it in commitments.positions for code in it.sources]
    shown = pd.DataFrame(
        [
            [
                code,
                link(it.url, in_english(it.title)) if it.url else in_english(it.title),
                in_english(it.as_of),
                in_english(it.covers),
                named.count(code),
            ]
            for code, it in commitments.sources.items()
        ],
        columns=[_("Source"), _("What it is"), _("As of"), _("What it covers"), _("Rows")],
        dtype=object,
    )
    return table_html(shown, _("Where positions of states were read"), decimals=0)


def state_commitments(edition: Edition, state: str) -> Html | None:
    """Return the positions of one state to all treaties, with their sources; None in a project without treaties."""
    commitments = edition.commitments
    if not commitments:
        return None
    known = _by_pair(commitments)
    own = tuple(known.get((code, state), Position(code, state)) for code in commitments.treaties)
    table = _full(edition, own).drop(columns=_("State"))
    caption = _("{state}: legal commitments").format(state=edition.name(state))
    words = _(
        "Beside the policy score, and no part of it. Not verified means that no source could be read; it does not "
        "say that the state has not joined."
    )
    more = f" {link(f'{UP}commitments.html', _('All states and treaties'))}" * (
        "commitments" in edition.pages
    )
    return Html(
        f'<h3 id="legal-commitments">{text(_("Legal commitments"))}</h3><p>{text(words)}{more}</p>'
        f"{table_html(table, caption, sortable=False, missing=N_('not recorded'))}"
    )


def _full(edition: Edition, positions: tuple[Position, ...], up: str = UP) -> pd.DataFrame:
    """Return positions with all that is recorded of them; missing where nothing is."""
    heads = {"signed": _("Signed"), "ratified": _("Ratified"), "in_force": _("In force")}
    treaties_ = edition.commitments.treaties
    rows_ = [
        {
            _("Treaty"): treaties_[it.treaty].short,
            _("State"): state_link(edition, it.state, up),
            _("Position"): _(STATUS_WORDS[it.status]),
            **{heads[date]: getattr(it, date) or None for date in DATES},
            _("How sure"): _(CONFIDENCE_WORDS[it.confidence]) if it.confidence else None,
            _("Source"): ", ".join(it.sources) or None,
            _("Note"): in_english(it.note) or None,
        }
        for it in positions
    ]
    return pd.DataFrame(rows_, dtype=object)
