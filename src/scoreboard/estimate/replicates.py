"""Standard errors by replicate weights: how far the estimates of the replicates lie from the estimate.

V = Σ_r c_r (θ_r − θ)² with c_r = 1/R (balanced repeated replication), 1/(R(1 − ε)²) (with Fay's factor ε),
(R − 1)/R (jackknife without strata), (n_h − 1)/n_h of the replicate's stratum (with strata), 1/R (bootstrap;
1/(R − 1) about the mean of the replicates). Wolter (2007), *Introduction to Variance Estimation*, chapters 3 to 5;
Judkins (1990), *Journal of Official Statistics* 6(3), for Fay's method.
"""

from __future__ import annotations

import numpy as np

from scoreboard.definitions.estimating import Replicates
from scoreboard.estimate.margins import Numbers


def coefficients(how: Replicates, number: int) -> Numbers:
    """Return c_r of each replicate.

    >>> coefficients(Replicates(method="fay", columns=("r1", "r2"), fay=0.5), 2)
    array([2., 2.])
    """
    same = {
        "brr": 1.0 / number,
        "fay": 1.0 / (number * (1.0 - (how.fay or 0.0)) ** 2),
        "jackknife_1": (number - 1.0) / number,
        "bootstrap": 1.0 / (number - (how.centre == "mean")),
    }
    return np.array(how.scales) if how.method == "jackknife_n" else np.full(number, same[how.method])


def replicate_variance(estimates: Numbers, estimate: Numbers, how: Replicates) -> Numbers:
    """Return the variance of each cell.

    Parameters
    ----------
    estimates : array [cell, replicate]; NaN where a replicate leaves nobody of the cell.
    estimate : array [cell], from the full weights.

    Returns
    -------
    Array [cell]; NaN where a replicate has no estimate, because leaving it out would understate the error.
    """
    centre = estimate if how.centre == "estimate" else estimates.mean(axis=1)
    distances = (estimates - centre[:, np.newaxis]) ** 2
    return distances @ coefficients(how, estimates.shape[1])
