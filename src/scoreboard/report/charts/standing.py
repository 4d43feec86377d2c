"""One state: where it stands among the others, domain by domain, and how that moved."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from scoreboard.report import theme
from scoreboard.report.charts.common import POINTS, node_leaves, records, source_line
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.words import number


def state_profile(edition: Edition, state: str, lens: str) -> Any:  # noqa: ANN401
    """Return the state's score and interval in each domain, on the strip of all states' scores of that year."""
    rows = _latest(edition, lens).assign(own=lambda frame: frame["state"] == state)
    own = rows[rows["own"]]
    domains = [edition.framework.label(lens, node) for node in edition.domains(lens)]
    name = edition.name(state)
    base = alt.Chart(
        records(rows, ["domain", "name", "score", "score_low", "score_high", "own", "shown_year"])
    ).encode(
        x=alt.X("score:Q", scale=POINTS, title="Score, 0 to 100"),
        y=alt.Y("domain:N", sort=domains, title=None, scale=alt.Scale(domain=domains)),
        tooltip=[
            alt.Tooltip("name:N", title="State"),
            alt.Tooltip("score:Q", title="Score", format=".1f"),
            alt.Tooltip("score_low:Q", title="Interval from", format=".1f"),
            alt.Tooltip("score_high:Q", title="to", format=".1f"),
            alt.Tooltip("shown_year:O", title="Year"),
        ],
    )
    mine = base.transform_filter("datum.own")
    chart = alt.layer(
        base.mark_tick(thickness=2, opacity=0.6, color=theme.SKY).transform_filter("!datum.own"),
        mine.mark_rule(strokeWidth=3, color=theme.VERMILION).encode(
            x=alt.X("score_low:Q"), x2="score_high:Q"
        ),
        mine.mark_point(size=130, color=theme.VERMILION, opacity=1),
    )
    medians = own["domain"].map(rows.groupby("domain")["score"].median()).astype(float)
    above = int((own["score"] > medians).sum())
    title = f"{name} scores above the middle state in {above} of {len(own)} domains with a score"
    table = own[["domain", "shown_year", "score", "score_low", "score_high"]].assign(median=medians)
    headings = ["Domain", "Year", name, "Interval from", "to", "Middle state"]
    return describe(
        chart.properties(width="container", height=34 * len(domains)),
        title=title if len(own) else f"{name} has no score in this lens",
        subtitle=f"{lens.capitalize()}, latest ranked year; dot and bar: {name} and its interval; ticks: other states",
        alt_text=f"{title}. Strip chart of all states' scores by domain, with the interval of {name}.",
        table=table.set_axis(headings, axis="columns"),
        decimals={"Year": 0},
        source=source_line(edition, _leaves(edition, lens)) if len(own) else "",
        empty=f"Not enough data: {name} has no {lens} score.",
    )


@lru_cache(maxsize=8)
def _latest(edition: Edition, lens: str) -> pd.DataFrame:
    """Return every domain's scores in its latest ranked year, with intervals; a domain without one is left out."""
    ranked = [(node, year) for node in edition.domains(lens) if (year := edition.latest(lens, node))]
    parts = [
        edition.year(lens, node, year).assign(domain=edition.framework.label(lens, node), shown_year=year)
        for node, year in ranked
    ]
    empty = edition.frame.iloc[:0].assign(domain="", shown_year=0, score_low=0.0, score_high=0.0)
    return pd.concat(parts).dropna(subset=["score"]) if parts else empty


def _leaves(edition: Edition, lens: str) -> list[str]:
    ranked = [node for node in edition.domains(lens) if edition.latest(lens, node)]
    return [code for node in ranked for code in node_leaves(edition, lens, node)]


def state_trend(edition: Edition, state: str, lens: str) -> Any:  # noqa: ANN401
    """Return the state's domain scores by year."""
    rows = edition.frame[
        (edition.frame["lens"] == lens)
        & (edition.frame["state"] == state)
        & edition.frame["node"].isin(edition.domains(lens, proxies=False))
    ].dropna(subset=["score"])
    rows = rows.assign(domain=[edition.framework.label(lens, node) for node in rows["node"]])
    base = alt.Chart(records(rows, ["year", "domain", "score"]))
    chart = base.mark_line(point=True).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("score:Q", scale=POINTS, title="Score, 0 to 100"),
        color=alt.Color("domain:N", title=None, legend=alt.Legend(columns=2)),
        strokeDash=alt.StrokeDash("domain:N", title=None, legend=alt.Legend(columns=2)),
        tooltip=[
            alt.Tooltip("domain:N", title="Domain"),
            alt.Tooltip("year:O", title="Year"),
            alt.Tooltip("score:Q", title="Score", format=".1f"),
        ],
    )
    title = _largest_move(rows, edition.name(state))
    wide = rows.pivot(index="year", columns="domain", values="score").reset_index()
    return describe(
        chart.properties(width="container", height=260),
        title=title,
        subtitle=f"{lens.capitalize()} scores by domain",
        alt_text=f"{title}. Line chart of {lens} scores by year and domain.",
        table=wide.rename(columns={"year": "Year"}),
        decimals={"Year": 0},
        source=source_line(edition, _leaves(edition, lens)) if len(rows) else "",
        empty=f"Not enough data: {edition.name(state)} has no {lens} score in any year.",
    )


def _largest_move(rows: pd.DataFrame, name: str) -> str:
    """Say in which domain the score moved most between the state's first and last year."""
    ordered = rows.sort_values("year").groupby("domain")
    ends = ordered["score"].agg(["first", "last"]).join(ordered["year"].agg(["min", "max"]))
    ends = ends[ends["min"] < ends["max"]]
    if ends.empty:
        return f"{name}: no trend, scores of a single year"
    ends["change"] = ends["last"] - ends["first"]
    row = ends.iloc[int(ends["change"].abs().to_numpy().argmax())]
    if abs(row["change"]) < 1:
        return f"{name}: no domain moved by a point or more"
    way = "rose" if row["change"] > 0 else "fell"
    return (
        f"{name}: {row.name} {way} most, from {number(row['first'])} in {row['min']:.0f} to "
        f"{number(row['last'])} in {row['max']:.0f}"
    )
