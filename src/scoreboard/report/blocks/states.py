"""The page of a state: where it stands, how that moved, and every item and value behind it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from scoreboard.definitions import DOMAINS
from scoreboard.definitions.models import PolicyIndicator, StatisticIndicator
from scoreboard.report.charts import state_profile, state_trend
from scoreboard.report.charts.gaps import group_name
from scoreboard.report.charts.series import UNIT_NAMES
from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.html import Html
from scoreboard.report.links import indicator_link, link, state_link
from scoreboard.report.tables import table_html
from scoreboard.report.words import band, count, joined, number, share_of_draws

FLAG_WORDS = {
    "b": "break in the series",
    "d": "definition differs",
    "e": "estimated",
    "f": "forecast",
    "i": "imputed",
    "m": "missing",
    "n": "not significant",
    "p": "provisional",
    "u": "low reliability",
    "C": "confidential",
    "N": "not for publication",
}


def table(edition: Edition) -> Html:
    """Return all states, in code order, with what is known of each."""
    frame = edition.frame[edition.frame["node"].isin(DOMAINS)].dropna(subset=["score"])
    known = frame.groupby(["state", "lens"])["node"].nunique().unstack()
    known = known.reindex(index=edition.states, columns=["policy", "outcome"])
    rows = pd.DataFrame(
        {
            "State": [state_link(edition, state) for state in edition.states],
            "Code": edition.states,
            "European Union": [_membership(edition, state) for state in edition.states],
            "Policy domains scored": known["policy"].fillna(0).astype(int).to_numpy(),
            "Outcome domains scored": known["outcome"].fillna(0).astype(int).to_numpy(),
            "Observations": edition.panel.frame.groupby("state").size().reindex(edition.states).to_numpy(),
        }
    )
    return table_html(rows, "States with at least one score", decimals=0)


def _membership(edition: Edition, state: str) -> str:
    it = edition.framework.states[state]
    if not it.eu_from:
        return "–"
    return f"{it.eu_from[:4]}–{it.eu_to[:4]}" if it.eu_to else f"since {it.eu_from[:4]}"


def summary(edition: Edition, state: str) -> str:
    """Say in a few sentences where the state stands."""
    parts = [_standing_sentence(edition, state, lens) for lens in edition.lenses]
    return " ".join(part for part in parts if part)


def _standing_sentence(edition: Edition, state: str, lens: str) -> str:
    name = edition.name(state)
    own = _standing_rows(edition, state, lens)
    own = [row for row in own if row["score"] is not None and not row["proxy"] and row["node"] != "overall"]
    if not own:
        return f"{name} has no {lens} score: there is not enough data."
    above = [row["label"].lower() for row in own if row["score"] > row["median"]]
    where = f"above the middle state in {joined(above)}" if above else "in no domain above the middle state"
    if len(above) == len(own) > 1:
        where = "above the middle state in every domain that has a score"
    return f"In {LENS_NAMES[lens]}, {name} has a score in {count(len(own), 'domain')} and is {where}."


def _standing_rows(edition: Edition, state: str, lens: str) -> list[dict[str, Any]]:
    """Return one row per node (overall and domains) that is ranked in some year."""
    rows = []
    for node in ("overall", *DOMAINS):
        year = edition.latest(lens, node)
        if year is None:
            continue
        all_states = edition.year(lens, node, year)
        own = all_states[all_states["state"] == state]
        found = None if own.empty else own.iloc[0]
        missing = found is None or pd.isna(found["score"])
        rows.append(
            {
                "lens": lens,
                "node": node,
                "label": edition.framework.label(lens, node),
                "proxy": bool(edition.framework.nodes[lens, node].proxy),
                "year": year,
                "score": None if missing else float(found["score"]),  # type: ignore[index]
                "band": "–" if missing else band(found["rank_low"], found["rank_high"]),  # type: ignore[index]
                "of": int(all_states["score"].notna().sum()),
                "median": float(all_states["score"].median()),
                "observed": None if missing else float(found["observed"]),  # type: ignore[index]
            }
        )
    return rows


def standing(edition: Edition, state: str) -> list[Any]:
    """Return for each lens the profile and the table of standing."""
    return [
        part
        for lens in edition.lenses
        for part in (state_profile(edition, state, lens), _standing_table(edition, state, lens))
    ]


def _standing_table(edition: Edition, state: str, lens: str) -> Html:
    rows = _standing_rows(edition, state, lens)
    shown = pd.DataFrame(
        {
            "Domain": [row["label"] + (" (proxy)" if row["proxy"] else "") for row in rows],
            "Year": [str(row["year"]) for row in rows],
            "Score": [row["score"] for row in rows],
            "Rank band": [_band_of(row) for row in rows],
            "Middle state": [row["median"] for row in rows],
            "Observed %": [None if row["observed"] is None else 100 * row["observed"] for row in rows],
        }
    )
    caption = (
        f"{edition.name(state)}, {LENS_NAMES[lens]}: latest ranked scores. The rank band holds "
        f"{share_of_draws(edition, lens)} when the weights vary; observed is the share of the weight measured in "
        "the very year"
    )
    return table_html(shown, caption, decimals={"Observed %": 0}, sortable=False)


def _band_of(row: dict[str, Any]) -> str:
    return "–" if row["score"] is None else f"{row['band']} of\u00a0{row['of']}"


def trends(edition: Edition, state: str) -> list[Any]:
    """Return the state's scores by year, lens by lens."""
    return [state_trend(edition, state, lens) for lens in edition.lenses]


