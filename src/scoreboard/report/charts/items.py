"""Strong and weak sides across states: the score of every indicator of a domain in one year."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from scoreboard.report.charts.common import POINTS, WRAPPED, records, source_line, subject, wrapped
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import _
from scoreboard.report.ledger import read
from scoreboard.report.words import capital, joined, number

ENDS = 2
"""How many of the strongest and weakest the title names."""


@read
def item_scores(edition: Edition, lens: str, node: str, year: int) -> pd.DataFrame:
    """Return where the states' scores of each indicator of a node lie, strongest first.

    Returns
    -------
    DataFrame, one row per indicator that enough states have: `code, title, low, median, high, mean, states`.
    """
    frame = edition.frame
    own = edition.leaves(lens, node)
    rows = frame[(frame["lens"] == lens) & (frame["year"] == year) & frame["node"].isin(own)]
    groups = rows.dropna(subset=["score"]).groupby("node")["score"]
    found = pd.DataFrame(
        {name: groups.quantile(share) for name, share in (("low", 0.25), ("median", 0.5), ("high", 0.75))}
    ).assign(mean=groups.mean(), states=groups.size())
    found = found[found["states"] >= edition.framework.indices[lens].minimum_states]
    found = found.sort_values("mean", ascending=False, kind="stable").rename_axis("code").reset_index()
    return found.assign(title=[edition.framework.indicators[code].title for code in found["code"]])


def items_chart(edition: Edition, lens: str, node: str, year: int) -> Any:  # noqa: ANN401
    """Return mean and middle half of the states' scores of every indicator, strongest first."""
    rows = item_scores(edition, lens, node, year)
    base = alt.Chart(
        records(
            rows.assign(label=rows["title"].map(wrapped)),
            ["label", "title", "low", "median", "high", "mean", "states"],
        )
    ).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=WRAPPED),
        tooltip=[
            alt.Tooltip("title:N", title=_("Indicator")),
            alt.Tooltip("mean:Q", title=_("Mean score"), format=".1f"),
            alt.Tooltip("low:Q", title=_("Lower quartile"), format=".1f"),
            alt.Tooltip("high:Q", title=_("Upper quartile"), format=".1f"),
            alt.Tooltip("states:Q", title=_("States")),
        ],
    )
    half = base.mark_rule(strokeWidth=4, opacity=0.35, color="#0072B2").encode(
        x=alt.X("low:Q", scale=POINTS, title=_("Score, 0 to 100")), x2="high:Q"
    )
    what = capital(subject(edition, lens, node))
    title = _finding(rows, what)
    return describe(
        alt.layer(half, base.mark_point(size=70).encode(x=alt.X("mean:Q", scale=POINTS))).properties(
            width="container", height=30 * max(len(rows), 1)
        ),
        title=title,
        subtitle=_("{year}; point: mean of the states; line: middle half of the states").format(year=year),
        alt_text=_("{title}. Dot chart of {n_rows} indicators by score, strongest first.").format(
            title=title, n_rows=len(rows)
        ),
        table=rows[["title", "mean", "low", "median", "high", "states"]].set_axis(
            [
                _("Indicator"),
                _("Mean"),
                _("Lower quartile"),
                _("Middle state"),
                _("Upper quartile"),
                _("States"),
            ],
            axis="columns",
        ),
        decimals={_("States"): 0},
        source=source_line(edition, rows["code"].tolist()) if len(rows) else "",
        empty=_("Not enough data: no indicator has values of enough states in this year."),
    )


def _finding(rows: pd.DataFrame, what: str) -> str:
    if len(rows) < 2 * ENDS or np.isclose(rows["mean"].iloc[0], rows["mean"].iloc[-1]):
        return _("{what}: the indicators with data for enough states").format(what=what)
    return _("{what}: strongest are {named}; weakest {named_2}").format(
        what=what, named=_named(rows.iloc[:ENDS]), named_2=_named(rows.iloc[::-1].iloc[:ENDS])
    )


def _named(rows: pd.DataFrame) -> str:
    return joined(
        [
            _("“{title}” ({mean} of 100)").format(title=title, mean=number(mean))
            for title, mean in zip(rows["title"], rows["mean"], strict=True)
        ]
    )
