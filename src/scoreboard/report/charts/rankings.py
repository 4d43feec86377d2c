"""States from the highest score down, each with the interval that other defensible choices would give."""

from __future__ import annotations

from typing import Any

import altair as alt

from scoreboard.report.charts.common import POINTS, node_leaves, records, source_line, subject
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import _
from scoreboard.report.words import band, capital, first_group, number, share_of_draws

ROW = 17
"""Height of one state, in pixels."""


def ranking(edition: Edition, lens: str, node: str, year: int) -> Any:  # noqa: ANN401
    """Return scores of one node in one year, with the interval that other defensible choices give."""
    rows = edition.year(lens, node, year).dropna(subset=["score"])
    rows["rank_band"] = [
        band(low, high) for low, high in zip(rows["rank_low"], rows["rank_high"], strict=True)
    ]
    rows = rows.sort_values(["score", "state"], ascending=[False, True])
    what = subject(edition, lens, node)
    base = alt.Chart(
        records(rows, ["name", "score", "score_low", "score_high", "rank_band", "observed"])
    ).encode(
        y=alt.Y("name:N", sort=rows["name"].tolist(), title=None),
        tooltip=[
            alt.Tooltip("name:N", title=_("State")),
            alt.Tooltip("score:Q", title=_("Score"), format=".1f"),
            alt.Tooltip("rank_band:N", title=_("Rank band")),
            alt.Tooltip("observed:Q", title=_("Observed in this year"), format=".0%"),
        ],
    )
    interval = base.mark_rule(strokeWidth=4, opacity=0.35, color="#0072B2").encode(
        x=alt.X("score_low:Q", scale=POINTS, title=_("Score, 0 to 100")), x2="score_high:Q"
    )
    point = base.mark_point(size=70).encode(x=alt.X("score:Q", scale=POINTS))
    middle = alt.Chart(
        alt.Data(values=[{"middle": round(float(rows["score"].median()), 2)}] if len(rows) else [])
    )
    chart = alt.layer(middle.mark_rule(style="guide").encode(x="middle:Q"), interval, point)
    table = rows[["name", "score", "score_low", "score_high", "rank_band", "observed"]].set_axis(
        [_("State"), _("Score"), _("Low"), _("High"), _("Rank band"), _("Observed share")], axis="columns"
    )
    return describe(
        chart.properties(width="container", height=ROW * max(len(rows), 1)),
        title=f"{capital(what)}: {first_group(rows)}"
        if len(rows)
        else _("No ranking of {what}").format(what=what),
        subtitle=_(
            "{year}; line: {share_of_draws} when what is uncertain varies; dashed: middle state"
        ).format(year=year, share_of_draws=share_of_draws(edition, lens)),
        alt_text=_alternative(rows["score"].tolist(), what, year),
        table=table,
        decimals={_("Observed share"): 2},
        source=source_line(edition, node_leaves(edition, lens, node)),
        empty=_("Not enough data: too few states have a score for {what}.").format(what=what),
    )


def _alternative(scores: list[float], what: str, year: int) -> str:
    if not scores:
        return _("No state has a score for {what} in {year}.").format(what=what, year=year)
    return _(
        "Dot chart of {n_scores} states by score for {what} in {year}, from {max} down to "
        "{min}, each with an interval. The numbers stand in the table below."
    ).format(n_scores=len(scores), what=what, year=year, max=number(max(scores)), min=number(min(scores)))
