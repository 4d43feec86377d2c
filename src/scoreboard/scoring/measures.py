"""From the panel to one array of measures: level, gap or ratio of every indicator, state and year."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions import AnyIndicator, Framework
from scoreboard.definitions.models import Index, StatisticIndicator
from scoreboard.observations import Panel
from scoreboard.scoring.formulas import MEASURES, Array, goalposts

SIGN = {"more_is_better": +1, "less_is_better": -1, "none": +1}
_NOWHERE = -1


@dataclass(frozen=True)
class Block:
    """Measures of all indicators of an index.

    Parameters
    ----------
    states, years : arrays [state-year], every state with data in every year of the index.
    indicators : codes of the columns.
    values : array [state-year, indicator], in the indicators' units, NaN where missing.
    rows : int array [state-year, indicator, 2]: index labels in the panel's frame of the group's and the
        reference's observation, −1 where there is none.
    carried : int array [state-year, indicator]: age in years of a value carried forward, 0 if of the year.
    """

    states: NDArray[np.str_]
    years: NDArray[np.int_]
    indicators: tuple[str, ...]
    values: Array
    rows: NDArray[np.int_]
    carried: NDArray[np.int_]

    def of_years(self, years: Collection[int] | None) -> Block:
        """Return the part of some years; None means all."""
        if years is None:
            return self
        keep = np.isin(self.years, list(years))
        return Block(
            self.states[keep],
            self.years[keep],
            self.indicators,
            self.values[keep],
            self.rows[keep],
            self.carried[keep],
        )

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


def measure_block(panel: Panel, index: Index, indicators: tuple[str, ...]) -> Block:
    """Measure every indicator for each state and year of an index.

    Parameters
    ----------
    panel : validated observations.
    index : gives the years, and how long a value may be carried forward.
    indicators : codes, the order of the columns.
    """
    framework = panel.framework
    reach = index.missing.carry_forward_years
    years = list(range(index.years.first - reach, index.years.last + 1))
    bases = {framework.base(code).code for code in indicators}
    frame = panel.frame[panel.frame["indicator"].isin(bases)]
    states = _states(frame[frame["year"].between(index.years.first, index.years.last)])
    grid = pd.MultiIndex.from_product([states, years], names=["state", "year"])
    values = np.full((len(grid), len(indicators)), np.nan)
    rows = np.full((len(grid), len(indicators), 2), _NOWHERE)
    by_indicator = dict(list(frame.groupby("indicator", sort=False)))
    empty = frame.iloc[:0]
    for column, code in enumerate(indicators):
        own = by_indicator.get(framework.base(code).code, empty)
        values[:, column], rows[:, column] = _measure(framework.indicators[code], own, grid)
    return _carry(values, rows, states, years, reach, indicators)


def _states(frame: pd.DataFrame) -> list[str]:
    return sorted(frame.loc[frame["value"].notna(), "state"].unique())


def _measure(it: AnyIndicator, frame: pd.DataFrame, grid: pd.MultiIndex) -> tuple[Array, NDArray[np.int_]]:
    group, group_rows = _pick(frame, getattr(it, "group", "TOTAL"), grid)
    if not isinstance(it, StatisticIndicator) or it.reference is None or it.measure == "level":
        return group, np.stack([group_rows, np.full_like(group_rows, _NOWHERE)], axis=-1)
    reference, reference_rows = _pick(frame, it.reference, grid)
    values = MEASURES[it.measure](group, reference, SIGN[it.direction])
    return values, np.stack([group_rows, reference_rows], axis=-1)


def _pick(frame: pd.DataFrame, group: str, grid: pd.MultiIndex) -> tuple[Array, NDArray[np.int_]]:
    """Return value and row label of one group, both sexes together, for each state-year of the grid."""
    chosen = frame[(frame["group"] == group) & (frame["sex"] == "T")]
    keyed = pd.DataFrame(
        {"value": chosen["value"].to_numpy(), "row": chosen.index.to_numpy()},
        index=pd.MultiIndex.from_arrays([chosen["state"], chosen["year"]]),
    ).reindex(grid)
    return keyed["value"].to_numpy(float), keyed["row"].fillna(_NOWHERE).to_numpy(int)


def _carry(
    values: Array,
    rows: NDArray[np.int_],
    states: list[str],
    years: list[int],
    reach: int,
    indicators: tuple[str, ...],
) -> Block:
    """Fill missing values from at most `reach` years before, and drop the years that only served that."""
    shape = (len(states), len(years), len(indicators))
    filled, kept = values.reshape(shape).copy(), rows.reshape(*shape, 2).copy()
    original, age = filled.copy(), np.zeros(shape, int)
    source = kept.copy()
    for lag in range(1, reach + 1):
        earlier = original[:, :-lag]
        take = np.isnan(filled[:, lag:]) & ~np.isnan(earlier)
        filled[:, lag:][take] = earlier[take]
        kept[:, lag:][take] = source[:, :-lag][take]
        age[:, lag:][take] = lag
    count = len(states) * (len(years) - reach)
    return Block(
        states=np.repeat(np.array(states, str), len(years) - reach),
        years=np.tile(np.array(years[reach:]), len(states)),
        indicators=indicators,
        values=filled[:, reach:].reshape(count, -1),
        rows=kept[:, reach:].reshape(count, len(indicators), 2),
        carried=age[:, reach:].reshape(count, -1),
    )


def normalise(values: Array, indicators: tuple[str, ...], index: Index, framework: Framework) -> Array:
    """Turn measures into scores 0–100 by the method that the index declares.

    Parameters
    ----------
    values : array [..., indicator], in the indicators' units.
    """
    if index.normalisation.method == "none":
        return values
    low, high, mirrored = zip(*(_bounds(framework.indicators[code]) for code in indicators), strict=True)
    return goalposts(values, np.array(low), np.array(high), np.array(mirrored))


def _bounds(it: AnyIndicator) -> tuple[float, float, bool]:
    """Return low, high and whether less is better; gaps and ratios are directed already."""
    assert isinstance(it, StatisticIndicator)
    assert it.goalposts is not None  # checked with the definitions
    mirrored = it.direction == "less_is_better" and it.measure == "level"
    return it.goalposts.low, it.goalposts.high, mirrored
