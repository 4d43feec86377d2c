"""From one score to another, item by item: the exact parts of a change as steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from scoreboard.report import theme
from scoreboard.report.charts.common import WRAPPED, node_leaves, records, source_line, wrapped
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import N_, _
from scoreboard.report.words import number

if TYPE_CHECKING:
    from scoreboard.report.blocks.states.movement import Move

MOST = 10
"""Items with a step of their own, at most; the others share one."""
ROW = 28
"""Pixels of a row: labels may take two lines."""
KINDS = (N_("score"), N_("raises the score"), N_("lowers the score"))
"""What a mark is: a dot for a score, a bar for a step; the words are looked up where they are shown."""


def parts_chart(edition: Edition, state: str, move: Move) -> Any:  # noqa: ANN401
    """Return the steps from the earlier to the later score of a node, the largest part first.

    Parameters
    ----------
    move : with items, whose parts are known.
    """
    items = move.items
    title = _(
        "{state}, {domain}: {before} in {since}, {after} in {year}; rises add {gained} points, falls take {lost}"
    ).format(
        state=edition.name(state),
        domain=move.label,
        before=number(move.before, 1),
        since=move.since,
        after=number(move.after, 1),
        year=move.year,
        gained=number(items["part"].clip(lower=0).sum(), 1),
        lost=number(-items["part"].clip(upper=0).sum(), 1),
    )
    names = [edition.framework.indicators[code].title for code in items["item"]]
    table = pd.DataFrame(
        {
            _("Item"): names,
            _("Score then"): items["before"],
            _("Score now"): items["after"],
            _("Part of the change"): items["part"],
        }
    )
    return describe(
        _bars(steps_of(move, names)),
        title=title,
        subtitle=_(
            "From the score of {since} to that of {year}, in points; the steps sum to the change"
        ).format(since=move.since, year=move.year),
        alt_text=_("{title}. Bars from one score to the other, the largest step first.").format(title=title),
        table=table,
        decimals={_("Score then"): 0, _("Score now"): 0, _("Part of the change"): 2},
        source=source_line(edition, node_leaves(edition, move.lens, move.node)),
    )


def steps_of(move: Move, names: list[str]) -> pd.DataFrame:
    """Return the marks from top to bottom: the earlier score, the steps, the later score.

    Parameters
    ----------
    names : of the move's items, in their order.

    Returns
    -------
    DataFrame with `label`, `low` and `high` in points, `part` (NaN for a score), `kind` of `KINDS`,
    and `end`, where the step leads.
    """
    steps = list(zip(names, move.items["part"].astype(float), strict=True))
    if len(steps) > MOST:
        rest = steps[MOST - 1 :]
        others = _("{n} other items").format(n=len(rest))
        steps = [*steps[: MOST - 1], (others, sum(part for _name, part in rest))]
    rows = [_score(move.since, move.before)]
    for label, part in steps:
        before = rows[-1]["end"]
        kind = KINDS[1] if part > 0 else KINDS[2]
        low, high = sorted((before, before + part))
        rows.append(
            {"label": label, "low": low, "high": high, "part": part, "kind": kind, "end": before + part}
        )
    return pd.DataFrame([*rows, _score(move.year, move.after)])


def _score(year: int, score: float) -> dict[str, Any]:
    return {"label": str(year), "low": score, "high": score, "part": None, "kind": KINDS[0], "end": score}


def _bars(rows: pd.DataFrame) -> Any:  # noqa: ANN401
    shown = rows.assign(
        label=rows["label"].map(wrapped),
        kind=rows["kind"].map(_),
        said=[_said(row) for row in rows.to_dict("records")],
    )
    words = [_(kind) for kind in KINDS]
    scale = alt.Scale(
        domain=[max(0.0, rows["low"].min() - 5), min(100.0, rows["high"].max() + 5)], nice=False
    )
    colour = alt.Color(
        "kind:N", title=None, scale=alt.Scale(domain=words, range=[theme.SKY, theme.BLUE, theme.VERMILION])
    )
    base = alt.Chart(records(shown, [*rows.columns, "said"])).encode(
        y=alt.Y("label:N", sort=shown["label"].tolist(), title=None, axis=WRAPPED),
        tooltip=[
            alt.Tooltip("label:N", title=_("Item")),
            alt.Tooltip("said:N", title=_("Part of the change")),
        ],
    )
    at = alt.X("low:Q", title=_("Score, 0 to 100"), scale=scale)
    score = "datum.low == datum.high"
    return alt.layer(
        base.mark_bar(cornerRadius=0).encode(x=at, x2="high:Q", color=colour),
        base.transform_filter(score).mark_point(size=70).encode(x=at, color=colour),
        base.mark_text(align="left", dx=7).encode(x="high:Q", text="said:N"),
    ).properties(width="container", height=ROW * len(rows))


def _said(row: Mapping[Any, Any]) -> str:
    if row["kind"] == KINDS[0]:
        return number(row["end"], 1)
    return f"+{number(row['part'], 1)}" if row["part"] > 0 else number(row["part"], 1)
