"""How many states have which position to a treaty, in all or among the members of a group."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from scoreboard.records.positions import NOT_VERIFIED, STATUSES
from scoreboard.report.blocks.commitments import STATUS_WORDS
from scoreboard.report.edition import Edition
from scoreboard.report.i18n import N_, _

KINDS = (*STATUSES, NOT_VERIFIED)
UNION = "EU"
NO_TREATIES = N_("Not enough data: this project keeps no record of treaties.")


def position_counts(edition: Edition, treaty: str, states: Sequence[str] | None = None) -> pd.Series[int]:
    """Return how many states have each position to a treaty; of all states, or of those named."""
    column = edition.commitments.matrix()[treaty]
    chosen = column if states is None else column[column.index.isin(states)]
    return chosen.value_counts().reindex(list(KINDS), fill_value=0).astype(int)


def between_two(edition: Edition) -> str:
    """Say that agreements between two states are not what the registers hold."""
    if not edition.commitments and not len(edition.pathways):
        return _("This project keeps no record of treaties or of legal pathways.")
    return _(
        "The registers hold treaties of many states and acts that bind several, none between two states."
    )


def sides(edition: Edition) -> dict[str, list[str]]:
    """Return the states that positions are recorded of, members of the Union apart where the group is known."""
    states = list(edition.commitments.states)
    members = set(edition.members.get(UNION, ()))
    if not members:
        return {_("all states"): states}
    return {
        _("EU members"): [it for it in states if it in members],
        _("other states"): [it for it in states if it not in members],
    }


def positions_table(rows: dict[str, pd.Series[int]], heading: str) -> pd.DataFrame:
    """Return counts as a frame for `counts_chart`: one row per name, one column per position, in words."""
    frame = pd.DataFrame([list(it) for it in rows.values()], columns=[_(STATUS_WORDS[it]) for it in KINDS])
    return frame.set_axis(pd.Index(list(rows), name=heading), axis="index")
