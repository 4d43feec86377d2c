"""What a brief says: the numbers and sentences of the state's page, as plain data for the template."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.definitions.models import PolicyIndicator
from scoreboard.report.blocks.states.movement import move_sentences, state_moves
from scoreboard.report.blocks.states.policy import next_level, top_since
from scoreboard.report.blocks.states.position import Standing, standing_sentence, standings
from scoreboard.report.blocks.states.strengths import Group, item_gaps, peer_groups, strengths, weaknesses
from scoreboard.report.charts.common import source_line
from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.i18n import N_, _, active
from scoreboard.report.i18n.prose import foreign
from scoreboard.report.slices import observations
from scoreboard.report.words import capital, count, number, share_of_draws

ITEMS = 3
"""Items shown on either side of the middle of the peers, and of next levels."""
READING = (
    N_(
        "Policy says what the law grants, outcomes what life shows; the two are never averaged. Outcomes are not the "
        "effect of policy alone."
    ),
    N_(
        "A rank is a band, because weights, data and rules could be otherwise. Where bands overlap, states cannot be "
        "told apart by their rank."
    ),
    N_("The middle state is the median. A proxy stands in for something it does not measure."),
    N_("Missing is never counted as zero: where there is too little data, no score is given."),
)
"""What every brief says of itself."""
COLUMNS = (
    N_("Domain"), N_("Year"), N_("Score, 0 to 100"), N_("Interval"), N_("Rank band"), N_("Middle state"), N_("Known"),
)  # fmt: skip
SIDES = (N_("Item"), N_("Side"), N_("Year"), N_("State"), N_("Middle"))
REGIONS = {"en": "GB", "fr": "FR", "de": "DE"}
"""Language → whose spelling and marks it is set in."""
Content = dict[str, Any]


def content(edition: Edition, state: str, book: str) -> Content:
    """Return everything that a brief prints but its charts; rounded, so that equal content gives equal files.

    Parameters
    ----------
    book : title of the book that the brief belongs to.
    """
    group = peer_groups(edition, state)[0]
    return {
        "state": state,
        "name": edition.name(state),
        "book": book,
        "language": active(),
        "region": REGIONS.get(active()),
        "words": _words(edition.name(state), book),
        "versions": ", ".join(f"{it.title} {it.version}" for it in edition.framework.indices.values()),
        "summary": [standing_sentence(edition, state, lens) for lens in edition.lenses],
        "standing": [_lens(edition, state, lens) for lens in edition.lenses],
        "moves": [_moves(edition, state, lens) for lens in edition.lenses],
        "peers": {"label": group.label, "why": _peers(edition, state, group)},
        "against": [_against(edition, state, lens, group) for lens in edition.lenses],
        "next": _next(edition, state),
        "reading": [_(sentence) for sentence in READING],
        "sources": _sources(edition, state),
    }


def _words(name: str, book: str) -> Content:
    """Return the headings and labels of the template."""
    return {
        "title": _("{name}: {book}, brief").format(name=name, book=book),
        "page": _("page"),
        "of": _("of"),
        "standing": _("Where {name} stands").format(name=name),
        "columns": [_(it) for it in COLUMNS],
        "strengths": _("Strengths and weaknesses"),
        "sides": [_(it) for it in SIDES],
        "empty": _("There is not enough data."),
        "changed": _("What changed, and why"),
        "next": _("What the next level needs"),
        "behind": _(
            "The items of the law in which {name} is furthest behind the middle of all states, or least ahead."
        ).format(name=name),
        "reading": _("How to read this"),
    }


def _lens(edition: Edition, state: str, lens: str) -> Content:
    rows = [_standing_row(it) for it in standings(edition, state, lens)]
    note = _("Interval and ranks hold {share} when all that is uncertain varies.").format(
        share=share_of_draws(edition, lens)
    )
    return {"lens": capital(_(LENS_NAMES[lens])), "rows": rows, "note": note}


def _standing_row(it: Standing) -> Content:
    label = it.label + (_(" (proxy)") if it.proxy else "")
    year = "–" if it.year is None else str(it.year)
    known = "–" if it.why else f"{number(100 * it.known)} %"
    cells = [label, year, _shown(it.score), it.interval, it.ranks, _shown(it.median), known]
    return {"cells": cells, "why": _("not enough data: {why}").format(why=it.why) if it.why else ""}


def _shown(value: float) -> str:
    return "–" if pd.isna(value) else number(value, 1)


def _moves(edition: Edition, state: str, lens: str) -> Content:
    longest = [both[-1] for both in state_moves(edition, state, lens).values() if both]
    domains = [it for it in longest if it.node != "overall" or len(longest) == 1]
    told = move_sentences(edition, domains, named=1)
    none = _("Not enough data for a change: fewer than two years have a score.")
    return {"lens": capital(_(LENS_NAMES[lens])), "sentences": told or [none]}


def _peers(edition: Edition, state: str, group: Group) -> str:
    if group.key != "near":
        held = f"{group.why}: {len(group.states)}"
    else:
        names = ", ".join(edition.name(it) for it in group.states)
        held = _("{names}: the states most alike in context, which is never scored").format(names=names)
    said = _("Held against {states}. Scores, 0 to 100, in the latest year of {name}.")
    return said.format(states=held, name=edition.name(state))


def _against(edition: Edition, state: str, lens: str, group: Group) -> Content:
    gaps = item_gaps(edition, state, lens, group)
    sides = [(_("ahead"), strengths(gaps, ITEMS)), (_("behind"), weaknesses(gaps, ITEMS))]
    rows = [
        [
            edition.framework.indicators[row["item"]].title,
            side,
            str(row["year"]),
            number(row["own"]),
            number(row["middle"]),
        ]
        for side, part in sides
        for row in part.to_dict("records")
    ]
    return {"lens": capital(_(LENS_NAMES[lens])), "rows": rows}


def _next(edition: Edition, state: str) -> list[Content]:
    """Return the policy items furthest behind all states that have a next level: what it needs, who has the top."""
    if "policy" not in edition.lenses:
        return []
    everyone = next(it for it in peer_groups(edition, state) if it.key == "all")
    gaps = item_gaps(edition, state, "policy", everyone)
    gaps = gaps[gaps["own"] < 100].sort_values("difference", kind="stable").head(ITEMS)
    return [_next_item(edition, row["item"], float(row["own"])) for row in gaps.to_dict("records")]


def _next_item(edition: Edition, code: str, level: float) -> Content:
    item = edition.framework.indicators[code]
    assert isinstance(item, PolicyIndicator)  # the policy index holds no others
    following = next_level(item, level)
    assert following is not None  # the caller has left out what is at the top
    score, needs = following
    have = count(len(top_since(edition, code)), "state")
    return {
        "title": item.title,
        "level": _("(level {level} of 100). Next, {score}:").format(level=number(level), score=score),
        "needs": needs,
        "lang": foreign(needs),
        "have": _("Top level: {states}.").format(states=have),
    }


def _sources(edition: Edition, state: str) -> str:
    known = observations(edition, state)
    codes = known.loc[known["value"].notna(), "indicator"].unique()
    return source_line(edition, sorted(codes))
