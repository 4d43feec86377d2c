"""Treatment of outliers: series whose skewness and kurtosis are both too high are winsorised, or transformed.

Units are on the last axis, any leading axes before it; NaN = missing, and stays so. Whether a series is one
year or the whole panel is the caller's choice, by what stands on the last axis.

Source: method.md §4; OECD/JRC (2008), Handbook on Constructing Composite Indicators, chapter 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.moments import Mask, as_rows, kurtosis, skewness, skewness_and_kurtosis
from scoreboard.scoring.methods.transforming import TRANSFORMS

__all__ = ["Method", "Treated", "kurtosis", "passes", "skewness", "treat", "winsorise"]


class Method(IntFlag):
    """What was done to a series; both where the transformation was put on top of winsorising."""

    NONE = 0
    WINSORISED = 1
    TRANSFORMED = 2


@dataclass(frozen=True)
class Treated:
    """Series after treatment, and what was done.

    Attributes
    ----------
    values : [..., unit], in the indicator's unit, save where transformed.
    cells : bool [..., unit], the cells that winsorising changed.
    points : int [...], their number.
    method : int8 [...], a `Method` for each series.
    passed : bool [...], whether the result passes; if not, the caller must report it.
    """

    values: Array
    cells: Mask
    points: NDArray[np.intp]
    method: NDArray[np.int8]
    passed: Mask


def passes(values: ArrayLike, skew: float = 2.0, kurt: float = 3.5) -> Mask:
    """Tell of each series, [...], whether |G1| < skew or G2 < kurt.

    A series too short or too even to have a skewness passes: nothing in it can be told an outlier.

    >>> passes([[1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 2.0, 3.0, 4.0, 90.0]]).tolist()
    [True, False]
    """
    g1, g2 = skewness_and_kurtosis(values)
    return _within(g1, g2, skew, kurt)


def winsorise(values: ArrayLike, points: int = 5, skew: float = 2.0, kurt: float = 3.5) -> tuple[Array, Mask]:
    """Replace the extreme at the heavy side by the next value until the series passes.

    Equal extremes are replaced together. It stops where more than `points` cells would be changed, or where
    the series would become constant.

    Parameters
    ----------
    values : array [..., unit], in the indicator's unit.
    points : the most cells of a series that may be changed.
    skew, kurt : bounds of `passes`.

    Returns
    -------
    The new values, and which cells were changed, both [..., unit].

    >>> values, changed = winsorise([1.0, 2.0, 3.0, 4.0, 90.0])
    >>> values.tolist(), changed.tolist()
    ([1.0, 2.0, 3.0, 4.0, 4.0], [False, False, False, False, True])
    """
    rows = as_rows(values).copy()
    changed = np.zeros(rows.shape, np.bool_)
    active = np.arange(len(rows))
    for _ in range(points):
        g1, g2 = skewness_and_kurtosis(rows[active])
        failing = ~_within(g1, g2, skew, kurt)
        active, side = active[failing], np.where(g1[failing] > 0, 1.0, -1.0)[:, None]
        if not active.size:
            break
        tamed, heavy = _replace_extreme(rows[active] * side)
        after = changed[active] | heavy
        allowed = heavy.any(axis=-1) & (after.sum(axis=-1) <= points)
        active = active[allowed]
        rows[active], changed[active] = (tamed * side)[allowed], after[allowed]
    return rows.reshape(np.shape(values)), changed.reshape(np.shape(values))


def treat(
    values: ArrayLike,
    *,
    points: int = 5,
    then: str | None = "log_shifted",
    combine: bool = False,
    skew: float = 2.0,
    kurt: float = 3.5,
) -> Treated:
    """Winsorise series that do not pass; transform the original of those that still do not.

    Parameters
    ----------
    values : array [..., unit], in the indicator's unit.
    points : the most cells of a series that winsorising may change; 0: none, transform at once.
    then : name in TRANSFORMS, or None: winsorise only.
    combine : transform the winsorised values rather than the original.
    skew, kurt : bounds of `passes`.

    >>> treated = treat([[1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 2.0, 3.0, 4.0, 90.0]])
    >>> treated.values[1].tolist(), treated.points.tolist(), treated.passed.tolist()
    ([1.0, 2.0, 3.0, 4.0, 4.0], [0, 1], [True, True])
    """
    rows = as_rows(values).copy()
    cells = np.zeros(rows.shape, np.bool_)
    method = np.zeros(len(rows), np.int8)
    passed = passes(rows, skew, kurt)
    failing = np.flatnonzero(~passed)
    original = rows[failing]
    rows[failing], cells[failing] = winsorise(original, points, skew, kurt)
    passed[failing] = passes(rows[failing], skew, kurt)
    if then is not None:
        still = ~passed[failing]
        failing, original = failing[still], original[still]
        if not combine:
            rows[failing], cells[failing] = original, False
        rows[failing] = TRANSFORMS[then](rows[failing])
        passed[failing] = passes(rows[failing], skew, kurt)
        method[failing] = Method.TRANSFORMED
    method[cells.any(axis=-1)] |= Method.WINSORISED
    *leading, units = np.shape(values)
    return Treated(
        values=rows.reshape(*leading, units),
        cells=cells.reshape(*leading, units),
        points=cells.sum(axis=-1).reshape(leading),
        method=method.reshape(leading),
        passed=passed.reshape(leading),
    )


def _within(g1: Array, g2: Array, skew: float, kurt: float) -> Mask:
    return ~((np.abs(g1) >= skew) & (g2 >= kurt))


def _replace_extreme(rows: Array) -> tuple[Array, Mask]:
    """Replace the maxima of each row by the next value; none where that would leave the row constant."""
    least = np.fmin.reduce(rows, axis=-1, keepdims=True)
    greatest = np.fmax.reduce(rows, axis=-1, keepdims=True)
    following = np.fmax.reduce(np.where(rows < greatest, rows, -np.inf), axis=-1, keepdims=True)
    replaced = (rows == greatest) & (following > least)
    return np.where(replaced, following, rows), replaced
