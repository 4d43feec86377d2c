"""Bring indicators of different units to one scale, by what their own distribution is.

Units (states) are on the last axis, any leading axes before it; NaN = missing, and stays so. Values come
directed already (more is better). Statistics are those of `frame`, by default the values themselves: a
caller hands the whole panel, or one edition, to keep the scale while values change. A constant series
gives NaN throughout, for it orders nobody: ask `constant` first, and say so. Fixed goalposts are in
`formulas`, places in the order (rank, percentile rank, Borda) in `ranking`.

Sources: method.md §3; OECD/JRC (2008), Handbook on Constructing Composite Indicators, chapter 5.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.moments import constant, extremes, mean_and_sd
from scoreboard.scoring.methods.ranking import borda, percentile_rank, rank

__all__ = [
    "NORMALISERS",
    "borda",
    "constant",
    "distance_to_best",
    "distance_to_reference",
    "distance_to_target",
    "fraction_of_max",
    "min_max",
    "percentile_rank",
    "rank",
    "z_score",
]


def min_max(values: Array, low: float = 0.0, high: float = 100.0, *, frame: Array | None = None) -> Array:
    """Return (x − min)/(max − min)·(high − low) + low: the least value gives low, the greatest high.

    Parameters
    ----------
    values : array [..., unit], directed, in the indicator's unit.
    low, high : ends of the new scale.
    frame : array [..., unit'], whose minimum and maximum are used; beyond them scores leave the scale.

    >>> min_max(np.array([20.0, 30.0, np.nan, 60.0])).tolist()
    [0.0, 25.0, nan, 100.0]
    """
    least, greatest = extremes(values if frame is None else frame)
    scaled = (values - least) / (greatest - least)
    scaled *= high - low
    scaled += low
    return scaled


def z_score(values: Array, mean: float = 0.0, sd: float = 1.0, *, frame: Array | None = None) -> Array:
    """Return (x − x̄)/s·sd + mean, s with n − 1.

    Parameters
    ----------
    values : array [..., unit], directed, in the indicator's unit.
    mean, sd : mean and standard deviation of the new scale.
    frame : array [..., unit'], whose mean and standard deviation are used.

    >>> z_score(np.array([1.0, 3.0, 5.0]), mean=100.0, sd=10.0).tolist()
    [90.0, 100.0, 110.0]
    """
    average, spread = mean_and_sd(values if frame is None else frame)
    scaled = values - average
    scaled /= spread
    scaled *= sd
    scaled += mean
    return scaled


def distance_to_target(values: Array, target: ArrayLike, *, frame: Array | None = None) -> Array:
    """Return (x − min)/(target − min)·100, at most 100; whoever has reached the target has 100.

    Parameters
    ----------
    values : array [..., unit], directed, in the indicator's unit.
    target : number, or array that broadcasts against values ([..., 1]), directed likewise.
    frame : array [..., unit'], whose minimum is used.

    >>> distance_to_target(np.array([10.0, 40.0, 90.0]), 70.0).tolist()
    [0.0, 50.0, 100.0]
    """
    least, _ = extremes(values if frame is None else frame)
    target = np.asarray(target, dtype=np.float64)
    way = np.where(target > least, target - least, np.nan)
    reached = (values >= target) & ~np.isnan(least)
    return np.where(reached, 100.0, (values - least) / way * 100.0)


def distance_to_best(values: Array, *, frame: Array | None = None) -> Array:
    """Return (1 − (max − x)/(max − min))·100.

    >>> distance_to_best(np.array([20.0, 30.0, 60.0])).tolist()
    [0.0, 25.0, 100.0]
    """
    least, greatest = extremes(values if frame is None else frame)
    return (1.0 - (greatest - values) / (greatest - least)) * 100.0


def distance_to_reference(
    values: Array, reference: int | np.integer | Array, *, frame: Array | None = None
) -> Array:
    """Return (1 − (x_r − x)/(x_r − min))·100: 100 is parity with the reference, which may be exceeded.

    Parameters
    ----------
    values : array [..., unit], directed, in the indicator's unit.
    reference : position of the reference unit on the last axis, or its values x_r [..., 1]. All is
        missing where the reference is, or where it is itself the minimum.
    frame : array [..., unit'], whose minimum is used.

    >>> distance_to_reference(np.array([10.0, 30.0, 40.0]), 1).tolist()
    [0.0, 100.0, 150.0]
    """
    least, _ = extremes(values if frame is None else frame)
    level = values[..., reference, None] if isinstance(reference, int | np.integer) else reference
    way = np.where(level > least, level - least, np.nan)
    return (1.0 - (level - values) / way) * 100.0


def fraction_of_max(values: Array, *, frame: Array | None = None) -> Array:
    """Return x/max·100; missing where the maximum is not positive, for then the order would turn over.

    >>> fraction_of_max(np.array([10.0, 30.0, 40.0])).tolist()
    [25.0, 75.0, 100.0]
    """
    _, greatest = extremes(values if frame is None else frame)
    return values / np.where(greatest > 0, greatest, np.nan) * 100.0


NORMALISERS: dict[str, Callable[..., Array]] = {
    "min_max": min_max,
    "z_score": z_score,
    "distance_to_target": distance_to_target,
    "distance_to_best": distance_to_best,
    "distance_to_reference": distance_to_reference,
    "fraction_of_max": fraction_of_max,
    "rank": rank,
    "percentile_rank": percentile_rank,
    "borda": borda,
}
