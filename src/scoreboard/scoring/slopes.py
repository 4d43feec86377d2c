"""The measures of a gap with their derivatives, by which standard errors go from values to measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from scoreboard.scoring.methods.formulas import (
    Array,
    achievement,
    gap,
    level,
    log_ratio,
    ratio,
    relative_gap,
)


def _slope_of_difference(group: Array, reference: Array, direction: int) -> tuple[Array, Array]:
    slope = np.full(np.broadcast(group, reference).shape, float(direction))
    return slope, -slope


def _slope_of_ratio(group: Array, reference: Array, direction: int) -> tuple[Array, Array]:
    above, below = (group, reference) if direction > 0 else (reference, group)
    of_above = ratio(1.0, below, +1)
    of_below = -above * of_above**2
    return (of_above, of_below) if direction > 0 else (of_below, of_above)


def _slope_of_log_ratio(group: Array, reference: Array, direction: int) -> tuple[Array, Array]:
    return direction * ratio(1.0, group, +1), -direction * ratio(1.0, reference, +1)


def _slope_of_level(group: Array, reference: Array, direction: int) -> tuple[Array, Array]:
    return np.ones_like(group), np.zeros_like(group)


def _slope_of_relative_gap(group: Array, average: Array, direction: int) -> tuple[Array, Array]:
    """Return the derivatives of |u − 1|; at u = 1, where it has a kink, that of the upper side."""
    group, average = (group, average) if direction > 0 else (100.0 - group, 100.0 - average)
    inverse = ratio(1.0, average, +1)
    side = np.where(group * inverse >= 1, 1.0, -1.0) * direction
    return side * inverse, -side * group * inverse**2


def _slope_of_achievement(
    group: Array, average: Array, best: Array | float, direction: int
) -> tuple[Array, Array]:
    """Return the derivatives by group and average; the best level is taken as known."""
    shown = average if direction > 0 else 100.0 - average
    alpha = np.sqrt(ratio(shown, best if direction > 0 else 100.0 - best, +1))
    of_group, of_average = _slope_of_relative_gap(group, average, direction)
    of_level = direction * (1.0 - relative_gap(group, average, direction)) * ratio(0.5, shown, +1)
    return -99.0 * alpha * of_group, 99.0 * alpha * (of_level - of_average)


class Measure(NamedTuple):
    """A measure of group, counterpart and direction, its derivatives, and why it may be missing."""

    value: Callable[[Array, Array, int], Array]
    slopes: Callable[[Array, Array, int], tuple[Array, Array]]
    undefined: str = ""


MEASURED = {
    "level": Measure(level, _slope_of_level),
    "difference": Measure(gap, _slope_of_difference),
    "ratio": Measure(ratio, _slope_of_ratio, "the divisor is 0"),
    "log_ratio": Measure(log_ratio, _slope_of_log_ratio, "0 has no logarithm"),
    "relative_gap": Measure(relative_gap, _slope_of_relative_gap, "the divisor is 0"),
}
MEASURES = (*MEASURED, "achievement")
"""Names of all measures; level, relative_gap and achievement are to be published side by side."""
TO_AVERAGE = {"relative_gap", "achievement"}
"""Measures that hold a group against the population average, not against the reference group."""
DEFINED_AS = {"difference": "gap"}
"""Measure → its name in an indicator's file, where that differs."""


def measure_of(name: str, best: Array | float = np.nan) -> Measure:
    """Return a measure of `MEASURES`.

    Parameters
    ----------
    best : for achievement, the best population average over states and years; others do not use it.

    >>> value, slopes, _ = measure_of("difference")
    >>> float(value(60.0, 70.0, +1)), [float(slope) for slope in slopes(60.0, 70.0, +1)]
    (-10.0, [1.0, -1.0])
    """
    if name in MEASURED:
        return MEASURED[name]
    return Measure(
        lambda group, average, direction: achievement(group, average, best, direction),
        lambda group, average, direction: _slope_of_achievement(group, average, best, direction),
        "the divisor is 0",
    )
