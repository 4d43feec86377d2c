"""The map of Europe: a score by state, grey where there is none, small states as dots."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from scoreboard.report import topology
from scoreboard.report.charts.common import node_leaves, records, source_line, subject
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import _
from scoreboard.report.words import band, number, spread

SMALL = 2.2
"""A state whose box is smaller than this, in degrees of longitude plus latitude, is drawn as a dot too."""


def score_map(edition: Edition, lens: str, node: str, year: int) -> Any:  # noqa: ANN401
    """Return the map of one node's scores in one year.

    The shade is the score in steps of 20; states without a score stay grey. Small states get a dot,
    because their shape cannot be seen.
    """
    rows = edition.year(lens, node, year).assign(id=lambda frame: frame["state"])
    rows["rank_band"] = [
        band(low, high) for low, high in zip(rows["rank_low"], rows["rank_high"], strict=True)
    ]
    scored = rows.dropna(subset=["score"])
    what = subject(edition, lens, node)
    shade = alt.Color(
        "score:Q",
        title=_("Score, {year}").format(year=year),
        scale=alt.Scale(type="threshold", domain=[20, 40, 60, 80]),
        legend=alt.Legend(orient="top", direction="horizontal"),
    )
    tooltip = [
        alt.Tooltip("name:N", title=_("State")),
        alt.Tooltip("score:Q", title=_("Score"), format=".1f"),
        alt.Tooltip("rank_band:N", title=_("Rank band")),
    ]
    fields = ["score", "name", "rank_band"]
    data = records(scored, ["id", *fields])
    layers: list[Any] = [base_layer(part) for part in ("context", "states")]
    layers += [_shapes(part, data, fields, shade, tooltip) for part in ("context", "states")]
    layers.append(_dots(scored, fields, shade, tooltip))
    chart = alt.layer(*layers).properties(projection=view())
    table = rows[["name", "score", "rank_band", "coverage"]].set_axis(
        [_("State"), _("Score"), _("Rank band"), _("Coverage")], axis="columns"
    )
    return describe(
        chart.properties(width="container", height=440),
        title=spread(scored["score"], what)
        if len(scored)
        else _("No state has a score for {what}").format(what=what),
        subtitle=_("{year}; grey: no score").format(year=year) + _beside(scored),
        alt_text=_alternative(scored, what, year),
        table=table,
        decimals={_("Coverage"): 2},
        source=source_line(edition, node_leaves(edition, lens, node)),
    )


def _beside(scored: pd.DataFrame) -> str:
    """Name the states with a score that lie beyond the map, with it; nothing if there is none."""
    far = scored[~scored["state"].isin(drawn_states())]
    named = [f"{row['name']} {number(row['score'], 1)}" for row in far.to_dict("records")]
    return _("; not on the map: {states}").format(states=", ".join(named)) if named else ""


@cache
def drawn_states() -> frozenset[str]:
    """Return the codes of the states that the map has a shape of."""
    parts = topology.read()["objects"]
    return frozenset(it["id"] for part in ("context", "states") for it in parts[part]["geometries"])


def view() -> alt.Projection:
    """Return the equal-area projection of European statistics, centred and scaled to fit the frame.

    Lambert azimuthal equal area as in EPSG:3035, turned a little east so that states from Iceland to
    Georgia fit; the frame is 0.9 by 0.74 radians.
    """
    return alt.Projection(
        type="azimuthalEqualArea",
        rotate=[-13, -53, 0],
        scale=alt.ExprRef(expr="min(width / 0.9, height / 0.74)"),
        translate=alt.ExprRef(expr="[width / 2, height / 2]"),
    )


def base_layer(part: str) -> Any:  # noqa: ANN401
    """Return the grey ground on which scores are laid."""
    return alt.Chart(topology.shapes(part), name=f"base_{part}").mark_geoshape(style="no-data", clip=True)


def _shapes(
    part: str, data: alt.Data, fields: list[str], shade: alt.Color, tooltip: list[alt.Tooltip]
) -> Any:  # noqa: ANN401
    return (
        alt.Chart(topology.shapes(part), name=f"scores_{part}")
        .mark_geoshape(style="state", clip=True)
        .transform_lookup(lookup="id", from_=alt.LookupData(data, key="id", fields=fields))
        .transform_filter("isValid(datum.score)")
        .encode(color=shade, tooltip=tooltip)
    )


def _dots(scored: pd.DataFrame, fields: list[str], shade: alt.Color, tooltip: list[alt.Tooltip]) -> Any:  # noqa: ANN401
    places = pd.DataFrame(small_states(), columns=["state", "longitude", "latitude"])
    dots = scored.merge(places, on="state")
    return (
        alt.Chart(records(dots, [*fields, "longitude", "latitude"]), name="small_states")
        .mark_circle(size=110, stroke="#2b3036", strokeWidth=1, opacity=1)
        .encode(longitude="longitude:Q", latitude="latitude:Q", color=shade, tooltip=tooltip)
    )


@cache
def small_states() -> list[tuple[str, float, float]]:
    """Return (state, longitude, latitude) of the middle of each state too small to be seen on the map."""
    shapes = topology.read()
    scale, shift = shapes["transform"]["scale"], shapes["transform"]["translate"]
    found = []
    for geometry in shapes["objects"]["states"]["geometries"]:
        arcs = [shapes["arcs"][_at(arc)] for arc in _flat(geometry["arcs"])]
        points = np.concatenate([np.cumsum(np.array(arc), axis=0) for arc in arcs]) * scale + shift
        low, high = points.min(axis=0), points.max(axis=0)
        if (high - low).sum() < SMALL:
            found.append((geometry["id"], *((low + high) / 2).round(2).tolist()))
    return found


def _flat(arcs: Any) -> list[int]:  # noqa: ANN401  (TopoJSON nests arcs to any depth)
    return [arcs] if isinstance(arcs, int) else [one for part in arcs for one in _flat(part)]


def _at(arc: int) -> int:
    """Return the position of an arc; a reversed one is written as its complement."""
    return arc if arc >= 0 else ~arc


def _alternative(scored: pd.DataFrame, what: str, year: int) -> str:
    if scored.empty:
        return _("Map of Europe without any score for {what} in {year}.").format(what=what, year=year)
    low, high = scored["score"].min(), scored["score"].max()
    return _(
        "Map of Europe, {what} in {year}: {n_scored} states have a score, from {low} to "
        "{high} of 100, darker where higher. The numbers stand in the table below."
    ).format(what=what, year=year, n_scored=len(scored), low=number(low), high=number(high))
