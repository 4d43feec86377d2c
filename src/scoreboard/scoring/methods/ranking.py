"""Places in the order of a series: what is left when only the order is trusted.

Units are on the last axis, any leading axes before it; NaN = missing, and stays so. Of ties each has the
least place (method.md §3). A constant series gives NaN, as in `normalising`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.moments import as_rows, blocks, constant

Counts = NDArray[np.intp] | NDArray[np.uint8]
NOISE_DECIMALS = 9  # beyond this, decimals of a score tell how it was added up, and no more
FEW = 128  # units up to which comparing each with each is quicker than searching


def rank(values: Array, *, frame: Array | None = None) -> Array:
    """Return 1 + the number of lower values: the lowest is 1, ties share the least rank.

    Parameters
    ----------
    values : array [..., unit], directed, in the indicator's unit.
    frame : array [..., unit'] with the same leading axes, of whose values the lower ones are counted.

    >>> rank(np.array([30.0, 10.0, np.nan, 30.0, 20.0])).tolist()
    [3.0, 1.0, nan, 3.0, 2.0]
    """
    return borda(values, frame=frame) + 1.0


def percentile_rank(values: Array, *, frame: Array | None = None) -> Array:
    """Return (r − 1)/(n − 1)·100, r the rank among the n values present; never above 100.

    >>> percentile_rank(np.array([30.0, 10.0, 20.0, np.nan])).tolist()
    [100.0, 0.0, 50.0, nan]
    """
    others = values if frame is None else frame
    n = others.shape[-1] - np.count_nonzero(np.isnan(others), axis=-1, keepdims=True)
    shares: Array = borda(values, frame=frame) / np.maximum(n - 1, 1) * 100.0
    return np.minimum(shares, 100.0)


def borda(values: Array, *, frame: Array | None = None) -> Array:
    """Return r − 1: the number of values that are lower, Borda's points.

    >>> borda(np.array([30.0, 10.0, 20.0])).tolist()
    [2.0, 0.0, 1.0]
    """
    others = as_rows(values if frame is None else frame)
    rows = as_rows(values)
    points = lower(rows, others)
    points[np.isnan(rows)] = np.nan
    points[constant(others)] = np.nan
    return points.reshape(values.shape)


def lower(rows: Array, others: Array) -> Array:
    """Return how many values of the same row of `others` are lower, array [row, unit]; 0 for NaN or its number.

    >>> lower(np.array([[30.0, 10.0, 20.0]]), np.array([[15.0, 25.0]])).tolist()
    [[2.0, 0.0, 1.0]]
    """
    count = _lower_by_pairs if others.shape[-1] <= FEW else _lower_by_searching
    found = np.empty(rows.shape)
    for block in blocks(rows):
        found[block] = count(rows[block], others[block])
    return found


def rank_within(values: Array, minimum: int = 1) -> NDArray[np.int16]:
    """Rank the units of the last axis against each other, the highest score first; ties share the best.

    Scores that differ by less than the machine's own rounding, 1e-9 points, tie: adding the same numbers up
    in another order must not part equal states.

    Parameters
    ----------
    values : array [..., unit], unrounded; NaN has no rank.
    minimum : fewer units with a score than this give no ranks.

    Returns
    -------
    Integers of the same shape, 1 for the best, 0 where there is no rank.

    >>> rank_within(np.array([50.0, 70.0, 70.0, np.nan])).tolist()
    [3, 1, 1, 0]
    >>> rank_within(np.array([0.1 + 0.2, 0.3])).tolist()
    [1, 1]
    """
    rows = as_rows(-np.round(values, NOISE_DECIMALS))
    present = ~np.isnan(rows)
    enough = present.sum(axis=-1, keepdims=True) >= minimum
    ranks = np.where(present & enough, lower(rows, rows) + 1.0, 0.0)
    return ranks.astype(np.int16).reshape(values.shape)


def _lower_by_pairs(rows: Array, others: Array) -> Counts:
    """Count for each cell of a row the lower ones of the others: one pass over all rows for each other."""
    planes = np.ascontiguousarray(rows.T)
    lower = np.zeros(planes.shape, np.uint8)
    is_lower = np.empty(planes.shape, np.bool_)
    for other in np.ascontiguousarray(others.T):
        np.less(other, planes, out=is_lower)
        lower += is_lower.view(np.uint8)
    return lower.T


def _lower_by_searching(rows: Array, others: Array) -> Counts:
    """Count the same where the others are many: look each value up among the sorted ones of its row."""
    ascending = np.sort(others, axis=-1)  # NaN last
    return np.array([each.searchsorted(row) for each, row in zip(ascending, rows, strict=True)])
