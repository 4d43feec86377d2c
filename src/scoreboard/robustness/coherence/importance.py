"""How much of a score's variance one of its parts accounts for, linearly and in any shape.

Paruolo, Saisana, Saltelli (2013), Ratings and rankings: voodoo or science?, Journal of the Royal Statistical
Society A 176(3), doi 10.1111/j.1467-985X.2012.01059.x: the importance of x for y is the correlation ratio
S = V[E(y|x)]/V(y), whatever the weights are; r² where the relation is a straight line.
"""

from __future__ import annotations

import numpy as np

from scoreboard.scoring.methods.formulas import Array

LEVELS = 5
"""A part with no more different values than this has a mean of y for each of them."""
BANDWIDTHS = np.geomspace(20.0, 0.2, 12)
"""Widths that are tried, in standard deviations of x; the first is nearly a straight line."""
LEVEL_MEANS, LOCAL_LINEAR = "level means", "local linear"


def main_effect(x: Array, y: Array) -> tuple[float, str]:
    """Return the first-order importance of x for y, 0 to 1, and by which regression E(y|x) was estimated.

    Level means where x has a few different values; else local linear regression with a Gaussian kernel, as
    in the source, whose bandwidth has the least error when each unit is predicted from all others. With few
    units it is somewhat too high: k levels of pure chance among n units have (k − 1)/(n − 1) on average.

    Parameters
    ----------
    x, y : [unit], without gaps.

    Returns
    -------
    NaN where x or y does not vary.

    >>> x = np.array([-2.0, -1.0, 0.0, 1.0, 2.0, 3.0])
    >>> round(main_effect(x, 3 * x + 1)[0], 6), main_effect(x % 2, x % 2 + 1)
    (1.0, (1.0, 'level means'))
    """
    levels, member = np.unique(x, return_inverse=True)
    method = LEVEL_MEANS if len(levels) <= LEVELS else LOCAL_LINEAR
    if len(levels) < 2 or np.ptp(y) == 0.0:
        return float("nan"), method
    if method == LEVEL_MEANS:
        fitted = (np.bincount(member, y) / np.bincount(member))[member]
    else:
        fitted = _local_linear((x - x.mean()) / x.std(), y)
    return min(float(fitted.var() / y.var()), 1.0), method


def _local_linear(x: Array, y: Array) -> Array:
    """Return the fitted values at every unit, by the bandwidth that predicts left-out units best."""
    square = (x[:, None] - x[None]) ** 2
    errors = []
    for width in BANDWIDTHS:
        kernel = np.exp(-square / (2.0 * width**2))
        np.fill_diagonal(kernel, 0.0)
        errors.append(float(((y - _predicted(kernel, x, y)) ** 2).mean()))
    best = BANDWIDTHS[int(np.argmin(errors))]
    return _predicted(np.exp(-square / (2.0 * best**2)), x, y)


def _predicted(kernel: Array, x: Array, y: Array) -> Array:
    """Return the local straight line at every unit; the local mean where it has no slope."""
    weight, one, two, mean, cross = (kernel @ np.stack([np.ones_like(x), x, x**2, y, x * y], axis=-1)).T
    first = one - x * weight
    second = two - 2.0 * x * one + x**2 * weight
    moment = cross - x * mean
    spread = weight * second - first**2
    steep = spread > 1e-9 * weight**2
    local: Array = np.divide(mean, weight, out=np.full_like(x, y.mean()), where=weight > 0.0)
    np.divide(second * mean - first * moment, spread, out=local, where=steep)
    return local
