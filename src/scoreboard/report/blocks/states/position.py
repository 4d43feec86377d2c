"""Where a state stands: score, interval, rank band and coverage, lens by lens and domain by domain."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from scoreboard.report.charts import state_profile
from scoreboard.report.drawing import nodes
from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.html import Html, text
from scoreboard.report.i18n import _
from scoreboard.report.links import brief_link, compare_link, what_if_link
from scoreboard.report.slices import latest_scores, middles, nearest
from scoreboard.report.tables import MISSING, table_html
from scoreboard.report.words import band, count, inside, joined, number, share_of_draws

_SHORT = re.compile(r"coverage ([0-9.]+) below ([0-9.]+)")


@dataclass(frozen=True)
class Standing:
    """One node of one lens, in the latest year in which it is ranked; NaN where the state has no score.

    Parameters
    ----------
    year : None if the node is ranked in no year.
    score, low, high : the score, and the interval that holds the declared share of the draws.
    rank_low, rank_high : the band of ranks; `of` states have a score, and `median` is the middle one.
    known, observed : shares of the weight that are known, and that were measured in the very year.
    why : why there is no score; empty if there is one.
    """

    lens: str
    node: str
    label: str
    proxy: bool
    year: int | None = None
    score: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    rank_low: float = float("nan")
    rank_high: float = float("nan")
    of: int = 0
    median: float = float("nan")
    known: float = float("nan")
    observed: float = float("nan")
    why: str = ""

    @property
    def ranks(self) -> str:
        """The band of ranks among how many; a dash where there is no score."""
        return (
            "–"
            if self.why
            else _("{rank_low} of\u00a0{of}").format(rank_low=band(self.rank_low, self.rank_high), of=self.of)
        )

    @property
    def interval(self) -> str:
        """The interval of the score, in words."""
        return "–" if self.why else _("{low} to {high}").format(low=number(self.low), high=number(self.high))


def standings(edition: Edition, state: str, lens: str) -> list[Standing]:
    """Return overall and every domain that the lens has, also those without a score."""
    return [_standing(edition, state, lens, node) for node in nodes(edition, lens)]


def _standing(edition: Edition, state: str, lens: str, node: str) -> Standing:
    label, proxy = edition.framework.label(lens, node), bool(edition.framework.nodes[lens, node].proxy)
    middle = middles(edition, lens).get(node)
    if middle is None:
        least = edition.framework.indices[lens].minimum_states
        why = _("in no year do {least} states have a score").format(least=number(least))
        return Standing(lens, node, label, proxy, why=why)
    without = Standing(lens, node, label, proxy, year=middle.year, of=middle.of, median=middle.median)
    own = latest_scores(edition, lens, state)
    found = own[own["node"] == node]
    if found.empty or pd.isna(found["score"].iloc[0]):
        return replace(without, why=reason_words("" if found.empty else str(found["reason"].iloc[0])))
    row = found.iloc[0]
    return replace(
        without,
        score=float(row["score"]),
        low=float(row["score_low"]),
        high=float(row["score_high"]),
        rank_low=float(row["rank_low"]),
        rank_high=float(row["rank_high"]),
        known=float(row["coverage"]),
        observed=float(row["observed"]),
    )


def reason_words(reason: str) -> str:
    """Return the reason of a missing score in plain words.

    >>> reason_words("coverage 0.42 below 0.6")
    '42 % of the weight is known, 60 % is needed'
    """
    short = _SHORT.match(reason)
    if short:
        known, needed = (number(100 * float(it)) for it in short.groups())
        return _("{known} % of the weight is known, {needed} % is needed").format(known=known, needed=needed)
    return _("no observations") if reason in ("", "no-observations") else reason


def summary(edition: Edition, state: str) -> str:
    """Say in a few sentences where the state stands."""
    parts = [standing_sentence(edition, state, lens) for lens in edition.lenses]
    return " ".join(part for part in parts if part)


def standing_sentence(edition: Edition, state: str, lens: str) -> str:
    """Say in how many domains the state has a score, and in which it is above the middle state."""
    name = edition.name(state)
    own = [it for it in standings(edition, state, lens) if not (it.why or it.proxy or it.node == "overall")]
    if not own:
        return _("In {lens}, {name} has no score in the latest ranked year: {missing}.").format(
            lens=_(LENS_NAMES[lens]), name=name, missing=_(MISSING)
        )
    above = [inside(it.label) for it in own if it.score > it.median]
    where = (
        _("above the middle state in {above}").format(above=joined(above))
        if above
        else _("in no domain above the middle state")
    )
    if len(above) == len(own) > 1:
        where = _("above the middle state in every domain that has a score")
    return _("In {lens}, {name} has a score in {domains} and is {where}.").format(
        lens=_(LENS_NAMES[lens]), name=name, domains=count(len(own), "domain"), where=where
    )


def ways_on(edition: Edition, state: str) -> Html | None:
    """Return the links to the state's brief, and to the pages that compare and try out; None without any."""
    links = [
        brief_link(edition, state),
        compare_link(edition, [state, *_nearest(edition, state)]),
        what_if_link(edition, state),
    ]
    found = [it for it in links if it]
    return Html(f'<p class="sb-ways">{" · ".join(found)}</p>') if found else None


def _nearest(edition: Edition, state: str) -> list[str]:
    """Return the two states with a page that are most like this one."""
    return [it for it in nearest(edition, state)["peer"] if it in edition.states][:2]


def standing(edition: Edition, state: str) -> list[Any]:
    """Return for each lens the profile and the table of standing."""
    return [
        part
        for lens in edition.lenses
        for part in (
            state_profile(edition, state, lens),
            _table(edition, state, lens),
            _without(standings(edition, state, lens)),
        )
    ]


def _without(rows: list[Standing]) -> Html | None:
    """Say of every domain without a score why it has none."""
    reasons: dict[str, list[str]] = {}
    for it in rows:
        reasons.setdefault(it.why, []).append(it.label)
    said = [f"{joined(labels)}: {_(MISSING)}, {why}." for why, labels in reasons.items() if why]
    return Html(f"<p>{text(' '.join(said))}</p>") if said else None


def _table(edition: Edition, state: str, lens: str) -> Html:
    caption = _(
        "{state}, {lens}: latest ranked scores. Interval and rank band hold {share_of_draws} "
        "when all that is uncertain varies; known: share of the weight with data; observed: "
        "share measured in the very year"
    ).format(
        state=edition.name(state), lens=_(LENS_NAMES[lens]), share_of_draws=share_of_draws(edition, lens)
    )
    rows = pd.DataFrame([_row(it) for it in standings(edition, state, lens)], dtype=object)
    return table_html(rows, caption, decimals={_("Known %"): 0, _("Observed %"): 0}, sortable=False)


def _row(it: Standing) -> dict[str, Any]:
    return {
        _("Domain"): it.label + (_(" (proxy)") if it.proxy else ""),
        _("Year"): "–" if it.year is None else str(it.year),
        _("Score"): it.score,
        _("Interval"): it.interval,
        _("Rank band"): it.ranks,
        _("Middle state"): it.median,
        _("Known %"): 100 * it.known,
        _("Observed %"): 100 * it.observed,
    }
