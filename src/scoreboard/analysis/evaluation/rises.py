"""Changes of the law that may be evaluated: the first rise of a policy item in each state."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoreboard.observations import Panel

NEVER = 0
"""Cohort of a state whose level did not change in the years known."""


@dataclass(frozen=True)
class Rises:
    """What each state did with one policy item.

    Parameters
    ----------
    item : code of the policy indicator.
    states : DataFrame, index state in code order: `cohort`, first year at the higher level, `NEVER` where the
        level stayed; `before`, `after`, the two levels, 0–100; `first_known`, `last_known`, years.
    left_out : state → why it can be neither a changed state nor one to compare with.
    """

    item: str
    states: pd.DataFrame
    left_out: dict[str, str]

    @property
    def changed(self) -> pd.DataFrame:
        """The states whose level rose."""
        return self.states[self.states["cohort"] != NEVER]


def find_rises(panel: Panel, item: str, least: float = 0.0) -> Rises:
    """Find the first rise of an item in each state.

    Parameters
    ----------
    panel : validated observations.
    item : code of a policy indicator.
    least : points of the item's levels that count as a rise; a smaller one leaves the state out.

    Raises
    ------
    KeyError
        If there is no such policy item.
    """
    indicator = panel.framework.indicators[item]
    if indicator.lens != "policy":
        raise KeyError(item)
    frame = panel.frame
    own = frame[(frame["indicator"] == item) & frame["value"].notna()].sort_values(["state", "year"])
    found, left_out = {}, {}
    for state, part in own.groupby("state"):
        row, reason = _history(part, least)
        if reason:
            left_out[str(state)] = reason
        else:
            found[str(state)] = row
    columns = ["cohort", "before", "after", "first_known", "last_known"]
    states = pd.DataFrame.from_dict(found, orient="index", columns=columns)
    return Rises(item, states.rename_axis("state"), left_out)


def _history(part: pd.DataFrame, least: float) -> tuple[list[float], str]:
    """Return cohort, level before and after, first and last year known; or why a state is left out."""
    years, levels = part["year"].to_numpy(int), part["value"].to_numpy(float)
    steps = levels[1:] - levels[:-1]
    known = [int(years[0]), int(years[-1])]
    if (steps < 0).any():
        at = years[1:][steps < 0][0]
        return [], f"the level fell in {at}"
    if not (steps > 0).any():
        return [NEVER, levels[0], levels[0], *known], ""
    at = int((steps > 0).argmax())
    if steps[at] < least:
        return [], f"the rise of {years[at + 1]} is smaller than {least:g} points"
    if years[at + 1] - years[at] > 1:
        return [], f"the year of the rise is not known: between {years[at]} and {years[at + 1]}"
    return [int(years[at + 1]), levels[at], levels[at + 1], *known], ""
