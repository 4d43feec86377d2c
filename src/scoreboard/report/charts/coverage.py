"""What is known: for each state and domain, the share of cells with a value; the table says which."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from scoreboard.definitions import DOMAINS
from scoreboard.report import theme
from scoreboard.report.charts.common import records, source_line
from scoreboard.report.charts.rankings import ROW
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import _
from scoreboard.report.ledger import read
from scoreboard.report.words import number

# a label is broken at spaces and hyphens, so that five stand beside each other on a phone
DOMAIN_LABELS = {
    "orient": "top",
    "labelAngle": 0,
    "labelFontSize": 11,
    "labelPadding": 18,  # the second line hangs below the first
    "labelExpr": "split(replace(datum.label, '-', '- '), ' ')",
}
CELLS = list(theme.BLUES)
"""Colours of cells, the same on a dark page: the figures in them are written for these."""
INK_ON_CELLS = alt.value("white"), alt.value(theme.INK["light"])
"""Colours of the figure in a dark cell, and in a light one."""


def coverage_matrix(edition: Edition, lens: str) -> Any:  # noqa: ANN401
    """Return the share of cells with a value by state and domain; its table counts years by indicator.

    A cell is one indicator in one year of the index.
    """
    detail = coverage_table(edition, lens)
    index = edition.framework.indices[lens]
    rows = detail.groupby(["state", "name", "domain"])[["share"]].mean().reset_index()
    rows["label"] = [edition.framework.label("outcome", domain) for domain in rows["domain"]]
    rows["text"] = [f"{number(100 * share)} %" if share else "" for share in rows["share"]]
    order = [edition.framework.label("outcome", domain) for domain in DOMAINS]
    base = alt.Chart(records(rows, ["name", "label", "share", "text"])).encode(
        x=alt.X("label:N", sort=order, title=None, axis=alt.Axis(**DOMAIN_LABELS)),
        y=alt.Y("name:N", sort=list(dict.fromkeys(rows["name"])), title=None),
    )
    cells = base.mark_rect().encode(
        color=alt.Color(
            "share:Q",
            title=_("Share of cells with a value"),
            scale=alt.Scale(domain=[0, 1], range=CELLS),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("name:N", title=_("State")),
            alt.Tooltip("label:N", title=_("Domain")),
            alt.Tooltip("text:N"),
        ],
    )
    figures = base.mark_text(fontSize=11).encode(
        text="text:N", color=alt.condition("datum.share > 0.7", *INK_ON_CELLS)
    )
    title = _("{mean} % of all cells of the {title} hold a value").format(
        mean=number(100 * detail["share"].mean()), title=index.title.lower()
    )
    wide = detail.pivot(index="title", columns="state", values="years").reset_index()
    return describe(
        alt.layer(cells.transform_filter("datum.share > 0"), figures).properties(
            width="container", height=ROW * rows["name"].nunique()
        ),
        title=title,
        subtitle=_("By state and domain, {first} to {last}; blank: no value").format(
            first=index.years.first, last=index.years.last
        ),
        alt_text=_(
            "{title}. Heat map of states by domains; the table counts the years with a value of "
            "each indicator."
        ).format(title=title),
        table=wide.rename(columns={"title": _("Indicator")}),
        caption=_("Years with a value, by indicator and state"),
        decimals=0,
        source=source_line(edition, list(detail["code"].unique())),
    )


@read
def coverage(edition: Edition) -> pd.DataFrame:
    """Return the share of (state, year) cells with a value: one row per (lens, domain), of all states of the lens.

    A domain without any indicator of the lens is left out. Columns
    `lens, domain, indicators, covered_indicators, states, cells, filled, share`.
    """
    rows = []
    for lens in edition.lenses:
        block = edition.scores(lens).block
        filled = ~np.isnan(block.values) & (block.carried == 0)
        domains = np.array([edition.framework.indicators[code].domain for code in block.indicators])
        for domain in (it for it in DOMAINS if it in domains):
            part = filled[:, domains == domain]
            rows.append(
                {
                    "lens": lens,
                    "domain": domain,
                    "indicators": part.shape[1],
                    "covered_indicators": int(part.any(axis=0).sum()),
                    "states": len(np.unique(block.states[part.any(axis=1)])),
                    "cells": part.size,
                    "filled": int(part.sum()),
                    "share": float(part.mean()) if part.size else 0.0,
                }
            )
    return pd.DataFrame(rows)


def coverage_table(edition: Edition, lens: str) -> pd.DataFrame:
    """Return one row per (indicator, state): `code, title, domain, state, name, years, share`."""
    block = edition.scores(lens).block
    filled = ~np.isnan(block.values) & (block.carried == 0)
    span = len(np.unique(block.years))
    frame = pd.DataFrame(filled, columns=list(block.indicators)).assign(state=block.states)
    counts = frame.groupby("state").sum().T.rename_axis("code").reset_index()
    rows = counts.melt(id_vars="code", var_name="state", value_name="years")
    indicators = edition.framework.indicators
    rows["title"] = [indicators[code].title for code in rows["code"]]
    rows["domain"] = [indicators[code].domain for code in rows["code"]]
    rows["name"] = rows["state"].map(edition.name)
    return rows.assign(share=rows["years"] / span)
