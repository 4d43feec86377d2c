"""Women and men: gaps within each group, and how being a woman and being a migrant add up."""

from __future__ import annotations

from typing import Any

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.report.charts.differences import difference_chart
from scoreboard.report.charts.double_gap import double_gap, double_gap_chart
from scoreboard.report.charts.sexes import sexes_overview
from scoreboard.report.edition import Edition
from scoreboard.report.i18n import _
from scoreboard.report.ledger import read
from scoreboard.report.slices import panel_of
from scoreboard.report.words import capital, count, joined


def statistics(edition: Edition, domain: str | None = None) -> list[StatisticIndicator]:
    """Return the outcome statistics whose data tell women and men apart, in the order of the definitions."""
    told = _told_apart(edition)
    return [
        it
        for it in edition.framework.observed.values()
        if isinstance(it, StatisticIndicator)
        and it.lens == "outcome"
        and it.code in told
        and domain in (None, it.domain)
    ]


@read
def _told_apart(edition: Edition) -> frozenset[str]:
    """Return the indicators with values of women or men."""
    frame = edition.panel.frame
    return frozenset(frame[frame["sex"].isin(["F", "M"]) & frame["value"].notna()]["indicator"])


def overview(edition: Edition, domain: str | None = None) -> Any:  # noqa: ANN401
    """Return the middle difference between women and men of every statistic, within each group."""
    return sexes_overview(edition, [it.code for it in statistics(edition, domain)])


def within_migrants(edition: Edition) -> list[Any]:
    """Return for each statistic the difference between women and men of its migrant group, state by state."""
    return [difference_chart(edition, it.code, "sex", it.group) for it in _with_both(edition)] or [_NONE]


def double_gaps(edition: Edition) -> list[Any]:
    """Return for each statistic the gap between migrant women and men of the reference group."""
    return [double_gap_chart(edition, it) for it in _with_both(edition)] or [_NONE]


_NONE = "No statistic tells women and men of both groups apart for enough states."


def _with_both(edition: Edition) -> list[StatisticIndicator]:
    """Return the statistics with women and men of both groups in enough states in one year."""
    return [it for it in statistics(edition) if len(double_gap(edition, it))]


def missing(edition: Edition) -> str:
    """Say for each statistic which states have no value by sex of its migrant group, and what is told at all."""
    told = statistics(edition)
    lines = [f"- **{it.title}.** {_without(edition, it)}" for it in told]
    others = [
        edition.framework.label("outcome", domain).lower()
        for domain in edition.domains("outcome")
        if not any(it.domain == domain for it in told)
    ]
    if others:
        lines.append(
            _("- **{others}.** No statistic of these domains is at hand by sex.").format(
                others=capital(joined(others))
            )
        )
    return "\n".join(lines)


def _without(edition: Edition, it: StatisticIndicator) -> str:
    frame = panel_of(edition, [it.code]).frame
    own = frame[(frame["group"] == it.group) & frame["value"].notna()]
    known = set(own[own["sex"] == "F"]["state"]) & set(own[own["sex"] == "M"]["state"])
    without = [state for state in edition.states if state not in known]
    if not without:
        return _("Every state has values of women and men.")
    names = joined([edition.name(state) for state in without])
    return _("{states} without values of women and men of the group: {names}.").format(
        states=capital(count(len(without), "state")), names=names
    )
