"""Multiple imputation: what missing values of a panel may be, and how to combine analyses of the drawn ones.

The model of one indicator: y(year, state) = γ(year) + u(state) + e, with u ~ N(0, ρv) and e ~ N(0, (1−ρ)v).
Year effects and ln v have flat priors and ρ, the share of variance that lies between states, is uniform
(the uniform shrinkage prior). So a state with many observed years is filled from its own, a state with few
leans on the others, and one with none gets the year's level with the spread of the states. Given ρ all is
known in closed form; ρ is summed over a fixed grid, hence no search that might fail, and no seed.

Sources: Rubin (1987), Multiple Imputation for Nonresponse in Surveys, chapters 3 and 5; Robinson (1991),
That BLUP is a good thing, Statistical Science 6(1), 15–32 (prediction and its error); Daniels (1999), A
prior for the variance in hierarchical models, Canadian Journal of Statistics 27(3), 567–578.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from scoreboard.scoring.methods.formulas import Array

LEAST_DEGREES = 3  # observations beyond the number of years; with fewer, the spread has no variance
LOGITS = np.linspace(-8.0, 16.0, 97)  # the grid of ln(ρ/(1−ρ)): states may differ far more than years do
ODDS = np.exp(LOGITS)[:, None]
LOG_PRIOR = LOGITS - 2.0 * np.log1p(np.exp(LOGITS))  # a uniform ρ has the density ρ(1−ρ) of its logit


@dataclass(frozen=True)
class Pooled:
    """An estimate from several completed data sets, each array of the estimates' own shape.

    Attributes
    ----------
    estimate : mean of the estimates.
    variance : total variance, within + (1 + 1/m)·between.
    within, between : mean of their variances; variance of the estimates, with m − 1.
    degrees : of freedom of Student's t for an interval; infinite where the estimates agree.
    """

    estimate: Array
    variance: Array
    within: Array
    between: Array
    degrees: Array


def rubin(estimates: ArrayLike, variances: ArrayLike) -> Pooled:
    """Combine the estimates of m completed data sets (Rubin 1987, §3.1).

    Parameters
    ----------
    estimates, variances : arrays [m, ...], one analysis a row; a variance is a squared standard error.

    Raises
    ------
    ValueError : if there are fewer than two analyses, since one cannot tell what imputation adds.

    >>> pooled = rubin([10.0, 12.0, 14.0], [1.0, 1.0, 1.0])
    >>> float(pooled.estimate), round(float(pooled.variance), 6), round(float(pooled.degrees), 6)
    (12.0, 6.333333, 2.820312)
    """
    estimates, variances = np.broadcast_arrays(np.asarray(estimates, float), np.asarray(variances, float))
    m = len(estimates) if estimates.ndim else 1
    if m < 2:
        raise ValueError(f"combining needs at least two analyses, not {m}")
    estimate, within = sum(estimates) / m, sum(variances) / m
    between = sum((each - estimate) ** 2 for each in estimates) / (m - 1)
    added = np.asarray((1 + 1 / m) * between)
    ratio = np.divide(within, added, out=np.full(added.shape, np.inf), where=added > 0)
    degrees = np.where(np.isnan(estimate + within), np.nan, (m - 1) * (1 + ratio) ** 2)
    return Pooled(*map(np.asarray, (estimate, within + added, within, between, degrees)))


def predict(values: ArrayLike) -> tuple[Array, Array]:
    """Return mean and standard deviation of the predictive distribution of each cell, observed or not.

    The standard deviation holds the noise of the cell, and what is not known of year effects, state effects
    and variances. Both are NaN in a year without any observation, and where an indicator has too few
    observations, or no spread.

    Parameters
    ----------
    values : array [..., year, state], in the indicator's unit; NaN = missing.

    >>> levels = np.array([[10.0, 20.0, 30.0, 41.0], [12.0, 22.0, 32.0, 43.0], [14.0, 24.0, 33.0, np.nan]])
    >>> mean, sd = predict(levels)
    >>> round(float(mean[2, 3]), 1), round(float(sd[2, 3]), 1)
    (44.6, 0.9)
    """
    values = np.asarray(values, dtype=np.float64)
    mean, sd = np.full(values.shape, np.nan), np.full(values.shape, np.nan)
    for at in np.ndindex(values.shape[:-2]):
        known = ~np.isnan(values[at]).all(axis=-1)
        mean[at][known], sd[at][known] = _predict(values[at][known])
    return mean, sd


class _Given(NamedTuple):
    """What follows from each share ρ of the grid, on the first axis: [share, ...]."""

    shrinkage: Array  # [share, state]: u = shrinkage · sum of the state's residuals
    inverse: Array  # [share, year, year]: covariance of the year effects, in units of (1−ρ)v
    years: Array  # [share, year]: the year effects
    states: Array  # [share, state]: the state effects
    squares: Array  # [share]: generalised residual sum of squares
    logarithm: Array  # [share]: logarithm of the posterior density, save for a constant


def _predict(panel: Array) -> tuple[Array, Array]:
    """Return mean and sd [year, state] of a panel each year of which has an observation."""
    present = ~np.isnan(panel)
    degrees = int(present.sum()) - len(panel)
    if degrees < LEAST_DEGREES:
        return np.full(panel.shape, np.nan), np.full(panel.shape, np.nan)
    centre = panel[present].mean()
    levels, present = np.where(present, panel - centre, 0.0), present.astype(np.float64)
    given = _condition(levels, present, degrees)
    if not given.squares.min() > 1e-12 * (levels * levels).sum():
        return np.full(panel.shape, np.nan), np.full(panel.shape, np.nan)
    weights = np.exp(given.logarithm - given.logarithm.max())[:, None, None]
    weights /= weights.sum()
    means = given.years[:, :, None] + given.states[:, None, :]
    mean = (weights * means).sum(axis=0)
    variance = (weights * (_variances(given, present, degrees) + (means - mean) ** 2)).sum(axis=0)
    return centre + mean, np.sqrt(variance)


def _condition(levels: Array, present: Array, degrees: int) -> _Given:
    """Solve the model for each share: generalised least squares for the years, shrinkage for the states."""
    counts = present.sum(axis=0)
    shrinkage = ODDS / (1.0 + ODDS * counts)
    information = np.diag(present.sum(axis=1)) - (shrinkage[:, None, :] * present) @ present.T
    inverse = np.linalg.inv(information)
    pull = levels.sum(axis=1) - (shrinkage * levels.sum(axis=0)) @ present.T
    years = (inverse * pull[:, None, :]).sum(axis=-1)
    residuals = present * (levels - years[:, :, None])
    sums = residuals.sum(axis=1)
    squares = (residuals * residuals).sum(axis=(1, 2)) - (shrinkage * sums * sums).sum(axis=1)
    determinants = np.log1p(ODDS * counts).sum(axis=1) + np.linalg.slogdet(information)[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithm = LOG_PRIOR - 0.5 * (determinants + degrees * np.log(squares))
    return _Given(shrinkage, inverse, years, shrinkage * sums, squares, logarithm)


def _variances(given: _Given, present: Array, degrees: int) -> Array:
    """Return the variance of each cell's prediction error, [share, year, state] (Robinson 1991, §2)."""
    shrinkage = given.shrinkage[:, None, :]
    through_state = given.inverse @ present
    own_year = np.diagonal(given.inverse, axis1=1, axis2=2)[:, :, None]
    of_effects = (present * through_state).sum(axis=1, keepdims=True)
    factor = 1.0 + shrinkage + own_year - 2.0 * shrinkage * through_state + shrinkage**2 * of_effects
    return np.asarray(given.squares[:, None, None] / (degrees - 2) * factor)
