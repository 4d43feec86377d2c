"""Standard errors of observations, and of what is computed from them.

An observation's error comes from the first source that knows it, in the order that `SamplingError` declares; its
kind is kept, so that a page can tell what was measured from what was assumed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from scoreboard.definitions import Framework
from scoreboard.definitions.sampling import ErrorDefault, SamplingError
from scoreboard.scoring.methods.formulas import Array

_ADDED = 4.0
"""Persons that Agresti and Coull add, half of them with the trait."""


class StandardErrors(NamedTuple):
    """Standard errors of the rows of a panel.

    Parameters
    ----------
    values : array [row], in the indicator's unit, ≥ 0; NaN where the value is missing or no source knows.
    kinds : array [row] of text, the source: se, interval, n, exact, flag or default; empty where NaN.
    """

    values: Array
    kinds: NDArray[np.str_]


def proportion_error(value: ArrayLike, persons: ArrayLike, design_effect: float = 1.0) -> Array:
    """Return sqrt(p(100 − p)/n · design effect), the standard error of a share.

    At exactly 0 and 100 per cent, where that would claim certainty, two persons with and two without the
    trait are added: Agresti and Coull (1998), doi 10.1080/00031305.1998.10480550.

    Parameters
    ----------
    value : array, per cent.
    persons : array, number of persons asked; not greater than 0 gives NaN.
    design_effect : variance over that of a simple random sample; n is divided by it.

    >>> proportion_error([50.0, 20.0], [100, 400]).tolist()
    [5.0, 2.0]
    >>> float(proportion_error(0.0, 100).round(3))
    1.347
    """
    share = np.asarray(value, float) / 100.0
    size = np.asarray(persons, float) / design_effect
    size = np.where(size > 0, size, np.nan)
    certain = (share == 0) | (share == 1)
    share = np.where(certain, (share * size + _ADDED / 2) / (size + _ADDED), share)
    size = np.where(certain, size + _ADDED, size)
    # a share beyond 0..100, of a panel made by hand, is unknown rather than a warning
    variance = share * (1.0 - share) / size
    return np.asarray(100.0 * np.sqrt(np.where(variance >= 0, variance, np.nan)))


def interval_error(low: ArrayLike, high: ArrayLike, level: float = 0.95) -> Array:
    """Return (high − low)/2z, the standard error behind a symmetric normal interval.

    >>> float(interval_error(40.0, 50.0).round(3))
    2.551
    """
    return np.asarray((np.asarray(high, float) - np.asarray(low, float)) / (2.0 * quantile(level)))


def quantile(level: float) -> float:
    """Return z, the number of standard errors on each side of a two-sided normal interval.

    >>> round(quantile(0.95), 3)
    1.96
    """
    return NormalDist().inv_cdf((1.0 + level) / 2.0)


def confidence_interval(
    value: ArrayLike, error: ArrayLike, level: float = 0.95, logarithmic: bool = False
) -> tuple[Array, Array]:
    """Return the bounds value ∓ z·se, or value·exp(∓ z·se/value) for a ratio, which cannot be negative.

    The interval of a ratio is symmetric on the scale of logarithms: Katz et al. (1978), doi 10.2307/2530610.
    A ratio of 0 has no logarithm; its interval is 0 to z·se.

    >>> [float(bound.round(2)) for bound in confidence_interval(10.0, 1.0)]
    [8.04, 11.96]
    >>> [float(bound.round(3)) for bound in confidence_interval(0.5, 0.25, logarithmic=True)]
    [0.188, 1.332]
    """
    value, half = np.asarray(value, float), quantile(level) * np.asarray(error, float)
    if not logarithmic:
        return value - half, value + half
    positive = value > 0
    factor = np.exp(np.divide(half, value, out=np.full(value.shape, np.nan), where=positive))
    return np.where(positive, value / factor, value + 0 * half), np.where(
        positive, value * factor, value + half
    )


def delta_error(
    gradients: tuple[ArrayLike, ArrayLike],
    errors: tuple[ArrayLike, ArrayLike],
    covariance: ArrayLike = 0.0,
) -> Array:
    """Return the standard error of a smooth function of two estimates, to first order.

    sqrt(g₁²s₁² + g₂²s₂² + 2g₁g₂c), the delta method: Oehlert (1992), doi 10.1080/00031305.1992.10475842.

    Parameters
    ----------
    gradients : partial derivatives at the estimates; an input with derivative 0 may have any error.
    errors : standard errors of the two.
    covariance : of the two estimates; 0 for independent samples.

    Raises
    ------
    ValueError
        If a covariance exceeds the product of the errors, which no two estimates can have.

    >>> float(delta_error((1.0, -1.0), (3.0, 4.0)))
    5.0
    >>> float(delta_error((1.0, -1.0), (3.0, 4.0), covariance=12.0))
    1.0
    """
    first, second = (np.asarray(error, float) for error in errors)
    covariance = np.asarray(covariance, float)
    if np.any(np.abs(covariance) > first * second * (1 + 1e-9)):
        raise ValueError("a covariance is at most the product of the two standard errors")
    slopes = [np.asarray(gradient, float) for gradient in gradients]
    first, second = (
        np.where(slope == 0, 0.0, slope * error) for slope, error in zip(slopes, (first, second), strict=True)
    )
    both = slopes[0] * slopes[1]
    joint = np.where(both == 0, 0.0, 2.0 * both * covariance)
    return np.asarray(np.sqrt(np.maximum(first**2 + second**2 + joint, 0.0)))


def declared_sampling(framework: Framework) -> SamplingError:
    """Return what the outcome index declares of sampling errors, or the model's own defaults."""
    index = framework.indices.get("outcome")
    return getattr(index and index.robustness, "sampling", None) or SamplingError()


