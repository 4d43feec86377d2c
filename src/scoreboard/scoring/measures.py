"""From the panel to one block of measures: level, gap or ratio of every indicator, state and year."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions import AnyIndicator, leaves
from scoreboard.definitions.models import Index, StatisticIndicator
from scoreboard.observations import Panel
from scoreboard.scoring.methods.formulas import MEASURES, Array, achievement
from scoreboard.scoring.peers import Peers

SIGN = {"more_is_better": +1, "less_is_better": -1, "none": +1}
NOWHERE = -1
Slice = tuple[str, str, str]
"""Group, sex and duration of stay."""


@dataclass(frozen=True)
class Measure:
    """How an indicator's value follows from its group's and its reference's observation.

    Parameters
    ----------
    name : level, gap, ratio, log_ratio or achievement.
    sign : +1 more is better, −1 less is better.
    best : for achievement, the best value of the reference group over all states and years.
    """

    name: str
    sign: int
    best: float = np.nan

    def __call__(self, group: Array, reference: Array) -> Array:
        """Return the measure, an array of the shape of both."""
        if self.name == "achievement":
            return achievement(group, reference, self.best, self.sign)
        return MEASURES[self.name](group, reference, self.sign)


@dataclass(frozen=True)
class Block:
    """Measures of all indicators of an index, on the complete grid of years and states.

    Parameters
    ----------
    states, years : arrays [unit]: every year of the index, and in each every state with data, in code order.
    indicators : codes of the columns.
    values : array [unit, indicator], in the indicators' units, NaN where missing.
    rows : int array [unit, indicator, 2]: positions in the panel's frame of the group's and the reference's
        observation, −1 where there is none.
    carried : int array [unit, indicator]: age in years of a value carried forward, 0 if of the year.
    measures : how each indicator's value follows from its rows.
    """

    states: NDArray[np.str_]
    years: NDArray[np.int_]
    indicators: tuple[str, ...]
    values: Array
    rows: NDArray[np.int_]
    carried: NDArray[np.int_]
    measures: tuple[Measure, ...] = ()

    @cached_property
    def peers(self) -> Peers:
        """The units, as the rules that compare states see them."""
        return Peers(self.states, self.years)

    def of_years(self, years: Collection[int] | None) -> Block:
        """Return the part of some years; None means all."""
        if years is None:
            return self
        keep = np.isin(self.years, list(years))
        arrays = ("states", "years", "values", "rows", "carried")
        return replace(self, **{name: getattr(self, name)[keep] for name in arrays})

    def unit(self, state: str, year: int) -> int:
        """Return the position of a state-year.

        Raises
        ------
        KeyError
            If the block has no such state-year.
        """
        found = np.flatnonzero((self.states == state) & (self.years == year))
        if not len(found):
            raise KeyError((state, year))
        return int(found[0])

    def measured(self, observed: Array) -> Array:
        """Measure again from other values of the observations.

        Parameters
        ----------
        observed : array [draw, row], a value for every row of the panel's frame, and NaN as the last.

        Returns
        -------
        Array [indicator, draw, unit].
        """
        result = np.empty((len(self.indicators), len(observed), len(self.states)))
        for column, measure in enumerate(self.measures):
            result[column] = _measured(measure, observed, self.rows[:, column].T)
        return result


def used_rows(panel: Panel, index: Index) -> NDArray[np.bool_]:
    """Return which rows of a panel an index measures something with, an array [row]."""
    framework, keys = panel.framework, ["indicator", "group", "sex", "duration"]
    used = {
        (framework.base(code).code, *slice_)
        for code in {code for root in index.tree for code in leaves(root)}
        for slice_ in slices_of(framework.indicators[code])
        if slice_ is not None
    }
    return np.asarray(pd.MultiIndex.from_frame(panel.frame[keys]).isin(used))


def measure_block(panel: Panel, index: Index, indicators: tuple[str, ...]) -> Block:
    """Measure every indicator for each state and year of an index.

    Parameters
    ----------
    panel : validated observations.
    index : gives the years, and how long a value may be carried forward.
    indicators : codes, the order of the columns.
    """
    framework = panel.framework
    frame = panel.frame.reset_index(drop=True)
    frame = frame[frame["indicator"].isin({framework.base(code).code for code in indicators})]
    scored = frame["value"].notna() & frame["year"].between(index.years.first, index.years.last)
    states = sorted(frame.loc[scored, "state"].unique())
    years = list(range(index.years.first - index.reach, index.years.last + 1))
    rows_of = _Slices(frame, states, years)
    observed = np.append(panel.frame["value"].to_numpy(float), np.nan)[None]
    values = np.empty((len(indicators), len(rows_of)))
    rows = np.empty((len(indicators), 2, len(rows_of)), int)
    measures = []
    for column, code in enumerate(indicators):
        it, base = framework.indicators[code], framework.base(code).code
        rows[column] = rows_of.pair(base, it)
        measures.append(_measure(it, rows_of.values(base, it)))
        values[column] = _measured(measures[-1], observed, rows[column])[0]
    return _carry(values.T, rows.transpose(2, 0, 1), states, years, index.reach, indicators, tuple(measures))


class _Slices:
    """The rows of each slice of the data (indicator, group, sex, duration) on a grid of years and states."""

    def __init__(self, frame: pd.DataFrame, states: list[str], years: list[int]) -> None:
        state = pd.Index(states).get_indexer(pd.Index(frame["state"]))
        year = frame["year"].to_numpy(int) - years[0]
        self._inside = (state >= 0) & (year >= 0) & (year < len(years))
        self._unit = year * len(states) + state
        self._row = frame.index.to_numpy(int)
        self._value = frame["value"].to_numpy(float)
        self._size = len(states) * len(years)
        groups = frame.groupby(["indicator", "group", "sex", "duration"], sort=False)
        self._members = {key: np.asarray(at, np.intp) for key, at in groups.indices.items()}

    def __len__(self) -> int:
        return self._size

    def pair(self, base: str, it: AnyIndicator) -> NDArray[np.int_]:
        """Return the rows [2, unit] of an indicator's group and reference."""
        group, reference = slices_of(it)
        return np.stack([self._rows(base, group), self._rows(base, reference)])

    def values(self, base: str, it: AnyIndicator) -> Array:
        """Return all values of an indicator's reference, of every year."""
        _, reference = slices_of(it)
        return self._value[self._positions(base, reference)]

    def _rows(self, base: str, slice_: Slice | None) -> NDArray[np.int_]:
        rows = np.full(self._size, NOWHERE)
        positions = self._positions(base, slice_)
        positions = positions[self._inside[positions]]
        rows[self._unit[positions]] = self._row[positions]
        return rows

    def _positions(self, base: str, slice_: Slice | None) -> NDArray[np.intp]:
        return self._members.get((base, *slice_), _NONE) if slice_ else _NONE


