"""How scores moved: the middle state and the middle half, of states with data throughout."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scoreboard.report.charts.common import POINTS, node_leaves, records, source_line, subject
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import _
from scoreboard.report.words import capital, middle_moved, trend_ends

YEAR = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0))


def trend(edition: Edition, lens: str, node: str) -> Any:  # noqa: ANN401
    """Return median and quartiles by year, of the same states in every year.

    Only states with a score in the first and in the last year are taken, so that a change is one of
    scores and not of who is counted.
    """
    ends = trend_ends(edition, lens, node)
    what = subject(edition, lens, node)
    rows = pd.DataFrame(columns=["year", "low", "median", "high", "states"])
    if ends is not None:
        first, last, both = ends
        series = edition.series(lens, node)
        same = series[series["state"].isin(both.index) & series["year"].between(first, last)]
        rows = _quartiles(same, edition.framework.indices[lens].minimum_states)
    base = alt.Chart(records(rows, ["year", "low", "median", "high", "states"])).encode(
        x=YEAR,
        tooltip=[
            alt.Tooltip("year:O", title=_("Year")),
            alt.Tooltip("median:Q", title=_("Middle state"), format=".1f"),
            alt.Tooltip("low:Q", title=_("Lower quartile"), format=".1f"),
            alt.Tooltip("high:Q", title=_("Upper quartile"), format=".1f"),
            alt.Tooltip("states:Q", title=_("States")),
        ],
    )
    area = base.mark_errorband(color="#56B4E9", opacity=0.3).encode(
        y=alt.Y("low:Q", scale=POINTS, title=_("Score, 0 to 100")), y2="high:Q"
    )
    line = base.mark_line(point=True).encode(y=alt.Y("median:Q", scale=POINTS))
    title = f"{capital(what)}: {middle_moved(edition, lens, node)}"
    table = rows[["year", "median", "low", "high", "states"]].set_axis(
        [_("Year"), _("Middle state"), _("Lower quartile"), _("Upper quartile"), _("States")], axis="columns"
    )
    return describe(
        alt.layer(area, line).properties(width="container", height=260),
        title=title,
        subtitle=_("Median and middle half of the states with a score in the first and last year"),
        alt_text=_("{title}. Line chart by year with the middle half of the states as a band.").format(
            title=title
        ),
        table=table,
        decimals={_("Year"): 0, _("States"): 0},
        source=source_line(edition, node_leaves(edition, lens, node)) if len(rows) else "",
        empty=_("Not enough data: too few states have scores for {what} in two years.").format(what=what),
    )


def _quartiles(series: pd.DataFrame, minimum: int) -> pd.DataFrame:
    groups = series.groupby("year")["score"]
    table = pd.DataFrame(
        {name: groups.quantile(q) for name, q in (("low", 0.25), ("median", 0.5), ("high", 0.75))}
    )
    table["states"] = groups.size()
    table = table[table["states"] >= minimum].reset_index()
    return table.astype({"year": int, "states": int})
