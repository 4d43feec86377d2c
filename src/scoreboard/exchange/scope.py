"""For which states and years an import is meant; what lies outside stays as it is."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoreboard.exchange.slices import Slice

NOT_ASKED = "not asked for: another state or year"


@dataclass(frozen=True)
class Scope:
    """States and years of an import.

    Parameters
    ----------
    states : their codes; all if empty.
    first, last : years; None where there is no bound.
    """

    states: frozenset[str] = frozenset()
    first: int | None = None
    last: int | None = None

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        """Return whether each row lies inside.

        Parameters
        ----------
        rows : DataFrame with `state` and `year`, as text.
        """
        inside = pd.Series(True, index=rows.index)
        if self.states:
            inside &= rows["state"].isin(list(self.states))
        if self.first is not None or self.last is not None:
            years = pd.to_numeric(rows["year"].astype("str"), errors="coerce")
            inside &= years.between(self.first or 0, self.last or 9999)
        return inside

    def within(self, one: Slice) -> Slice:
        """Leave out the rows of a slice that lie outside."""
        outside = ~self.holds(one.rows)
        return one.without(outside, NOT_ASKED) if outside.any() else one


EVERYTHING = Scope()
