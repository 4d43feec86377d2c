"""What cooperation exists? Treaties, acts that bind several states, and groups to which states belong."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.records.positions import NOT_VERIFIED
from scoreboard.report.blocks.questions.acts import acts, in_force
from scoreboard.report.blocks.questions.asking import Missing, Question, lacking
from scoreboard.report.blocks.questions.positions import (
    NO_TREATIES,
    between_two,
    position_counts,
    positions_table,
)
from scoreboard.report.charts.counts import counts_chart
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import N_, _, numbers
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.tables import table_html
from scoreboard.report.words import capital, count, number


def short(edition: Edition) -> list[str]:
    """Say how many treaties and acts are on record, and which of the treaties is most widely shared."""
    treaties = edition.commitments.treaties
    shared = {it.legal_basis.act for it in acts(edition) if it.standing == "bound"}
    first = _(
        "{treaties} and {acts} of the European Union in force are on record as binding several states."
    ).format(treaties=capital(count(len(treaties), "treaty", "treaties")), acts=count(len(shared), "act"))
    return [
        first if treaties or shared else _("Not enough data: neither treaties nor acts are on record."),
        _most(edition),
    ]


def _most(edition: Edition) -> str:
    parties = _parties(edition)
    if not parties:
        return _(NO_TREATIES)
    most, least = max(parties, key=lambda it: parties[it]), min(parties, key=lambda it: parties[it])
    names = edition.commitments.treaties
    return _("Of {states} states, {many} are party to {most} and {few} to {least}.").format(
        states=number(len(edition.commitments.states)),
        many=number(parties[most]),
        most=names[most].short,
        few=number(parties[least]),
        least=names[least].short,
    )


def _parties(edition: Edition) -> dict[str, int]:
    return {code: int(position_counts(edition, code)["party"]) for code in edition.commitments.treaties}


def shown(edition: Edition) -> list[Any]:
    """Return positions to every treaty, the acts with the states they bind, and groups with their members."""
    treaties = edition.commitments.treaties
    counts = {it.short: position_counts(edition, code) for code, it in treaties.items()}
    chart = counts_chart(
        positions_table(counts, _("Treaty")),
        title=_finding(edition),
        subtitle=_("States by position; not verified is no answer"),
        unit=_("States"),
        unknown=True,
        empty=_(NO_TREATIES),
    )
    return [chart, acts_bound(edition), groups(edition)]


def _finding(edition: Edition) -> str:
    parties = _parties(edition)
    if not parties:
        return _("Treaties: not enough data")
    whole = len(edition.commitments.states)
    half = sum(it > whole / 2 for it in parties.values())
    return _("More than half of {states} states are party to {half} of {treaties} treaties").format(
        states=number(whole), half=number(half), treaties=number(len(parties))
    )


def acts_bound(edition: Edition) -> Html | None:
    """Return each act in force with the number of states that it binds."""
    held = in_force(edition)
    rows = [
        (
            in_english(it.title),
            it.legal_basis.act,
            len({own.state for own in held if (own.origin, own.version) == (it.origin, it.version)}),
        )
        for it in acts(edition)
        if it.standing == "bound"
    ]
    frame = pd.DataFrame(rows, columns=[_("Pathway"), _("Act"), _("States bound")], dtype=object)
    caption = _("Acts, or parts of acts, in force on {day}, and how many states each binds").format(
        day=numbers.day(str(edition.pathways.day))
    )
    return table_html(frame, caption, decimals=0) if rows else None


def groups(edition: Edition) -> Html | None:
    """Return the groups of states with their members on the day of the edition, and how many of these have a score."""
    rows = [
        (group.title, len(members), len(set(members) & set(edition.states)))
        for code, group in edition.framework.groups.items()
        if (members := edition.members[code])
    ]
    frame = pd.DataFrame(rows, columns=[_("Group"), _("Members"), _("With a score")], dtype=object)
    caption = _("Groups of states on {day}").format(day=numbers.day(str(edition.day)))
    return table_html(frame, caption, decimals=0) if rows else None


def _not_verified(edition: Edition) -> str:
    if not edition.commitments:
        return _(NO_TREATIES)
    table = edition.commitments.table(complete=True)
    open_ = int((table["status"] == NOT_VERIFIED).sum())
    words = _("{open} of {pairs} pairs of a state and a treaty are not verified.")
    return words.format(open=number(open_), pairs=number(len(table))) if open_ else ""


COOPERATION = Question(
    title=N_("What cooperation exists?"),
    short=short,
    shown=shown,
    missing=(
        Missing(
            N_("Where each state stands to every treaty."),
            _not_verified,
            N_("rows of data/commitments.csv read from the depositaries’ lists."),
            "scoreboard commitments --format csv",
        ),
        Missing(
            N_("Which agreements and partnerships two states have."),
            between_two,
            N_("each agreement as a pathway of the receiving state, with its source."),
            "scoreboard new pathway {state}/mobility_partnership",
        ),
        Missing(
            N_("Whether cooperation is carried out, and with which money."),
            lacking("cooperation_funds", N_("A treaty or an act says what a state has promised.")),
            N_("funds by programme, state and year."),
            "scoreboard new indicator labour_market/cooperation_funds --lens context",
        ),
    ),
    pages=("commitments", "pathways", "groups"),
)
