"""One state: where it stands among the others, domain by domain, and how that moved."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scoreboard.report import theme
from scoreboard.report.charts.common import POINTS, node_leaves, records, source_line
from scoreboard.report.edition import LENS_SINGULAR, Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import _
from scoreboard.report.ledger import read
from scoreboard.report.slices import latest_scores, middles, scored, strip
from scoreboard.report.words import capital, number


@read(derived=True)
def state_profile(edition: Edition, state: str, lens: str) -> Any:  # noqa: ANN401
    """Return the state's score and interval in each domain, on the strip of all states' scores of that year."""
    rows = _beside(edition, state, lens)
    own = rows[rows["own"]]
    domains = [edition.framework.label(lens, node) for node in edition.domains(lens)]
    name = edition.name(state)
    base = alt.Chart(
        records(rows, ["domain", "name", "score", "score_low", "score_high", "own", "year"])
    ).encode(
        x=alt.X("score:Q", scale=POINTS, title=_("Score, 0 to 100")),
        y=alt.Y("domain:N", sort=domains, title=None, scale=alt.Scale(domain=domains)),
        tooltip=[
            alt.Tooltip("name:N", title=_("State")),
            alt.Tooltip("score:Q", title=_("Score"), format=".1f"),
            alt.Tooltip("score_low:Q", title=_("Interval from"), format=".1f"),
            alt.Tooltip("score_high:Q", title=_("to"), format=".1f"),
            alt.Tooltip("year:O", title=_("Year")),
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
    middle = middles(edition, lens)
    medians = pd.Series([middle[node].median for node in own["node"]], own.index, dtype=float)
    above = int((own["score"] > medians).sum())
    title = _("{name} scores above the middle state in {above} of {n_own} domains with a score").format(
        name=name, above=above, n_own=len(own)
    )
    table = own[["domain", "year", "score", "score_low", "score_high"]].assign(median=medians)
    headings = [_("Domain"), _("Year"), name, _("Interval from"), _("to"), _("Middle state")]
    return describe(
        chart.properties(width="container", height=34 * len(domains)),
        title=title if len(own) else _("{name} has no score in this lens").format(name=name),
        subtitle=_(
            "{lens_singular}, latest ranked year; dot and bar: {name} and its interval; ticks: other states"
        ).format(lens_singular=capital(_(LENS_SINGULAR[lens])), name=name),
        alt_text=_(
            "{title}. Strip chart of all states' scores by domain, with the interval of {name}."
        ).format(title=title, name=name),
        table=table.set_axis(headings, axis="columns"),
        decimals={_("Year"): 0},
        source=source_line(edition, _leaves(edition, lens)) if len(own) else "",
        empty=_("Not enough data: {name} has no {lens_singular} score.").format(
            name=name, lens_singular=_(LENS_SINGULAR[lens])
        ),
    )


def _beside(edition: Edition, state: str, lens: str) -> pd.DataFrame:
    """Return the state's scores in every domain that has a ranked year, and those of the others as far as drawn."""
    every, own = strip(edition, lens), latest_scores(edition, lens, state).dropna(subset=["score"])
    own = own[own["node"] != "overall"]
    rows = pd.concat([every[every["state"] != state], own[every.columns]], ignore_index=True)
    labels = [edition.framework.label(lens, node) for node in rows["node"]]
    return rows.assign(domain=labels, own=rows["state"] == state)


def _leaves(edition: Edition, lens: str) -> list[str]:
    ranked = [node for node in edition.domains(lens) if edition.latest(lens, node)]
    return [code for node in ranked for code in node_leaves(edition, lens, node)]


@read(derived=True)
def state_trend(edition: Edition, state: str, lens: str) -> Any:  # noqa: ANN401
    """Return the state's domain scores by year."""
    rows = _own(edition, state, lens)
    rows = rows.assign(domain=[edition.framework.label(lens, node) for node in rows["node"]])
    base = alt.Chart(records(rows, ["year", "domain", "score"]))
    chart = base.mark_line(point=True).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("score:Q", scale=POINTS, title=_("Score, 0 to 100")),
        color=alt.Color("domain:N", title=None, legend=alt.Legend(columns=2)),
        strokeDash=alt.StrokeDash("domain:N", title=None, legend=alt.Legend(columns=2)),
        tooltip=[
            alt.Tooltip("domain:N", title=_("Domain")),
            alt.Tooltip("year:O", title=_("Year")),
            alt.Tooltip("score:Q", title=_("Score"), format=".1f"),
        ],
    )
    title = _largest_move(rows, edition.name(state))
    wide = rows.pivot(index="year", columns="domain", values="score").reset_index()
    return describe(
        chart.properties(width="container", height=260),
        title=title,
        subtitle=_("{lens_singular} scores by domain").format(lens_singular=capital(_(LENS_SINGULAR[lens]))),
        alt_text=_("{title}. Line chart of {lens_singular} scores by year and domain.").format(
            title=title, lens_singular=_(LENS_SINGULAR[lens])
        ),
        table=wide.rename(columns={"year": _("Year")}),
        decimals={_("Year"): 0},
        source=source_line(edition, _leaves(edition, lens)) if len(rows) else "",
        empty=_("Not enough data: {state} has no {lens_singular} score in any year.").format(
            state=edition.name(state), lens_singular=_(LENS_SINGULAR[lens])
        ),
    )


def _own(edition: Edition, state: str, lens: str) -> pd.DataFrame:
    """Return the state's scored rows of every domain but proxies."""
    rows = scored(edition, lens, state)
    return rows[rows["node"].isin(edition.domains(lens, proxies=False))]


def _largest_move(rows: pd.DataFrame, name: str) -> str:
    """Say in which domain the score moved most between the state's first and last year."""
    ordered = rows.sort_values("year").groupby("domain")
    ends = ordered["score"].agg(["first", "last"]).join(ordered["year"].agg(["min", "max"]))
    ends = ends[ends["min"] < ends["max"]]
    if ends.empty:
        return _("{name}: no trend, scores of a single year").format(name=name)
    ends["change"] = ends["last"] - ends["first"]
    row = ends.iloc[int(ends["change"].abs().to_numpy().argmax())]
    if abs(row["change"]) < 1:
        return _("{name}: no domain moved by a point or more").format(name=name)
    rose, fell = (
        _("{state}: {domain} rose most, from {first} in {since:.0f} to {last} in {until:.0f}"),
        _("{state}: {domain} fell most, from {first} in {since:.0f} to {last} in {until:.0f}"),
    )
    return (rose if row["change"] > 0 else fell).format(
        state=name,
        domain=row.name,
        first=number(row["first"]),
        since=row["min"],
        last=number(row["last"]),
        until=row["max"],
    )
