"""Policy beside outcomes: two lenses side by side, never averaged, and no claim of cause."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import scipy  # its parts are loaded when they are first asked for

from scoreboard.report.charts.common import POINTS, node_leaves, records, source_line
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import N_, _
from scoreboard.report.words import number, rank_correlation, together

CAVEAT = N_(
    "A point right of the dashed line has more inclusive policy than the middle state, a point above it "
    "better outcomes. Association is not effect: outcomes also depend on who migrates, when and why, and on the "
    "economy, and these differ from state to state."
)
LEVEL = 0.9
"""Level of the interval of a correlation."""
QUADRANTS = {
    (True, True): N_("policy and outcomes at or above the middle"),
    (True, False): N_("policy at or above, outcomes below the middle"),
    (False, True): N_("policy below, outcomes at or above the middle"),
    (False, False): N_("policy and outcomes below the middle"),
}


def correlation_interval(correlation: float, states: int, level: float = LEVEL) -> tuple[float, float]:
    """Return an interval of a rank correlation, as if the states were a sample.

    By Fisher's z with the variance of Bonett and Wright (2000), doi 10.1007/BF02294183.

    >>> [round(bound, 2) for bound in correlation_interval(0.5, 30)]
    [0.21, 0.71]
    """
    if states < 4 or abs(correlation) >= 1:
        return np.nan, np.nan
    spread = scipy.special.ndtri((1 + level) / 2) * np.sqrt((1 + correlation**2 / 2) / (states - 3))
    low, high = np.tanh(np.arctanh(correlation) + np.array([-spread, spread]))
    return float(low), float(high)


def policy_and_outcome(edition: Edition, node: str, year: int | None = None) -> Any:  # noqa: ANN401
    """Return states by policy score and outcome score of the same node, in the last year that both have."""
    years = [edition.latest(lens, node) for lens in ("policy", "outcome")]
    known = [each for each in years if each is not None]
    chosen = year or (min(known) if len(known) == 2 else None)
    policy, outcome = edition.series("policy", node), edition.series("outcome", node)
    rows = policy[policy["year"] == chosen].merge(
        outcome[outcome["year"] == chosen], on=["state", "name"], suffixes=("_policy", "_outcome")
    )
    enough = len(rows) >= edition.framework.outcome.minimum_states
    rows = rows if enough else rows.iloc[:0]
    title = _("Not enough states have both a policy and an outcome score")
    if enough:
        relation = together(rows["score_policy"], rows["score_outcome"])
        title = _("Across {n_rows} states, policy and outcomes {relation}").format(
            n_rows=len(rows), relation=relation
        )
    table = rows[["name", "score_policy", "score_outcome"]].set_axis(
        [_("State"), _("Policy"), _("Outcomes")], axis="columns"
    )
    table = table.assign(**{_("Beside the middle state"): quadrants(rows)})
    below = [code for lens in edition.lenses for code in node_leaves(edition, lens, node)]
    return describe(
        _quadrants(rows),
        title=title,
        subtitle=_("{chosen}; dashed: middle state; {sureness}").format(
            chosen=chosen, sureness=_sureness(rows)
        )
        if enough
        else "",
        alt_text=_("{title}. Scatter chart of policy score against outcome score. {caveat}").format(
            title=title, caveat=_(CAVEAT)
        ),
        table=table,
        source=source_line(edition, below) if enough else "",
        empty=_("Not enough data: too few states have a score in both lenses in the same year."),
    )


def quadrants(rows: pd.DataFrame) -> list[str]:
    """Return for each state in words on which side of the two medians it lies."""
    sides = [rows[column] >= rows[column].median() for column in ("score_policy", "score_outcome")]
    return [_(QUADRANTS[bool(policy), bool(outcome)]) for policy, outcome in zip(*sides, strict=True)]


def _sureness(rows: pd.DataFrame) -> str:
    """Return the interval of the rank correlation in words."""
    low, high = correlation_interval(rank_correlation(rows["score_policy"], rows["score_outcome"]), len(rows))
    if np.isnan(low):
        return _("too few states for an interval")
    cannot = _(", so even the direction is open") if low < 0 < high else ""
    return _("{level} % interval of the correlation: {low} to {high}{cannot}").format(
        level=number(100 * LEVEL), low=number(low, 2), high=number(high, 2), cannot=cannot
    )


def _quadrants(rows: pd.DataFrame) -> Any:  # noqa: ANN401
    """Return a point and a code for each state, and the two medians as dashed lines."""
    base = alt.Chart(records(rows, ["state", "name", "score_policy", "score_outcome"])).encode(
        x=alt.X("score_policy:Q", scale=POINTS, title=_("Policy score")),
        y=alt.Y("score_outcome:Q", scale=POINTS, title=_("Outcome score")),
        tooltip=[
            alt.Tooltip("name:N", title=_("State")),
            alt.Tooltip("score_policy:Q", title=_("Policy"), format=".1f"),
            alt.Tooltip("score_outcome:Q", title=_("Outcomes"), format=".1f"),
        ],
    )
    medians = rows[["score_policy", "score_outcome"]].median().round(4)
    middle = alt.Chart(alt.Data(values=[medians.set_axis(["x", "y"]).to_dict()] if len(rows) else []))
    return alt.layer(
        middle.mark_rule(style="guide").encode(x="x:Q"),
        middle.mark_rule(style="guide").encode(y="y:Q"),
        base.mark_point(size=50),
        base.mark_text(dx=11, fontSize=12).encode(text="state:N"),
    ).properties(width="container", height=380)
