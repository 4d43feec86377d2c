"""People's characteristics: the values of a statistic by origin, sex, age and duration of stay, as published.

Nothing is combined here: a cell by sex and origin is shown where the source publishes that very cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.report import slices
from scoreboard.report.charts.common import POINTS, records, source_line, wrapped
from scoreboard.report.charts.gaps import SEXES, group_name
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import N_, _
from scoreboard.report.ledger import read

WHOLE = {"group": "TOTAL", "sex": "T", "age": "TOTAL", "duration": "TOTAL"}
"""Characteristic → its code for everyone."""
RELIABLE, MARKED, HIDDEN = N_("reliable"), N_("low reliability"), N_("hidden")
WIDTH, ROW = 200, 22
COLUMNS = 3
"""Small charts beside each other."""


@dataclass(frozen=True)
class SmallNumbers:
    """How values of few persons are shown.

    Parameters
    ----------
    hide_below : with fewer persons asked a value is hidden, whatever its flag.
    mark_below : with fewer it is shown as of low reliability, as is every value with flag u.

    The limits are those at which Eurostat leaves out or flags values of EU-SILC (quality reports, publication
    guidelines). Most published tables give no number of persons: their flag alone then decides.
    """

    hide_below: int = 20
    mark_below: int = 50

    def says(self, row: Mapping[Any, Any]) -> str:
        """Return what a row with a value is: reliable, of low reliability, or hidden."""
        asked = row["n"]
        if pd.notna(asked) and asked < self.hide_below:
            return HIDDEN
        few = pd.notna(asked) and asked < self.mark_below
        return MARKED if few or "u" in str(row["flags"]) else RELIABLE


RULE = SmallNumbers()


def statistics(edition: Edition) -> list[StatisticIndicator]:
    """Return the statistics with observations of their own that tell people apart, in the order of definitions."""
    return [
        it
        for it in edition.framework.observed.values()
        if isinstance(it, StatisticIndicator) and it.by != "none"
    ]


@read
def cells(edition: Edition, code: str) -> pd.DataFrame:
    """Return every published value of a statistic, with `says` of the rule; a hidden one has no value any more."""
    return published(slices.rows(edition, code))


def published(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the observations that have a value, with `says` of the rule; a hidden one has no value any more."""
    rows = frame[frame["value"].notna()]
    kept = rows[["state", "year", *WHOLE, "value", "flags", "n"]].reset_index(drop=True)
    kept["says"] = [RULE.says(row) for row in kept[["n", "flags"]].to_dict("records")]
    return kept.assign(value=kept["value"].where(kept["says"] != HIDDEN))


def told_apart(rows: pd.DataFrame) -> list[str]:
    """Return the characteristics by which rows of one statistic differ."""
    whole = rows.assign(statistic=rows.get("statistic", ""))
    return [name for name in WHOLE if whole.groupby("statistic")[name].nunique().max() > 1]


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return each state's rows of the last year in which it tells most cells."""
    sizes = rows.groupby(["state", "year"]).size().reset_index(name="cells").sort_values(["cells", "year"])
    last = sizes.groupby("state", as_index=False).last()
    return rows.merge(last[["state", "year"]], on=["state", "year"])


def counted(rows: pd.DataFrame) -> str:
    """Say how many values are shown as they are, shown as of low reliability, or hidden."""
    found = Counter(rows["says"])
    return _(
        "{n} values: {reliable} with no mark, {marked} of low reliability (flag u, or fewer than {few} persons asked; "
        "drawn hollow), {hidden} hidden (fewer than {least} persons)."
    ).format(
        n=len(rows), reliable=found[RELIABLE], marked=found[MARKED], hidden=found[HIDDEN],
        few=RULE.mark_below, least=RULE.hide_below,
    )  # fmt: skip


def worded(edition: Edition, it: StatisticIndicator, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the words for state, group, sex and mark, in the order in which they are drawn."""
    return rows.assign(
        name=rows["state"].map(edition.name),
        who=[_("All") if code == "TOTAL" else group_name(edition, it, code) for code in rows["group"]],
        gender=[_(SEXES[code]) for code in rows["sex"]],
        mark=[_(code) for code in rows["says"]],
        statistic=it.title,
    ).sort_values(["state", "group", "sex"], kind="stable")


def multiples(
    edition: Edition, rows: pd.DataFrame, across: str, down: str, title: str, subtitle: str, codes: list[str]
) -> Any:  # noqa: ANN401
    """Return one small chart for each `across`, with `down` on its axis and a colour and a shape for each sex.

    Parameters
    ----------
    rows : of `worded`, values in per cent.
    codes : the statistics, for the source line.
    """
    drawn = rows.dropna(subset=["value"])
    sexes = [_(SEXES[code]) for code in SEXES]
    legend = alt.Legend(orient="top", symbolOpacity=1)
    base = alt.Chart(
        records(
            drawn.assign(panel=drawn[across].map(wrapped)),
            ["panel", "name", "who", "gender", "mark", "statistic", "year", "value", "flags"],
        )
    )
    points = base.mark_point(size=55, strokeWidth=2, filled=False).encode(
        x=alt.X("value:Q", scale=POINTS, title=_("Per cent")),
        y=alt.Y(f"{down}:N", title=None, sort=None, axis=alt.Axis(labelLimit=210)),
        color=alt.Color("gender:N", title=None, scale=alt.Scale(domain=sexes), legend=legend),
        shape=alt.Shape("gender:N", title=None, scale=alt.Scale(domain=sexes), legend=legend),
        fill=alt.condition(
            alt.datum.mark == _(MARKED),
            alt.value("transparent"),
            alt.Fill("gender:N", scale=alt.Scale(domain=sexes), legend=None),
        ),
        tooltip=[
            alt.Tooltip("statistic:N", title=_("Indicator")), alt.Tooltip("name:N", title=_("State")),
            alt.Tooltip("who:N", title=_("Group")), alt.Tooltip("gender:N", title=_("Sex")),
            alt.Tooltip("year:O", title=_("Year")), alt.Tooltip("value:Q", title=_("Per cent"), format=".1f"),
            alt.Tooltip("mark:N", title=_("Reliability")),
        ],
    )  # fmt: skip
    header = alt.Header(title=None, labelExpr="split(datum.label, '|')", labelLimit=WIDTH, labelFontSize=12)
    chart = (
        points.properties(width=WIDTH, height=alt.Step(ROW))
        .facet(facet=alt.Facet("panel:N", sort=None, header=header), columns=COLUMNS)
        .resolve_scale(y="independent")
        .properties(autosize="pad")  # the theme's fits one chart into its frame
    )
    table = rows[["statistic", "name", "year", "who", "gender", "value", "mark", "flags"]].set_axis(
        [
            _("Indicator"),
            _("State"),
            _("Year"),
            _("Group"),
            _("Sex"),
            _("Per cent"),
            _("Reliability"),
            _("Flags"),
        ],
        axis="columns",
    )
    alt_text = _(
        "{title}. {n} small dot charts, one for each panel, with the values by group and sex."
    ).format(title=title, n=drawn[across].nunique())
    return describe(
        chart, title=title, subtitle=subtitle, alt_text=alt_text, table=table, source=source_line(edition, codes),
        empty=_("Not enough data: no value is published by these characteristics."),
    )  # fmt: skip