def changes(edition: Edition, state: str) -> str | Html:
    """Return every policy item whose level changed, with the year and both levels."""
    frame = edition.panel.frame
    own = frame[(frame["state"] == state) & frame["value"].notna()]
    codes = [c for c, it in edition.framework.indicators.items() if isinstance(it, PolicyIndicator)]
    own = own[own["indicator"].isin(codes)].sort_values(["indicator", "year"])
    own = own.assign(before=own.groupby("indicator")["value"].shift())
    moved = own[own["before"].notna() & (own["before"] != own["value"])]
    if moved.empty:
        return f"No policy item of {edition.name(state)} changed its level in the years covered."
    moved = moved.sort_values(["year", "indicator"], ascending=[False, True])
    rows = pd.DataFrame(
        {
            "Item": [indicator_link(edition, code) for code in moved["indicator"]],
            "Domain": [_domain(edition, code) for code in moved["indicator"]],
            "Year": moved["year"].astype(str).to_numpy(),
            "From level": moved["before"].to_numpy(),
            "To level": moved["value"].to_numpy(),
        }
    )
    caption = f"{edition.name(state)}: policy items whose level changed, latest first"
    return table_html(rows, caption, decimals=0)


def _domain(edition: Edition, code: str) -> str:
    domain = edition.framework.indicators[code].domain
    return edition.framework.label("outcome", domain)


def policy_items(edition: Edition, state: str) -> list[Any]:
    """Return every policy item by domain: its latest level, what that means, and what the next needs."""
    frame = edition.panel.frame
    known = frame[frame["value"].notna()].sort_values("year")
    latest = known.groupby(["state", "indicator"], as_index=False).last()
    parts: list[Any] = []
    for domain in DOMAINS:
        rows = [
            row
            for item in edition.framework.indicators.values()
            if isinstance(item, PolicyIndicator) and item.domain == domain
            for row in _item_row(edition, item, state, latest[latest["indicator"] == item.code])
        ]
        if rows:
            label = edition.framework.label("outcome", domain)
            parts.append(table_html(pd.DataFrame(rows), f"{label}: policy, item by item", decimals=0))
    return parts or [f"No policy item is coded for {edition.name(state)}."]


def _item_row(
    edition: Edition, item: PolicyIndicator, state: str, latest: pd.DataFrame
) -> list[dict[str, Any]]:
    """Return the state's row of one item, or nothing; `latest` holds the latest row of every state."""
    own = latest[latest["state"] == state]
    if own.empty:
        return []
    level = float(own["value"].iloc[0])
    return [
        {
            "Item": indicator_link(edition, item.code),
            "Level": level,
            "What it means": f"{_condition(item, level)} ({own['year'].iloc[0]})",
            "What the next level needs": _next(item, level),
            "States at the top": int((latest["value"] == item.levels[0].score).sum()),
        }
    ]


