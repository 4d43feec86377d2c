"""One indicator: how its values lie and move over all states."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scoreboard.definitions.models import PolicyIndicator
from scoreboard.report import slices
from scoreboard.report.charts.common import records, source_line
from scoreboard.report.charts.trends import YEAR
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import N_, _
from scoreboard.report.ledger import read
from scoreboard.report.words import count, number

UNIT_NAMES = {
    "per_cent": N_("Per cent"),
    "percentage_points": N_("Percentage points"),
    "ratio": N_("Ratio, 1 is parity"),
    "per_100_foreign_citizens": N_("Per 100 foreign citizens"),
    "number": N_("Number"),
    "euro": N_("Euro a year"),
}


@read
def values(edition: Edition, code: str) -> pd.DataFrame:
    """Return the values of an indicator as measured: one row per (state, year), missing left out."""
    indicator = edition.framework.indicators[code]
    if indicator.lens == "context":
        frame = slices.rows(edition, code)
        own = frame[frame["sex"] == "T"]
        own = own[own["group"] == getattr(indicator, "group", "TOTAL")]
        return pd.DataFrame(own.dropna(subset=["value"]), columns=["state", "year", "value"]).reset_index(
            drop=True
        )
    block = edition.scores(indicator.lens).block
    column = block.indicators.index(code)
    table = pd.DataFrame({"state": block.states, "year": block.years, "value": block.values[:, column]})
    fresh: pd.DataFrame = table.loc[block.carried[:, column] == 0]
    return fresh.dropna(subset=["value"]).reset_index(drop=True)


def indicator_series(edition: Edition, code: str) -> Any:  # noqa: ANN401
    """Return every state's values of one indicator by year, with the median."""
    indicator = edition.framework.indicators[code]
    if isinstance(indicator, PolicyIndicator):
        return _levels(edition, indicator)
    rows = values(edition, code)
    rows = rows.assign(name=rows["state"].map(edition.name))
    unit = _(UNIT_NAMES.get(getattr(indicator, "unit", ""), N_("Level, 0 to 100")))
    base = alt.Chart(records(rows, ["name", "year", "value"]))
    lines = base.mark_line(strokeWidth=1, opacity=0.3, point=alt.OverlayMarkDef(size=16, opacity=0.5)).encode(
        x=YEAR,
        y=alt.Y("value:Q", title=unit, scale=alt.Scale(zero=False)),
        detail="name:N",
        tooltip=[
            alt.Tooltip("name:N", title=_("State")),
            alt.Tooltip("year:O", title=_("Year")),
            alt.Tooltip("value:Q", title=unit, format=",.1f"),
        ],
    )
    medians = rows.groupby("year", as_index=False)["value"].agg(["median", "min", "max", "size"])
    middle = (
        alt.Chart(records(medians, ["year", "median"]))
        .mark_line(strokeWidth=3, color="#D55E00")
        .encode(x=YEAR, y="median:Q")
    )
    title = _finding(medians, rows)
    return describe(
        alt.layer(lines, middle).properties(width="container", height=300),
        title=title,
        subtitle=_("{unit}; thick line: middle state").format(unit=unit),
        alt_text=_("{title}. {title_2}. Line chart by state and year.").format(
            title=indicator.title, title_2=title
        ),
        table=medians.set_axis(
            [_("Year"), _("Middle"), _("Lowest"), _("Highest"), _("States")], axis="columns"
        ),
        decimals={_("Year"): 0, _("States"): 0},
        source=source_line(edition, [code]) if len(rows) else "",
        empty=_("Not covered yet: no state has a value of this indicator in the data at hand."),
    )


def _levels(edition: Edition, item: PolicyIndicator) -> Any:  # noqa: ANN401
    """Return how many states have each level of a policy item, year by year."""
    rows = values(edition, item.code)
    counts = rows.groupby(["year", "value"], as_index=False).size()
    levels = sorted(rows["value"].unique(), reverse=True)
    counts["level"] = [f"{value:g}" for value in counts["value"]]
    chart = (
        alt.Chart(records(counts, ["year", "level", "value", "size"]))
        .mark_bar()
        .encode(
            x=YEAR,
            y=alt.Y("size:Q", title=_("States")),
            color=alt.Color(
                "value:Q",
                title=_("Level"),
                scale=alt.Scale(domain=[0, 100]),
                legend=alt.Legend(
                    type="symbol", values=[float(value) for value in levels], symbolType="square"
                ),
            ),
            order=alt.Order("value:Q"),
            tooltip=[
                alt.Tooltip("year:O", title=_("Year")),
                alt.Tooltip("level:N", title=_("Level")),
                alt.Tooltip("size:Q", title=_("States")),
            ],
        )
    )
    last = rows[rows["year"] == rows["year"].max()]["value"]
    top, bottom = (int((last == item.levels[end].score).sum()) for end in (0, -1))
    title = (
        _("In {year}, {top} of {n} has the top level, {bottom} the lowest")
        if top == 1
        else _("In {year}, {top} of {n} have the top level, {bottom} the lowest")
    ).format(year=rows["year"].max(), top=count(top, "state"), n=len(last), bottom=count(bottom, "state"))
    wide = counts.pivot(index="year", columns="level", values="size").fillna(0).astype(int)
    wide = wide[[f"{value:g}" for value in levels]].add_prefix(_("Level ")).reset_index()
    return describe(
        chart.properties(width="container", height=240),
        title=title,
        subtitle=_("Number of states at each level; the number of states coded grows over the years"),
        alt_text=_("{title}. {title_2}. Stacked bars of states by level and year.").format(
            title=item.title, title_2=title
        ),
        table=wide.rename(columns={"year": _("Year")}),
        decimals=0,
        source=source_line(edition, [item.code]),
        empty=_("Not covered yet: no state has a level of this item in the data at hand."),
    )


def _finding(medians: pd.DataFrame, rows: pd.DataFrame) -> str:
    if rows.empty:
        return _("Not covered yet")
    last = medians.iloc[-1]
    text = (
        _("In {year:.0f}, {states} has values from {low} to {high}")
        if last["size"] == 1
        else _("In {year:.0f}, {states} have values from {low} to {high}")
    ).format(
        year=last["year"],
        states=count(int(last["size"]), "state"),
        low=number(last["min"], 1),
        high=number(last["max"], 1),
    )
    return _("{text}, the middle is {median}").format(text=text, median=number(last["median"], 1))
