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
from scoreboard.report.links import indicator_link
from scoreboard.report.tables import table_html


def outcome_values(edition: Edition, state: str) -> str | Html:
    """Return the latest value of every outcome indicator, with flag and source."""
    if "outcome" not in edition.lenses:
        return "This project has no outcome index."
    group = peer_groups(edition, state)[0]
    rows = [
        row
        for code, it in edition.framework.indicators.items()
        if isinstance(it, StatisticIndicator) and it.lens == "outcome"
        for row in _row(edition, state, it, group)
    ]
    if not rows:
        return f"No outcome statistic by migrant group is at hand for {edition.name(state)}."
    caption = (
        f"{edition.name(state)}: latest outcome values with the publisher's flags. Middle of peers: the median, "
        f"in the same year, of {group.label[:1].lower()}{group.label[1:]}, where at least {LEAST} have a value"
    )
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
        "Indicator": indicator_link(edition, it.code),
        "Domain": edition.framework.label("outcome", it.domain),
        "Group": group_name(edition, it, it.group),
        "Year": str(block.years[unit]),
        "Value": float(block.values[unit, column]),
        "Middle of peers": float(np.median(block.values[others, column]))
        if others.sum() >= LEAST
        else np.nan,
        "Unit": UNIT_NAMES[it.unit].lower(),
        "Score": float(scores.values[unit, column]),
        "Flags": flag_words("".join(sorted(set("".join(cells["flags"]))))),
        "Source": ", ".join(_source(edition, state, it) for it in sorted(set(cells["source"]))),
    }


def _source(edition: Edition, state: str, code: str) -> str:
    """Return a source with the day on which it was read."""
    entry = edition.project.sources(state).get(code)
    return f"{code} ({entry.accessed})" if entry else code
