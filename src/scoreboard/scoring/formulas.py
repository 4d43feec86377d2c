"""The formulas, as pure functions of arrays; nothing here knows of states, files or trees.

Sources: method.md §3 and §5; OECD/JRC (2008), Handbook on Constructing Composite Indicators,
ISBN 978-92-64-04345-9, chapters 5 and 6.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def level(group: ArrayLike, reference: ArrayLike, direction: int) -> Array:
    """Return the group's own value; the reference is not used."""
    return np.asarray(group, dtype=np.float64)


def gap(group: ArrayLike, reference: ArrayLike, direction: int) -> Array:
    """Return d·(m − r): percentage points, 0 at parity, negative where the group is worse off.

    >>> float(gap(55.0, 75.0, +1)), float(gap(15.0, 5.0, -1))
    (-20.0, -10.0)
    """
    difference: Array = np.asarray(group, float) - np.asarray(reference, float)
    return difference if direction > 0 else -difference


def ratio(group: ArrayLike, reference: ArrayLike, direction: int) -> Array:
    """Return m/r, or r/m where less is better: 1 at parity; missing where the divisor is 0.

    >>> float(ratio(15_000, 20_000, +1)), float(ratio(10.0, 5.0, -1))
    (0.75, 0.5)
    """
    above, below = (group, reference) if direction > 0 else (reference, group)
    above, below = np.asarray(above, float), np.asarray(below, float)
    result: Array = np.full(np.broadcast(above, below).shape, np.nan)
    np.divide(above, below, out=result, where=below != 0)
    return result


MEASURES: dict[str, Callable[[ArrayLike, ArrayLike, int], Array]] = {
    "level": level,
    "gap": gap,
    "ratio": ratio,
}


def goalposts(values: ArrayLike, low: ArrayLike, high: ArrayLike, mirrored: ArrayLike = False) -> Array:
    """Return (x − lo)/(hi − lo)·100, clipped to 0..100, mirrored where less is better.

    Parameters
    ----------
    values : array [..., indicator], in the indicators' units; NaN stays NaN.
    low, high : bounds per indicator, low < high.
    mirrored : per indicator, True where less is better.

    >>> goalposts([40.0, 60.0, 90.0], 40.0, 80.0).tolist()
    [0.0, 50.0, 100.0]
    >>> float(goalposts(5.0, 0.0, 20.0, mirrored=True))
    75.0
    """
    low, high = np.asarray(low, float), np.asarray(high, float)
    share: Array = (np.asarray(values, float) - low) / (high - low)
    score = np.clip(share * 100.0, 0.0, 100.0)
    return np.where(mirrored, 100.0 - score, score)


def arithmetic(values: Array, weights: Array) -> Array:
    """Return Σwx/Σw over the last axis, of the values that are present.

    >>> arithmetic(np.array([[0.0, 100.0], [np.nan, 60.0]]), np.array([1.0, 3.0])).tolist()
    [75.0, 60.0]
    """
    return _mean(values, weights, lambda x: x, lambda y: y)


def geometric(values: Array, weights: Array) -> Array:
    """Return exp(Σw ln x/Σw); a value of 0 gives 0, since its logarithm is −∞.

    >>> float(geometric(np.array([4.0, 9.0]), np.array([1.0, 1.0])))
    6.0
    """
    return _mean(values, weights, np.log, np.exp)


def harmonic(values: Array, weights: Array) -> Array:
    """Return Σw/Σ(w/x); a value of 0 gives 0.

    >>> round(float(harmonic(np.array([40.0, 60.0]), np.array([1.0, 1.0]))), 9)
    48.0
    """
    return _mean(values, weights, lambda x: 1.0 / x, lambda y: 1.0 / y)


def _mean(
    values: Array, weights: Array, to: Callable[[Array], Array], back: Callable[[Array], Array]
) -> Array:
    """Return back(Σ w·to(x) / Σ w): every mean treats missing values alike."""
    present = ~np.isnan(values)
    used = np.where(present, weights, 0.0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        terms = np.where(present, used * to(np.where(present, values, 1.0)), 0.0)
        return np.asarray(back(terms.sum(axis=-1) / used.sum(axis=-1)))


MEANS: dict[str, Callable[[Array, Array], Array]] = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "harmonic": harmonic,
}
