"""What a page needs of the whole, a state or an indicator: so that it stays while only others change.

Each is compared by its content, and cheap to take out of the tables that all of them share.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.analysis.peers import context_indicators, context_table, nearest_by, standardise
from scoreboard.analysis.steps import Ends, ends, of_node
from scoreboard.observations import Panel
from scoreboard.report.behind import PLACES
from scoreboard.report.drawing import nodes
from scoreboard.report.edition import Edition
from scoreboard.report.ledger import read
from scoreboard.scoring.tree import Tree

TELLING = 1
"""Decimals of a score that pages print, and that others than the state of a page are drawn to."""
NOWHERE = np.empty(0, np.intp)


@dataclass(frozen=True)
class Middle:
    """The middle of a node in its latest ranked year.

    Parameters
    ----------
    of : how many states have a score. median : of these scores.
    """

    year: int
    of: int
    median: float


@read(derived=True)
def _observations(edition: Edition) -> dict[str, pd.DataFrame]:
    frame = edition.panel.frame.drop(columns=PLACES)
    return {str(state): part.reset_index(drop=True) for state, part in frame.groupby("state")}


@read
def observations(edition: Edition, state: str) -> pd.DataFrame:
    """Return the observations of a state, in their order."""
    every = _observations(edition)
    return every[state] if state in every else edition.panel.frame.drop(columns=PLACES).iloc[:0]


@read(derived=True)
def _places(edition: Edition) -> dict[str, NDArray[np.intp]]:
    found = edition.panel.frame.groupby("indicator").indices
    return {str(code): np.asarray(places) for code, places in found.items()}


@read
def rows(edition: Edition, *codes: str) -> pd.DataFrame:
    """Return the observations of all states of indicators that have values of their own, in their order."""
    every = _places(edition)
    found = np.sort(np.concatenate([every[code] for code in codes if code in every] or [NOWHERE]))
    return edition.panel.frame.take(found).drop(columns=PLACES).reset_index(drop=True)


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


@read(derived=True)
def _latest(edition: Edition, lens: str) -> pd.DataFrame:
    """Return the overall and every domain in its latest ranked year: all states of the lens, with intervals."""
    ranked = [(node, year) for node in nodes(edition, lens) if (year := edition.latest(lens, node))]
    empty = edition.frame.iloc[:0].assign(score_low=0.0, score_high=0.0, rank_low=0.0, rank_high=0.0)
    return pd.concat([edition.year(lens, *it) for it in ranked]) if ranked else empty


@read
def latest_scores(edition: Edition, lens: str, state: str) -> pd.DataFrame:
    """Return what one state has in the latest ranked year of the overall and every domain, as `Edition.year` does."""
    rows = _latest(edition, lens)
    return rows[rows["state"] == state].reset_index(drop=True)


@read
def middles(edition: Edition, lens: str) -> dict[str, Middle]:
    """Return the middle state of the overall and every domain, those without a ranked year left out."""
    every = _latest(edition, lens).groupby("node")
    return {
        str(node): Middle(
            int(rows["year"].iloc[0]), int(rows["score"].count()), float(rows["score"].median())
        )
        for node, rows in every
    }


@read
def strip(edition: Edition, lens: str) -> pd.DataFrame:
    """Return the scores of all states in the latest ranked year of every domain, to `TELLING` decimals."""
    rows = _latest(edition, lens).dropna(subset=["score"])
    rows = rows[rows["node"] != "overall"]
    shown = rows[["node", "state", "name", "year", "score", "score_low", "score_high"]]
    return shown.round(TELLING).reset_index(drop=True)


@read
def tree(edition: Edition, lens: str) -> Tree:
    """Return the tree of a lens, its weights settled."""
    return edition.scores(lens).tree


@read
def both_ends(edition: Edition, lens: str, state: str, since: int, year: int) -> Ends:
    """Return the leaf scores of a state in two years."""
    return ends(edition.scores(lens), state, since, year)


@read
def ends_below(edition: Edition, lens: str, state: str, since: int, year: int, node: str) -> Ends:
    """Return the leaf scores of a state in two years as far as a node rests on them."""
    scores = edition.scores(lens)
    return of_node(ends(scores, state, since, year), scores.tree, node)


@read
def nearest(edition: Edition, state: str) -> pd.DataFrame:
    """Return the states nearest to one by context; see `analysis.peers.nearest`."""
    domains = {code: it.domain for code, it in context_indicators(edition.written).items()}
    return nearest_by(_context(edition), domains, state)


@read
def _context(edition: Edition) -> pd.DataFrame:
    return standardise(context_table(edition.panel))
