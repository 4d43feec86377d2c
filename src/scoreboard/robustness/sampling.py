"""Sampling error: every observation drawn anew around its value, the same for all that is made from it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoreboard.definitions import AnyIndicator
from scoreboard.definitions.models import Index
from scoreboard.definitions.sampling import SamplingError
from scoreboard.observations import Panel
from scoreboard.robustness.factors import Draws, generator
from scoreboard.scoring import Block
from scoreboard.scoring.measures import used_rows
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.sampling import standard_errors


@dataclass(frozen=True)
class Sampled:
    """The observations of a panel with their standard errors.

    Parameters
    ----------
    values, errors : arrays [row] of the panel, in the indicators' units; an error is 0 where none is known.
    low, high : arrays [row], bounds of what is possible.
    years : array [row].
    uncertain : year → the rows whose values are drawn.
    """

    values: Array
    errors: Array
    low: Array
    high: Array
    years: NDArray[np.int_]
    uncertain: dict[int, NDArray[np.int_]]
    seed: int

    def of_block(self, block: Block) -> SampledBlock:
        """Return a block ready to be drawn: only the rows that it needs, numbered anew."""
        needed = np.unique(block.rows)
        needed = needed[needed >= 0]
        position = np.full(len(self.values) + 1, len(needed))  # nowhere is the last place: no value
        position[needed] = np.arange(len(needed))
        years = tuple(int(year) for year in np.unique(self.years[needed]))
        places = {year: position[self.uncertain[year]] for year in years}
        wanted = {year: np.flatnonzero(at < len(needed)) for year, at in places.items()}
        return SampledBlock(
            self,
            replace(block, rows=position[block.rows]),
            np.append(self.values[needed], np.nan),
            {year: (wanted[year], places[year][wanted[year]]) for year in years if len(wanted[year])},
        )

    def draw(self, year: int, drawn: Draws) -> Array:
        """Return drawn values [draw, row] of the uncertain rows of a year."""
        rows = self.uncertain[year]
        noise = np.empty((len(drawn), len(rows)))
        for draw, realisation in zip(noise, drawn, strict=True):
            generator(self.seed, "sampling", int(realisation), year).standard_normal(out=draw)
        noise *= self.errors[rows]
        noise += self.values[rows]
        return np.clip(noise, self.low[rows], self.high[rows], out=noise)


@dataclass(frozen=True)
class SampledBlock:
    """A block whose observations can be drawn.

    Parameters
    ----------
    source : all observations.
    block : measures whose rows count the block's own observations.
    values : array [row], their values, and NaN as the last.
    places : year → which of the year's uncertain rows are needed, and where they stand in `values`.
    """

    source: Sampled
    block: Block
    values: Array
    places: dict[int, tuple[NDArray[np.int_], NDArray[np.int_]]]

    def measured(self, drawn: Draws) -> Array:
        """Return the measures, array [indicator, draw, unit], each draw from observations of its own.

        The observations of a year are drawn from a stream of that year, so that looking at one year or at
        all makes no difference. A value is never drawn beyond what is possible.
        """
        observed = np.empty((len(drawn), len(self.values)))
        observed[:] = self.values
        for year, (wanted, places) in self.places.items():
            observed[:, places] = self.source.draw(year, drawn)[:, wanted]
        return self.block.measured(observed)


def sampled(panel: Panel, index: Index, declared: SamplingError, seed: int) -> Sampled:
    """Return the observations that an index uses, with their standard errors."""
    frame, framework = panel.frame, panel.framework
    errors = np.where(used_rows(panel, index), standard_errors(frame, declared, framework).values, np.nan)
    years = frame["year"].to_numpy(int)
    bounds = frame["indicator"].map({code: possible(it) for code, it in framework.indicators.items()})
    low, high = np.array(bounds.tolist(), float).reshape(-1, 2).T
    rows = np.flatnonzero(errors > 0)
    by_year = {int(year): rows[years[rows] == year] for year in np.unique(years)}
    return Sampled(frame["value"].to_numpy(float), errors, low, high, years, by_year, seed)


def imputation_noise(seed: int, streams: Draws, block: Block) -> Array:
    """Return standard normal numbers [indicator, draw, unit], the same for a cell whatever else is imputed."""
    noise = np.empty((len(block.indicators), len(streams), len(block.states)))
    for position, stream in enumerate(streams):
        drawn = generator(seed, "imputation", int(stream)).standard_normal(noise[:, 0].shape)
        noise[:, position] = drawn
    return noise


def possible(it: AnyIndicator) -> tuple[float, float]:
    """Return the bounds of what an indicator's observations can be."""
    bounds = getattr(it, "possible", None)
    return (bounds.low, bounds.high) if bounds else (-np.inf, np.inf)
