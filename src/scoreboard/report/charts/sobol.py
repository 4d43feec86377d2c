"""What the ranking is most sensitive to: Sobol' indices of the mean rank shift, with intervals."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scoreboard.report.charts.common import WRAPPED, records, wrapped
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import N_, _
from scoreboard.report.i18n.numbers import grouped
from scoreboard.report.words import capital, inside, number, share_of_draws
from scoreboard.robustness.sensitivity import RANK_SHIFT

KINDS = {"first": N_("alone"), "total": N_("together with others")}


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
                    "effect": _(words_of),
                    "value": own[kind],
                    "low": own[f"{kind}_low"],
                    "high": own[f"{kind}_high"],
                }
            )
            for kind, words_of in KINDS.items()
        ]
    )
    title = _finding(rows, edition.framework.indices[lens].title)
    table = rows.set_axis(
        [_("Factor"), _("Effect"), _("Share of the variance"), _("Low"), _("High")], axis="columns"
    )
    year = f"{own['year'].iloc[0]}; " if len(own) else ""
    return describe(
        _bars(rows),
        title=title,
        subtitle=_(
            "{year}share of the variance of the mean rank shift; line: {share_of_draws} of a "
            "bootstrap over {runs} runs"
        ).format(year=year, share_of_draws=share_of_draws(edition, lens), runs=grouped(runs)),
        alt_text=_("{title}. Dot chart of the effect of each factor, alone and together with others.").format(
            title=title
        ),
        table=table,
        decimals=2,
        empty=_("Nothing to draw: no factor is declared, or none of them moves a rank."),
    )


def _finding(rows: pd.DataFrame, title: str) -> str:
    if rows.empty:
        return _("{title}: no factor moves the ranking").format(title=title)
    total = rows[rows["effect"] == _(KINDS["total"])]
    top = total.sort_values("value", ascending=False).iloc[0]
    return _(
        "{title}: the ranking depends most on {factor}, which has a part in {value} % of the "
        "variance of its shifts"
    ).format(title=title, factor=inside(str(top["factor"])), value=number(100 * top["value"]))


def _bars(rows: pd.DataFrame) -> Any:  # noqa: ANN401
    order, legend = [_(kind) for kind in KINDS.values()], alt.Legend(symbolOpacity=1)
    scale = alt.Scale(domain=order)
    base = alt.Chart(
        records(rows.assign(label=rows["factor"].map(wrapped)), ["label", *rows.columns])
    ).encode(
        y=alt.Y("label:N", title=None, sort=None, axis=WRAPPED),
        yOffset=alt.YOffset("effect:N", sort=order),
        color=alt.Color("effect:N", title=None, scale=scale, legend=legend),
        tooltip=[
            alt.Tooltip("factor:N", title=_("Factor")),
            alt.Tooltip("effect:N", title=_("Effect")),
            alt.Tooltip("value:Q", title=_("Share"), format=".2f"),
            alt.Tooltip("low:Q", title=_("Low"), format=".2f"),
            alt.Tooltip("high:Q", title=_("High"), format=".2f"),
        ],
    )
    x = alt.X("low:Q", title=_("Share of the variance"))
    return alt.layer(
        base.mark_rule(strokeWidth=4, opacity=0.35).encode(x=x, x2="high:Q"),
        base.mark_point(size=70).encode(
            x="value:Q", shape=alt.Shape("effect:N", title=None, scale=scale, legend=legend)
        ),
    ).properties(width="container", height=34 * max(rows["factor"].nunique(), 1))
