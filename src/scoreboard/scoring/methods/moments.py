"""Statistics of series: units on the last axis, any leading axes, NaN = missing and left out.

Each sum runs over a contiguous last axis, so that a series gives the same bits alone and among a million:
whoever draws in chunks gets what they would get at once. Sources: method.md §4; Joanes and Gill (1998),
Comparing measures of sample skewness and kurtosis, The Statistician 47(1), 183–189 (G1 and G2).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoreboard.scoring.methods.formulas import Array

Mask = NDArray[np.bool_]
BLOCK = 2**15  # cells worked on at once: 256 KiB of floats stay in the cache of a core


def series(values: ArrayLike) -> Array:
    """Return floats whose last axis is contiguous; what is so already is not copied.

    >>> series([[1, 2], [3, 4]]).strides
    (16, 8)
    """
    return np.ascontiguousarray(values, dtype=np.float64)


def as_rows(values: ArrayLike) -> Array:
    """Return the series as rows of a matrix, [row, unit].

    >>> as_rows(np.zeros((2, 3, 5))).shape
    (6, 5)
    """
    values = series(values)
    return values.reshape(int(np.prod(values.shape[:-1])), values.shape[-1])


def blocks(rows: Array) -> Iterator[slice]:
    """Yield slices of rows that together are every row, each small enough for the cache.

    >>> list(blocks(np.zeros((5, BLOCK // 2))))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 6, None)]
    """
    step = max(1, BLOCK // max(1, rows.shape[-1]))
    return (slice(start, start + step) for start in range(0, len(rows), step))


def extremes(values: ArrayLike) -> tuple[Array, Array]:
    """Return minimum and maximum of each series, [..., 1]; NaN where it is constant or empty.

    NaN, since a series without spread gives no scale: whatever is divided by its range is missing.

    >>> [end.tolist() for end in extremes([[3.0, np.nan, 5.0], [4.0, 4.0, np.nan]])]
    [[[3.0], [nan]], [[5.0], [nan]]]
    """
    values = series(values)
    low: Array = np.fmin.reduce(values, axis=-1, keepdims=True, initial=np.inf)
    high: Array = np.fmax.reduce(values, axis=-1, keepdims=True, initial=-np.inf)
    flat = low >= high
    low[flat] = high[flat] = np.nan
    return low, high


def constant(values: ArrayLike) -> Mask:
    """Tell of each series, [...], whether no two of its values differ; so it is with one value, or none.

    >>> constant([[7.0, np.nan, 7.0], [7.0, 8.0, np.nan]]).tolist()
    [True, False]
    """
    return np.isnan(extremes(values)[0][..., 0])


def mean_and_deviations(values: ArrayLike) -> tuple[Array, Array, Array]:
    """Return number of values [..., 1], mean [..., 1] and deviations from it [..., unit], 0 where missing.

    >>> [part.tolist() for part in mean_and_deviations([1.0, np.nan, 3.0])]
    [[2.0], [2.0], [-1.0, 0.0, 1.0]]
    """
    values = series(values)
    missing = np.isnan(values)
    gaps = bool(missing.any())
    present = np.where(missing, 0.0, values) if gaps else values
    n = (values.shape[-1] - np.count_nonzero(missing, axis=-1, keepdims=True)) * 1.0
    mean = _quotient(present.sum(axis=-1, keepdims=True), n)
    deviations: Array = present - mean
    if gaps:
        deviations[missing] = 0.0
    return n, mean, deviations


def mean_and_sd(values: ArrayLike) -> tuple[Array, Array]:
    """Return x̄ and s, with n − 1, of each series, both [..., 1]; s is NaN where it is constant or empty.

    >>> [part.tolist() for part in mean_and_sd([1.0, 3.0, np.nan, 5.0])]
    [[3.0], [2.0]]
    """
    n, mean, deviations = mean_and_deviations(values)
    sd: Array = np.sqrt(_variance(values, n, deviations) * _quotient(n, n - 1))
    return mean, sd


def skewness(values: ArrayLike) -> Array:
    """Return G1 = sqrt(n(n−1))/(n−2)·m3/m2^1.5 of each series, [...]; NaN if n < 3 or all are equal.

    >>> round(float(skewness([0.0, 0.0, 3.0])), 9), float(skewness([1.0, 2.0, 3.0, np.nan]))
    (1.732050808, 0.0)
    """
    return skewness_and_kurtosis(values)[0]


def kurtosis(values: ArrayLike) -> Array:
    """Return G2 = ((n+1)g2+6)(n−1)/((n−2)(n−3)), g2 = m4/m2²−3, of each series; NaN if n < 4 or all equal.

    >>> round(float(kurtosis([0.0, 0.0, 0.0, 4.0])), 9)
    4.0
    """
    return skewness_and_kurtosis(values)[1]


def skewness_and_kurtosis(values: ArrayLike) -> tuple[Array, Array]:
    """Return G1 and G2 of each series at once, both [...].

    >>> [round(float(moment), 9) for moment in skewness_and_kurtosis([0.0, 0.0, 0.0, 4.0])]
    [2.0, 4.0]
    """
    rows = as_rows(values)
    both = np.empty((2, len(rows)))
    for block in blocks(rows):
        both[:, block] = _skewness_and_kurtosis(rows[block])
    skew, kurt = both.reshape(2, *np.shape(values)[:-1])
    return skew, kurt


def _skewness_and_kurtosis(rows: Array) -> tuple[Array, Array]:
    n, _, deviations = mean_and_deviations(rows)
    variance = _variance(rows, n, deviations)[:, 0]
    n = n[:, 0]
    squares = deviations * deviations
    third = _quotient((squares * deviations).sum(axis=-1), n)
    fourth = _quotient((squares * squares).sum(axis=-1), n)
    g1 = third / (variance * np.sqrt(variance))
    g2 = fourth / (variance * variance) - 3.0
    skew: Array = _quotient(np.sqrt(n * np.maximum(n - 1, 0)), n - 2) * g1
    kurt = _quotient(((n + 1) * g2 + 6) * (n - 1), (n - 2) * (n - 3))
    return skew, kurt


def _variance(values: ArrayLike, n: Array, deviations: Array) -> Array:
    """Return m2; NaN for equal values, whose mean may miss them by a rounding error, which is no spread."""
    squares: Array = (deviations * deviations).sum(axis=-1, keepdims=True)
    return np.where(constant(values)[..., None], np.nan, _quotient(squares, n))


def _quotient(above: Array, below: Array) -> Array:
    """Return above / below; NaN where there are too few values: below ≤ 0."""
    result: Array = np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0)
    return result
