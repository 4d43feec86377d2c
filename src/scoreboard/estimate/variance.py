"""Standard errors by Taylor linearisation, from PSU totals of the linearised variable.

A share or mean R = Y/X has the linearised variable z_k = (y_k − R x_k)/X (Särndal, Swensson and Wretman 1992,
*Model Assisted Survey Sampling*, section 5.5; Wolter 2007, *Introduction to Variance Estimation*, chapter 6).
With z_hj the weighted total of PSU j in stratum h, the variance of R is that of the total of z under sampling
of PSUs with replacement::

    V = Σ_h (1 − f_h) n_h/(n_h − 1) Σ_j (z_hj − z̄_h)²

PSUs of the sample without a member of the domain count with z_hj = 0, so n_h is that of the whole sample (Lumley
2010, *Complex Surveys*, section 2.4). f_h = n_h/N_h only where the PSUs of the population are given.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from scoreboard.estimate.margins import Numbers, Places, added

SinglePsu = Literal["fail", "adjust", "certainty"]


def stratum_variances(
    squares: Numbers, totals: Numbers, sizes: Numbers, population: Numbers, single: SinglePsu
) -> Numbers:
    """Return each stratum's part of the variance.

    Parameters
    ----------
    squares, totals : Σ_j z_hj² and Σ_j z_hj of each stratum.
    sizes : n_h, all PSUs of the stratum in the sample.
    population : N_h, infinite for none.
    single : a stratum with n_h = 1. adjust: held against the mean of all strata, which is 0 for a linearised
        variable; certainty: nothing; fail is treated like certainty here, and found before.

    Examples
    --------
    Two PSUs with z = 1 and 3: n/(n − 1) Σ(z − 2)² = 2 · 2.

    >>> one = lambda number: np.array([number], dtype=float)
    >>> stratum_variances(one(10), one(4), one(2), one(np.inf), "fail")
    array([4.])
    """
    spread = np.maximum(squares - totals**2 / sizes, 0.0)
    several = sizes / np.maximum(sizes - 1.0, 1.0) * spread
    alone = squares if single == "adjust" else np.zeros_like(squares)
    left = np.clip(1.0 - sizes / population, 0.0, 1.0)
    return left * np.where(sizes > 1, several, alone)


def variances(
    residuals: Numbers,
    stratum: Places,
    domain: Places,
    sizes: Numbers,
    population: Numbers,
    single: SinglePsu,
    count: int,
) -> Numbers:
    """Return the variance of each domain from the totals z of its PSUs.

    Parameters
    ----------
    residuals : z of each PSU, 0 for those without members (they may be left out).
    stratum : stratum of each PSU.
    domain : domain (state and year) of each stratum.
    sizes, population : n_h and N_h of each stratum.
    count : number of domains.
    """
    squares = added(stratum, residuals**2, len(sizes))
    totals = added(stratum, residuals, len(sizes))
    parts = stratum_variances(squares, totals, sizes, population, single)
    return added(domain, parts, count)
