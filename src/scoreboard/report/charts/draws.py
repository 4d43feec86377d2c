"""What the draws say beside the scores: bands in every year, changes, ties. Drawn once for a whole book."""

from __future__ import annotations

import pandas as pd

from scoreboard.report.drawing import bounds, drawn, nodes
from scoreboard.report.edition import Edition
from scoreboard.report.ledger import read
from scoreboard.robustness.tables import TABLES


def ranked_years(edition: Edition, lens: str, node: str) -> list[int]:
    """Return the years in which enough states have a score of a node to be ranked."""
    sizes = edition.series(lens, node).groupby("year").size()
    return [int(year) for year in sizes.index[sizes >= edition.framework.indices[lens].minimum_states]]


@read(derived=True)
def _drawn(edition: Edition, lens: str, table: str, years: tuple[int, ...]) -> pd.DataFrame:
    """Return one table of the draws for the overall and the domains in some years."""
    return TABLES[table](drawn(edition, lens, years))


def bands(edition: Edition, lens: str) -> pd.DataFrame:
    """Return score and rank intervals of the overall and the domains in every year."""
    found = bounds(edition, lens)
    return found[found["node"].isin(nodes(edition, lens))]


@read(kept=True)
def last_change(edition: Edition, lens: str, node: str) -> pd.DataFrame:
    """Return the change between the last two ranked years, of the states with a score in both.

    Returns
    -------
    DataFrame, one row per state in code order: `state, name, since, year, change, low, high, real`, where
    `real` says that the interval of the change leaves out 0; empty with fewer than two ranked years.
    """
    years = tuple(ranked_years(edition, lens, node)[-2:])
    columns = ["state", "since", "year", "change", "low", "high", "real"]
    if len(years) < 2:
        return pd.DataFrame(columns=["name", *columns])
    table = _drawn(edition, lens, "changes", years)
    rows = table[table["node"] == node].dropna(subset=["change"])[columns].reset_index(drop=True)
    # a score that did not change at all has an interval of zero width, or none to speak of
    return rows.assign(name=rows["state"].map(edition.name), real=rows["real"].astype(bool))


@read(kept=True)
def tied_groups(edition: Edition, lens: str, node: str) -> list[list[str]]:
    """Return the states in groups, those ahead first, each in code order, of the latest ranked year.

    States are taken in the order of their expected rank; a new group begins where a state can be told
    apart from the first of the group before.
    """
    year = edition.latest(lens, node)
    if year is None:
        return []
    table = _drawn(edition, lens, "ties", (year,))
    own = table[table["node"] == node]
    return [sorted(part["state"]) for _, part in own.groupby("group")]
