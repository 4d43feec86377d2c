"""Gaps between migrants and their reference group: one indicator by state, and a domain at a glance."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from scoreboard.definitions import AnyIndicator
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.report import slices
from scoreboard.report.charts.common import WRAPPED, records, source_line, wrapped
from scoreboard.report.charts.rankings import ROW
from scoreboard.report.charts.series import values
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import N_, _
from scoreboard.report.ledger import read
from scoreboard.report.words import inside, number

GROUPS = {
    "citizenship": {
        "NAT": N_("Nationals"),
        "EU27_2020_FOR": N_("Citizens of other EU states"),
        "NEU27_2020_FOR": N_("Non-EU citizens"),
        "FOR": N_("Foreign citizens"),
    },
    "birth": {
        "NAT": N_("Native-born people"),
        "EU27_2020_FOR": N_("People born in other EU states"),
        "NEU27_2020_FOR": N_("People born outside the EU"),
        "FOR": N_("Foreign-born people"),
    },
    "background": {"NAT": N_("Pupils of native background"), "FOR": N_("Pupils of immigrant background")},
    "language": {
        "TEST_LANGUAGE": N_("Pupils who speak the test language at home"),
        "OTHER_LANGUAGE": N_("Pupils who speak another language at home"),
    },
    "none": {"TOTAL": N_("All")},
}
"""Dimension → group code → words."""
SEXES = {"T": N_("Women and men"), "F": N_("Women"), "M": N_("Men")}


def group_name(edition: Edition, it: AnyIndicator, group: str) -> str:
    """Return the words for a group of an indicator."""
    base = edition.framework.base(it.code)
    dimension = getattr(base, "by", "none")
    return _(GROUPS.get(dimension, {}).get(group, group))


def gap_indicators(edition: Edition, domain: str) -> list[StatisticIndicator]:
    """Return the gap and ratio indicators of a domain that have values, the best covered first."""
    known = edition.framework.indicators
    found = [known[code] for code in _gap_indicators(edition, domain)]
    return [it for it in found if isinstance(it, StatisticIndicator)]


@read
def _gap_indicators(edition: Edition, domain: str) -> list[str]:
    block = edition.scores("outcome").block
    counts = dict(zip(block.indicators, (~np.isnan(block.values)).sum(axis=0), strict=True))
    found = [
        it.code
        for it in edition.framework.indicators.values()
        if isinstance(it, StatisticIndicator)
        and it.domain == domain
        and it.measure != "level"
        and counts.get(it.code, 0) > 0
    ]
    return sorted(found, key=lambda code: (-counts[code], code))


def pairs(edition: Edition, it: StatisticIndicator, sex: str = "T") -> pd.DataFrame:
    """Return group and reference values of a gap indicator beside each other.

    Returns
    -------
    DataFrame, one row per (state, year) in which both have a value: `group`, `reference` in the unit of
    the observations, `difference` = group − reference, `flags` of both.
    """
    return _pairs(edition, edition.framework.base(it.code).code, it.group, it.reference, sex)


@read
def _pairs(edition: Edition, code: str, group: str, reference: str | None, sex: str) -> pd.DataFrame:
    frame = slices.rows(edition, code)
    own = frame[frame["sex"] == sex]
    sides = [own[own["group"] == it][["state", "year", "value", "flags"]] for it in (group, reference)]
    both = sides[0].merge(sides[1], on=["state", "year"], suffixes=("_group", "_reference"))
    both = both.dropna(subset=["value_group", "value_reference"]).reset_index(drop=True)
    return both.assign(
        group=both["value_group"],
        reference=both["value_reference"],
        difference=both["value_group"] - both["value_reference"],
        flags=(both["flags_group"] + both["flags_reference"]).map(lambda flags: "".join(sorted(set(flags)))),
        name=both["state"].map(edition.name),
    )


def gap_year(edition: Edition, it: StatisticIndicator) -> int | None:
    """Return the last year in which at least as many states as the index asks for have both values."""
    sizes = pairs(edition, it).groupby("year").size()
    enough = sizes[sizes >= edition.framework.outcome.minimum_states]
    return int(enough.index.max()) if len(enough) else None


def gap_chart(edition: Edition, it: StatisticIndicator, year: int | None = None) -> Any:  # noqa: ANN401
    """Return group and reference value by state as a dumbbell, with a switch for women and men."""
    chosen = year or gap_year(edition, it)
    sexes = getattr(edition.framework.base(it.code), "sexes", ("T",))
    rows = pd.concat([pairs(edition, it, sex).assign(sex=_(SEXES[sex])) for sex in sexes])
    rows = rows[rows["year"] == chosen]
    total = rows[rows["sex"] == _(SEXES["T"])].sort_values("state")
    own, other = (group_name(edition, it, code or "") for code in (it.group, it.reference))
    title = (
        _finding(total, it, own, other)
        if len(total)
        else _("{title}: not enough data").format(title=it.title)
    )
    unit = _unit(edition.framework.base(it.code))
    table = rows.sort_values(["state", "sex"])[["name", "sex", "group", "reference", "difference", "flags"]]
    return describe(
        _dumbbells(rows, total["name"].tolist(), own, other, unit),
        title=title,
        subtitle=f"{it.title}, {chosen}; {inside(unit)}" if len(rows) else "",
        alt_text=_("{title}. Dot chart of both groups in {n_total} states, {chosen}.").format(
            title=title, n_total=len(total), chosen=chosen
        ),
        table=table.set_axis([_("State"), _("Sex"), own, other, _("Difference"), _("Flags")], axis="columns"),
        source=source_line(edition, [it.code]),
        empty=_("Not enough data: too few states have values of both groups in the same year."),
    )


def _dumbbells(rows: pd.DataFrame, order: list[str], own: str, other: str, unit: str) -> Any:  # noqa: ANN401
    """Return a line and two dots a state; where the data tell sexes apart, a switch shows one at a time."""
    base = alt.Chart(records(rows, ["name", "sex", "group", "reference", "difference", "flags"])).encode(
        y=alt.Y("name:N", sort=order, title=None)
    )
    sexes = list(rows["sex"].unique())
    if len(sexes) > 1:
        switch = alt.param(
            name="sex", value=_(SEXES["T"]), bind=alt.binding_radio(options=sexes, name=_("Show "))
        )
        base = base.add_params(switch).transform_filter("datum.sex == sex")
    line = base.mark_rule(strokeWidth=2, opacity=0.6).encode(x=alt.X("reference:Q", title=unit), x2="group:Q")
    who = alt.Scale(domain=[own, other])
    dots = (
        base.transform_fold(["reference", "group"], as_=["side", "value"])
        .transform_calculate(who=f"datum.side == 'group' ? '{own}' : '{other}'")
        .mark_point(size=70)
        .encode(
            x=alt.X("value:Q", scale=alt.Scale(zero=False)),
            color=alt.Color("who:N", title=None, scale=who),
            shape=alt.Shape("who:N", title=None, scale=who),
            tooltip=[
                alt.Tooltip("name:N", title=_("State")),
                alt.Tooltip("who:N", title=_("Group")),
                alt.Tooltip("value:Q", title=unit, format=",.1f"),
                alt.Tooltip("difference:Q", title=_("Difference"), format="+,.1f"),
                alt.Tooltip("flags:N", title=_("Flags")),
            ],
        )
    )
    return alt.layer(line, dots).properties(width="container", height=ROW * max(len(order), 1))


def _finding(total: pd.DataFrame, it: StatisticIndicator, own: str, other: str) -> str:
    lower = int((total["difference"] < 0).sum())
    middle = total["difference"].median()
    way, states = (_("lower"), lower) if middle < 0 else (_("higher"), len(total) - lower)
    unit = _(" points") if it.measure == "gap" else ""
    return _(
        "{own} have a {way} value than {other} in {states} of {n_total} states; the middle "
        "difference is {middle}{unit}"
    ).format(
        own=own,
        way=way,
        other=inside(other),
        states=states,
        n_total=len(total),
        middle=number(middle, 1),
        unit=unit,
    )


def _unit(it: object) -> str:
    return _(
        {"per_cent": N_("Per cent"), "euro": N_("Euro a year")}.get(getattr(it, "unit", ""), N_("Value"))
    )


def gaps_overview(edition: Edition, domain: str) -> Any:  # noqa: ANN401
    """Return the middle gap of every gap indicator of a domain, with the middle half of the states."""
    rows = pd.DataFrame(
        [
            row
            for it in gap_indicators(edition, domain)
            if it.measure == "gap"
            for row in _gap_row(edition, it)
        ],
        columns=["indicator", "year", "low", "median", "high", "states"],
    )
    base = alt.Chart(
        records(rows.assign(label=rows["indicator"].map(wrapped)), ["label", *rows.columns])
    ).encode(
        y=alt.Y("label:N", title=None, sort=None, axis=WRAPPED),
        tooltip=[
            alt.Tooltip("indicator:N", title=_("Indicator")),
            alt.Tooltip("year:O", title=_("Year")),
            alt.Tooltip("median:Q", title=_("Middle gap"), format="+.1f"),
            alt.Tooltip("states:Q", title=_("States")),
        ],
    )
    x = alt.X("low:Q", title=_("Percentage points"))
    parity = (
        alt.Chart(alt.Data(values=[{"zero": 0}] if len(rows) else []))
        .mark_rule(style="guide")
        .encode(x="zero:Q")
    )
    chart = alt.layer(
        parity, base.mark_rule(strokeWidth=4, opacity=0.35, color="#0072B2").encode(x=x, x2="high:Q"),
        base.mark_point(size=70).encode(x="median:Q"),
    )  # fmt: skip
    behind = int((rows["median"] < 0).sum())
    title = _(
        "In the middle state, migrants are behind on {behind} of {n_rows} measures of this domain"
    ).format(behind=behind, n_rows=len(rows))
    title = title if len(rows) else _("No gap of this domain is known for enough states")
    return describe(
        chart.properties(width="container", height=30 * max(len(rows), 1)),
        title=title,
        subtitle=_(
            "Left of 0: migrants are worse off; latest year with enough states; point: middle "
            "state; line: middle half of the states"
        ),
        alt_text=_("{title}. Dot chart of gaps in percentage points.").format(title=title),
        table=rows.set_axis(
            [_("Indicator"), _("Year"), _("Lower quartile"), _("Middle"), _("Upper quartile"), _("States")],
            axis=1,
        ),
        decimals={_("Year"): 0, _("States"): 0},
        source=source_line(edition, [it.code for it in gap_indicators(edition, domain)]),
        empty=_("Not enough data: no gap of this domain is known for enough states."),
    )


def _gap_row(edition: Edition, it: StatisticIndicator) -> list[tuple[str, int, float, float, float, int]]:
    rows = values(edition, it.code)
    years, sizes = np.unique(rows["year"], return_counts=True)
    enough = years[sizes >= edition.framework.outcome.minimum_states]
    if not len(enough):
        return []
    year = int(enough.max())
    low, median, high = np.quantile(rows.loc[rows["year"] == year, "value"], [0.25, 0.5, 0.75])
    return [(it.title, year, float(low), float(median), float(high), int(sizes[years == year][0]))]