def _condition(item: PolicyIndicator, level: float) -> str:
    conditions = {e.score: e.reason for e in item.exceptions} | {it.score: it.condition for it in item.levels}
    return conditions[level]


def _next(item: PolicyIndicator, level: float) -> str:
    higher = [known for known in item.levels if known.score > level]
    return f"{number(higher[-1].score)}: {higher[-1].condition}" if higher else "has the top level"


def outcome_values(edition: Edition, state: str) -> str | Html:
    """Return the latest value of every outcome indicator, with flag and source."""
    rows = [
        row
        for code, it in edition.framework.indicators.items()
        if isinstance(it, StatisticIndicator) and it.lens == "outcome"
        for row in _outcome_row(edition, state, code, it)
    ]
    if not rows:
        return f"No outcome statistic by migrant group is at hand for {edition.name(state)}."
    caption = f"{edition.name(state)}: latest outcome values with the publisher's flags"
    return table_html(pd.DataFrame(rows), caption)


def _outcome_row(edition: Edition, state: str, code: str, it: StatisticIndicator) -> list[dict[str, Any]]:
    block = edition.scores("outcome").block
    column = block.indicators.index(code)
    own = np.flatnonzero((block.states == state) & ~np.isnan(block.values[:, column]))
    own = own[block.carried[own, column] == 0]
    if not len(own):
        return []
    unit = own[block.years[own].argmax()]
    cells = edition.panel.frame.loc[[row for row in block.rows[unit, column] if row >= 0]]
    flags = "".join(sorted(set("".join(cells["flags"]))))
    return [
        {
            "Indicator": indicator_link(edition, code),
            "Domain": _domain(edition, code),
            "Group": group_name(edition, it, it.group),
            "Year": str(block.years[unit]),
            "Value": float(block.values[unit, column]),
            "Unit": UNIT_NAMES[it.unit].lower(),
            "Score": float(edition.scores("outcome").values[unit, column]),
            "Flags": joined([FLAG_WORDS.get(flag, flag) for flag in flags]),
            "Source": ", ".join(sorted(set(cells["source"]))),
        }
    ]


def context_values(edition: Edition, state: str) -> str | Html:
    """Return the latest context values: shown beside the scores, never scored."""
    frame = edition.panel.frame
    context = {
        c: it
        for c, it in edition.framework.indicators.items()
        if isinstance(it, StatisticIndicator) and it.lens == "context"
    }
    own = frame[(frame["state"] == state) & frame["indicator"].isin(list(context)) & (frame["sex"] == "T")]
    own = own.sort_values("year").groupby(["indicator", "group"], as_index=False).last()
    own = own[own["group"] == own["indicator"].map(lambda code: context[code].group)]
    if own.empty:
        return f"No context statistic is at hand for {edition.name(state)}."
    rows = pd.DataFrame(
        {
            "Indicator": [indicator_link(edition, code) for code in own["indicator"]],
            "Year": own["year"].astype(str).to_numpy(),
            "Value": own["value"].to_numpy(),
            "Unit": [UNIT_NAMES[context[code].unit].lower() for code in own["indicator"]],
            "Note": [_status_words(flags) for flags in own["flags"]],
        }
    )
    return table_html(
        rows, f"{edition.name(state)}: context, never scored and never ranked", missing="not available"
    )


def _status_words(flags: str) -> str:
    return joined([FLAG_WORDS.get(flag, flag) for flag in flags])


def sources(edition: Edition, state: str) -> Html:
    """Return the sources of the state's data, with licence and date of access."""
    entries = edition.project.sources(state)
    rows = pd.DataFrame(
        {
            "Source": list(entries),
            "Provider": [entry.provider for entry in entries.values()],
            "Title": [link(entry.url, entry.title) for entry in entries.values()],
            "Licence": [entry.licence for entry in entries.values()],
            "Accessed": [entry.accessed for entry in entries.values()],
        }
    )
    return table_html(rows, f"{edition.name(state)}: where the numbers come from")
