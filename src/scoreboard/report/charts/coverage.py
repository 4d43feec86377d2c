"""What is known: for each state and indicator, in how many years there is a value."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from scoreboard.report.charts.common import records, source_line
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.words import number

STATE_AXIS = alt.Axis(labelAngle=-90, orient="top", labelOverlap=False)


def coverage_matrix(edition: Edition, lens: str) -> Any:  # noqa: ANN401
    """Return the share of the lens's years in which a state has a value, by state and indicator."""
    rows = coverage_table(edition, lens)
    index = edition.framework.indices[lens]
    share = rows["share"].mean()
    chart = (
        alt.Chart(records(rows, ["state", "name", "title", "share", "years"]))
        .mark_rect()
        .encode(
            x=alt.X("state:N", title=None, axis=STATE_AXIS),
            y=alt.Y("title:N", sort=None, title=None, axis=alt.Axis(labelLimit=300)),
            color=alt.Color("share:Q", title="Share of years with a value", scale=alt.Scale(domain=[0, 1])),
            tooltip=[
                alt.Tooltip("name:N", title="State"),
                alt.Tooltip("title:N", title="Indicator"),
                alt.Tooltip("years:Q", title="Years with a value"),
            ],
        )
    )
    title = f"{number(share * 100)} % of all cells of {index.title.lower()} hold a value"
    wide = rows.pivot(index="title", columns="state", values="years").reset_index()
    return describe(
        chart.properties(width="container", height=14 * rows["title"].nunique()),
        title=title,
        subtitle=f"State by indicator, {index.years.first} to {index.years.last}",
        alt_text=f"{title}. Heat map of states by indicators; the table gives the years with a value.",
        table=wide.rename(columns={"title": "Indicator"}),
        decimals=0,
        source=source_line(edition, list(rows["code"].unique())),
    )


def coverage_table(edition: Edition, lens: str) -> pd.DataFrame:
    """Return one row per (indicator, state): `code, title, state, name, years, share`."""
    block = edition.scores(lens).block
    filled = ~np.isnan(block.values) & (block.carried == 0)
    span = len(np.unique(block.years))
    frame = pd.DataFrame(filled, columns=list(block.indicators)).assign(state=block.states)
    counts = frame.groupby("state").sum().T.rename_axis("code").reset_index()
    rows = counts.melt(id_vars="code", var_name="state", value_name="years")
    rows["title"] = [edition.framework.indicators[code].title for code in rows["code"]]
    rows["name"] = rows["state"].map(edition.name)
    return rows.assign(share=rows["years"] / span)
