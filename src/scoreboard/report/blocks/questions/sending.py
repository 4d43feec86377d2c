"""What can sending states do? What these data hold of both sides: treaties, recognition, and who is in them at all."""

from __future__ import annotations

from typing import Any

from scoreboard.report.blocks.questions.acts import NO_REGISTER, acts, of_act
from scoreboard.report.blocks.questions.asking import Missing, Question, lacking
from scoreboard.report.blocks.questions.levels import item_links, level_sentence
from scoreboard.report.blocks.questions.positions import (
    NO_TREATIES,
    UNION,
    between_two,
    position_counts,
    positions_table,
    sides,
)
from scoreboard.report.charts.counts import counts_chart
from scoreboard.report.edition import Edition
from scoreboard.report.i18n import N_, _
from scoreboard.report.words import count, number

TREATIES = ("ICRMW", "ILO-C097", "ILO-C143")
"""Treaties on migrant workers that states of origin and of destination can both join."""
RECOGNITION, DIPLOMAS = "recognition", "diploma_recognition"


def short(edition: Edition) -> list[str]:
    """Say who is bound by the convention on migrant workers, and how many acts name recognition."""
    return [_bound(edition), _recognised(edition)]


def _bound(edition: Edition) -> str:
    known = [it for it in TREATIES if it in edition.commitments.treaties]
    if not known:
        return (
            _(NO_TREATIES)
            if not edition.commitments
            else _("Not enough data: no treaty on migrant workers is on record.")
        )
    treaty, members = edition.commitments.treaties[known[0]], edition.members.get(UNION, ())
    every, union = (position_counts(edition, known[0], states) for states in (None, members))
    said = _(
        "Treaties on migrant workers are open to both sides: {party} of {states} states are party to {treaty}, "
    )
    union_said = _("{union} of them members of the European Union, and {open} are not verified.")
    plain = _("and {open} are not verified.")
    return (said + (union_said if members else plain)).format(
        party=number(every["party"]),
        states=number(every.sum()),
        treaty=treaty.short,
        union=number(union["party"]) if union["party"] else _("none"),
        open=number(every["not_verified"]),
    )


def _recognised(edition: Edition) -> str:
    every = acts(edition)
    if not every:
        return _(NO_REGISTER)
    naming = [it for it in every if (fact := of_act(it, "equal_treatment")) and _lists(fact.value)]
    return _(
        "On the receiving side, {naming} of {acts} acts, or parts of acts, in force name recognition of qualifications "
        "among the areas of equal treatment."
    ).format(naming=number(len(naming)), acts=number(len(every)))


def _lists(value: object) -> bool:
    return isinstance(value, tuple) and RECOGNITION in value


def shown(edition: Edition) -> list[Any]:
    """Return positions to the treaties on migrant workers, members of the Union apart, and diplomas."""
    counts = {
        f"{edition.commitments.treaties[treaty].short}, {side}": position_counts(edition, treaty, states)
        for treaty in TREATIES
        if treaty in edition.commitments.treaties
        for side, states in sides(edition).items()
    }
    table = positions_table(counts, _("Treaty"))
    chart = counts_chart(
        table,
        title=_finding(edition),
        subtitle=_("States by position; not verified is no answer"),
        unit=_("States"),
        unknown=True,
        empty=_(NO_TREATIES),
    )
    return [chart, level_sentence(edition, DIPLOMAS), item_links(edition, (DIPLOMAS,))]


def _finding(edition: Edition) -> str:
    known = [it for it in TREATIES if it in edition.commitments.treaties]
    if not known:
        return _("Treaties on migrant workers: not enough data")
    parties = {it: int(position_counts(edition, it)["party"]) for it in known}
    most = max(parties, key=lambda it: parties[it])
    return _("Of the treaties on migrant workers, {treaty} has most parties here: {party} states").format(
        treaty=edition.commitments.treaties[most].short, party=number(parties[most])
    )


def _receiving(edition: Edition) -> str:
    return _("The {states} states with a score are described as states of destination.").format(
        states=number(len(edition.states))
    )


def _described(edition: Edition) -> str:
    every = list(edition.practices)
    if not every:
        return _("This project describes no practice.")
    words = _("Of {practices} described, {scored} took place in states described as states of destination.")
    scored = sum(it.state in edition.states for it in every)
    return words.format(practices=count(len(every), "practice"), scored=number(scored))


SENDING = Question(
    title=N_("What can sending states do?"),
    short=short,
    shown=shown,
    missing=(
        Missing(
            N_("What states of origin do before departure and on return."),
            _receiving,
            N_("data of these states, wherever in the world they lie."),
            "scoreboard new state PH",
        ),
        Missing(
            N_("Which agreements on labour, skills or social security two states have."),
            between_two,
            N_("each agreement as a pathway of the receiving state, with its source."),
            "scoreboard new pathway {state}/bilateral_labour_agreement",
        ),
        Missing(
            N_("What courses before departure, or help on return, are known to do."),
            _described,
            N_("evaluated practices with their publication."),
            "scoreboard new practice predeparture_training --item diploma_recognition --state {state}",
            ("diploma_recognition",),
            "scoreboard new indicator labour_market/diploma_recognition --lens policy",
        ),
        Missing(
            N_("What money sent home costs and amounts to."),
            lacking("remittance_cost", N_("No indicator of remittances has a value.")),
            N_("remittances and their costs by state and year."),
            "scoreboard new indicator labour_market/remittance_cost --lens context",
        ),
    ),
    pages=("commitments", "pathways", "practices"),
)
