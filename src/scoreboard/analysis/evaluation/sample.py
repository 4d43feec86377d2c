"""The states and years from which an effect may be estimated, and why others are not among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.analysis.evaluation.rises import NEVER, Rises
from scoreboard.scoring.methods.formulas import Array

LEAST_YEARS = 2
"""Years with the outcome that a changed state needs on each side of the change, and others in all."""


@dataclass(frozen=True)
class Sample:
    """A panel of states and years for one item and one outcome.

    Parameters
    ----------
    states, years : the axes: states in code order, years ascending.
    values : array [state, year], the outcome in its unit, NaN where missing.
    cohorts : int array [state], first year after the change, `NEVER` for states to compare with.
    left_out : state → why it is not in the sample, in code order.
    breaks : number of values that their source marks as a break in the series.
    window : years from the change on that count as changed; None for all.
    least : years with the outcome that a changed state needs on each side of the change.
    """

    states: NDArray[np.str_]
    years: NDArray[np.int_]
    values: Array
    cohorts: NDArray[np.int_]
    left_out: dict[str, str]
    breaks: int = 0
    window: int | None = None
    least: int = LEAST_YEARS

    @cached_property
    def seen(self) -> NDArray[np.bool_]:
        """Array [state, year]: whether there is a value."""
        return ~np.isnan(self.values)

    @cached_property
    def treated(self) -> NDArray[np.bool_]:
        """Array [state, year]: whether the state has made the change by that year."""
        return treated(self.cohorts, self.years)

    def admits(self, cohorts: NDArray[np.int_]) -> NDArray[np.bool_]:
        """Return bool [...]: a dealing [..., state] gives changed states years enough on each side."""
        sides = (~treated(cohorts, self.years), counted(cohorts, self.years, self.window))
        enough = [(side & self.seen).sum(axis=-1) >= self.least for side in sides]
        return np.asarray((np.all(enough, axis=0) | (cohorts == NEVER)).all(axis=-1))

    @property
    def changed(self) -> list[str]:
        """Codes of the states that made the change."""
        return [str(state) for state in self.states[self.cohorts != NEVER]]

    @property
    def others(self) -> list[str]:
        """Codes of the states whose level stayed."""
        return [str(state) for state in self.states[self.cohorts == NEVER]]

    def only(self, keep: NDArray[np.bool_]) -> Sample:
        """Return the sample of some states, bool array [state]."""
        parts = {name: getattr(self, name)[keep] for name in ("states", "values", "cohorts")}
        return replace(self, **parts)

    def long(self) -> pd.DataFrame:
        """Return the observed cells as rows: `state`, `year`, `value`, `cohort`, `treated` (0 or 1)."""
        at, when = np.nonzero(~np.isnan(self.values))
        return pd.DataFrame(
            {
                "state": self.states[at],
                "unit": at + 1,
                "year": self.years[when].astype(int),
                "value": self.values[at, when],
                "cohort": self.cohorts[at].astype(int),
                "treated": self.treated[at, when].astype(int),
            }
        )


def treated(cohorts: NDArray[np.int_], years: NDArray[np.int_]) -> NDArray[np.bool_]:
    """Return for cohorts [..., state] an array [..., state, year]: whether the change was made by then."""
    return np.asarray((cohorts[..., None] != NEVER) & (years >= cohorts[..., None]))


def counted(
    cohorts: NDArray[np.int_], years: NDArray[np.int_], window: int | None = None
) -> NDArray[np.bool_]:
    """Return `treated`, of the first `window` years from the change on only."""
    since = treated(cohorts, years)
    if window is None:
        return since
    return since & (years < cohorts[..., None] + window)


def make_sample(rises: Rises, outcome: pd.DataFrame) -> Sample:
    """Bring an item's changes and an outcome together.

    Only years in which a state's level is known are used: what a law was before the first coding, or has
    become since the last, is not.

    Parameters
    ----------
    rises : what each state did.
    outcome : `state`, `year`, `value`, `flags`, as `outcome_values` returns them.
    """
    known = rises.states
    states, cohorts = known.index.to_numpy(dtype=str), known["cohort"].to_numpy(int)
    at, year = known.index.get_indexer(pd.Index(outcome["state"])), outcome["year"].to_numpy(int)
    first, last = known["first_known"].to_numpy(int), known["last_known"].to_numpy(int)
    used = np.flatnonzero(at >= 0)
    used = used[(year[used] >= first[at[used]]) & (year[used] <= last[at[used]])]
    years = np.unique(year[used])
    values = np.full((len(states), len(years)), np.nan)
    values[at[used], np.searchsorted(years, year[used])] = outcome["value"].to_numpy(float)[used]
    short = _too_little(states, cohorts, years, ~np.isnan(values))
    left_out = dict(sorted((rises.left_out | short).items()))
    keep = ~np.isin(states, list(short))
    breaks = int(outcome["flags"].iloc[used[keep[at[used]]]].str.contains("b").sum())
    some = (~np.isnan(values[keep])).any(axis=0)
    return Sample(states[keep], years[some], values[keep][:, some], cohorts[keep], left_out, breaks)


def _too_little(
    states: NDArray[np.str_], cohorts: NDArray[np.int_], years: NDArray[np.int_], seen: NDArray[np.bool_]
) -> dict[str, str]:
    """Return the states with too few years of the outcome, and on which side."""
    since = treated(cohorts, years)
    before, after = (seen & ~since).sum(axis=1), (seen & since).sum(axis=1)
    few = f"fewer than {LEAST_YEARS} years with the outcome"
    reasons = {}
    for state, cohort, *counts in zip(states.tolist(), cohorts.tolist(), before, after, strict=True):
        never = cohort == NEVER
        sides = {
            "no outcome in the years in which the level is known": sum(counts) == 0,
            few: never and counts[0] < LEAST_YEARS,
            f"{few} before the change of {cohort}": not never and counts[0] < LEAST_YEARS,
            f"{few} since the change of {cohort}": not never and counts[1] < LEAST_YEARS,
        }
        held = [reason for reason, short in sides.items() if short]
        if held:
            reasons[state] = held[0]
    return reasons
