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


def log_ratio(group: ArrayLike, reference: ArrayLike, direction: int) -> Array:
    """Return ln(m/r), or ln(r/m) where less is better: 0 at parity; missing where either is not above 0.

    Halves and doubles lie equally far from parity, which they do not as ratios.

    >>> log_ratio([50.0, 100.0, 0.0], [100.0, 50.0, 50.0], +1).round(3).tolist()
    [-0.693, 0.693, nan]
    """
    group, reference = np.asarray(group, float), np.asarray(reference, float)
    usable = (group > 0) & (reference > 0)
    group, reference = np.where(usable, group, np.nan), np.where(usable, reference, np.nan)
    difference: Array = np.log(group) - np.log(reference)
    return difference if direction > 0 else -difference


def relative_gap(group: ArrayLike, average: ArrayLike, direction: int) -> Array:
    """Return Υ = |m/a − 1|: 0 where the group is at the population average; missing where that is 0.

    Where less is better, both are taken as the share without the trait, 100 − x.

    Parameters
    ----------
    group, average : arrays; in per cent where less is better.

    >>> relative_gap([60.0, 90.0], 75.0, +1).round(9).tolist(), float(relative_gap(20.0, 10.0, -1).round(4))
    ([0.2, 0.2], 0.1111)
    """
    share = ratio(_favourable(group, direction), _favourable(average, direction), +1)
    return np.asarray(np.abs(share - 1.0))


def achievement(group: ArrayLike, average: ArrayLike, best: ArrayLike, direction: int) -> Array:
    """Return 1 + α(1 − Υ)·99 with α = sqrt(a/best): the gap to the average, corrected for the level.

    In the manner of EIGE's Gender Equality Index (2017), doi 10.2839/601545. The level can drive the score:
    Permanyer (2015), Journal of European Social Policy 25(4), so publish level and gap beside it. A group at
    more than twice the average scores below 1.

    Parameters
    ----------
    group, average : arrays, level of the group and of the whole population; in per cent where less is better.
    best : the best population average over states and years: the highest, or the lowest where less is better.

    >>> float(achievement(60.0, 75.0, 75.0, +1).round(9)), float(achievement(75.0, 75.0, 75.0, +1))
    (80.2, 100.0)
    """
    alpha = np.sqrt(ratio(_favourable(average, direction), _favourable(best, direction), +1))
    return np.asarray(1.0 + alpha * (1.0 - relative_gap(group, average, direction)) * 99.0)


def _favourable(share: ArrayLike, direction: int) -> Array:
    """Return the share for which more is better."""
    return np.asarray(share, float) if direction > 0 else 100.0 - np.asarray(share, float)


MEASURES: dict[str, Callable[[ArrayLike, ArrayLike, int], Array]] = {
    "level": level,
    "gap": gap,
    "ratio": ratio,
    "log_ratio": log_ratio,
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
    score: Array = np.asarray(np.asarray(values, float) - low)
    score /= high - low
    score *= 100.0
    np.clip(score, 0.0, 100.0, out=score)
    return np.where(mirrored, 100.0 - score, score) if np.any(mirrored) else score
