"""How people with different characteristics fare: breakdowns on the pages of states and of indicators."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.report.charts.characteristics import (
    WHOLE,
    cells,
    counted,
    latest,
    multiples,
    published,
    statistics,
    told_apart,
    worded,
)
from scoreboard.report.edition import Edition
from scoreboard.report.i18n import N_, _
from scoreboard.report.slices import observations
from scoreboard.report.words import capital, count, joined

NAMES = {
    "group": N_("origin, citizenship or language"),
    "sex": N_("sex"),
    "age": N_("age"),
    "duration": N_("duration of stay"),
}
"""Characteristic → what it is called."""


def of_state(edition: Edition, state: str) -> list[Any]:
    """Return the latest values of a state by people's characteristics: one small chart for each statistic."""
    parts, every = [], dict(list(observations(edition, state).groupby("indicator")))
    for it in statistics(edition):
        if it.code not in every:
            continue
        own = latest(published(every[it.code]))
        if len(own) > 1 and it.unit == "per_cent":
            parts.append(worded(edition, it, own))
    if not parts:
        said = _("No statistic of {state} is published by people's characteristics.")
        return [said.format(state=edition.name(state))]
    rows = pd.concat(parts, ignore_index=True)
    title = _("{state}: {n} by people's characteristics").format(
        state=edition.name(state), n=count(len(parts), "statistic")
    )
    years = f"{rows['year'].min()}–{rows['year'].max()}"
    subtitle = _("Latest year of each, {years}; every cell as published").format(years=years)
    codes = [it.code for it in statistics(edition)]
    chart = multiples(edition, rows, "statistic", "who", title, subtitle, codes)
    return [_coverage(rows), chart, counted(rows)]


def of_indicator(edition: Edition, code: str) -> list[Any]:
    """Return the latest values of a statistic by people's characteristics: one small chart for each group."""
    it = edition.framework.base(code)
    if not isinstance(it, StatisticIndicator):
        return []
    rows = cells(edition, it.code)
    if rows.empty:
        return [_("No value is at hand, so nothing can be told by people's characteristics.")]
    said = [_coverage(rows)]
    if not told_apart(rows) or it.unit != "per_cent":
        return said
    drawn = worded(edition, it, latest(rows))
    title = _("{title}, by people's characteristics").format(title=it.title)
    years = f"{drawn['year'].min()}–{drawn['year'].max()}"
    subtitle = _("Latest year of each state, {years}; every cell as published").format(years=years)
    return [*said, multiples(edition, drawn, "who", "name", title, subtitle, [it.code]), counted(drawn)]


def _coverage(rows: pd.DataFrame) -> str:
    """Say by which characteristics people are told apart, by which not, and which two cross."""
    known = told_apart(rows)
    missing = [_(NAMES[name]) for name in WHOLE if name not in known]
    sentences = []
    if known:
        sentences.append(
            _("People are told apart by {known}.").format(known=joined([_(NAMES[it]) for it in known]))
        )
    if missing:
        said = _("{missing}: no breakdown is published in the tables used here.")
        sentences.append(said.format(missing=capital(joined(missing))))
    both = rows[(rows["group"] != WHOLE["group"]) & (rows["sex"] != WHOLE["sex"])]
    if len(both):
        whole = count(both["statistic"].nunique(), "statistic") if "statistic" in both else ""
        said = _("Sex and origin together are published for {these}.")
        sentences.append(said.format(these=whole or count(both["state"].nunique(), "state")))
    elif {"group", "sex"} <= set(known):
        sentences.append(_("Sex and origin are not published together, and are not combined here."))
    return " ".join(sentences)