def standard_errors(frame: pd.DataFrame, declared: SamplingError, framework: Framework) -> StandardErrors:
    """Find the standard error of every row of a panel, and where it comes from.

    Parameters
    ----------
    frame : DataFrame, `Panel.frame` or rows of it; `value` and `se` in the indicator's unit, `n` persons.
        Columns `ci_low` and `ci_high`, bounds of a confidence interval, are used where they are given.
    declared : sources, their order and their parameters.
    framework : says which indicators are policy items, and each statistic's unit.

    Raises
    ------
    KeyError
        If a row's indicator is not in the framework.
    """
    rows = _Rows(frame, declared, _units(frame, framework))
    values = np.full(len(frame), np.nan)
    kinds = np.full(len(frame), "", dtype="<U8")
    for kind in declared.sources:
        found = _SOURCES[kind](rows)
        taken = np.isnan(values) & ~np.isnan(found) & ~np.isnan(rows.value)
        values[taken], kinds[taken] = found[taken], kind
    return StandardErrors(values, kinds)


@dataclass(frozen=True)
class _Rows:
    """Rows of a panel beside their units; the unit of a policy item is empty."""

    frame: pd.DataFrame
    declared: SamplingError
    unit: NDArray[np.str_]

    @property
    def value(self) -> Array:
        return self.frame["value"].to_numpy(float)

    @property
    def is_share(self) -> NDArray[np.bool_]:
        return np.asarray(self.unit == "per_cent")

    def floored(self, error: Array) -> Array:
        return np.where(self.is_share, np.maximum(error, self.declared.floor), error)

    def default(self, it: ErrorDefault) -> Array:
        error = np.maximum(it.relative * np.abs(self.value), it.absolute)
        if it.persons is None:
            return self.floored(error)
        by_size = np.maximum(proportion_error(self.value, it.persons), it.absolute)
        return self.floored(np.where(self.is_share, by_size, error))

    def where(self, column: str, test: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Return which rows pass a test of a text; each different text is tested once."""
        codes, texts = pd.factorize(self.frame[column])
        return np.array([test(text) for text in texts], bool)[codes]


def _units(frame: pd.DataFrame, framework: Framework) -> NDArray[np.str_]:
    codes, names = pd.factorize(frame["indicator"])
    return np.array([getattr(framework.indicators[name], "unit", "") for name in names], str)[codes]


def _published(rows: _Rows) -> Array:
    return rows.frame["se"].to_numpy(float)


def _from_interval(rows: _Rows) -> Array:
    if not {"ci_low", "ci_high"} <= set(rows.frame.columns):
        return np.full(len(rows.frame), np.nan)
    return interval_error(rows.frame["ci_low"], rows.frame["ci_high"], rows.declared.interval_level)


def _from_size(rows: _Rows) -> Array:
    error = proportion_error(rows.value, rows.frame["n"], rows.declared.design_effect)
    return np.where(rows.is_share, rows.floored(error), np.nan)


def _exact(rows: _Rows) -> Array:
    return np.where(np.isin(rows.unit, ["", *rows.declared.exact_units]), 0.0, np.nan)


def _from_flags(rows: _Rows) -> Array:
    found = np.full(len(rows.frame), np.nan)
    for letter, default in rows.declared.flags.items():
        marked = rows.where("flags", lambda text, letter=letter: letter in text)  # type: ignore[misc]
        found = np.where(marked, np.fmax(found, rows.default(default)), found)
    return found


def _by_default(rows: _Rows) -> Array:
    error = rows.default(rows.declared.default)
    for group, default in rows.declared.groups.items():
        error = np.where(rows.where("group", group.__eq__), rows.default(default), error)
    return error


_SOURCES: dict[str, Callable[[_Rows], Array]] = {
    "se": _published,
    "interval": _from_interval,
    "n": _from_size,
    "exact": _exact,
    "flag": _from_flags,
    "default": _by_default,
}
