"""Which units are compared with which: all state-years together, or the states of each year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoreboard.scoring.methods.formulas import Array

Selection = slice | NDArray[np.int_]


@dataclass(frozen=True)
class Peers:
    """The units of a block.

    Parameters
    ----------
    states, years : arrays [unit].
    """

    states: NDArray[np.str_]
    years: NDArray[np.int_]

    @cached_property
    def by_year(self) -> tuple[Selection, ...]:
        """The units of each year, years ascending: slices where they stand together, else positions."""
        return tuple(_selection(np.flatnonzero(self.years == year)) for year in np.unique(self.years))

    def groups(self, over: str) -> tuple[Selection, ...]:
        """Return the selections of units that are compared: one for ``panel``, one a year for ``year``."""
        return self.by_year if over == "year" else (slice(None),)

    def position(self, state: str, within: Selection) -> int | None:
        """Return where a state stands within a selection; None if it is not there."""
        found = np.flatnonzero(self.states[within] == state)
        return int(found[0]) if len(found) else None

    def select(self, keep: Selection | NDArray[np.bool_]) -> Peers:
        """Return some of the units."""
        return Peers(self.states[keep], self.years[keep])

    def apply(self, function: Callable[[Array], Array], values: Array, over: str) -> Array:
        """Apply a function of the last axis to each group of peers of an array [..., unit]."""
        if over == "panel":
            return function(values)
        result = np.full(values.shape, np.nan)
        for units in self.by_year:
            result[..., units] = function(np.ascontiguousarray(values[..., units]))
        return result


def _selection(positions: NDArray[np.int_]) -> Selection:
    first, last = int(positions[0]), int(positions[-1])
    return slice(first, last + 1) if last - first + 1 == len(positions) else positions
