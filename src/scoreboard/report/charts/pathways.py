"""Legal pathways as pictures: since when a state has them, how long their permits last, and how acts spread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from scoreboard.records.pathways.entries import Entry
from scoreboard.report.charts.common import WRAPPED, records, wrapped
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import _, numbers

ROW = 26
"""Height of a row, in pixels."""
COLOURS = alt.Scale(range=["#0072B2", "#999999"])
ABOVE = alt.Legend(title=None, orient="top")


def state_timeline(edition: Edition, state: str, entries: Sequence[Entry], day: str) -> Any:  # noqa: ANN401
    """Return the versions of each pathway as bars over the years, up to `day` (ISO)."""
    titles = {it.pathway: it.title for it in sorted(entries, key=lambda it: it.since or "")}
    rows = pd.DataFrame(
        {
            "pathway": [wrapped(titles[it.pathway]) for it in entries],
            "begin": [it.since for it in entries],
            "end": [it.until or day for it in entries],
            "state": [_("In force") if it.holds(day) else _("Ended") for it in entries],
            "act": [it.legal_basis.act for it in entries],
        }
    ).sort_values("begin", kind="stable")
    order = list(dict.fromkeys(rows["pathway"]))
    chart = (
        alt.Chart(records(rows, list(rows.columns)))
        .mark_bar(height=12)
        .encode(
            x=alt.X("begin:T", title=None),
            x2="end:T",
            y=alt.Y("pathway:N", sort=order, title=None, axis=WRAPPED),
            color=alt.Color("state:N", scale=COLOURS, sort=[_("In force"), _("Ended")], legend=ABOVE),
            tooltip=[
                alt.Tooltip("act:N", title=_("Act")),
                alt.Tooltip("begin:T", title=_("Since"), format="%Y-%m-%d"),
            ],
        )
        .properties(width="container", height=ROW * len(order))
    )
    title = _("{state}: pathways and since when they bind").format(state=edition.name(state))
    table = pd.DataFrame(
        {
            _("Pathway"): [it.title for it in entries],
            _("Act"): [it.legal_basis.act for it in entries],
            _("Since"): [it.since for it in entries],
            _("Until"): [it.until or _("in force") for it in entries],
        }
    )
    return describe(chart, title=title, subtitle=_("Bars meet where one version of an act followed another"),
                    alt_text=_("{title}. Bars over the years; the days stand in the table.").format(title=title),
                    table=table)  # fmt: skip


def durations(edition: Edition, state: str, entries: Sequence[Entry]) -> Any:  # noqa: ANN401
    """Return the validity of permits that is on record, shortest and longest, in months."""
    kinds = [_("Shortest validity"), _("Longest validity")]
    rows = [
        {"pathway": wrapped(it.title), "kind": said, "months": value}
        for it in entries
        for field, said in zip(("duration_min", "duration_max"), kinds, strict=True)
        if isinstance(value := it.facts[field].value if field in it.facts else None, float)
    ]
    if not rows:
        return None
    frame = pd.DataFrame(rows)
    order = list(dict.fromkeys(frame["pathway"]))
    chart = (
        alt.Chart(records(frame, list(frame.columns)))
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            x=alt.X("months:Q", title=_("Months"), scale=alt.Scale(zero=True)),
            y=alt.Y("pathway:N", sort=order, title=None, axis=WRAPPED),
            color=alt.Color(
                "kind:N", scale=alt.Scale(range=["#0072B2", "#D55E00"]), sort=kinds, legend=ABOVE
            ),
            shape=alt.Shape("kind:N", sort=kinds, legend=None),
            tooltip=[alt.Tooltip("kind:N", title=_("Rule")), alt.Tooltip("months:Q", title=_("Months"))],
        )
        .properties(width="container", height=ROW * len(order))
    )
    title = _("{state}: validity of permits").format(state=edition.name(state))
    wide = frame.assign(pathway=frame["pathway"].str.replace("|", " ", regex=False))
    table = wide.pivot_table(index="pathway", columns="kind", values="months", sort=False).reset_index()
    return describe(chart, title=title, subtitle=_("Months, in force now, as far as on record"),
                    alt_text=_("{title}. Points by pathway; the months stand in the table.").format(title=title),
                    table=table.rename(columns={"pathway": _("Pathway")}), decimals=0)  # fmt: skip


def spread(edition: Edition, entries: Sequence[Entry], day: str) -> Any:  # noqa: ANN401
    """Return how many states each pathway of a union binds, year by year up to `day`."""
    counts = bound_counts(entries, day)
    chart = (
        alt.Chart(records(counts.assign(pathway=counts["pathway"].map(wrapped)), list(counts.columns)))
        .mark_rect()
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelOverlap=True)),
            y=alt.Y("pathway:N", sort=None, title=None, axis=WRAPPED),
            color=alt.Color("states:Q", title=_("States bound"), scale=alt.Scale(scheme="blues")),
            tooltip=[
                alt.Tooltip("pathway:N", title=_("Pathway")),
                alt.Tooltip("year:O", title=_("Year")),
                alt.Tooltip("states:Q", title=_("States bound")),
            ],
        )
        .properties(width="container", height=ROW * counts["pathway"].nunique())
    )
    title = _("States bound by the acts of each pathway, year by year")
    table = counts.pivot_table(index="pathway", columns="year", values="states", sort=False).reset_index()
    table.columns = [_("Pathway"), *map(str, table.columns[1:])]
    subtitle = _("At the end of each year, in the latest one on {day}").format(day=numbers.day(day))
    told = _("{title}. Tiles by pathway and year; the numbers stand in the table.").format(title=title)
    return describe(chart, title=title, subtitle=subtitle, alt_text=told,
                    table=table, decimals=0)  # fmt: skip


def bound_counts(entries: Sequence[Entry], day: str) -> pd.DataFrame:
    """Return how many states each pathway binds at the end of each year, in the last one on `day`.

    Returns
    -------
    DataFrame, one row per (pathway, year): `pathway`, the title of its latest version, `year`, `states`.
    """
    bound = sorted((it for it in entries if it.standing == "bound"), key=lambda it: it.since or "")
    titles = {it.pathway: it.title for it in bound}
    first, last = int((bound[0].since or day)[:4]), int(day[:4])
    rows = []
    for pathway, title in titles.items():
        own = [it for it in bound if it.pathway == pathway]
        for year in range(first, last + 1):
            when = min(f"{year}-12-31", day)
            states = {it.state for it in own if it.holds(when)}
            rows.append((title, year, len(states)))
    return pd.DataFrame(rows, columns=["pathway", "year", "states"])
