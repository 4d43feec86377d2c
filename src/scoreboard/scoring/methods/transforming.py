"""Transformations that pull in a long upper tail: logarithms and Box–Cox, each keeping the order.

Units are on the last axis, any leading axes before it; NaN = missing, and stays so. The result has a unit
of its own, so goalposts in the indicator's unit no longer apply. A constant series gives NaN.

Sources: method.md §4; Box and Cox (1964), An analysis of transformations, Journal of the Royal Statistical
Society B 26(2), 211–252. The logarithms are those in use for composite indicators (COIN Tool of the JRC;
Global Innovation Index).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.moments import as_rows, constant, extremes, mean_and_deviations

LIMITS = {"xmin": -5.0, "xmax": 5.0}  # of λ; beyond them the likelihood hardly tells one from another


def log_shifted(values: Array) -> Array:
    """Return ln(x − min + 0.01(max − min)): the logarithm that bears any unit and any sign.

    >>> log_shifted(np.array([0.0, 99.0, 100.0])).round(6).tolist()
    [0.0, 4.60517, 4.615121]
    """
    least, greatest = extremes(values)
    return np.log(values - least + 0.01 * (greatest - least))


def log_plus_one(values: Array) -> Array:
    """Return ln(x − min + 1), which depends on the unit: a small range hardly changes.

    >>> log_plus_one(np.array([5.0, 6.0, 104.0])).round(6).tolist()
    [0.0, 0.693147, 4.60517]
    """
    return np.log(values - extremes(values)[0] + 1.0)


def log_plain(values: Array) -> Array:
    """Return ln x; NaN for x ≤ 0 as well, which the caller must report.

    >>> log_plain(np.array([1.0, np.e, 0.0])).tolist()
    [0.0, 1.0, nan]
    """
    return np.log(np.where(_varied(values) & (values > 0), values, np.nan))


def log_scaled(values: Array) -> Array:
    """Return ln((max − 1)(x − min)/(max − min) + 1), which gives 0 … ln max.

    Missing where max ≤ 1, for then the order would turn over, or be lost.

    >>> log_scaled(np.array([0.0, 5.0, 10.0])).round(6).tolist()
    [0.0, 1.704748, 2.302585]
    """
    least, greatest = extremes(values)
    stretch = np.where(greatest > 1.0, greatest - 1.0, np.nan) / (greatest - least)
    return np.log(stretch * (values - least) + 1.0)


def box_cox(values: Array, lam: ArrayLike | None = None, *, shift: bool = False) -> Array:
    """Return (x^λ − 1)/λ, or ln x where λ = 0; NaN for x ≤ 0 as well, which the caller must report.

    Parameters
    ----------
    values : array [..., unit], in the indicator's unit.
    lam : number, or array that broadcasts against values ([..., 1]); by default the one of maximum
        likelihood for each series (`fit_lambda`).
    shift : make all values positive first by x − min + 1, as the COIN Tool does.

    >>> box_cox(np.array([1.0, 3.0, 5.0]), lam=2.0).round(9).tolist()
    [0.0, 4.0, 12.0]
    """
    positive = values - extremes(values)[0] + 1.0 if shift else values
    logs = log_plain(positive)
    powers = np.asarray(fit_lambda(positive) if lam is None else lam, dtype=np.float64)
    return _power(logs, powers)


def fit_lambda(values: Array) -> Array:
    """Return λ of maximum likelihood within −5 … 5 for each series, [..., 1]; NaN where it is constant.

    Divided by its geometric mean a series has the likelihood −n/2·ln(variance of the transformed), so the
    best λ is the one of least variance (Box and Cox 1964, §3).

    >>> squares = np.array([1.0, 4.0, 9.0, 16.0, 25.0, 36.0, 49.0])
    >>> fit_lambda(squares).round(2).tolist()
    [0.36]
    """
    from scipy.optimize import elementwise  # slow to load, and seldom needed

    search: Any = elementwise  # its type stubs do not know of `args`
    logs = log_plain(as_rows(values))
    varied = np.flatnonzero(~constant(logs))
    centred = logs - mean_and_deviations(logs)[1]

    def log_variance(lam: Array, row: NDArray[np.intp]) -> Array:
        deviations = mean_and_deviations(_power(centred[row], lam[..., None]))[2]
        return np.asarray(np.log((deviations * deviations).sum(axis=-1)))

    lambdas = np.full(len(logs), np.nan)
    if varied.size:
        found = search.bracket_minimum(log_variance, np.ones(varied.size), args=(varied,), **LIMITS)
        lambdas[varied] = search.find_minimum(log_variance, found.bracket, args=(varied,)).x
    return lambdas.reshape(*np.shape(values)[:-1], 1)


def _power(logs: Array, lam: Array) -> Array:
    """Return (exp(λ ln x) − 1)/λ, exact also for small λ; ln x where λ = 0."""
    is_log = lam == 0
    return np.where(is_log, logs, np.expm1(lam * logs) / np.where(is_log, 1.0, lam))


def _varied(values: Array) -> NDArray[np.bool_]:
    return ~constant(values)[..., None]


TRANSFORMS: dict[str, Callable[[Array], Array]] = {
    "log_shifted": log_shifted,
    "log_plus_one": log_plus_one,
    "log_plain": log_plain,
    "log_scaled": log_scaled,
    "box_cox": box_cox,
    "box_cox_shifted": partial(box_cox, shift=True),
}
