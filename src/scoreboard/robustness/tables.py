"""What draws say about scores and ranks: intervals, rank frequencies, pairs, ties and changes, as tables."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.robustness.simulating import Samples
from scoreboard.scoring import Peers, Scores
from scoreboard.scoring.methods.formulas import Array

SURE = 0.95
"""Two states are told apart if one is ahead of the other in at least this share of the draws."""


@dataclass(frozen=True)
class Drawn:
    """The draws of some nodes beside the scores of the index itself.

    Parameters
    ----------
    samples : scores and ranks of all draws.
    peers : the units of the samples.
    nominal : scores by the index as it is.
    interval : share of the draws within an interval.
    """

    samples: Samples
    peers: Peers
    nominal: Scores
    interval: float

    @property
    def lens(self) -> str:
        """The lens of the index."""
        return self.nominal.index.lens

    def of_nodes(self, wanted: Collection[str]) -> Drawn:
        """Return the draws of some nodes, in their order here."""
        return replace(self, samples=self.samples.of_nodes(wanted))

    def of_index(self, values: Array) -> Array:
        """Return the nominal values [node, unit] of an array [unit, column]."""
        units = np.isin(self.nominal.block.years, self.peers.years)
        columns = [self.nominal.tree.column(node) for node in self.samples.nodes]
        return values[units][:, columns].T

    def frame(self, **columns: Array) -> pd.DataFrame:
        """Return a long table of arrays [node, unit], by node, state and year."""
        sort = np.lexsort((self.peers.years, self.peers.states))
        nodes, units = len(self.samples.nodes), len(sort)
        keys = {
            "lens": self.lens,
            "state": np.tile(self.peers.states[sort], nodes),
            "year": np.tile(self.peers.years[sort], nodes),
            "node": np.repeat(np.array(self.samples.nodes), units),
        }
        return pd.DataFrame(keys | {name: values[:, sort].ravel() for name, values in columns.items()})


def quantiles(values: Array, shares: tuple[float, ...]) -> tuple[Array, Array]:
    """Return quantiles of the last axis among the values that are present, and how many these are.

    Linear between neighbours (type 7 of Hyndman and Fan 1996, The American Statistician 50(4)).

    Parameters
    ----------
    values : array [..., draw], NaN where missing.

    Returns
    -------
    array [quantile, ...], NaN where nothing is present, and int array [...].

    >>> quantiles(np.array([3.0, np.nan, 1.0, 2.0]), (0.0, 0.5))[0].tolist()
    [1.0, 2.0]
    """
    ordered = np.sort(values, axis=-1)  # missing values come last
    count = (~np.isnan(values)).sum(axis=-1)
    found = np.empty((len(shares), *values.shape[:-1]))
    for number, share in enumerate(shares):
        at = np.maximum(count - 1, 0) * share
        below = np.floor(at).astype(int)
        above = np.minimum(below + 1, np.maximum(count - 1, 0))
        low, high = (np.take_along_axis(ordered, it[..., None], -1)[..., 0] for it in (below, above))
        found[number] = low + (high - low) * (at - below)
    return found, count


def intervals(drawn: Drawn) -> pd.DataFrame:
    """Return per state, year and node: score and rank of the index, median, interval and expected rank.

    `scored` is the share of draws in which the node has a score: leaving out an indicator can cost it.
    Interval bounds of ranks are ranks that occur.
    """
    outer = (1.0 - drawn.interval) / 2.0
    shares = (outer, 0.5, 1.0 - outer)
    nodes = range(len(drawn.samples.nodes))
    scores, counts = zip(*(quantiles(drawn.samples.scores[node], shares) for node in nodes), strict=True)
    ranks, means = zip(*(_rank_quantiles(drawn.samples.ranks[node], shares) for node in nodes), strict=True)
    low, median, high = np.stack(scores, axis=1)
    rank_low, rank_median, rank_high = np.stack(ranks, axis=1)
    draws = drawn.samples.scores.shape[-1]
    return drawn.frame(
        score=drawn.of_index(drawn.nominal.values),
        score_median=median,
        score_low=low,
        score_high=high,
        rank=drawn.of_index(drawn.nominal.ranks),
        rank_median=rank_median,
        rank_low=rank_low,
        rank_high=rank_high,
        rank_expected=np.stack(means),
        scored=np.stack(counts) / draws,
    )


def _rank_quantiles(ranks: NDArray[np.int16], shares: tuple[float, ...]) -> tuple[Array, Array]:
    """Return quantiles [quantile, unit] of the ranks given, rounded outwards, and their mean [unit]."""
    ordered = np.sort(ranks, axis=-1)  # 0, no rank, comes first
    draws = ranks.shape[-1]
    none = (ranks == 0).sum(axis=-1)
    count = draws - none
    found = np.full((len(shares), len(ranks)), np.nan)
    for place, share in zip(found, shares, strict=True):
        at = np.maximum(count - 1, 0) * share
        index = np.minimum(none + (np.floor(at) if share <= 0.5 else np.ceil(at)).astype(int), draws - 1)
        place[...] = np.where(count > 0, np.take_along_axis(ordered, index[:, None], -1)[:, 0], np.nan)
    total = ranks.sum(axis=-1, dtype=np.int64)
    return found, np.where(count > 0, total / np.maximum(count, 1), np.nan)


def rank_frequency(drawn: Drawn) -> pd.DataFrame:
    """Return how often each rank occurs: `probability`, and `at_most`, the probability of this rank or better.

    One row for each rank that occurs.
    """
    parts = []
    for node, ranks in zip(drawn.samples.nodes, drawn.samples.ranks, strict=True):
        highest = int(ranks.max(initial=0)) + 1
        keys = np.arange(len(ranks))[:, None] * highest + ranks
        counts = np.bincount(keys.ravel(), minlength=len(ranks) * highest).reshape(len(ranks), highest)
        given = np.maximum(counts[:, 1:].sum(axis=1, keepdims=True), 1)
        unit, rank = np.nonzero(counts[:, 1:])
        at_most = np.cumsum(counts[:, 1:], axis=1) / given
        parts.append(
            pd.DataFrame(
                {
                    "lens": drawn.lens,
                    "state": drawn.peers.states[unit],
                    "year": drawn.peers.years[unit],
                    "node": node,
                    "rank": rank + 1,
                    "probability": (counts[:, 1:] / given)[unit, rank],
                    "at_most": at_most[unit, rank],
                }
            )
        )
    return _sorted(pd.concat(parts, ignore_index=True), ["state", "year", "rank"], drawn)


def pairs(drawn: Drawn) -> pd.DataFrame:
    """Return for every pair of states of a year how probable it is that the first scores higher.

    `probability` of the draws in which both have a score; `tied` where both score the same.
    """
    parts = []
    for node, scores in zip(drawn.samples.nodes, drawn.samples.scores, strict=True):
        for units in drawn.peers.by_year:
            ahead, tied = _ahead(scores[units])
            one, other = np.nonzero(~np.isnan(ahead) & ~np.eye(len(ahead), dtype=bool))
            states = drawn.peers.states[units]
            parts.append(
                pd.DataFrame(
                    {
                        "lens": drawn.lens,
                        "year": drawn.peers.years[units][0],
                        "node": node,
                        "state": states[one],
                        "other": states[other],
                        "probability": ahead[one, other],
                        "tied": tied[one, other],
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def _ahead(scores: Array) -> tuple[Array, Array]:
    """Return P(a > b) and P(a = b), arrays [state, state], NaN where never both have a score."""
    states = len(scores)
    ahead, tied = np.full((2, states, states), np.nan)
    present = ~np.isnan(scores)
    complete = bool(present.all())
    for a in range(states):
        both = scores.shape[1] if complete else (present[a] & present).sum(axis=1)
        with np.errstate(invalid="ignore"):
            ahead[a] = np.count_nonzero(scores[a] > scores, axis=1) / both
            tied[a] = np.count_nonzero(scores[a] == scores, axis=1) / both
    return ahead, tied


def ties(drawn: Drawn) -> pd.DataFrame:
    """Return which states cannot be told apart.

    `tied_with`: the states against which neither is ahead in 95 % of the draws. `group`: states in the
    order of their expected rank, a new group where a state can be told apart from the first of the last.
    """
    rows = []
    for node, scores, ranks in zip(
        drawn.samples.nodes, drawn.samples.scores, drawn.samples.ranks, strict=True
    ):
        for units in drawn.peers.by_year:
            ahead, _ = _ahead(scores[units])
            _, expected = _rank_quantiles(ranks[units], (0.5,))
            states, year = drawn.peers.states[units], int(drawn.peers.years[units][0])
            rows += [
                {"lens": drawn.lens, "state": str(states[a]), "year": year, "node": node, **tie}
                for a, tie in _ties(ahead, expected, states)
            ]
    frame = pd.DataFrame(rows, columns=["lens", "state", "year", "node", "group", "tied_with"])
    return _sorted(frame, ["state", "year"], drawn)


def _ties(ahead: Array, expected: Array, states: NDArray[np.str_]) -> list[tuple[int, dict[str, object]]]:
    """Return (position, group and ties) of the states that have a rank."""
    apart = np.nan_to_num(ahead, nan=1.0) >= SURE
    apart = apart | apart.T
    found, leader, group = [], -1, 0
    for a in np.argsort(expected, kind="stable"):
        if np.isnan(expected[a]):
            continue
        if leader < 0 or apart[leader, a]:
            leader, group = int(a), group + 1
        tied = [str(states[b]) for b in np.flatnonzero(~apart[a]) if b != a and not np.isnan(expected[b])]
        found.append((int(a), {"group": group, "tied_with": " ".join(tied)}))
    return found


def changes(drawn: Drawn) -> pd.DataFrame:
    """Return the change of each score from year to year, and from the first to the last, with its interval.

    `rises`: the share of draws in which the score is higher later. `real` where the interval leaves out 0.
    The same realisation is used for both years, so what is common to both does not blur their difference.
    """
    outer = (1.0 - drawn.interval) / 2.0
    years = [int(drawn.peers.years[units][0]) for units in drawn.peers.by_year]
    steps = dict.fromkeys([*pairwise(range(len(years))), (0, len(years) - 1)])
    parts = []
    for before, after in (step for step in steps if step[0] != step[1]):
        earlier, later = drawn.peers.by_year[before], drawn.peers.by_year[after]
        nominal = drawn.of_index(drawn.nominal.values)
        for position, node in enumerate(drawn.samples.nodes):
            moves = drawn.samples.scores[position][later] - drawn.samples.scores[position][earlier]
            (low, median, high), count = quantiles(moves, (outer, 0.5, 1.0 - outer))
            parts.append(
                pd.DataFrame(
                    {
                        "lens": drawn.lens,
                        "state": drawn.peers.states[later],
                        "node": node,
                        "since": years[before],
                        "year": years[after],
                        "change": nominal[position, later] - nominal[position, earlier],
                        "median": median,
                        "low": low,
                        "high": high,
                        "rises": np.where(count > 0, (moves > 0).sum(axis=1) / np.maximum(count, 1), np.nan),
                        "real": (low > 0) | (high < 0),
                    }
                )[count > 0]
            )
    columns = ["lens", "state", "node", "since", "year", "change", "median", "low", "high", "rises", "real"]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return _sorted(frame, ["state", "year", "since"], drawn)


def _sorted(frame: pd.DataFrame, keys: list[str], drawn: Drawn) -> pd.DataFrame:
    """Sort by node in the order of the samples, then by the keys."""
    order = pd.Categorical(frame["node"], categories=list(drawn.samples.nodes))
    frame = frame.assign(node=order).sort_values(["node", *keys], kind="stable", ignore_index=True)
    return frame.astype({"node": "str"})


TABLES: dict[str, Callable[[Drawn], pd.DataFrame]] = {
    "intervals": intervals,
    "ranks": rank_frequency,
    "pairs": pairs,
    "ties": ties,
    "changes": changes,
}
"""Name of a table → what makes it."""
