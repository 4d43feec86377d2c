"""How policy and outcome go together, this year and some years later: a description, no effect."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from scoreboard.analysis.evaluation.library import fit, interval, library, settled

LAGS = range(6)
LEAST_STATES = 8
POINTS = 10
"""Points of policy that a slope is told for."""
COLUMNS = ["lag", "kind", "states", "cells", "slope", "low", "high", "p", "reason"]


def association(policy: pd.DataFrame, outcome: pd.DataFrame) -> pd.DataFrame:
    """Hold a policy score against an outcome of the same year and of later years.

    Parameters
    ----------
    policy : `state`, `year`, `value`, scores or levels 0–100.
    outcome : `state`, `year`, `value` in its unit.

    Returns
    -------
    DataFrame, two rows per lag of 0 to 5 years. `kind` "between" sets the means of states beside each other
    (least squares over states); "within" sets each state's years beside its own other years (effects of state
    and year, errors clustered by state). `slope`, `low`, `high`: units of the outcome for 10 points of
    policy, with an interval of 95 per cent; `p`; `reason` where there is too little to say it.

    Raises
    ------
    MissingLibraryError
        If pyfixest is not installed.
    """
    rows = []
    for lag in LAGS:
        later = outcome.assign(year=outcome["year"] - lag)
        both = policy.merge(later, on=["state", "year"], suffixes=("", "_outcome")).dropna()
        for kind, line in KINDS.items():
            rows.append((lag, kind, both["state"].nunique(), len(both), *_row(line, both)))
    return pd.DataFrame(rows, columns=COLUMNS)


Line = tuple[float, float, int]
"""Slope, its standard error, degrees of freedom."""


def _row(line: Callable[[pd.DataFrame], Line | None], both: pd.DataFrame) -> tuple[object, ...]:
    few = both["state"].nunique() < LEAST_STATES
    found = None if few else line(both)
    if found is None:
        return (*[np.nan] * 4, f"fewer than {LEAST_STATES} states" if few else "policy did not vary")
    slope, se, freedom = found
    low, high, p = interval(slope, se, freedom)
    return POINTS * slope, POINTS * low, POINTS * high, p, ""


def _between(both: pd.DataFrame) -> Line | None:
    means = both.groupby("state")[["value", "value_outcome"]].mean()
    if means["value"].nunique() < 2:
        return None
    from scipy.stats import linregress  # half a second to import

    line = linregress(means["value"], means["value_outcome"])
    return float(line.slope), float(line.stderr), len(means) - 2


def _within(both: pd.DataFrame) -> Line | None:
    if (both.groupby("state")["value"].nunique() < 2).all() or both["year"].nunique() < 2:
        return None
    rows = both.assign(unit=both["state"].astype("category").cat.codes + 1)
    with library() as pyfixest:
        found = fit(pyfixest, "value_outcome ~ value | unit + year", rows, "CRV1")
    return settled(found.coef()["value"]), settled(found.se()["value"]), int(rows["unit"].nunique()) - 1


KINDS: dict[str, Callable[[pd.DataFrame], Line | None]] = {"between": _between, "within": _within}
