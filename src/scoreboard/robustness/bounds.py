"""Bounds under missing data: the best and the worst score and rank that the missing cells leave possible.

Every missing cell below a node is put at its limits: for the best score and rank of a state its own cells are
best while those of all others are worst, for the worst the reverse. What is observed keeps its score; weights that
follow from the data stay as they are. Manski (2003), Partial Identification of Probability Distributions.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions import Framework
from scoreboard.definitions.models import Index
from scoreboard.observations import Panel
from scoreboard.robustness.limits import leaf_limits, lookup_candidates
from scoreboard.scoring import Peers, Scores, Tree, aggregate, score
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.ranking import NOISE_DECIMALS
from scoreboard.scoring.tree import Group, join

COMPARING = ("copeland", "benefit_of_the_doubt", "mazziotta_pareto")
"""Rules in which the score of a state depends on the others."""
UNBOUNDED_RULES = ("mazziotta_pareto",)
UNBOUNDED_SCALINGS = ("z_score", "distance_to_reference")
"""What need not rise with a state's own values and fall with those of the others, so limits do not bound it."""

Mask = NDArray[np.bool_]
Planes = Sequence[Array]


@dataclass(frozen=True)
class Cells:
    """The leaf scores of some units, with what is missing among them.

    Parameters
    ----------
    framework : gives the levels of policy items.
    tree : of the index, its weights settled.
    peers : the units.
    low, high : arrays [leaf, unit]: the leaf score, or the limits of a missing one that is filled; NaN where a
        cell is left missing or has no limits.
    filled : which cells are put at their limits, bool array [leaf, unit].
    present : which cells have a score.
    over_years : whether states are compared over all years.
    """

    framework: Framework
    tree: Tree
    peers: Peers
    low: Array
    high: Array
    filled: Mask
    present: Mask
    over_years: bool

    @cached_property
    def own(self) -> Mask:
        """Bool array [draw, unit]: whose cells are best in a draw while all others are worst.

        A draw for each state, which serves all its years at once; where years are compared with each other,
        a draw for each unit.
        """
        if self.over_years:
            return np.eye(len(self.peers.years), dtype=bool)
        return np.asarray(np.unique(self.peers.states)[:, None] == self.peers.states)

    @cached_property
    def extremes(self) -> tuple[Planes, Planes]:
        """The lowest and the highest score of every column, two lists of planes [1, unit]."""
        low, high = list(self.low[:, None]), list(self.high[:, None])
        for group in self.tree.groups:
            if group.rule == "lookup":
                least, most = self._of_lookup(group, low, high)
            elif compares(group):
                least, most = self._of_contest(group, low, high), self._of_contest(group, high, low)
            else:
                least, most = (join(group, planes, self.peers)[0] for planes in (low, high))
            low.append(least)
            high.append(most)
        return low, high

    def _of_lookup(self, group: Group, low: Planes, high: Planes) -> tuple[Array, Array]:
        """Return the extremes of a look-up, which need not be monotone, over all that its children can be."""
        least = [np.nanmin(plane, initial=100.0) for plane in low]
        most = [np.nanmax(plane, initial=0.0) for plane in high]
        candidates = lookup_candidates(group, self.tree.columns, np.array([least, most]), self.framework)
        planes = list(low)
        for child, column in zip(group.children, candidates, strict=True):
            planes[child] = np.clip(column[:, None], low[child], high[child])
        found = join(group, planes, self.peers)[0]
        return np.fmin.reduce(found)[None], np.fmax.reduce(found)[None]

    def _of_contest(self, group: Group, mine: Planes, others: Planes) -> Array:
        """Return every unit's score, plane [1, unit], with its children as in one list and others' as in another."""
        planes = list(mine)
        for child in group.children:
            planes[child] = np.where(self.own, mine[child], others[child])
        found = np.broadcast_to(join(group, planes, self.peers)[0], self.own.shape)
        return np.asarray(found[self.own.argmax(axis=0), np.arange(found.shape[1])][None])

    def below(self, leaves: Mask) -> list[Mask]:
        """Return for every column whether any of some cells lies below it, bool arrays [unit]."""
        planes = list(leaves)
        for group in self.tree.groups:
            planes.append(np.any([planes[child] for child in group.children], axis=0))
        return planes

    @cached_property
    def unbounded(self) -> list[Mask]:
        """For every column the units whose limits bound nothing, bool arrays [unit]."""
        found, filled = list(self.filled & np.isnan(self.low)), self.below(self.filled)
        for column, group in enumerate(self.tree.groups, start=len(found)):
            inside = np.any([found[child] for child in group.children], axis=0)
            if (compares(group) and inside.any()) or (not monotone(group) and filled[column].any()):
                inside = np.ones(len(inside), bool)  # one state's cell reaches all the others
            found.append(inside)
        return found


def compares(group: Group) -> bool:
    """Return whether a state's score depends on the other states'."""
    scaling = group.scaling.method if group.scaling else "none"
    return group.rule in COMPARING or scaling not in ("none", "goalposts")


def monotone(group: Group) -> bool:
    """Return whether a state's score rises with its own children and falls with those of the others."""
    scaling = group.scaling.method if group.scaling else "none"
    return group.rule not in UNBOUNDED_RULES and scaling not in UNBOUNDED_SCALINGS


