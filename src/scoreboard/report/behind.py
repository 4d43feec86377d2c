"""What the scores of a lens, and the draws of some of its years, rest on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions.models import Index
from scoreboard.observations import Panel
from scoreboard.observations.keys import KEY
from scoreboard.robustness.sampling import sampled
from scoreboard.robustness.scenarios import alternatives
from scoreboard.scoring import Block, Scores, compile_plan, measure_block
from scoreboard.scoring.measures import used_rows

PLACES = ["file", "line"]
"""Columns that say where an observation stands, which no score rests on and no page shows."""


def scores(panel: Panel, index: Index) -> pd.DataFrame:
    """Return the observations that an index uses, and where they stand: scores are traced to them."""
    return panel.frame[used_rows(panel, index)].reset_index(drop=True)


def year(made: Scores, wanted: int) -> tuple[object, ...]:
    """Return what the scores of one year are, and are made of besides definitions, wherever it stands."""
    block = made.block if made.plan.compares_years else made.block.of_years((wanted,))
    return made.tree, block.states, block.values, made.values[made.block.years == wanted]


@dataclass(frozen=True)
class BehindDraws:
    """What the draws of a lens rest on, year by year.

    Parameters
    ----------
    scores : of the lens.
    """

    scores: Scores

    @cached_property
    def together(self) -> bool:
        """Whether draws of one year rest on other years, by the index itself or by any alternative."""
        framework = self.scores.panel.framework
        return any(compile_plan(it, framework).compares_years for it in alternatives(self.scores.index))

    @cached_property
    def _blocks(self) -> list[Block]:
        """One for each age up to which an alternative takes a value of an earlier year."""
        by_reach = {it.reach: it for it in alternatives(self.scores.index)}
        return [measure_block(self.scores.panel, it, self.scores.tree.leaves) for it in by_reach.values()]

    @cached_property
    def _drawn(self) -> dict[int, NDArray[np.int_]]:
        """Year → the rows whose values are drawn, by which each has its place in the random stream of the year."""
        index = self.scores.index
        how = index.robustness.sampling
        return sampled(self.scores.panel, index, how, index.robustness.seed).uncertain if how else {}

    def of(self, years: tuple[int, ...]) -> tuple[object, ...]:
        """Return what the draws of some years are made of besides definitions.

        The observations in use, those drawn from the same streams, the states, the weights, and the best values
        that an achievement is held against.
        """
        found = np.unique(np.concatenate([it.of_years(years).rows.ravel() for it in self._blocks]))
        frame = self.scores.panel.frame
        used = frame.iloc[found[found >= 0]]
        drawn = [frame[KEY].iloc[rows] for year, rows in self._drawn.items() if (used["year"] == year).any()]
        block = self.scores.block
        best = [it for it in block.measures if it.name == "achievement"]
        return used.drop(columns=PLACES), drawn, np.unique(block.states), self.scores.tree, best
