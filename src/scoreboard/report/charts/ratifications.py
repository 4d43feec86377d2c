"""When states became parties to treaties: one row of circles for each treaty."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scoreboard.report.charts.common import records
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import _
from scoreboard.report.words import joined, number

STEP = 38
"""Pixels from one treaty to the next."""


def ratifications(edition: Edition) -> Any:  # noqa: ANN401
    """Return the years in which states became parties, as far as dates are recorded; larger circles are more states."""
    commitments = edition.commitments
    rows = _by_year(edition)
    order = [it.short for it in commitments.treaties.values()]
    first = min(int(it.opened[:4]) for it in commitments.treaties.values())
    chart = (
        alt.Chart(records(rows, ["treaty", "year", "states", "names"]))
        .mark_circle(opacity=0.75)
        .encode(
            x=alt.X(
                "year:Q", title=None, axis=alt.Axis(format="d"), scale=alt.Scale(domain=[first, _last(rows)])
            ),
            y=alt.Y(
                "treaty:N", sort=order, scale=alt.Scale(domain=order), title=None, axis=alt.Axis(grid=True)
            ),
            size=alt.Size(
                "states:Q", title=_("States in a year"), scale=alt.Scale(domainMin=1, range=[40, 400])
            ),
            tooltip=[
                alt.Tooltip("treaty:N", title=_("Treaty")),
                alt.Tooltip("year:Q", title=_("Year"), format="d"),
                alt.Tooltip("names:N", title=_("States")),
            ],
        )
    )
    dated, parties = int(rows["states"].sum()), int(commitments.coverage()["party"].sum())
    title = _("A date is recorded for {dated} of {parties} parties").format(
        dated=number(dated), parties=number(parties)
    )
    return describe(
        chart.properties(width="container", height=STEP * len(order)),
        title=title,
        subtitle=_(
            "Year of ratification, accession or succession, or else of entry into force for the state"
        ),
        alt_text=_("{title}. A row of circles for each treaty, by year; the table names the states.").format(
            title=title
        ),
        table=rows[["treaty", "year", "states", "names"]].set_axis(
            [_("Treaty"), _("Year"), _("Number of states"), _("States")], axis="columns"
        ),
        decimals=0,
        empty=_("No date is recorded."),
    )


def _by_year(edition: Edition) -> pd.DataFrame:
    """Return one row per treaty and year: `treaty, year, states, names`."""
    shorts = {code: it.short for code, it in edition.commitments.treaties.items()}
    found = [
        (shorts[str(treaty)], year, len(own), joined([edition.name(state) for state in own["state"]]))
        for (treaty, year), own in edition.commitments.timeline().groupby(["treaty", "year"], sort=False)
    ]
    return pd.DataFrame(found, columns=["treaty", "year", "states", "names"])


def _last(rows: pd.DataFrame) -> int:
    return int(rows["year"].max()) + 1 if len(rows) else 2000
