"""Fill missing values of a panel, and keep to the end which were filled, how surely and from how far.

Arrays are [..., year, state] with the years ascending, one row for each; NaN = missing. An observed value
is never changed, and what a method cannot fill stays missing.

Sources: OECD/JRC (2008), Handbook on Constructing Composite Indicators, chapter 3; for `multiple` those
of `multiple_imputation`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.moments import Mask, mean_and_deviations
from scoreboard.scoring.methods.multiple_imputation import predict

Years = NDArray[np.int64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Imputed:
    """A panel after imputation; every array is [..., year, state].

    Attributes
    ----------
    values : in the indicator's unit; NaN where it stays missing.
    filled : bool, which cells were missing and have a value now.
    sd : standard deviation of the filled value, in the indicator's unit; 0 where the method tells none.
    age : years between the filled cell and the observation it rests on; 0 for methods within a year.
    """

    values: Array
    filled: Mask
    sd: Array
    age: Years


def mean(values: ArrayLike, groups: ArrayLike | None = None) -> Imputed:
    """Fill with the mean of the states of the same group, observed in the same year.

    Parameters
    ----------
    values : array [..., year, state], in the indicator's unit.
    groups : int array [state], a number for each group; by default all states are one group.

    >>> mean([[1.0, 3.0, np.nan, 8.0, np.nan]], groups=[0, 0, 0, 1, 2]).values.tolist()
    [[1.0, 3.0, 2.0, 8.0, nan]]
    """
    return _by_group(values, groups, _mean)


def median(values: ArrayLike, groups: ArrayLike | None = None) -> Imputed:
    """Fill with the median of the states of the same group, observed in the same year; as `mean`.

    >>> median([[1.0, 2.0, 90.0, np.nan]]).values.tolist()
    [[1.0, 2.0, 90.0, 2.0]]
    """
    return _by_group(values, groups, _median)


def latest(values: ArrayLike, years: ArrayLike, maximum_age: int | None = None) -> Imputed:
    """Fill with the state's latest earlier value, if it is at most `maximum_age` years old.

    Parameters
    ----------
    values : array [..., year, state], in the indicator's unit.
    years : int array [year], ascending; gaps between them count in full.
    maximum_age : years; by default any.

    >>> imputed = latest([[5.0], [np.nan], [np.nan]], years=[2010, 2012, 2015], maximum_age=3)
    >>> imputed.values[:, 0].tolist(), imputed.age[:, 0].tolist()
    ([5.0, 5.0, nan], [0, 2, 0])
    """
    values, years = _panel(values, years)
    before = _observed_before(values)
    age = years[:, None] - years[before]
    usable = (before >= 0) & _near(age, maximum_age)
    carried = np.take_along_axis(values, np.maximum(before, 0), axis=-2)
    return _filled(values, np.where(usable, carried, np.nan), age=age)


def linear(values: ArrayLike, years: ArrayLike, maximum_age: int | None = None) -> Imputed:
    """Fill by the straight line between the state's neighbouring observed years; never beyond them.

    The age told is that of the nearer neighbour.

    Parameters
    ----------
    values : array [..., year, state], in the indicator's unit.
    years : int array [year], ascending; gaps between them count in full.
    maximum_age : years, the farthest that either neighbour may be; by default any.

    >>> linear([[1.0], [np.nan], [7.0]], years=[2010, 2011, 2013], maximum_age=2).values[:, 0].tolist()
    [1.0, 3.0, 7.0]
    """
    values, years = _panel(values, years)
    series = values.reshape(-1, *values.shape[-2:]).copy()
    which, row, state = np.nonzero(np.isnan(series))
    before, after = (_neighbour(series, which, row, state, step) for step in (-1, +1))
    since, until = years[row] - years[before], years[after] - years[row]
    usable = (before >= 0) & (after >= 0) & _near(np.maximum(since, until), maximum_age)
    which, row, state, before, after, since, until = (
        each[usable] for each in (which, row, state, before, after, since, until)
    )
    start, end = series[which, before, state], series[which, after, state]
    series[which, row, state] = start + (end - start) * (since / (since + until))
    filled, age = np.zeros(series.shape, np.bool_), np.zeros(series.shape, np.int64)
    filled[which, row, state], age[which, row, state] = True, np.minimum(since, until)
    return Imputed(
        values=series.reshape(values.shape),
        filled=filled.reshape(values.shape),
        sd=np.zeros(values.shape),
        age=age.reshape(values.shape),
    )


def multiple(values: ArrayLike, years: ArrayLike) -> Imputed:
    """Fill with the mean of the predictive distribution, whose `sd` lets a caller draw many completions.

    Parameters
    ----------
    values : array [..., year, state], in the indicator's unit.
    years : int array [year], ascending; the model lets each year have a level of its own, without a trend.

    >>> levels = [[10.0, 20.0, 30.0, 41.0], [12.0, 22.0, 32.0, 43.0], [14.0, 24.0, 33.0, np.nan]]
    >>> imputed = multiple(levels, years=[2010, 2011, 2012])
    >>> imputed.values[2].round(1).tolist(), imputed.sd[2].round(1).tolist()
    ([14.0, 24.0, 33.0, 44.6], [0.0, 0.0, 0.0, 0.9])
    """
    values, _ = _panel(values, years)
    predicted, sd = predict(values)
    return _filled(values, predicted, sd=sd)


IMPUTERS: dict[str, Callable[..., Imputed]] = {
    "mean": mean,
    "median": median,
    "latest": latest,
    "linear": linear,
    "multiple": multiple,
}


def _panel(values: ArrayLike, years: ArrayLike) -> tuple[Array, Years]:
    """Return both as arrays; raise ValueError where the years do not ascend or are not those of the rows."""
    values, years = np.asarray(values, dtype=np.float64), np.asarray(years, dtype=np.int64)
    if years.shape != values.shape[-2:-1] or (np.diff(years) <= 0).any():
        raise ValueError(f"years must ascend, one for each of the {values.shape[-2]} rows, not {years}")
    return values, years


def _near(age: Years, maximum_age: int | None) -> Mask:
    return age <= (np.inf if maximum_age is None else maximum_age)


def _filled(values: Array, candidates: Array, *, sd: ArrayLike = 0.0, age: ArrayLike = 0) -> Imputed:
    """Take the candidates where a value is missing; what is known of them is told of those cells only."""
    filled = np.isnan(values) & ~np.isnan(candidates)
    return Imputed(
        values=np.where(filled, candidates, values),
        filled=filled,
        sd=np.where(filled, sd, 0.0),
        age=np.where(filled, age, 0),
    )


def _observed_before(values: Array) -> Rows:
    """Return of each cell the row of the state's last observed value until then; −1 where there is none."""
    rows = np.arange(values.shape[-2])[:, None]
    before: Rows = np.maximum.accumulate(np.where(np.isnan(values), -1, rows), axis=-2)
    return before