_NONE = np.array([], np.intp)


def slices_of(it: AnyIndicator) -> tuple[Slice, Slice | None]:
    """Return the slices (group, sex, duration) of an indicator's group and of its reference."""
    if not isinstance(it, StatisticIndicator):
        return ("TOTAL", "T", "TOTAL"), None
    group = (it.group, it.sex, it.duration)
    if it.measure == "level":
        return group, None
    reference = (it.reference, it.reference_sex, it.reference_duration)
    return group, (reference[0] or group[0], reference[1] or group[1], reference[2] or group[2])


def _measure(it: AnyIndicator, reference: Array) -> Measure:
    if not isinstance(it, StatisticIndicator):
        return Measure("level", +1)
    sign = SIGN[it.direction]
    best = sign * np.nanmax(sign * reference) if (~np.isnan(reference)).any() else np.nan
    return Measure(it.measure, sign, float(best))


def _measured(measure: Measure, observed: Array, rows: NDArray[np.int_]) -> Array:
    """Return the measure [draw, unit] from the rows [2, unit] of group and reference."""
    group: Array = np.take(observed, rows[0], axis=1)
    if measure.name == "level":
        return group
    return measure(group, np.take(observed, rows[1], axis=1))


def _carry(
    values: Array,
    rows: NDArray[np.int_],
    states: list[str],
    years: list[int],
    reach: int,
    indicators: tuple[str, ...],
    measures: tuple[Measure, ...],
) -> Block:
    """Fill missing values from at most `reach` years before, and drop the years that only served that."""
    shape = (len(years), len(states), len(indicators))
    original, source = values.reshape(shape), rows.reshape(*shape, 2)
    filled, kept, age = original.copy(), source.copy(), np.zeros(shape, int)
    for lag in range(1, reach + 1):
        take = np.isnan(filled[lag:]) & ~np.isnan(original[:-lag])
        filled[lag:][take] = original[:-lag][take]
        kept[lag:][take] = source[:-lag][take]
        age[lag:][take] = lag
    count = len(states) * (len(years) - reach)
    return Block(
        states=np.tile(np.array(states, str), len(years) - reach),
        years=np.repeat(np.array(years[reach:]), len(states)),
        indicators=indicators,
        values=filled[reach:].reshape(count, len(indicators)),
        rows=kept[reach:].reshape(count, len(indicators), 2),
        carried=age[reach:].reshape(count, len(indicators)),
        measures=measures,
    )
