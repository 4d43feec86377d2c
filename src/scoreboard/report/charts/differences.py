"""Gaps with their intervals: migrants against others, women against men, state by state."""

from __future__ import annotations

import re
from typing import Any

import altair as alt
import pandas as pd

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.report.charts.common import out_of, records, source_line
from scoreboard.report.charts.gaps import group_name
from scoreboard.report.charts.rankings import ROW
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import _
from scoreboard.report.ledger import read
from scoreboard.report.slices import panel_of
from scoreboard.report.words import inside as sentence_case
from scoreboard.report.words import number
from scoreboard.scoring.gaps import By, NothingToCompareError, group_gaps, observed_statistic

INTERVAL = 0.9
"""Level of the intervals of single gaps, that of the bands of the scores."""
CHOICES = {"group": "sex", "sex": "group"}
"""What is compared → what the rows still differ by."""


@read
def differences(edition: Edition, code: str, by: By) -> pd.DataFrame:
    """Return the differences of an indicator's groups or sexes, of all states and years with a value.

    Returns
    -------
    DataFrame, rows of `group_gaps` for the measure "difference" with a value, and `name`; positive where
    the group fares better than the reference; empty where the data hold nothing to compare.
    """
    try:
        rows = group_gaps(panel_of(edition, [code]), code, by, measures=["difference"], interval=INTERVAL)
    except NothingToCompareError:
        return pd.DataFrame(columns=["state", "year", "group", "sex", "value", "low", "high", "name"])
    known = rows.dropna(subset=["value"])
    return known.assign(name=known["state"].map(edition.name)).reset_index(drop=True)


def latest_difference(edition: Edition, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last year in which enough states have a value."""
    sizes = rows.groupby("year")["state"].nunique()
    enough = sizes.index[sizes >= edition.framework.outcome.minimum_states]
    return rows[rows["year"] == enough.max()] if len(enough) else rows.iloc[:0]


def clear(rows: pd.DataFrame) -> dict[str, int]:
    """Return how many differences are surely below 0, surely above, and not told from 0."""
    below, above = int((rows["high"] < 0).sum()), int((rows["low"] > 0).sum())
    return {"below": below, "above": above, "open": len(rows) - below - above}


def difference_chart(edition: Edition, code: str, by: By, group: str, sex: str = "T") -> Any:  # noqa: ANN401
    """Return the difference of every state with its interval, in code order.

    Parameters
    ----------
    code : a statistic with observations of its own.
    by : "group" compares `group` with the reference at one sex, "sex" women with men within `group`.
    """
    it = observed_statistic(edition.framework, code)
    rows = differences(edition, it.code, by)
    kept = (
        rows[rows["group"] == group] if by == "sex" else rows[(rows["group"] == group) & (rows["sex"] == sex)]
    )
    rows = latest_difference(edition, kept).sort_values("state")
    who = group_name(edition, it, group)
    title = f"{short(it.title)}: {_finding(edition, rows, it, group, by)}"
    year = rows["year"].iloc[0] if len(rows) else ""
    table = rows.reindex(columns=["name", "level", "reference_level", "value", "low", "high", "flags"])
    ends = [who, _("Reference")] if by == "group" else [_("Women"), _("Men")]
    return describe(
        difference_dots(rows),
        title=title,
        subtitle=_("{year}; percentage points; left of 0: {words}; line: {interval} % interval").format(
            year=year,
            words=_("worse off") if by == "group" else _("women worse off"),
            interval=number(100 * INTERVAL),
        )
        if len(rows)
        else "",
        alt_text=_(
            "{title}. Dot chart of differences in {n_rows} states with intervals, in code order."
        ).format(title=title, n_rows=len(rows)),
        table=table.set_axis(
            [_("State"), *ends, _("Difference"), _("Low"), _("High"), _("Flags")], axis="columns"
        ),
        source=source_line(edition, [code]) if len(rows) else "",
        empty=_("Not enough data: too few states have values of both sides in the same year."),
    )


def short(title: str) -> str:
    """Return a title without the group, which the finding names.

    >>> short("Employment rate of non-EU citizens"), short("Low education, born outside the EU")
    ('Employment rate', 'Low education')
    """
    return re.split(r"(?:,| of) (?:non-EU|people born|born outside)", title, maxsplit=1)[0]


def _finding(edition: Edition, rows: pd.DataFrame, it: StatisticIndicator, group: str, by: By) -> str:
    """Say in how many states one side surely fares worse or better than the other."""
    if rows.empty:
        return _("not enough data")
    sides = clear(rows)
    own = group_name(edition, it, group)
    if by == "sex":
        one, other = _("women among {own}").format(own=inside(own)), _("men")
    else:
        one, other = inside(own), inside(group_name(edition, it, str(rows["reference"].iloc[0])))
    parts = [
        _("{one} surely fare worse than {other} in {out_of}").format(
            one=one, other=other, out_of=out_of(sides["below"], len(rows))
        )
    ]
    parts += [_("better in {above}").format(above=number(sides["above"]))]
    parts += [_("{open} cannot be told").format(open=number(sides["open"]))] if sides["open"] else []
    return ", ".join(parts)


def inside(who: str) -> str:
    """Return the words for a group as they stand within a sentence.

    >>> inside("Non-EU citizens"), inside("EU citizens")
    ('non-EU citizens', 'EU citizens')
    """
    return sentence_case(who)


def difference_dots(rows: pd.DataFrame) -> Any:  # noqa: ANN401
    """Return a point and an interval for each row, in the order of the rows, beside the line of no difference."""
    base = alt.Chart(records(rows, ["name", "value", "low", "high"])).encode(
        y=alt.Y("name:N", sort=rows["name"].tolist(), title=None),
        tooltip=[
            alt.Tooltip("name:N", title=_("State")),
            alt.Tooltip("value:Q", title=_("Difference"), format="+.1f"),
            alt.Tooltip("low:Q", title=_("Low"), format="+.1f"),
            alt.Tooltip("high:Q", title=_("High"), format="+.1f"),
        ],
    )
    zero = alt.Chart(alt.Data(values=[{"zero": 0}] if len(rows) else []))
    return alt.layer(
        zero.mark_rule(style="guide").encode(x="zero:Q"),
        base.mark_rule(strokeWidth=4, opacity=0.35, color="#0072B2").encode(
            x=alt.X("low:Q", title=_("Percentage points")), x2="high:Q"
        ),
        base.mark_point(size=70).encode(x="value:Q"),
    ).properties(width="container", height=ROW * max(len(rows), 1))
