"""What each cause is worth: the average of its effect over all orders of the causes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import pairwise, permutations

import numpy as np

from scoreboard.scoring.methods.formulas import Array

PARTS = ("new", "revised", "definition", "goalposts", "coverage")
"""The causes of a change; `scoreboard.analysis.comparison` says what each means."""

Edition = frozenset[str]
"""The causes that are applied already: none is the base edition, all is the head edition."""


def shares(score: Callable[[Edition], Array], causes: Collection[str]) -> dict[str, Array]:
    """Split the change from no cause to all causes into one part per cause.

    Parameters
    ----------
    score : causes applied → scores, arrays of one shape; NaN where that edition has no score.
    causes : those that differ between the editions.

    Returns
    -------
    cause → array of that shape, for every one of `PARTS`; they sum to the change. NaN where base or head
    has no score. Orders in which an edition in between has no score are left out; where no order remains,
    the whole change is coverage.

    >>> points = {frozenset(): 50.0, frozenset({"new"}): 60.0, frozenset({"goalposts"}): 40.0}
    >>> points[frozenset({"new", "goalposts"})] = 80.0
    >>> parts = shares(lambda applied: np.array([points[applied]]), ["new", "goalposts"])
    >>> {cause: float(part[0]) for cause, part in parts.items() if part[0]}
    {'new': 25.0, 'goalposts': 5.0}
    """
    change = score(frozenset(causes)) - score(frozenset())
    sums = {cause: np.zeros_like(change) for cause in PARTS}
    count = np.zeros_like(change)
    for path in _orders(causes):
        scores = np.stack([score(edition) for edition in path])
        whole = ~np.isnan(scores).any(axis=0)
        count += whole
        for (before, after), step in zip(pairwise(path), np.diff(scores, axis=0), strict=True):
            (cause,) = after - before
            sums[cause] += np.where(whole, step, 0.0)
    parts = {cause: total / np.maximum(count, 1) for cause, total in sums.items()}
    parts["coverage"] = np.where(count == 0, change, parts["coverage"])
    return {cause: np.where(np.isnan(change), np.nan, part) for cause, part in parts.items()}


def makers(score: Callable[[Edition], Array], causes: Collection[str]) -> dict[str, Array]:
    """Say which causes make a score appear or vanish.

    Returns
    -------
    cause → share of the orders in which its step is the one that makes the difference, for `causes`; 0
    where it never is.
    """
    flips = {cause: np.zeros(score(frozenset()).shape) for cause in causes}
    orders = list(_orders(causes))
    for path in orders:
        for before, after in pairwise(path):
            (cause,) = after - before
            flips[cause] += np.isnan(score(before)) != np.isnan(score(after))
    return {cause: count / len(orders) for cause, count in flips.items()}


def _orders(causes: Collection[str]) -> Iterator[list[Edition]]:
    """Yield the editions from base to head along every order of the causes."""
    for order in permutations(causes):
        yield [frozenset(order[:count]) for count in range(len(order) + 1)]
