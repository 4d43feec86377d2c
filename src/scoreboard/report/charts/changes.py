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
from scoreboard.report.i18n import N_, _
from scoreboard.report.words import capital, number, share_of_draws

VERDICTS = (N_("real"), N_("within uncertainty"))
"""Evidence of a change; the words are looked up where they are shown."""
NO_CHANGE = N_("no change")


def verdicts(rows: pd.DataFrame) -> list[str]:
    """Return the strength of evidence of each change: real, within uncertainty, or none."""
    return [
        NO_CHANGE if change == 0 else VERDICTS[0] if real else VERDICTS[1]
        for change, real in zip(rows["change"], rows["real"], strict=True)
    ]


def change_chart(edition: Edition, lens: str, node: str) -> Any:  # noqa: ANN401
    """Return the change of every state that moved, with its interval, in code order."""
    rows = last_change(edition, lens, node)
    rows = rows.assign(verdict=verdicts(rows))
    moved = rows[rows["change"] != 0]
    what = subject(edition, lens, node)
    title = (
        f"{capital(what)}: {_finding(rows)}"
        if len(rows)
        else _("{what}: no change can be told").format(what=capital(what))
    )
    years = (
        _("{year} to {year_2}").format(year=rows["since"].iloc[0], year_2=rows["year"].iloc[0])
        if len(rows)
        else ""
    )
    table = rows[["name", "change", "low", "high", "verdict"]].assign(verdict=rows["verdict"].map(_))
    return describe(
        _lines(moved),
        title=title,
        subtitle=_("{years}; line: {share_of_draws}; states whose score did not move are left out").format(
            years=years, share_of_draws=share_of_draws(edition, lens)
        )
        if years
        else "",
        alt_text=_(
            "{title}. Dot chart of changes with intervals, {years}, in the order of the states' codes."
        ).format(title=title, years=years),
        table=table.set_axis([_("State"), _("Change"), _("Low"), _("High"), _("Evidence")], axis="columns"),
        source=source_line(edition, node_leaves(edition, lens, node)) if len(rows) else "",
        empty=_("Nothing to draw: no score for {what} changed between two ranked years.").format(what=what),
    )


def _finding(rows: pd.DataFrame) -> str:
    since, year = rows["since"].iloc[0], rows["year"].iloc[0]
    real = int((rows["verdict"] == VERDICTS[0]).sum())
    moved = int((rows["change"] != 0).sum())
    if not moved:
        return _("none of the {n_rows} states' scores changed from {since} to {year}").format(
            n_rows=len(rows), since=since, year=year
        )
    within = (
        _(", {moved} moved within uncertainty").format(moved=number(moved - real)) if moved > real else ""
    )
    return _("{out_of} changed from {since} to {year} by more than uncertainty explains{within}").format(
        out_of=out_of(real, len(rows)), since=since, year=year, within=within
    )


def _lines(rows: pd.DataFrame) -> Any:  # noqa: ANN401
    rows = rows.assign(verdict=rows["verdict"].map(_))
    scale, legend = alt.Scale(domain=[_(word) for word in VERDICTS]), alt.Legend(symbolOpacity=1)
    base = alt.Chart(records(rows, ["name", "change", "low", "high", "verdict"])).encode(
        y=alt.Y("name:N", sort=rows["name"].tolist(), title=None),
        color=alt.Color("verdict:N", title=None, scale=scale, legend=legend),
        tooltip=[
            alt.Tooltip("name:N", title=_("State")),
            alt.Tooltip("change:Q", title=_("Change"), format="+.1f"),
            alt.Tooltip("low:Q", title=_("Low"), format="+.1f"),
            alt.Tooltip("high:Q", title=_("High"), format="+.1f"),
            alt.Tooltip("verdict:N", title=_("Evidence")),
        ],
    )
    zero = alt.Chart(alt.Data(values=[{"zero": 0}] if len(rows) else []))
    return alt.layer(
        zero.mark_rule(style="guide").encode(x="zero:Q"),
        base.mark_rule(strokeWidth=4, opacity=0.35).encode(
            x=alt.X("low:Q", title=_("Change in points of score")), x2="high:Q"
        ),
        base.mark_point(size=70).encode(
            x="change:Q", shape=alt.Shape("verdict:N", title=None, scale=scale, legend=legend)
        ),
    ).properties(width="container", height=ROW * max(len(rows), 1))
