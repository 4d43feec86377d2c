"""Cronbach's α: how far the children of a group measure one thing."""

from __future__ import annotations

import numpy as np

from scoreboard.scoring.methods.formulas import Array


def cronbach_alpha(covariance: Array) -> float:
    """Return α = k² c̄ / Σ c_ij, with c̄ the mean covariance of two different children.

    Cronbach (1951), doi 10.1007/BF02310555; OECD/JRC Handbook, step 4. Over a correlation matrix it is the
    α of standardised children. It can be negative, where children run against each other, and never exceeds 1
    if the matrix comes from complete cases.

    Parameters
    ----------
    covariance : [child, child].

    Returns
    -------
    NaN for fewer than two children, where a covariance is missing, or where the sum of the children does not
    vary.

    >>> cronbach_alpha(np.array([[1.0, 0.5], [0.5, 1.0]])).__round__(4)
    0.6667
    """
    count, total = len(covariance), float(covariance.sum())
    if count < 2 or not total > 0.0:
        return float("nan")
    mean = (total - float(np.trace(covariance))) / (count * (count - 1))
    return count**2 * mean / total