def bounds(
    panel: Panel,
    index: Index,
    years: Collection[int] | None = None,
    nodes: Sequence[str] | None = None,
    *,
    absent: bool = False,
) -> pd.DataFrame:
    """Return the best and the worst feasible score and rank.

    A state that has nothing observed below a node has no bounds there. Ranks are those among the states that
    the index scores; for one whose coverage is too low for a score, as if it alone joined them. Its observed
    cells, which the index sets aside, count in its bounds, so that of a parent need not surround its score.
    Where a look-up shares an indicator with its siblings, or a rule that compares states stands above another
    such rule, bounds may be wider than what is feasible.

    Parameters
    ----------
    years : only these; all years of the index unless given.
    nodes : only these group nodes; all unless given.
    absent : whether indicators that no state has in a year are put at their limits too.

    Returns
    -------
    Long table, one row per (node, state, year): score and rank of the index, `score_low`, `score_high`,
    `rank_best`, `rank_worst`, `filled` (share of the effective weight put at its limits), and as `reason`
    ``no-observations``, ``no-bounds`` (a cell or rule has no limits) or ``coverage`` (even filled there is too
    little for a score).

    Raises
    ------
    KeyError
        If the index has no such node or year.
    """
    scores = score(panel, index)
    all_years = scores.block.years
    for year in years or ():
        if year not in all_years:
            raise KeyError(year)
    chosen = tuple(nodes) if nodes is not None else tuple(group.name for group in scores.tree.groups)
    wanted = np.isin(all_years, list(years)) if years is not None else np.ones(len(all_years), bool)
    taken = np.ones(len(all_years), bool) if scores.plan.compares_years else wanted
    cells = cells_of(scores, scores.tree.needed(chosen), taken, absent)
    frame = pd.concat([of_node(scores, cells, node, np.flatnonzero(taken)) for node in chosen])
    frame = frame[np.isin(frame["year"], all_years[wanted])].reset_index(drop=True)
    return frame.astype(dict.fromkeys(("rank", "rank_best", "rank_worst"), "Int64"))


def cells_of(scores: Scores, tree: Tree, units: Mask, absent: bool) -> Cells:
    """Return the leaf scores of some units with their missing cells at the limits."""
    leaf_scores = scores.prepared.scores[:, 0, units]
    peers = scores.block.peers.select(units)
    present = ~np.isnan(leaf_scores)
    asked = np.ones(present.shape, bool)
    if not absent:
        for year in peers.by_year:
            asked[:, year] = present[:, year].any(axis=1, keepdims=True)
    filled = ~present & asked & present.any(axis=0)
    framework = scores.panel.framework
    limits = leaf_limits(scores.plan, framework)[..., None]
    low, high = (np.where(filled, limit, leaf_scores) for limit in limits)
    return Cells(framework, tree, peers, low, high, filled, present, scores.plan.compares_years)


def of_node(scores: Scores, cells: Cells, node: str, units: NDArray[np.int_]) -> pd.DataFrame:
    """Return the table of one node, by state and year; `units` are the cells' places in the scores."""
    column, place = cells.tree.column(node), scores.tree.column(node)
    held, wild = cells.below(cells.present)[column], cells.unbounded[column]
    low, high = (np.where(held & ~wild, planes[column][0], np.nan) for planes in cells.extremes)
    value = scores.values[units, place]
    best, worst = rank_bounds(
        low, high, ~np.isnan(value), wild & held, cells.peers, scores.index.minimum_states
    )
    share, _ = aggregate(cells.tree.as_means(), cells.filled[:, None].astype(float), cells.peers)
    reasons = np.select(
        [~held, wild, np.isnan(high)], ["no-observations", "no-bounds", "coverage"], default=""
    )
    frame = pd.DataFrame(
        {
            "lens": scores.index.lens,
            "state": cells.peers.states,
            "year": cells.peers.years,
            "node": node,
            "score": value,
            "score_low": low,
            "score_high": high,
            "rank": scores.ranks[units, place],
            "rank_best": best,
            "rank_worst": worst,
            "filled": share[column][0],
            "reason": reasons,
        }
    )
    return frame.sort_values(["state", "year"])


def rank_bounds(
    low: Array, high: Array, scored: Mask, wild: Mask, peers: Peers, minimum: int
) -> tuple[Array, Array]:
    """Return the best and the worst rank of every unit among the scored units of its year; NaN if none.

    Parameters
    ----------
    low, high : arrays [unit], bounds of the score.
    scored : the units that are ranked; another is ranked as if it alone joined them.
    wild : the units whose score has no bounds; a year with one of them has no bounds of ranks.
    minimum : fewer units with a score than this have no ranks.

    >>> here = Peers(np.array(["AT", "BE", "SE"]), np.array([2020, 2020, 2020]))
    >>> low, high, none = np.array([40.0, 50, 70]), np.array([60.0, 50, 90]), np.zeros(3, bool)
    >>> [ranks.tolist() for ranks in rank_bounds(low, high, ~none, none, here, 1)]
    [[2.0, 2.0, 1.0], [3.0, 3.0, 1.0]]
    """
    best, worst = np.full((2, len(low)), np.nan)
    low, high = (np.round(bound, NOISE_DECIMALS) for bound in (low, high))  # ties as in `rank_within`
    for year in peers.by_year:
        if wild[year].any() or scored[year].sum() < minimum:
            continue
        rivals = scored[year] & ~np.eye(len(low[year]), dtype=bool)
        above = (
            np.greater.outer(high[year], low[year]).T & rivals,
            np.greater.outer(low[year], high[year]).T & rivals,
        )
        has = ~np.isnan(low[year])
        worst[year], best[year] = (np.where(has, 1 + ahead.sum(axis=1), np.nan) for ahead in above)
    return best, worst
