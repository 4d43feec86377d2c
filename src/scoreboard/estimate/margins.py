"""Groups and sexes of cells as sets of the codes that persons have: every margin is a sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions.models import StatisticIndicator

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Places = NDArray[np.intp]

GROUPS = {
    "NAT": (0,),
    "EU27_2020_FOR": (1,),
    "NEU27_2020_FOR": (2,),
    "FOR": (1, 2),
    "TOTAL": (-1, 0, 1, 2),
}
"""Group of a cell → places in the contract's list of citizenship or birth; −1: not known, so in the total alone."""
SEXES = {"F": (0,), "M": (1,), "T": (0, 1)}


@dataclass(frozen=True)
class Margin:
    """One group and sex, and the rows of a table of sums that belong to it."""

    group: str
    sex: str
    mask: Mask


def margins(indicator: StatisticIndicator, rows: pd.DataFrame) -> Iterator[Margin]:
    """Yield every group and sex that an indicator's data hold.

    Parameters
    ----------
    rows : DataFrame with `sex`, and `citizenship` or `birth` as the indicator needs it, as places.
    """
    for group in indicator.groups or ("TOTAL",):
        for sex in indicator.sexes:
            yield Margin(group, sex, margin_mask(rows, indicator.by, group, sex))


def margin_mask(rows: pd.DataFrame, by: str, group: str, sex: str) -> Mask:
    """Return which rows of a table of sums belong to a group and sex."""
    mask = _among(rows["sex"], SEXES[sex])
    return mask if by == "none" else mask & _among(rows[by], GROUPS[group])


def _among(places: pd.Series[int], wanted: tuple[int, ...]) -> Mask:
    """Look places up in a table of −1 to 2, many times faster than a search."""
    table = np.isin(np.arange(-1, 3), wanted)
    return table[places.to_numpy() + 1]


def added(at: Places, values: Numbers | pd.Series[float], size: int) -> Numbers:
    """Return the sum of the values of each place, 0 to size − 1.

    >>> added(np.array([0, 2, 2]), np.array([1.0, 2.0, 3.0]), 3)
    array([1., 0., 5.])
    """
    return np.bincount(at, values, size).astype(np.float64, copy=False)


def largest_two(at: Places, values: Numbers, size: int) -> Numbers:
    """Return the two largest values of each place.

    Parameters
    ----------
    at : place of each value, 0 to size − 1.
    values : NaN counts as nothing.

    Returns
    -------
    Array [place, 2], 0 where there are fewer.
    """
    result = np.zeros((size, 2))
    there = ~np.isnan(values)
    at, values = at[there], values[there]
    order = np.lexsort((-values, at))
    at, values = at[order], values[order]
    first = np.searchsorted(at, np.arange(size))
    for rank in (0, 1):
        place = first + rank
        fits = place < len(at)
        fits[fits] = at[place[fits]] == np.flatnonzero(fits)
        result[fits, rank] = values[place[fits]]
    return result
