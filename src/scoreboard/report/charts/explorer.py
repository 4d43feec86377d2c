"""The map of the start page: one map for every lens, domain and year; a click opens the state."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scoreboard.definitions import DOMAINS
from scoreboard.report import topology
from scoreboard.report.charts.common import node_leaves, source_line, subject
from scoreboard.report.charts.draws import bands, ranked_years
from scoreboard.report.charts.maps import base_layer, small_states, view
from scoreboard.report.drawing import nodes
from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import _
from scoreboard.report.words import band, capital, joined, number

SCORES = "scores"
FIELDS = ["name", "cells"]
CELL = "datum.cells[lens][domain][year - {first}]"
"""Where a state's score and rank band stand for what the reader has chosen."""
Cells = dict[str, dict[str, dict[str, list[Any]]]]
"""State → lens → node → score and band by year, each year without ranks showing the one before."""


def europe_map(edition: Edition) -> Any:  # noqa: ANN401
    """Return the map of all scores, switched by lens, domain and year; each state leads to its page.

    A year without enough scores shows the latest one before it, and the line above the map says which.
    """
    indices = [edition.framework.indices[lens] for lens in edition.lenses]
    span = range(min(it.years.first for it in indices), max(it.years.last for it in indices) + 1)
    cells, lines = _store(edition, span)
    places = {state: {"longitude": east, "latitude": north} for state, east, north in small_states()}
    rows = [{"id": state, "name": edition.name(state), "cells": found} for state, found in cells.items()]
    dots = [row | places[str(row["id"])] for row in rows if row["id"] in places]
    layers = [base_layer(part) for part in ("context", "states")]
    layers += [_shapes(part, span.start) for part in ("context", "states")]
    layers += [_chosen(alt.Chart(alt.NamedData("dots")), span.start).mark_circle(
        size=110, stroke="#2b3036", strokeWidth=1, opacity=1, cursor="pointer",
    ).encode(longitude="longitude:Q", latitude="latitude:Q", **_look()), _headline()]  # fmt: skip
    chart = alt.layer(*layers).add_params(*_switches(edition, span)).properties(
        projection=view(), width="container", height=440,
        datasets={SCORES: rows, "dots": dots, "lines": lines},
    )  # fmt: skip
    found = joined([words for lens in edition.lenses if (words := _finding(edition, lens))])
    title = (
        _("Of 100 points, {found}").format(found=found) if found else _("No state has an overall score yet")
    )
    return describe(
        chart,
        title=title,
        subtitle=_(
            "Choose lens, domain and year below the map; a year without scores shows the last "
            "ones before it; a click opens the state; grey: no score"
        ),
        alt_text=_(
            "Map of Europe, shaded by score, darker where higher. {title}. The table has the numbers."
        ).format(title=title),
        table=_table(edition),
        caption=_("Overall scores, latest ranked years; all others stand in the chapters of the domains"),
        decimals=0,
        source=source_line(edition, _sources(edition)),
    )


def _sources(edition: Edition) -> list[str]:
    return [code for lens in edition.lenses for code in node_leaves(edition, lens, "overall")]


def _finding(edition: Edition, lens: str) -> str:
    """Say where the middle half of the states lies overall, as a clause."""
    year = edition.latest(lens, "overall")
    if year is None:
        return ""
    rows = edition.series(lens, "overall")
    scores = rows[rows["year"] == year]["score"]
    low, high = scores.quantile([0.25, 0.75])
    return _("half of {n_scores} states score {low} to {high} in {lens} ({year})").format(
        n_scores=len(scores), low=number(low), high=number(high), lens=_(LENS_NAMES[lens]), year=year
    )


def _store(edition: Edition, span: range) -> tuple[Cells, list[dict[str, Any]]]:
    """Return what the map shows of each state, and the line above it for every choice."""
    every = ("overall", *DOMAINS)
    cells: Cells = {
        state: {lens: {node: [] for node in every} for lens in edition.lenses} for state in edition.states
    }
    lines = []
    for lens in edition.lenses:
        found = bands(edition, lens).dropna(subset=["score"])
        by_year = dict(list(found.groupby(["node", "year"])))
        for node in every:
            known = set(ranked_years(edition, lens, node)) if node in nodes(edition, lens) else set()
            shown, rows, told = None, pd.DataFrame(), {}
            for year in span:
                if year in known:
                    shown, rows = year, by_year[node, year]
                    told = _cells(rows)
                for state, own in cells.items():
                    own[lens][node].append(told.get(state))
                lines.append(_line(edition, lens, node, year, shown, rows))
    return cells, lines


