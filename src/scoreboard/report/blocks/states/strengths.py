"""Strengths and weaknesses: each item of a state beside the middle of its peers, chosen by the reader."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from docutils import nodes

from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.i18n import N_, _
from scoreboard.report.ledger import read
from scoreboard.report.links import indicator_link, state_link
from scoreboard.report.slices import nearest
from scoreboard.report.tables import MISSING, table_html
from scoreboard.report.words import capital, inside, joined, number

SHOWN = 5
"""Items shown on either side."""
LEAST = 3
"""States that a middle rests on at least."""


_SIDES = {
    (True, False): N_("{lens}: where {state} is furthest ahead of the middle of these states"),
    (False, False): N_("{lens}: where {state} is furthest behind the middle of these states"),
    (True, True): N_(
        "{lens}: there is no item in which {state} is furthest ahead of the middle of these states"
    ),
    (False, True): N_(
        "{lens}: there is no item in which {state} is furthest behind the middle of these states"
    ),
}
"""Whether ahead, whether there is none → what is said."""


@dataclass(frozen=True)
class Group:
    """States that a state is held against: the words of the choice, the states, and why these."""

    key: str
    label: str
    states: tuple[str, ...]
    why: str


@read
def peer_groups(edition: Edition, state: str) -> list[Group]:
    """Return the groups a reader may choose from, the default first: nearest by context, all, EU members."""
    others = tuple(it for it in edition.states if it != state)
    last = max((index.years.last for index in edition.framework.indices.values()), default=0)
    union = edition.framework.groups.members("EU", last) if "EU" in edition.framework.groups else ()
    members = tuple(it for it in others if it in union)
    peers = nearest(edition, state)
    groups = [Group("all", _("All states"), others, _("all states with a score"))]
    if members:
        groups.append(
            Group(
                "eu",
                _("The European Union"),
                members,
                _("members of the European Union in {last}").format(last=last),
            )
        )
    if not peers.empty:
        nearby = tuple(sorted(peers["peer"]))
        groups.insert(0, Group("near", _("The nearest by context"), nearby, _why(edition, state, peers)))
    return groups


def _why(edition: Edition, state: str, peers: pd.DataFrame) -> str:
    shared = int(peers["shared"].min())
    return _(
        "the states whose context is most like that of {state}, by at least {shared} "
        "indicators of the whole population, which are never scored"
    ).format(state=edition.name(state), shared=shared)


def likeness(edition: Edition, state: str) -> list[str]:
    """Say of each state nearest by context in what it is most alike, the nearest first."""
    titles = edition.framework.indicators
    return [
        _("{state}, {distance} standard deviations away: most alike in {x}").format(
            state=edition.name(row["peer"]),
            distance=number(row["distance"], 2),
            x=joined([inside(titles[it].title) for it in row["alike"]]),
        )
        for row in nearest(edition, state).to_dict("records")
    ]


def item_gaps(edition: Edition, state: str, lens: str, group: Group) -> pd.DataFrame:
    """Return each item of a lens beside the middle of a group, in the state's latest year of it.

    Returns
    -------
    DataFrame, the largest difference first: `item`, `year`, `own` and `middle` (scores 0 to 100), `states`
    the middle rests on, `difference`. Items of fewer than `LEAST` states of the group are left out.
    """
    return _gaps(edition, state, lens, *group.states)


@read
def _gaps(edition: Edition, state: str, lens: str, *others: str) -> pd.DataFrame:
    scores = edition.scores(lens)
    block = scores.block
    leaf = np.where(
        (block.carried == 0) & ~np.isnan(block.values), scores.values[:, : len(block.indicators)], np.nan
    )
    mine, theirs = block.states == state, np.isin(block.states, others)
    rows = []
    for column, item in enumerate(block.indicators):
        known = np.flatnonzero(mine & ~np.isnan(leaf[:, column]))
        if not len(known):
            continue
        unit = known[block.years[known].argmax()]
        beside = leaf[theirs & (block.years == block.years[unit]), column]
        beside = beside[~np.isnan(beside)]
        if len(beside) >= LEAST:
            middle = float(np.median(beside))
            rows.append((item, int(block.years[unit]), leaf[unit, column], middle, len(beside)))
    frame = pd.DataFrame(rows, columns=["item", "year", "own", "middle", "states"])
    frame["difference"] = frame["own"] - frame["middle"]
    return frame.sort_values("difference", ascending=False, kind="stable", ignore_index=True)


def strengths(gaps: pd.DataFrame, shown: int = SHOWN) -> pd.DataFrame:
    """Return the items furthest ahead of the middle."""
    return gaps[gaps["difference"] > 0].head(shown)


def weaknesses(gaps: pd.DataFrame, shown: int = SHOWN) -> pd.DataFrame:
    """Return the items furthest behind the middle, the furthest first."""
    return gaps[gaps["difference"] < 0].tail(shown)[::-1]


def against(edition: Edition, state: str) -> nodes.raw:
    """Return what the state is ahead and behind in, beside each group of peers.

    Without a script all groups are shown one below the other; `choice.js` makes a choice of them.
    """
    options = "".join(_option(edition, state, group) for group in peer_groups(edition, state))
    markup = f'<div class="sb-choice"{attributes(data_label=_("Hold against"))}>{options}</div>'
    return nodes.raw("", markup, format="html", scripts=["choice"])


def _option(edition: Edition, state: str, group: Group) -> Html:
    tables = [_tables(edition, state, lens, group) for lens in edition.lenses]
    return Html(
        f'<div class="sb-option"{attributes(data_key=group.key, data_label=group.label)}>'
        f"<h3>{text(group.label)}</h3>{_reason(edition, state, group)}{''.join(tables)}</div>"
    )


def _reason(edition: Edition, state: str, group: Group) -> Html:
    """Return why these states; of the nearest by context, with links to their pages and what they share."""
    if group.key != "near":
        held = _("Held against {why}: {n_states}.").format(why=group.why, n_states=len(group.states))
        return Html(f"<p>{text(held)}</p>")
    links = joined([state_link(edition, it) for it in group.states])
    why = "".join(f"<li>{text(it)}</li>" for it in likeness(edition, state))
    held = _("Held against {states}: {why}.").format(states=links, why=text(group.why))
    show = _("Show why these states")
    return Html(f'<p>{held}</p><details class="sb-data"><summary>{show}</summary><ul>{why}</ul></details>')


def _tables(edition: Edition, state: str, lens: str, group: Group) -> Html:
    gaps = item_gaps(edition, state, lens, group)
    if gaps.empty:
        missing = _("{lens}: {missing} to hold against these states.")
        said = missing.format(lens=capital(_(LENS_NAMES[lens])), missing=_(MISSING))
        return Html(f"<p>{text(said)}</p>")
    sides = ((True, strengths(gaps)), (False, weaknesses(gaps)))
    return Html("".join(_side(edition, state, lens, ahead, rows) for ahead, rows in sides))


def _side(edition: Edition, state: str, lens: str, ahead: bool, rows: pd.DataFrame) -> Html:
    name = edition.name(state)
    words = _SIDES[ahead, rows.empty]
    what = _(words).format(lens=capital(_(LENS_NAMES[lens])), state=name)
    if rows.empty:
        return Html(f"<p>{text(what)}.</p>")
    shown = pd.DataFrame(
        {
            _("Item"): [indicator_link(edition, it) for it in rows["item"]],
            _("Year"): rows["year"].astype(str).to_numpy(),
            name: rows["own"].to_numpy(),
            _("Middle"): rows["middle"].to_numpy(),
            _("Difference"): rows["difference"].to_numpy(),
            _("States"): rows["states"].to_numpy(),
        },
        dtype=object,
    )
    return table_html(shown, _("{what} (scores, 0 to 100)").format(what=what), decimals=0, sortable=False)