def _neighbour(series: Array, which: Rows, row: Rows, state: Rows, step: int) -> Rows:
    """Return of each missing cell the row of the nearest observed one, before (−1) or after (+1); −1 if none.

    Missing cells are few, so looking from each of them is quicker than passing over all.
    """
    found = np.full(row.shape, -1)
    for distance in range(1, series.shape[1]):
        at = row + step * distance
        inside = np.flatnonzero((found < 0) & (at >= 0) & (at < series.shape[1]))
        seen = inside[~np.isnan(series[which[inside], at[inside], state[inside]])]
        found[seen] = at[seen]
    return found


def _by_group(values: ArrayLike, groups: ArrayLike | None, centre: Callable[[Array], Array]) -> Imputed:
    values = np.asarray(values, dtype=np.float64)
    groups = np.zeros(values.shape[-1], np.int64) if groups is None else np.asarray(groups)
    candidates = np.full(values.shape, np.nan)
    for group in np.unique(groups):
        members = groups == group
        candidates[..., members] = centre(np.ascontiguousarray(values[..., members]))
    return _filled(values, candidates)


def _mean(members: Array) -> Array:
    return mean_and_deviations(members)[1]


def _median(members: Array) -> Array:
    """Return the median of the values present, [..., 1]; sorting puts missing ones last."""
    ascending = np.sort(members, axis=-1)
    n = members.shape[-1] - np.count_nonzero(np.isnan(members), axis=-1, keepdims=True)
    middle = (np.maximum(n - 1, 0) // 2, n // 2)
    low, high = (np.take_along_axis(ascending, at, axis=-1) for at in middle)
    return (low + high) / 2.0
