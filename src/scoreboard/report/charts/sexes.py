"""Women and men at a glance: the middle difference of every statistic, within each group."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scoreboard.report.charts.common import WRAPPED, records, source_line, wrapped
from scoreboard.report.charts.differences import differences, latest_difference, short
from scoreboard.report.charts.gaps import group_name
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import N_, _
from scoreboard.report.words import capital

ROLES = {
    "NAT": N_("Nationals or native-born"),
    "EU27_2020_FOR": N_("From other EU states"),
    "NEU27_2020_FOR": N_("From outside the EU"),
}
"""Group code → what the groups of all dimensions have in common."""
LEGEND = alt.Legend(columns=1, symbolOpacity=1)


def sexes_overview(edition: Edition, codes: list[str]) -> Any:  # noqa: ANN401
    """Return the middle difference of women and men, within each group, for several statistics."""
    rows = pd.DataFrame(
        [row for code in codes for row in _middle_rows(edition, code)],
        columns=["indicator", "who", "role", "year", "low", "median", "high", "states"],
    )
    roles = sorted(rows["role"].unique(), key=[*map(_, ROLES.values()), *rows["role"]].index)
    scale = alt.Scale(domain=roles)
    title = _finding(rows)
    base = alt.Chart(
        records(rows.assign(label=rows["indicator"].map(wrapped)), ["label", *rows.columns])
    ).encode(
        y=alt.Y("label:N", title=None, sort=None, axis=WRAPPED),
        yOffset=alt.YOffset("role:N", sort=roles),
        color=alt.Color("role:N", title=None, scale=scale, legend=LEGEND),
        tooltip=[
            alt.Tooltip("indicator:N", title=_("Indicator")),
            alt.Tooltip("who:N", title=_("Group")),
            alt.Tooltip("year:O", title=_("Year")),
            alt.Tooltip("median:Q", title=_("Middle difference"), format="+.1f"),
            alt.Tooltip("states:Q", title=_("States")),
        ],
    )
    zero = alt.Chart(alt.Data(values=[{"zero": 0}] if len(rows) else []))
    chart = alt.layer(
        zero.mark_rule(style="guide").encode(x="zero:Q"),
        base.mark_rule(strokeWidth=4, opacity=0.35).encode(
            x=alt.X("low:Q", title=_("Percentage points")), x2="high:Q"
        ),
        base.mark_point(size=70).encode(
            x="median:Q", shape=alt.Shape("role:N", title=None, scale=scale, legend=LEGEND)
        ),
    )
    return describe(
        chart.properties(width="container", height=22 * max(len(rows), 1)),
        title=title,
        subtitle=_(
            "Left of 0: women are worse off; latest year with enough states; point: middle "
            "state; line: middle half of the states"
        ),
        alt_text=_("{title}. Dot chart of differences between women and men, by statistic and group.").format(
            title=title
        ),
        table=rows.drop(columns="role").set_axis(
            [
                _("Indicator"),
                _("Among"),
                _("Year"),
                _("Lower quartile"),
                _("Middle"),
                _("Upper quartile"),
                _("States"),
            ],
            axis="columns",
        ),
        decimals={_("Year"): 0, _("States"): 0},
        source=source_line(edition, codes) if len(rows) else "",
        empty=_("Not enough data: no statistic here tells women and men apart for enough states."),
    )


def _middle_rows(edition: Edition, code: str) -> list[tuple[Any, ...]]:
    it = edition.framework.base(code)
    rows = differences(edition, code, "sex")
    found = []
    for group in getattr(it, "groups", ()):
        own = latest_difference(edition, rows[rows["group"] == group])
        if len(own):
            low, median, high = own["value"].quantile([0.25, 0.5, 0.75])
            who = group_name(edition, it, group)
            found.append(
                (
                    short(it.title),
                    who,
                    _(ROLES[group]) if group in ROLES else who,
                    int(own["year"].iloc[0]),
                    low,
                    median,
                    high,
                    len(own),
                )
            )
    return found


def _finding(rows: pd.DataFrame) -> str:
    if rows.empty:
        return _("Women and men: not enough data")
    behind = int((rows["median"] < 0).sum())
    return capital(
        _(
            "in the middle state, women are behind men in {behind} of {n_rows} comparisons "
            "within the same group"
        ).format(behind=behind, n_rows=len(rows))
    )
