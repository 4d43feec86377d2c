"""Strengths and weaknesses: each item of a state beside the middle of its peers, chosen by the reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from docutils import nodes

from scoreboard.analysis.peers import nearest
from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.links import indicator_link, state_link
from scoreboard.report.tables import MISSING, table_html
from scoreboard.report.words import capital, joined, number

SHOWN = 5
"""Items shown on either side."""
LEAST = 3
"""States that a middle rests on at least."""


@dataclass(frozen=True)
class Group:
    """States that a state is held against: the words of the choice, the states, and why these."""

    key: str
    label: str
    states: tuple[str, ...]
    why: str


@lru_cache(maxsize=512)
def peer_groups(edition: Edition, state: str) -> list[Group]:
    """Return the groups a reader may choose from, the default first: nearest by context, all, EU members."""
    others = tuple(it for it in edition.states if it != state)
    last = max((index.years.last for index in edition.framework.indices.values()), default=0)
    members = tuple(it for it in others if edition.framework.states[it].in_eu(last))
    peers = nearest(edition.panel, state)
    groups = [Group("all", "All states", others, "all states with a score")]
    if members:
        groups.append(Group("eu", "The European Union", members, f"members of the European Union in {last}"))
    if not peers.empty:
        nearby = tuple(sorted(peers["peer"]))
        groups.insert(0, Group("near", "The nearest by context", nearby, _why(edition, state, peers)))
    return groups


def _why(edition: Edition, state: str, peers: pd.DataFrame) -> str:
    shared = int(peers["shared"].min())
    return (
        f"the states whose context is most like that of {edition.name(state)}, by at least {shared} indicators of "
        "the whole population, which are never scored"
    )


def likeness(edition: Edition, state: str) -> list[str]:
    """Say of each state nearest by context in what it is most alike, the nearest first."""
    titles = edition.framework.indicators
    return [
        f"{edition.name(row['peer'])}, {number(row['distance'], 2)} standard deviations away: most alike in "
        f"{joined([_lower(titles[it].title) for it in row['alike']])}"
        for row in nearest(edition.panel, state).to_dict("records")
    ]


def _lower(title: str) -> str:
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def item_gaps(edition: Edition, state: str, lens: str, group: Group) -> pd.DataFrame:
    """Return each item of a lens beside the middle of a group, in the state's latest year of it.

    Returns
    -------
    DataFrame, the largest difference first: `item`, `year`, `own` and `middle` (scores 0 to 100), `states`
    the middle rests on, `difference`. Items of fewer than `LEAST` states of the group are left out.
    """
    scores = edition.scores(lens)
    block = scores.block
    leaf = np.where(
        (block.carried == 0) & ~np.isnan(block.values), scores.values[:, : len(block.indicators)], np.nan
    )
    mine, theirs = block.states == state, np.isin(block.states, group.states)
    rows = []
    for column, item in enumerate(block.indicators):
        known = np.flatnonzero(mine & ~np.isnan(leaf[:, column]))
        if not len(known):
            continue
        unit = known[block.years[known].argmax()]
        others = leaf[theirs & (block.years == block.years[unit]), column]
        others = others[~np.isnan(others)]
        if len(others) >= LEAST:
            middle = float(np.median(others))
            rows.append((item, int(block.years[unit]), leaf[unit, column], middle, len(others)))
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
    markup = f'<div class="sb-choice"{attributes(data_label="Hold against")}>{options}</div>'
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
        return Html(f"<p>{text(f'Held against {group.why}: {len(group.states)}.')}</p>")
    links = joined([state_link(edition, it) for it in group.states])
    why = "".join(f"<li>{text(it)}</li>" for it in likeness(edition, state))
    return Html(
        f"<p>Held against {links}: {text(group.why)}.</p>"
        f'<details class="sb-data"><summary>Show why these states</summary><ul>{why}</ul></details>'
    )


def _tables(edition: Edition, state: str, lens: str, group: Group) -> Html:
    gaps = item_gaps(edition, state, lens, group)
    if gaps.empty:
        return Html(f"<p>{text(f'{capital(LENS_NAMES[lens])}: {MISSING} to hold against these states.')}</p>")
    sides = (("ahead of", strengths(gaps)), ("behind", weaknesses(gaps)))
    return Html("".join(_side(edition, state, lens, words, rows) for words, rows in sides))


def _side(edition: Edition, state: str, lens: str, words: str, rows: pd.DataFrame) -> Html:
    name = edition.name(state)
    what = f"{capital(LENS_NAMES[lens])}: where {name} is furthest {words} the middle of these states"
    if rows.empty:
        return Html(f"<p>{text(what.replace('where', 'there is no item in which', 1))}.</p>")
    shown = pd.DataFrame(
        {
            "Item": [indicator_link(edition, it) for it in rows["item"]],
            "Year": rows["year"].astype(str).to_numpy(),
            name: rows["own"].to_numpy(),
            "Middle": rows["middle"].to_numpy(),
            "Difference": rows["difference"].to_numpy(),
            "States": rows["states"].to_numpy(),
        },
        dtype=object,
    )
    return table_html(shown, f"{what} (scores, 0 to 100)", decimals=0, sortable=False)
