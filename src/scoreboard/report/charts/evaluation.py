"""Changes of policy and what came after: when states changed, the path, estimators side by side, lags."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scoreboard.analysis.evaluation import Evaluation
from scoreboard.report.charts.common import WRAPPED, records, source_line, wrapped
from scoreboard.report.charts.rankings import ROW
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import N_, _
from scoreboard.report.i18n.borrowed import translated
from scoreboard.report.theme import BLUE, ORANGE
from scoreboard.report.words import count, number

VERDICTS = {
    "too few changes": N_("too few changes"),
    "too few states to compare with": N_("too few states to compare with"),
    "not estimable": N_("not estimable"),
    "moved apart before": N_("had moved apart before"),
    "fails a placebo test": N_("fails a placebo test"),
    "not told from chance": N_("not told from chance"),
    "rests on one state": N_("rests on one state"),
    "told from chance": N_("told from chance"),
}
"""Verdict of `analysis.evaluation` → words for readers; looked up where they are shown."""
KINDS = {"between": N_("Between states"), "within": N_("Within states, over the years")}
UNITS = {
    "per_cent": N_("percentage points"),
    "percentage_points": N_("percentage points"),
    "ratio": N_("in the ratio"),
    "per_100_foreign_citizens": N_("per 100 foreign citizens"),
    "euro": N_("euro"),
    "number": N_("number"),
}
BETTER = {
    "more is better": N_("more is better"),
    "less is better": N_("less is better"),
    "neither more nor less is better": N_("neither more nor less is better"),
}
"""What an evaluation says of the sign → the same, to be looked up."""


def pair(edition: Edition, it: Evaluation) -> str:
    """Return the words for an item beside an outcome."""
    titles = (edition.framework.indicators[code].title for code in (it.item, it.outcome))
    return _("{item} – {outcome}").format(**dict(zip(("item", "outcome"), titles, strict=True)))


def unit(it: Evaluation) -> str:
    """Return the unit of a difference, and which way is better."""
    return f"{_(UNITS[it.indicator.unit])}; {_(BETTER[it.better])}"


def rises_chart(edition: Edition, rises: pd.DataFrame) -> Any:  # noqa: ANN401
    """Return when states raised each item for the first time.

    Parameters
    ----------
    rises : one row per (item, state): `item`, `title`, `state`, `name`, `year`, `before`, `after`.
    """
    groups = rises.groupby(["title", "year"])["name"]
    dots = groups.agg(states="size", names=", ".join).reset_index()
    order = rises.groupby("title").size().sort_values(ascending=False, kind="stable").index.tolist()
    dots["label"] = dots["title"].map(wrapped)
    years = sorted(rises["year"].unique())
    title = _("{n} first rises of {items} by {states}").format(
        n=len(rises),
        items=count(rises["item"].nunique(), "policy item"),
        states=count(rises["state"].nunique(), "state"),
    )
    chart = (
        alt.Chart(records(dots, ["label", "year", "states", "names"]))
        .mark_point()
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("label:N", sort=[wrapped(it) for it in order], title=None, axis=WRAPPED),
            size=alt.Size("states:Q", title=_("States"), scale=alt.Scale(domain=[0, 8], range=[0, 260])),
            tooltip=[
                alt.Tooltip("year:O", title=_("Year")),
                alt.Tooltip("states:Q", title=_("States")),
                alt.Tooltip("names:N", title=_("Names")),
            ],
        )
        .properties(width="container", height=1.6 * ROW * max(len(order), 1))
    )
    table = rises[["title", "name", "year", "before", "after"]]
    return describe(
        chart,
        title=title,
        subtitle=_("First year at a higher level, {first}–{last}; the larger, the more states").format(
            first=years[0], last=years[-1]
        )
        if years
        else "",
        alt_text=_("{title}. A dot for each item and year, by the number of states.").format(title=title),
        table=table.set_axis(
            [_("Item"), _("State"), _("Year"), _("Level before"), _("Level after")], axis="columns"
        ),
        decimals={_("Year"): 0},
        source=source_line(edition, rises["item"].unique().tolist()) if len(rises) else "",
        empty=_("Not enough data: no policy item rose in any state in the years known."),
    )


def path_chart(edition: Edition, it: Evaluation) -> Any:  # noqa: ANN401
    """Return the difference by years since the change, with intervals and the states it rests on."""
    rows = it.path.dropna(subset=["effect"]).reset_index(drop=True)
    base = alt.Chart(records(rows, ["since", "effect", "low", "high", "states"])).encode(
        x=alt.X("since:O", title=_("Years since the change"), axis=alt.Axis(labelAngle=0)),
        tooltip=[
            alt.Tooltip("since:O", title=_("Years since the change")),
            alt.Tooltip("effect:Q", title=_("Difference"), format="+.1f"),
            alt.Tooltip("low:Q", title=_("Low"), format="+.1f"),
            alt.Tooltip("high:Q", title=_("High"), format="+.1f"),
            alt.Tooltip("states:Q", title=_("States")),
        ],
    )
    zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(style="guide").encode(y="zero:Q")
    shown = alt.layer(
        zero,
        base.mark_rule(strokeWidth=4, opacity=0.35, color=BLUE).encode(
            y=alt.Y("low:Q", title=_("Difference")), y2="high:Q"
        ),
        base.mark_point().encode(y="effect:Q"),
        base.mark_text(dy=0, baseline="bottom").encode(y=alt.value(298), text="states:Q"),
    ).properties(width="container", height=300)
    title = f"{pair(edition, it)}: {_(VERDICTS[it.verdict])}"
    table = rows[["since", "effect", "low", "high", "states"]]
    return describe(
        shown,
        title=title,
        subtitle=_(
            "{unit}; line: 95 % interval by permutation; below: states that changed with data in that year; "
            "before the change, around each state’s own mean"
        ).format(unit=unit(it)),
        alt_text=_(
            "{title}. Dot chart of the difference from what was expected, by years since the change."
        ).format(title=title),
        table=table.set_axis(
            [_("Years since"), _("Difference"), _("Low"), _("High"), _("States")], axis="columns"
        ),
        decimals={_("Years since"): 0, _("Difference"): 1, _("Low"): 1, _("High"): 1},
        source=source_line(edition, [it.item, it.outcome]),
    )


def _worded(words: str) -> str:
    """Return a name or a note of an estimator in the language of the edition where it is known."""
    return (translated(words) if words else None) or words


def estimators_chart(edition: Edition, it: Evaluation) -> Any:  # noqa: ANN401
    """Return what each estimator says of one pair, with its own interval."""
    rows = it.estimates.assign(
        estimator=it.estimates["estimator"].map(_worded), note=it.estimates["note"].map(_worded)
    )
    rows = rows.assign(label=rows["estimator"].map(wrapped))
    known = rows.dropna(subset=["effect"])
    base = alt.Chart(records(known, ["label", "effect", "low", "high"])).encode(
        y=alt.Y("label:N", sort=rows["label"].tolist(), title=None, axis=WRAPPED),
        tooltip=[
            alt.Tooltip("effect:Q", title=_("Difference"), format="+.1f"),
            alt.Tooltip("low:Q", title=_("Low"), format="+.1f"),
            alt.Tooltip("high:Q", title=_("High"), format="+.1f"),
        ],
    )
    zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(style="guide").encode(x="zero:Q")
    shown = alt.layer(
        zero,
        base.mark_rule(strokeWidth=4, opacity=0.35, color=BLUE).encode(
            x=alt.X("low:Q", title=_("Difference")), x2="high:Q"
        ),
        base.mark_point().encode(x="effect:Q"),
    ).properties(width="container", height=1.8 * ROW * max(len(known), 1))
    title = _("{pair}: estimates from {low} to {high}").format(
        pair=pair(edition, it), low=number(known["effect"].min(), 1), high=number(known["effect"].max(), 1)
    )
    return describe(
        shown,
        title=title,
        subtitle=_("{unit}; line: 95 % interval; the last is the one to read").format(unit=unit(it)),
        alt_text=_("{title}. Dot chart of the estimators with their intervals.").format(title=title),
        table=rows[["estimator", "effect", "low", "high", "p", "note"]].set_axis(
            [_("Estimator"), _("Difference"), _("Low"), _("High"), "p", _("Note")], axis="columns"
        ),
        decimals={_("Difference"): 1, _("Low"): 1, _("High"): 1, "p": 2},
        source=source_line(edition, [it.item, it.outcome]),
    )


def association_chart(edition: Edition, it: Evaluation) -> Any:  # noqa: ANN401
    """Return how level and outcome go together, this year and later, between and within states."""
    rows = it.association.dropna(subset=["slope"])
    rows = rows.assign(kind=rows["kind"].map(lambda kind: _(KINDS[kind])))
    base = alt.Chart(records(rows, ["lag", "kind", "slope", "low", "high"])).encode(
        x=alt.X("lag:O", title=_("Years later"), axis=alt.Axis(labelAngle=0)),
        xOffset="kind:N",
        color=alt.Color("kind:N", title=None, scale=alt.Scale(range=[BLUE, ORANGE])),
        tooltip=[
            alt.Tooltip("kind:N", title=_("Compared")),
            alt.Tooltip("slope:Q", title=_("Slope"), format="+.2f"),
            alt.Tooltip("low:Q", title=_("Low"), format="+.2f"),
            alt.Tooltip("high:Q", title=_("High"), format="+.2f"),
        ],
    )
    zero = alt.Chart(alt.Data(values=[{"zero": 0}] if len(rows) else []))
    shown = alt.layer(
        zero.mark_rule(style="guide").encode(y="zero:Q"),
        base.mark_rule(strokeWidth=4, opacity=0.5).encode(y=alt.Y("low:Q", title=_("Slope")), y2="high:Q"),
        base.mark_point().encode(y="slope:Q", shape=alt.Shape("kind:N", legend=None)),
    ).properties(width="container", height=260)
    clear = int(((rows["low"] > 0) | (rows["high"] < 0)).sum())
    title = _("{pair}: {clear} of {n} slopes can be told from none").format(
        pair=pair(edition, it), clear=clear, n=len(rows)
    )
    return describe(
        shown,
        title=title,
        subtitle=_("Difference in the outcome that goes with 10 points of the item; {unit}").format(
            unit=unit(it)
        ),
        alt_text=_("{title}. Dot chart by lag in years, between and within states.").format(title=title),
        table=rows[["lag", "kind", "slope", "low", "high", "states"]].set_axis(
            [_("Years later"), _("Compared"), _("Slope"), _("Low"), _("High"), _("States")], axis="columns"
        ),
        decimals={_("Slope"): 2, _("Low"): 2, _("High"): 2},
        source=source_line(edition, [it.item, it.outcome]),
        empty=_("Not enough data: too few states have both, or the level did not vary."),
    )
