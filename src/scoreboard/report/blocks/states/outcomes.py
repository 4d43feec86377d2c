"""Every outcome value of a state, with flag, source and date, beside the middle of its peers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.report.blocks.states.context import flag_words
from scoreboard.report.blocks.states.strengths import LEAST, peer_groups
from scoreboard.report.charts.gaps import group_name
from scoreboard.report.charts.series import UNIT_NAMES
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import _
from scoreboard.report.i18n.numbers import day
from scoreboard.report.ledger import read
from scoreboard.report.links import indicator_link
from scoreboard.report.tables import table_html
from scoreboard.report.words import inside


def outcome_values(edition: Edition, state: str) -> str | Html:
    """Return the latest value of every outcome indicator, with flag and source."""
    if "outcome" not in edition.lenses:
        return _("This project has no outcome index.")
    group = peer_groups(edition, state)[0]
    rows = [_row(edition, state, it) for it in latest_values(edition, state, *group.states)]
    if not rows:
        return _("No outcome statistic by migrant group is at hand for {state}.").format(
            state=edition.name(state)
        )
    caption = _(
        "{state}: latest outcome values with the publisher's flags. Middle of peers: the "
        "median, in the same year, of {label}, where at least {least} have a value"
    ).format(state=edition.name(state), label=inside(group.label), least=LEAST)
    return table_html(pd.DataFrame(rows, dtype=object), caption)


@dataclass(frozen=True)
class Latest:
    """The latest value of an outcome indicator in a state, beside the middle of its peers in that year.

    Parameters
    ----------
    value, middle : in the unit of the indicator; `middle` is NaN where too few peers have a value.
    score : of the value.
    flags : the publisher's, each once. sources : codes of the sources, in their order.
    """

    code: str
    year: int
    value: float
    middle: float
    score: float
    flags: str
    sources: tuple[str, ...]


@read
def latest_values(edition: Edition, state: str, *peers: str) -> list[Latest]:
    """Return the latest value of every outcome indicator that the state has one of, in the order of definitions."""
    columns = {code: column for column, code in enumerate(edition.scores("outcome").block.indicators)}
    found = [
        _latest(edition, state, peers, code, columns[code])
        for code, it in edition.framework.indicators.items()
        if isinstance(it, StatisticIndicator) and it.lens == "outcome" and code in columns
    ]
    return [it for it in found if it]


def _latest(edition: Edition, state: str, peers: tuple[str, ...], code: str, column: int) -> Latest | None:
    scores = edition.scores("outcome")
    block = scores.block
    present = ~np.isnan(block.values[:, column]) & (block.carried[:, column] == 0)
    own = np.flatnonzero((block.states == state) & present)
    if not len(own):
        return None
    unit = own[block.years[own].argmax()]
    rows = [int(row) for row in block.rows[unit, column] if row >= 0]
    flags, sources = (edition.panel.frame[name].array for name in ("flags", "source"))
    others = present & (block.years == block.years[unit]) & np.isin(block.states, peers)
    enough = others.sum() >= LEAST
    return Latest(
        code=code,
        year=int(block.years[unit]),
        value=float(block.values[unit, column]),
        middle=float(np.median(block.values[others, column])) if enough else np.nan,
        score=float(scores.values[unit, column]),
        flags="".join(sorted(set("".join(flags[row] for row in rows)))),
        sources=tuple(sorted({sources[row] for row in rows})),
    )


def _row(edition: Edition, state: str, latest: Latest) -> dict[str, Any]:
    it = edition.framework.indicators[latest.code]
    assert isinstance(it, StatisticIndicator)  # `latest_values` takes no other
    return {
        _("Indicator"): indicator_link(edition, it.code),
        _("Domain"): edition.framework.label("outcome", it.domain),
        _("Group"): group_name(edition, it, it.group),
        _("Year"): str(latest.year),
        _("Value"): latest.value,
        _("Middle of peers"): latest.middle,
        _("Unit"): inside(_(UNIT_NAMES[it.unit])),
        _("Score"): latest.score,
        _("Flags"): flag_words(latest.flags),
        _("Source"): ", ".join(_source(edition, state, it) for it in latest.sources),
    }


def _source(edition: Edition, state: str, code: str) -> str:
    """Return a source with the day on which it was read."""
    entry = edition.sources(state).get(code)
    return f"{code} ({day(entry.accessed)})" if entry else code
