"""Counts that make up a whole, as bars side by side: every part in its colour, with its number in it."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scoreboard.report import theme
from scoreboard.report.charts.common import WRAPPED, records, wrapped
from scoreboard.report.figure import describe
from scoreboard.report.i18n import _

ROW = 34
"""Pixels of a row: labels may take two lines."""
LEAST = 0.1
"""Share of the longest bar below which a part has no room for its number."""
LEGEND = alt.Legend(title=None, orient="top", columns=1)
"""One below the other, which fits a phone in every language."""
FILLS, UNKNOWN = (theme.BLUE, theme.SKY, theme.ORANGE), "#9a9fa6"
"""Colours of the parts in their order, and of what is not known."""
DARK = frozenset({theme.BLUE})
"""Colours on which a number is white."""


def counts_chart(
    counts: pd.DataFrame,
    *,
    title: str,
    unit: str,
    unknown: bool = False,
    table: pd.DataFrame | None = None,
    subtitle: str = "",
    source: str = "",
    empty: str = "",
) -> Any:  # noqa: ANN401
    """Return each row of counts as one bar.

    Parameters
    ----------
    counts : one row per bar, its index naming them; one column per part, in the order in which they stand.
    unit : what is counted. unknown : whether the last part is what is not known.
    table : the numbers for readers, if more than the counts.
    """
    return describe(
        _bars(counts, unit, unknown).properties(width="container", height=ROW * max(len(counts), 1)),
        title=title,
        subtitle=subtitle,
        alt_text=_("{title}. Bars of counts; the numbers stand in the table below.").format(title=title),
        table=counts.reset_index() if table is None else table,
        decimals=0,
        source=source,
        empty=empty or _("Not enough data to count anything."),
    )


def _bars(counts: pd.DataFrame, unit: str, unknown: bool) -> Any:  # noqa: ANN401
    kinds = [str(it) for it in counts.columns]
    fills = [*FILLS[: len(kinds) - unknown], *[UNKNOWN] * unknown]
    rows = _pieces(counts)
    base = alt.Chart(records(rows, list(rows.columns))).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=WRAPPED),
        tooltip=[
            alt.Tooltip("name:N", title=counts.index.name or ""),
            alt.Tooltip("kind:N", title=_("Part")),
            alt.Tooltip("count:Q", title=unit),
        ],
    )
    colour = alt.Color("kind:N", sort=kinds, scale=alt.Scale(domain=kinds, range=fills), legend=LEGEND)
    bars = base.mark_bar(cornerRadius=0).encode(x=alt.X("start:Q", title=unit), x2="end:Q", color=colour)
    on_dark = [kind for kind, fill in zip(kinds, fills, strict=True) if fill in DARK]
    longest = float(counts.sum(axis="columns").max()) if len(counts) else 0.0
    told = (
        base.transform_filter(alt.datum.count >= LEAST * longest)
        .mark_text()
        .encode(
            x="middle:Q",
            text="count:Q",
            color=alt.condition(
                alt.FieldOneOfPredicate("kind", on_dark), alt.value("#ffffff"), alt.value("#000000")
            ),
        )
    )
    return alt.layer(bars, told)


def _pieces(counts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per part of a bar that is not empty: where it starts, ends and has its middle."""
    ends = counts.cumsum(axis="columns")
    rows = [
        {
            "label": wrapped(str(name)),
            "name": str(name),
            "kind": str(kind),
            "count": int(counts.loc[name, kind]),
            "start": int(ends.loc[name, kind] - counts.loc[name, kind]),
            "end": int(ends.loc[name, kind]),
            "middle": float(ends.loc[name, kind] - counts.loc[name, kind] / 2),
        }
        for name in counts.index
        for kind in counts.columns
        if counts.loc[name, kind] > 0
    ]
    return pd.DataFrame(rows, columns=["label", "name", "kind", "count", "start", "end", "middle"])
