"""What a page needs of the whole, a state or an indicator: so that it stays while only others change.

Each is compared by its content, and cheap to take out of the tables that all of them share.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from scoreboard.analysis.peers import context_indicators, context_table, nearest_by, standardise
from scoreboard.analysis.steps import Ends, ends
from scoreboard.observations import Panel
from scoreboard.report.behind import PLACES
from scoreboard.report.edition import Edition
from scoreboard.report.ledger import read
from scoreboard.scoring.tree import Tree


@read(derived=True)
def _observations(edition: Edition) -> dict[str, pd.DataFrame]:
    frame = edition.panel.frame.drop(columns=PLACES)
    return {str(state): part.reset_index(drop=True) for state, part in frame.groupby("state")}


@read
def observations(edition: Edition, state: str) -> pd.DataFrame:
    """Return the observations of a state, in their order."""
    every = _observations(edition)
    return every[state] if state in every else edition.panel.frame.drop(columns=PLACES).iloc[:0]


@read
def rows(edition: Edition, *codes: str) -> pd.DataFrame:
    """Return the observations of all states of indicators that have values of their own, in their order."""
    frame = edition.panel.frame
    return frame[frame["indicator"].isin(codes)].drop(columns=PLACES).reset_index(drop=True)


def panel_of(edition: Edition, codes: Iterable[str]) -> Panel:
    """Return the observations of some indicators, wherever their values come from."""
    written = edition.written
    return Panel(rows(edition, *sorted({written.base(code).code for code in codes})), written)


@read(derived=True)
def _scored(edition: Edition) -> dict[tuple[str, str], pd.DataFrame]:
    parts = edition.frame.dropna(subset=["score"]).groupby(["lens", "state"])
    return {(str(lens), str(state)): part.reset_index(drop=True) for (lens, state), part in parts}


@read
def scored(edition: Edition, lens: str, state: str) -> pd.DataFrame:
    """Return the rows of `Edition.frame` with a score of one state in one lens, in their order."""
    every = _scored(edition)
    return every[lens, state] if (lens, state) in every else edition.frame.iloc[:0]


@read
def tree(edition: Edition, lens: str) -> Tree:
    """Return the tree of a lens, its weights settled."""
    return edition.scores(lens).tree


@read
def both_ends(edition: Edition, lens: str, state: str, since: int, year: int) -> Ends:
    """Return the leaf scores of a state in two years."""
    return ends(edition.scores(lens), state, since, year)


@read
def nearest(edition: Edition, state: str) -> pd.DataFrame:
    """Return the states nearest to one by context; see `analysis.peers.nearest`."""
    domains = {code: it.domain for code, it in context_indicators(edition.written).items()}
    return nearest_by(_context(edition), domains, state)


@read
def _context(edition: Edition) -> pd.DataFrame:
    return standardise(context_table(edition.panel))
