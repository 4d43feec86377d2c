"""All domains at once: every state's scores side by side, and how far domains go together."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from scoreboard.report import theme
from scoreboard.report.charts.common import WRAPPED, node_leaves, out_of, records, source_line, wrapped
from scoreboard.report.charts.coverage import CELLS, DOMAIN_LABELS, INK_ON_CELLS
from scoreboard.report.charts.rankings import ROW
from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import _
from scoreboard.report.words import capital, number
from scoreboard.robustness.coherence import together

WIDE = 40.0
"""Points between a state's highest and lowest domain from which its profile is called uneven."""


def latest_scores(edition: Edition, lens: str) -> pd.DataFrame:
    """Return the scores of the latest ranked year of each domain: states × domains, in code order."""
    parts = {}
    for node in edition.domains(lens):
        rows = edition.series(lens, node)
        parts[node] = rows[rows["year"] == edition.latest(lens, node)].set_index("state")["score"]
    known = {node: part for node, part in parts.items() if len(part)}
    return pd.DataFrame(known, index=pd.Index(edition.states, name="state")).dropna(how="all")


def _nodes(scores: pd.DataFrame) -> list[str]:
    return [str(node) for node in scores.columns]


def label(edition: Edition, lens: str, node: str) -> str:
    """Return the name of a domain; a proxy says so."""
    proxy = _(" (proxy)") if edition.framework.nodes[lens, node].proxy else ""
    return edition.framework.label(lens, node) + proxy


def profile_map(edition: Edition, lens: str) -> Any:  # noqa: ANN401
    """Return a heat map of states by domains, in code order."""
    scores = latest_scores(edition, lens)
    firm = scores[[node for node in _nodes(scores) if node in edition.domains(lens, proxies=False)]]
    long = scores.reset_index().melt(id_vars="state", var_name="node", value_name="score").dropna()
    long = long.assign(
        name=long["state"].map(edition.name),
        domain=[label(edition, lens, node) for node in long["node"]],
        text=[number(value) for value in long["score"]],
    )
    title = _uneven(firm)
    table = scores.rename(columns=lambda node: label(edition, lens, node))
    table.insert(0, _("State"), [edition.name(state) for state in scores.index])
    years = {edition.latest(lens, node) for node in _nodes(scores)}
    shown = ", ".join(str(year) for year in sorted(year for year in years if year is not None))
    base = alt.Chart(records(long, ["name", "domain", "score", "text"])).encode(
        x=alt.X(
            "domain:N",
            sort=[label(edition, lens, node) for node in _nodes(scores)],
            title=None,
            axis=alt.Axis(**DOMAIN_LABELS),
        ),
        y=alt.Y("name:N", sort=table[_("State")].tolist(), title=None),
    )
    cells = base.mark_rect().encode(
        color=alt.Color("score:Q", scale=alt.Scale(domain=[0, 100], range=CELLS), legend=None),
        tooltip=[
            alt.Tooltip("name:N", title=_("State")),
            alt.Tooltip("domain:N", title=_("Domain")),
            alt.Tooltip("score:Q", title=_("Score"), format=".1f"),
        ],
    )
    figures = base.mark_text(fontSize=11).encode(
        text="text:N", color=alt.condition("datum.score > 70", *INK_ON_CELLS)
    )
    return describe(
        alt.layer(cells, figures).properties(width="container", height=ROW * max(len(scores), 1)),
        title=f"{capital(_(LENS_NAMES[lens]))}: {title}",
        subtitle=_(
            "Scores from 0 to 100, {shown}; states in the order of their codes; blank: not enough data"
        ).format(shown=shown),
        alt_text=_("{title}. Heat map of {n_scores} states by {shape} domains, darker where higher.").format(
            title=title, n_scores=len(scores), shape=scores.shape[1]
        ),
        table=table,
        source=source_line(
            edition, [code for node in _nodes(scores) for code in node_leaves(edition, lens, node)]
        ),
        empty=_("Not enough data: no domain of {lens} has scores of enough states.").format(
            lens=_(LENS_NAMES[lens])
        ),
    )


def _uneven(scores: pd.DataFrame) -> str:
    """Say how many states have a wide range between their domains, of those with two domains or more."""
    several = scores[scores.notna().sum(axis=1) > 1]
    if several.empty:
        return _("no state has scores in two domains")
    wide = int(((several.max(axis=1) - several.min(axis=1)) >= WIDE).sum())
    return _("in {out_of}, the highest and the lowest domain lie {wide} points or more apart").format(
        out_of=out_of(wide, len(several)), wide=number(WIDE)
    )