def _cells(rows: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the score and rank band of every state of a node and year."""
    columns = (rows[name].tolist() for name in ("state", "score", "rank_low", "rank_high"))
    return {
        state: [round(score, 1), band(low, high)] for state, score, low, high in zip(*columns, strict=True)
    }


def _line(
    edition: Edition, lens: str, node: str, year: int, shown: int | None, rows: pd.DataFrame
) -> dict[str, Any]:
    key = {"lens": lens, "domain": node, "year": year}
    what = capital(subject(edition, lens, node)) if (lens, node) in edition.framework.nodes else node
    if shown is None:
        return key | {
            "text": [
                _("{what}, {year}: not enough data").format(what=what, year=year),
                _("No state is shown in colour."),
            ]
        }
    low, high = rows["score"].quantile([0.25, 0.75])
    proxy = _("; a proxy") if edition.framework.nodes[lens, node].proxy else ""
    return key | {
        "text": [
            _("{what}, {shown}: {n_rows} states{proxy}").format(
                what=what, shown=shown, n_rows=len(rows), proxy=proxy
            ),
            _("Half of them score {low} to {high} of 100.").format(low=number(low), high=number(high)),
        ]
    }


def _switches(edition: Edition, span: range) -> list[Any]:
    lenses = list(edition.lenses)
    labels = [capital(_(LENS_NAMES[lens])) for lens in lenses]
    domains = ["overall", *(node for node in DOMAINS if any(node in nodes(edition, it) for it in lenses))]
    names = [_("Overall"), *(edition.framework.label(lenses[-1], node) for node in domains[1:])]
    return [
        alt.param(
            name="lens",
            value=lenses[0],
            bind=alt.binding_select(options=lenses, labels=labels, name=_("Lens ")),
        ),
        alt.param(
            name="domain",
            value="overall",
            bind=alt.binding_select(options=domains, labels=names, name=_("Domain ")),
        ),
        alt.param(
            name="year",
            value=span[-1],
            bind=alt.binding_range(min=span[0], max=span[-1], step=1, name=_("Year ")),
        ),
    ]


def _chosen(chart: Any, first: int) -> Any:  # noqa: ANN401
    """Return a chart with the score and band that the reader has chosen, of the states that have one."""
    return (
        chart.transform_filter("isValid(datum.cells)")
        .transform_calculate(cell=CELL.format(first=first))
        .transform_filter("isValid(datum.cell)")
        .transform_calculate(
            score="datum.cell[0]", rank_band="datum.cell[1]", page="'states/' + datum.id + '.html'"
        )
    )


def _shapes(part: str, first: int) -> Any:  # noqa: ANN401
    chart = (
        alt.Chart(topology.shapes(part), name=f"scores_{part}")
        .mark_geoshape(style="state", clip=True, cursor="pointer")
        .transform_lookup(
            lookup="id", from_=alt.LookupData(data=alt.NamedData(SCORES), key="id", fields=FIELDS)
        )
    )
    return _chosen(chart, first).encode(**_look())


def _look() -> dict[str, Any]:
    return {
        "color": alt.Color(
            "score:Q",
            title=_("Score, 0 to 100"),
            scale=alt.Scale(type="threshold", domain=[20, 40, 60, 80]),
            legend=alt.Legend(orient="bottom", direction="horizontal"),
        ),
        "href": alt.Href("page:N"),
        "tooltip": [
            alt.Tooltip("name:N", title=_("State")),
            alt.Tooltip("score:Q", title=_("Score"), format=".1f"),
            alt.Tooltip("rank_band:N", title=_("Rank band")),
        ],
    }


def _headline() -> Any:  # noqa: ANN401
    """Return the line above the map: what is shown, of how many states, and where the middle half lies."""
    return (
        alt.Chart(alt.NamedData("lines"))
        .transform_filter("datum.lens == lens && datum.domain == domain && datum.year == year")
        .mark_text(align="left", baseline="bottom", fontSize=13, lineHeight=17)
        .encode(x=alt.value(0), y=alt.value(-24), text="text:N")
    )


def _table(edition: Edition) -> pd.DataFrame:
    """Return the overall score and rank band of every state in both lenses."""
    columns: dict[str, list[Any]] = {_("State"): [edition.name(state) for state in edition.states]}
    for lens in edition.lenses:
        year = edition.latest(lens, "overall")
        if year is None:
            continue
        rows = edition.year(lens, "overall", year).set_index("state").reindex(edition.states)
        name = f"{capital(_(LENS_NAMES[lens]))} {year}"
        columns[name] = rows["score"].tolist()
        columns[_("{name}, rank band").format(name=name)] = [
            None if pd.isna(low) else band(low, high)
            for low, high in zip(rows["rank_low"], rows["rank_high"], strict=True)
        ]
    return pd.DataFrame(columns)
