"""Every outcome value of a state, with flag, source and date, beside the middle of its peers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.report.blocks.states.context import flag_words
from scoreboard.report.blocks.states.strengths import LEAST, Group, peer_groups
from scoreboard.report.charts.gaps import group_name
from scoreboard.report.charts.series import UNIT_NAMES
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import _
from scoreboard.report.i18n.numbers import day
from scoreboard.report.links import indicator_link
from scoreboard.report.tables import table_html
from scoreboard.report.words import inside


def outcome_values(edition: Edition, state: str) -> str | Html:
    """Return the latest value of every outcome indicator, with flag and source."""
    if "outcome" not in edition.lenses:
        return _("This project has no outcome index.")
    group = peer_groups(edition, state)[0]
    rows = [
        row
        for code, it in edition.framework.indicators.items()
        if isinstance(it, StatisticIndicator) and it.lens == "outcome"
        for row in _row(edition, state, it, group)
    ]
    if not rows:
        return _("No outcome statistic by migrant group is at hand for {state}.").format(
            state=edition.name(state)
        )
    caption = _(
        "{state}: latest outcome values with the publisher's flags. Middle of peers: the "
        "median, in the same year, of {label}, where at least {least} have a value"
    ).format(state=edition.name(state), label=inside(group.label), least=LEAST)
    return table_html(pd.DataFrame(rows, dtype=object), caption)


def _row(edition: Edition, state: str, it: StatisticIndicator, group: Group) -> Iterator[dict[str, Any]]:
    scores = edition.scores("outcome")
    block = scores.block
    if it.code not in block.indicators:  # defined, but not in the tree
        return
    column = block.indicators.index(it.code)
    present = ~np.isnan(block.values[:, column]) & (block.carried[:, column] == 0)
    own = np.flatnonzero((block.states == state) & present)
    if not len(own):
        return
    unit = own[block.years[own].argmax()]
    cells = edition.panel.frame.iloc[[row for row in block.rows[unit, column] if row >= 0]]
    others = present & (block.years == block.years[unit]) & np.isin(block.states, group.states)
    yield {
        _("Indicator"): indicator_link(edition, it.code),
        _("Domain"): edition.framework.label("outcome", it.domain),
        _("Group"): group_name(edition, it, it.group),
        _("Year"): str(block.years[unit]),
        _("Value"): float(block.values[unit, column]),
        _("Middle of peers"): float(np.median(block.values[others, column]))
        if others.sum() >= LEAST
        else np.nan,
        _("Unit"): inside(_(UNIT_NAMES[it.unit])),
        _("Score"): float(scores.values[unit, column]),
        _("Flags"): flag_words("".join(sorted(set("".join(cells["flags"]))))),
        _("Source"): ", ".join(_source(edition, state, it) for it in sorted(set(cells["source"]))),
    }


def _source(edition: Edition, state: str, code: str) -> str:
    """Return a source with the day on which it was read."""
    entry = edition.sources(state).get(code)
    return f"{code} ({day(entry.accessed)})" if entry else code
