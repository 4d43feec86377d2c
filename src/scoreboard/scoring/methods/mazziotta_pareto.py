"""The adjusted Mazziotta–Pareto index (AMPI): a mean that takes off a penalty for unbalanced children.

Children are put on one scale, r = (x − (g − Δ))/(2Δ)·60 + 70, on which the reference value g is 100 and
the range of all years 60 points wide; then M ∓ S²/M, with the mean M and the variance S² of a unit's
children. Source: Mazziotta and Pareto (2016), On a generalized non-compensatory composite index for
measuring socio-economic phenomena, Social Indicators Research 127(3), doi 10.1007/s11205-015-0998-2.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.means import Planes, Weights, arithmetic

REFERENCE = 100.0
"""Where the reference value g lies on the scale, whatever the child."""


class Scale(NamedTuple):
    """What fixes the scale of one child.

    Parameters
    ----------
    reference : g, [..., 1], in the child's unit.
    half_range : Δ = (max − min)/2, [..., 1]; NaN where the child is constant or missing.
    """

    reference: Array
    half_range: Array


def scale_of(
    values: Array, base: NDArray[np.bool_] | None = None, reference: ArrayLike | None = None
) -> Scale:
    """Return the scale of a child, from the states and years on the last axis.

    Parameters
    ----------
    values : [..., unit], units being the states of all years; NaN is missing.
    base : [unit], True in the reference year; g is the mean over these. Default: all.
    reference : g itself, where it is given, instead of `base`.

    >>> scale = scale_of(np.array([40.0, 60.0, 80.0]), base=np.array([True, True, False]))
    >>> scale.reference.tolist(), scale.half_range.tolist()
    ([50.0], [20.0])
    """
    within = values if base is None else np.where(base, values, np.nan)
    least, most = (bound(values, axis=-1, keepdims=True) for bound in (np.fmin.reduce, np.fmax.reduce))
    half_range = np.where(most > least, (most - least) / 2.0, np.nan)
    given = _mean(within) if reference is None else np.asarray(reference, float)
    return Scale(np.broadcast_to(given, half_range.shape), half_range)


def rescale(values: Array, scale: Scale) -> Array:
    """Return r = (x − (g − Δ))/(2Δ)·60 + 70: 100 at the reference, NaN throughout a constant child.

    >>> rescale(np.array([40.0, 50.0, 80.0]), Scale(np.array([50.0]), np.array([20.0]))).tolist()
    [85.0, 100.0, 145.0]
    """
    low = scale.reference - scale.half_range
    return np.asarray((values - low) / (2.0 * scale.half_range) * 60.0 + 70.0)


def ampi(rescaled: Planes, weights: Weights, sign: int = -1) -> Array:
    """Return M + sign·S²/M of the children that are present.

    Parameters
    ----------
    rescaled : [child, ..., unit], or a sequence of planes, as `rescale` gives them; NaN is missing.
    weights : one per child, ≥ 0, in any unit; numbers, or arrays that broadcast, as [draw, 1].
    sign : −1 takes the penalty off (more is better), +1 adds it (more is worse).

    Returns
    -------
    [..., unit], with S² the weighted variance, divided by Σw; NaN where a unit has no child.

    Raises
    ------
    ValueError
        If the sign is neither −1 nor +1.

    >>> ampi(np.array([[90.0], [110.0]]), [1.0, 1.0]).tolist()
    [99.0]
    >>> ampi(np.array([[90.0], [110.0]]), [1.0, 1.0], sign=+1).tolist()
    [101.0]
    """
    if sign not in (-1, 1):
        raise ValueError(f"sign = {sign}: the penalty is taken off (-1) or added (+1).")
    # About the reference, which is close to every mean: S² = mean of squares − square of mean loses no digits.
    distances = [plane - REFERENCE for plane in rescaled]
    distance = arithmetic(distances, weights)
    squares = arithmetic([plane * plane for plane in distances], weights)
    variance = np.maximum(squares - distance * distance, 0.0)
    mean = distance + REFERENCE
    return np.asarray(mean + sign * variance / mean)


def mazziotta_pareto(
    values: Planes,
    weights: Weights,
    base: NDArray[np.bool_] | None = None,
    sign: int = -1,
) -> Array:
    """Return the AMPI of children in their own units, each rescaled by its own states and years.

    Parameters as of `scale_of`, for each child, and `ampi`; a constant child is missing from the index.

    >>> children = np.array([[40.0, 60.0, 50.0], [1.0, 1.0, 1.0]])
    >>> mazziotta_pareto(children, [1.0, 1.0]).tolist()
    [70.0, 130.0, 100.0]
    """
    return ampi([rescale(plane, scale_of(plane, base)) for plane in values], weights, sign)


def _mean(values: Array) -> Array:
    """Return the mean over the last axis, kept; summed from left to right, so alike for every layout."""
    present = ~np.isnan(values)
    total = np.cumsum(np.where(present, values, 0.0), axis=-1)[..., -1:]
    with np.errstate(invalid="ignore"):
        return np.asarray(total / present.sum(axis=-1, keepdims=True))
