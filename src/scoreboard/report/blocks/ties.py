"""Which states cannot be told apart, in words and as groups."""

from __future__ import annotations

import pandas as pd

from scoreboard.report.charts.common import subject
from scoreboard.report.charts.draws import tied_groups
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import _
from scoreboard.report.links import state_link
from scoreboard.report.tables import table_html
from scoreboard.report.words import band, capital, count, names, number
from scoreboard.robustness.tables import SURE


def sentence(edition: Edition, lens: str, node: str = "overall") -> str:
    """Say how many groups of states the data can tell apart, and name the largest group."""
    groups = tied_groups(edition, lens, node)
    if not groups:
        return _("No state can be ranked by {subject}: not enough data.").format(
            subject=subject(edition, lens, node)
        )
    states = sum(map(len, groups))
    largest = max(groups, key=len)
    text = _("The {states} states fall into {groups} that can be told apart by {subject}, {year}").format(
        states=states,
        groups=count(len(groups), "group"),
        subject=subject(edition, lens, node),
        year=edition.latest(lens, node),
    )
    if len(largest) == 1:
        return _("{text}; each group is a single state.").format(text=text)
    return _("{text}. The largest holds {states}: {names}.").format(
        text=text, states=count(len(largest), "state"), names=names(edition, largest)
    )


def table(edition: Edition, lens: str, node: str = "overall", up: str = "") -> Html | str:
    """Return the groups of states that cannot be told apart, those ahead first, in code order within."""
    groups = tied_groups(edition, lens, node)
    year = edition.latest(lens, node)
    if year is None or not groups:
        return ""
    rows = edition.year(lens, node, year).set_index("state")
    shown = pd.DataFrame(
        {
            _("States"): [
                Html(", ".join(state_link(edition, state, up) for state in group)) for group in groups
            ],
            _("Rank band"): [
                band(rows.loc[group, "rank_low"].min(), rows.loc[group, "rank_high"].max())
                for group in groups
            ],
            _("Scores"): [_range(rows.loc[group, "score"]) for group in groups],
        },
        dtype=object,
    )
    caption = _(
        "{subject}, {year}: groups of states. Within a group, no state is ahead of the first "
        "in {sure} % of the draws or more, nor behind it; the order of the groups is that of "
        "their expected ranks"
    ).format(subject=capital(subject(edition, lens, node)), year=year, sure=number(100 * SURE))
    return table_html(shown, caption, sortable=False)


def _range(scores: pd.Series[float]) -> str:
    low, high = number(scores.min()), number(scores.max())
    return low if low == high else _("{low} to {high}").format(low=low, high=high)
