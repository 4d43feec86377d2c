"""What the ranking is most sensitive to: Sobol' indices of the mean rank shift, with intervals."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scoreboard.report.charts.common import WRAPPED, records, wrapped
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.words import capital, number, share_of_draws
from scoreboard.robustness.sensitivity import RANK_SHIFT

KINDS = {"first": "alone", "total": "together with others"}


def sensitivity_chart(
    edition: Edition, lens: str, indices: pd.DataFrame, words: dict[str, str], runs: int
) -> Any:  # noqa: ANN401
    """Return first-order and total effect of each factor on the mean shift of ranks.

    Parameters
    ----------
    indices : the table `indices` of a sensitivity analysis.
    words : factor → what to call it.
    runs : how often the index was scored.
    """
    own = indices[indices["target"] == RANK_SHIFT].dropna(subset=["total"])
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "factor": [capital(words.get(name, name)) for name in own["factor"]],
                    "effect": words_of,
                    "value": own[kind],
                    "low": own[f"{kind}_low"],
                    "high": own[f"{kind}_high"],
                }
            )
            for kind, words_of in KINDS.items()
        ]
    )
    title = _finding(rows, edition.framework.indices[lens].title)
    table = rows.set_axis(["Factor", "Effect", "Share of the variance", "Low", "High"], axis="columns")
    year = f"{own['year'].iloc[0]}; " if len(own) else ""
    return describe(
        _bars(rows),
        title=title,
        subtitle=f"{year}share of the variance of the mean rank shift; line: {share_of_draws(edition, lens)} of a "
        f"bootstrap over {runs:,} runs",
        alt_text=f"{title}. Dot chart of the effect of each factor, alone and together with others.",
        table=table,
        decimals=2,
        empty="Nothing to draw: no factor is declared, or none of them moves a rank.",
    )


def _finding(rows: pd.DataFrame, title: str) -> str:
    if rows.empty:
        return f"{title}: no factor moves the ranking"
    total = rows[rows["effect"] == KINDS["total"]]
    top = total.sort_values("value", ascending=False).iloc[0]
    return (
        f"{title}: the ranking depends most on {str(top['factor'])[:1].lower()}{str(top['factor'])[1:]}, which has "
        f"a part in {number(100 * top['value'])} % of the variance of its shifts"
    )


def _bars(rows: pd.DataFrame) -> Any:  # noqa: ANN401
    order, legend = list(KINDS.values()), alt.Legend(symbolOpacity=1)
    scale = alt.Scale(domain=order)
    base = alt.Chart(
        records(rows.assign(label=rows["factor"].map(wrapped)), ["label", *rows.columns])
    ).encode(
        y=alt.Y("label:N", title=None, sort=None, axis=WRAPPED),
        yOffset=alt.YOffset("effect:N", sort=order),
        color=alt.Color("effect:N", title=None, scale=scale, legend=legend),
        tooltip=[
            alt.Tooltip("factor:N", title="Factor"),
            alt.Tooltip("effect:N", title="Effect"),
            alt.Tooltip("value:Q", title="Share", format=".2f"),
            alt.Tooltip("low:Q", title="Low", format=".2f"),
            alt.Tooltip("high:Q", title="High", format=".2f"),
        ],
    )
    x = alt.X("low:Q", title="Share of the variance")
    return alt.layer(
        base.mark_rule(strokeWidth=4, opacity=0.35).encode(x=x, x2="high:Q"),
        base.mark_point(size=70).encode(
            x="value:Q", shape=alt.Shape("effect:N", title=None, scale=scale, legend=legend)
        ),
    ).properties(width="container", height=34 * max(rows["factor"].nunique(), 1))
