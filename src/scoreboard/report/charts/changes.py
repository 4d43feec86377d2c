"""Who moved between the last two ranked years, each change with its interval."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scoreboard.report.charts.common import node_leaves, out_of, records, source_line, subject
from scoreboard.report.charts.draws import last_change
from scoreboard.report.charts.rankings import ROW
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.words import capital, number, share_of_draws

VERDICTS = ("real", "within uncertainty")


def verdicts(rows: pd.DataFrame) -> list[str]:
    """Return the strength of evidence of each change: real, within uncertainty, or none."""
    return [
        "no change" if change == 0 else VERDICTS[0] if real else VERDICTS[1]
        for change, real in zip(rows["change"], rows["real"], strict=True)
    ]


def change_chart(edition: Edition, lens: str, node: str) -> Any:  # noqa: ANN401
    """Return the change of every state that moved, with its interval, in code order."""
    rows = last_change(edition, lens, node)
    rows = rows.assign(verdict=verdicts(rows))
    moved = rows[rows["change"] != 0]
    what = subject(edition, lens, node)
    title = f"{capital(what)}: {_finding(rows)}" if len(rows) else f"{capital(what)}: no change can be told"
    years = f"{rows['since'].iloc[0]} to {rows['year'].iloc[0]}" if len(rows) else ""
    table = rows[["name", "change", "low", "high", "verdict"]]
    return describe(
        _lines(moved),
        title=title,
        subtitle=f"{years}; line: {share_of_draws(edition, lens)}; states whose score did not move are left out"
        if years
        else "",
        alt_text=f"{title}. Dot chart of changes with intervals, {years}, in the order of the states' codes.",
        table=table.set_axis(["State", "Change", "Low", "High", "Evidence"], axis="columns"),
        source=source_line(edition, node_leaves(edition, lens, node)) if len(rows) else "",
        empty=f"Nothing to draw: no score for {what} changed between two ranked years.",
    )


def _finding(rows: pd.DataFrame) -> str:
    since, year = rows["since"].iloc[0], rows["year"].iloc[0]
    real = int((rows["verdict"] == VERDICTS[0]).sum())
    moved = int((rows["change"] != 0).sum())
    if not moved:
        return f"none of the {len(rows)} states' scores changed from {since} to {year}"
    within = f", {number(moved - real)} moved within uncertainty" if moved > real else ""
    return (
        f"{out_of(real, len(rows))} changed from {since} to {year} by more than uncertainty explains{within}"
    )


def _lines(rows: pd.DataFrame) -> Any:  # noqa: ANN401
    scale, legend = alt.Scale(domain=list(VERDICTS)), alt.Legend(symbolOpacity=1)
    base = alt.Chart(records(rows, ["name", "change", "low", "high", "verdict"])).encode(
        y=alt.Y("name:N", sort=rows["name"].tolist(), title=None),
        color=alt.Color("verdict:N", title=None, scale=scale, legend=legend),
        tooltip=[
            alt.Tooltip("name:N", title="State"),
            alt.Tooltip("change:Q", title="Change", format="+.1f"),
            alt.Tooltip("low:Q", title="Low", format="+.1f"),
            alt.Tooltip("high:Q", title="High", format="+.1f"),
            alt.Tooltip("verdict:N", title="Evidence"),
        ],
    )
    zero = alt.Chart(alt.Data(values=[{"zero": 0}] if len(rows) else []))
    return alt.layer(
        zero.mark_rule(style="guide").encode(x="zero:Q"),
        base.mark_rule(strokeWidth=4, opacity=0.35).encode(
            x=alt.X("low:Q", title="Change in points of score"), x2="high:Q"
        ),
        base.mark_point(size=70).encode(
            x="change:Q", shape=alt.Shape("verdict:N", title=None, scale=scale, legend=legend)
        ),
    ).properties(width="container", height=ROW * max(len(rows), 1))
