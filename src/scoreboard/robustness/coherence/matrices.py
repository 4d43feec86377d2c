"""How columns vary together, pair by pair, over the units that both have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.scoring.methods.formulas import Array

LEAST = 3
"""Two states always correlate perfectly."""
NOT_ENOUGH, CONSTANT, ONLY_CHILD = "not enough data", "constant", "only child"
"""Why there is no number."""
DECIMALS = 9
"""Scores that differ less than this differ by the order of adding up, not by data."""

BANDS: dict[str, str] = {
    "negative": "below −0.4: they pull in opposite directions, so that one offsets the other",
    "slightly negative": "−0.4 to −0.3: a slight pull in opposite directions",
    "random": "between −0.3 and 0.3: they have little to do with each other",
    "coherent": "0.3 to 0.9: they go together, and each adds something",
    "redundant": "above 0.9: they tell nearly the same",
}
"""Band of a correlation → what it means. Limits −0.4, 0.3 and 0.9 are rules of thumb of the JRC."""


def band(correlation: float) -> str:
    """Return the name of the band of a correlation, empty where there is none.

    >>> [band(r) for r in (-0.5, -0.4, 0.0, 0.3, 0.9, 0.95, float("nan"))]
    ['negative', 'slightly negative', 'random', 'coherent', 'coherent', 'redundant', '']
    """
    limits = (
        correlation < -0.4,
        correlation <= -0.3,
        correlation < 0.3,
        correlation <= 0.9,
        correlation > 0.9,
    )
    return next((name for name, holds in zip(BANDS, limits, strict=True) if holds), "")


@dataclass(frozen=True)
class Together:
    """How columns vary together.

    Parameters
    ----------
    pearson, spearman, covariance : arrays [column, column], NaN where too few states have both, or one of
        the two does not vary over the units that both have (a covariance is 0 then).
    units, states : int arrays [column, column], how many have both.
    enough : bool array [column, column], whether enough states have both.
    """

    pearson: Array
    spearman: Array
    covariance: Array
    units: NDArray[np.int_]
    states: NDArray[np.int_]
    enough: NDArray[np.bool_]

    def reason(self, one: int, other: int) -> str:
        """Return why a pair has no correlation, empty where it has one."""
        if not self.enough[one, other]:
            return NOT_ENOUGH
        return CONSTANT if np.isnan(self.pearson[one, other]) else ""


def together(values: Array, states: NDArray[np.str_], least: int = LEAST) -> Together:
    """Correlate every column with every other.

    Parameters
    ----------
    values : [unit, column], NaN where missing.
    states : [unit], the state of each unit.
    least : fewer states than this, or than three, give no number.

    >>> pair = together(np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 7.0]]), np.array(["AT", "BE", "SE"]))
    >>> pair.pearson[0, 1].round(4), pair.spearman[0, 1].round(4), pair.states[0, 1]
    (np.float64(0.9449), np.float64(1.0), np.int64(3))
    """
    present = ~np.isnan(values)
    shared = np.zeros((values.shape[1], values.shape[1]), int)
    for state in np.unique(states):
        mine = present[states == state].astype(int)
        shared += (mine.T @ mine) > 0
    enough = shared >= max(least, LEAST)
    frame = pd.DataFrame(np.round(values, DECIMALS))

    def masked(matrix: pd.DataFrame) -> Array:
        return np.where(enough, matrix.to_numpy(float), np.nan)

    return Together(
        pearson=np.clip(masked(frame.corr(min_periods=LEAST)), -1.0, 1.0),
        spearman=np.clip(masked(frame.corr(method="spearman", min_periods=LEAST)), -1.0, 1.0),
        covariance=masked(frame.cov(min_periods=LEAST)),
        units=present.T.astype(int) @ present.astype(int),
        states=shared,
        enough=enough,
    )
