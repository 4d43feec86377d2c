"""What the score of a missing observation could be: its least and greatest, and all of a look-up's children."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np

from scoreboard.definitions import Framework
from scoreboard.definitions.method import Normalisation
from scoreboard.definitions.models import PolicyIndicator
from scoreboard.scoring import Plan
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.tree import Group

WITHIN_RANGE: dict[str, tuple[str | float, str | float]] = {
    "goalposts": (0.0, 100.0),
    "min_max": ("lowest_score", "highest_score"),
    "distance_to_target": (0.0, 100.0),
    "distance_to_best": (0.0, 100.0),
}
"""Normalisation → least and greatest score: a number, or the key that gives it.

Where states are compared with each other, the missing value is taken to lie within the range of those observed,
so that no other state's score moves. Methods that are not here have no limits.
"""
_ABSENT = {"lowest_score": 0.0, "highest_score": 100.0}


def leaf_limits(plan: Plan, framework: Framework) -> Array:
    """Return the least and the greatest score of every leaf, array [2, leaf]; NaN where there are no limits."""
    limits = np.full((2, len(plan.tree.leaves)), np.nan)
    for batch in plan.leaves:
        for position in batch.positions:
            limits[:, position] = _limits(batch.how, plan.tree.leaves[position], framework)
    return limits


def _limits(how: Normalisation, code: str, framework: Framework) -> tuple[float, float]:
    if how.method == "none":
        levels = levels_of(code, framework) if how.transform == "none" else ()
        return (min(levels), max(levels)) if levels else (np.nan, np.nan)
    low, high = WITHIN_RANGE.get(how.method, (np.nan, np.nan))
    return _number(low, how), _number(high, how)


def _number(limit: str | float, how: Normalisation) -> float:
    if isinstance(limit, float):
        return limit
    stated = getattr(how, limit)
    return _ABSENT[limit] if stated is None else float(stated)


def levels_of(code: str, framework: Framework) -> tuple[float, ...]:
    """Return the scores of a policy item's levels; none for a statistic."""
    it = framework.indicators.get(code)
    return tuple(level.score for level in it.levels) if isinstance(it, PolicyIndicator) else ()


def lookup_candidates(group: Group, names: tuple[str, ...], limits: Array, framework: Framework) -> Array:
    """Return scores of a look-up's children that show all it can give, array [child, combination].

    A policy item has its levels. Of anything else a look-up sees only the numbers that its rows compare with:
    one point at each, one between any two and one at either end meet every row that can be met.

    Parameters
    ----------
    names : names of the tree's columns.
    limits : array [2, column], the least and the greatest score of any unit.
    """
    each = []
    for child in group.children:
        levels = levels_of(names[child], framework)
        each.append(levels or _points(group, child, limits[:, child]))
    return np.array(list(product(*each))).T


def _points(group: Group, child: int, limits: Array) -> tuple[float, ...]:
    numbers = {it.number for conditions, _ in group.lookup for it in conditions if it.column == child}
    low, high = limits
    marks = sorted({low, high} | {number for number in numbers if low < number < high})
    between = [(one + other) / 2 for one, other in pairwise(marks)]
    return tuple(sorted({*marks, *between}))
