"""Every policy item of a state: the level held, what the next one needs, and who has the top level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from scoreboard.definitions import DOMAINS
from scoreboard.definitions.models import PolicyIndicator
from scoreboard.report import slices
from scoreboard.report.blocks.practice import holders
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html, text
from scoreboard.report.i18n import _
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.ledger import read
from scoreboard.report.links import indicator_link, practice_link
from scoreboard.report.tables import table_html
from scoreboard.report.words import count, joined, number


def changes(edition: Edition, state: str) -> str | Html:
    """Return every policy item whose level changed, with the year and both levels."""
    own = _coded(edition, state).sort_values(["indicator", "year"])
    own = own.assign(before=own.groupby("indicator")["value"].shift())
    moved = own[own["before"].notna() & (own["before"] != own["value"])]
    if moved.empty:
        return _("No policy item of {state} changed its level in the years covered.").format(
            state=edition.name(state)
        )
    moved = moved.sort_values(["year", "indicator"], ascending=[False, True])
    rows = pd.DataFrame(
        {
            _("Item"): [indicator_link(edition, code) for code in moved["indicator"]],
            _("Domain"): [_domain(edition, code) for code in moved["indicator"]],
            _("Year"): moved["year"].astype(str).to_numpy(),
            _("From level"): moved["before"].to_numpy(),
            _("To level"): moved["value"].to_numpy(),
        },
        dtype=object,
    )
    caption = _("{state}: policy items whose level changed, latest first").format(state=edition.name(state))
    return table_html(rows, caption, decimals=0)


def _domain(edition: Edition, code: str) -> str:
    return edition.framework.label("outcome", edition.framework.indicators[code].domain)


@read
def _coded(edition: Edition, state: str) -> pd.DataFrame:
    """Return all answers of a state to policy questions, by year."""
    codes = [code for code, it in edition.framework.indicators.items() if isinstance(it, PolicyIndicator)]
    own = slices.observations(edition, state)
    return own[own["indicator"].isin(codes)].dropna(subset=["value"]).sort_values("year", kind="stable")


def policy_items(edition: Edition, state: str) -> list[Any]:
    """Return every policy item by domain."""
    parts: list[Any] = []
    for domain in DOMAINS:
        rows = [
            row
            for item in edition.framework.indicators.values()
            if isinstance(item, PolicyIndicator) and item.domain == domain
            for row in _row(edition, item, state)
        ]
        if rows:
            label = edition.framework.label("outcome", domain)
            parts.append(
                table_html(
                    pd.DataFrame(rows, dtype=object),
                    _("{label}: policy, item by item").format(label=label),
                    decimals=0,
                )
            )
    return parts or [_("No policy item is coded for {state}.").format(state=edition.name(state))]


def _row(edition: Edition, item: PolicyIndicator, state: str) -> Iterator[dict[str, Any]]:
    """Yield the state's row of one item, if it is coded."""
    coded = _coded(edition, state)
    own = coded[coded["indicator"] == item.code]
    if len(own):
        level, year = float(own["value"].iloc[-1]), int(own["year"].iloc[-1])
        yield {
            _("Item"): indicator_link(edition, item.code),
            _("Level"): level,
            _("What it means"): Html(f"{text(in_english(condition(item, level)))} ({year})"),
            _("What the next level needs"): _next_cell(edition, item, level),
            _("Who has the top level"): _top_cell(edition, item.code),
        }


def condition(item: PolicyIndicator, level: float) -> str:
    """Return when a level applies, in words; a declared exception says why it is there."""
    conditions = {e.score: e.reason for e in item.exceptions} | {it.score: it.condition for it in item.levels}
    return conditions[level]


def next_level(item: PolicyIndicator, level: float) -> tuple[str, str] | None:
    """Return the score of the level above, and what it needs; None at the top."""
    higher = [known for known in item.levels if known.score > level]
    return (number(higher[-1].score), higher[-1].condition) if higher else None


def _next_cell(edition: Edition, item: PolicyIndicator, level: float) -> str:
    """Return the level above as the cell of a table, with the way to who did it; its words may be English."""
    following = next_level(item, level)
    if following is None:
        return _("has the top level")
    way = practice_link(edition, item.code)
    needs = Html(f"{following[0]}: {text(in_english(following[1]))}")
    return Html(f"{needs} ({way})") if way else needs


@read
def top_since(edition: Edition, code: str) -> dict[str, tuple[int, bool]]:
    """Return the states whose latest level of an item is the top one, in code order.

    Returns
    -------
    state → the first year of the unbroken run of answers at the top, and whether that is the first year
    with an answer at all, so that the level may be older.
    """
    item = edition.framework.indicators[code]
    assert isinstance(item, PolicyIndicator)  # only these have levels
    return {
        state: (int(since), bool(older))
        for state, since, older in holders(edition, item).itertuples(index=False)
    }


def top_words(edition: Edition, code: str) -> str:
    """Say which states have the top level and since when, the earliest first."""
    by_year: dict[tuple[int, bool], list[str]] = {}
    for state, (year, older) in top_since(edition, code).items():
        by_year.setdefault((year, not older), []).append(edition.name(state))
    return "; ".join(
        (_("since {year}: {states}") if began else _("coded so since {year}: {states}")).format(
            year=year, states=joined(names)
        )
        for (year, began), names in sorted(by_year.items())
    )


def _top_cell(edition: Edition, code: str) -> str | Html:
    states = top_since(edition, code)
    if not states:
        return _("no state")
    return Html(
        f"<details><summary>{text(count(len(states), 'state'))}</summary>{text(top_words(edition, code))}</details>"
    )