def domain_correlations(edition: Edition) -> pd.DataFrame:
    """Return the rank correlation of every two domains, across both lenses, with the number of states.

    Returns
    -------
    DataFrame, one row per pair: `one`, `other` (words), `spearman` (NaN with too few states), `states`.
    """
    wide = pd.concat({lens: latest_scores(edition, lens) for lens in edition.lenses}, axis="columns")
    firm = [pair for pair in wide.columns if pair[1] in edition.domains(pair[0], proxies=False)]
    values = wide[firm].to_numpy(float)
    least = min((index.minimum_states for index in edition.framework.indices.values()), default=3)
    found = together(values, wide.index.to_numpy(str), least)
    words = [f"{edition.framework.label(*pair)}, {_(LENS_NAMES[pair[0]])}" for pair in firm]
    rows = [
        (words[i], words[j], found.spearman[i, j], int(found.units[i, j]))
        for i in range(len(firm))
        for j in range(len(firm))
        if i != j
    ]
    return pd.DataFrame(rows, columns=["one", "other", "spearman", "states"])


def correlation_map(edition: Edition) -> Any:  # noqa: ANN401
    """Return the rank correlations of all pairs of domains as a heat map with numbers."""
    rows = domain_correlations(edition)
    order = list(dict.fromkeys(rows["one"]))
    known = rows.dropna(subset=["spearman"])
    numbered = {name: f"{place} {name}" for place, name in enumerate(order, start=1)}
    labels = [wrapped(numbered[name]) for name in order]
    known = known.assign(
        text=[number(value, 1) for value in known["spearman"]],
        label=[wrapped(numbered[name]) for name in known["one"]],
        number=[str(order.index(name) + 1) for name in known["other"]],
    ).sort_values("number", kind="stable")
    title = _going_together(known)
    base = alt.Chart(
        records(known, ["label", "number", "one", "other", "spearman", "states", "text"])
    ).encode(
        x=alt.X("number:N", sort=None, title=None, axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("label:N", sort=labels, title=None, axis=WRAPPED),
    )
    cells = base.mark_rect().encode(
        color=alt.Color(
            "spearman:Q",
            title=_("Rank correlation"),
            scale=alt.Scale(domain=[-1, 1], range=list(theme.DIVERGING)),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("one:N", title=_("Domain")),
            alt.Tooltip("other:N", title=_("With")),
            alt.Tooltip("spearman:Q", title=_("Rank correlation"), format=".2f"),
            alt.Tooltip("states:Q", title=_("States")),
        ],
    )
    figures = base.mark_text(fontSize=12).encode(
        text="text:N",
        color=alt.condition("abs(datum.spearman) > 0.6", *INK_ON_CELLS),
    )
    once = rows[
        [a < b for a, b in zip(rows["one"].map(order.index), rows["other"].map(order.index), strict=True)]
    ]
    return describe(
        alt.layer(cells, figures).properties(width="container", height=34 * max(len(order), 1)),
        title=title,
        subtitle=_(
            "Spearman's rank correlation over the states with both scores, latest ranked years; "
            "proxies left out"
        ),
        alt_text=_(
            "{title}. Heat map of rank correlations between domains, positive violet, negative brown."
        ).format(title=title),
        table=once.set_axis([_("Domain"), _("With"), _("Rank correlation"), _("States")], axis="columns"),
        decimals={_("Rank correlation"): 2, _("States"): 0},
        source=source_line(
            edition, [code for lens in edition.lenses for code in node_leaves(edition, lens, "overall")]
        ),
        empty=_("Not enough data: no two domains have scores of enough states in common."),
    )


def _going_together(rows: pd.DataFrame) -> str:
    if rows.empty:
        return _("Domains cannot be held against each other yet")
    once = len(rows) // 2
    strong = int((rows["spearman"] >= 0.6).sum()) // 2
    none = int((np.abs(rows["spearman"]) < 0.2).sum()) // 2
    against = int((rows["spearman"] <= -0.2).sum()) // 2
    return _(
        "Of {once} pairs of domains, {strong} go together clearly, {none} have little to do "
        "with each other and {against} run against each other"
    ).format(once=once, strong=strong, none=none, against=against)
