"""Who has a level already, and since when: where others may look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoreboard.records.practices import unbroken_run
from scoreboard.scoring import Scores


@dataclass(frozen=True)
class Holder:
    """A state at a level or above, without a break since a year.

    Parameters
    ----------
    since : first year of the unbroken run.
    from_start : whether the run begins with the state's first answer, so that it may be older.
    """

    state: str
    since: int
    from_start: bool

    def __str__(self) -> str:
        """Say it as "SE since 2010", or "SE since 2007 or before"."""
        return f"{self.state} since {self.since}" + " or before" * self.from_start


def holders(scores: Scores, indicator: str, level: float, year: int) -> tuple[Holder, ...]:
    """Return the states that have an item at a level or above in a year, in code order.

    A year without an answer is skipped: it neither breaks a run nor begins one.
    """
    block = scores.block
    values = block.values[:, scores.tree.column(indicator)]
    values = np.where(block.carried[:, scores.tree.column(indicator)] > 0, np.nan, values)
    known = ~np.isnan(values) & (block.years <= year)
    found = []
    for state in sorted(set(block.states[known & (block.years == year) & (values >= level)].tolist())):
        own = np.flatnonzero(known & (block.states == state))
        own = own[np.argsort(block.years[own])]
        run = unbroken_run(block.years[own], values[own], level)
        assert run is not None  # the level is held in the year, which is the last
        found.append(Holder(state, *run))
    return tuple(found)
