"""The effect of a change: what is observed less what would be expected without it, for many assignments.

Gardner's two-stage estimator (2022, arXiv:2207.05943) with equal weights, which is the imputation estimator
of Borusyak, Jaravel and Spiess (2024, doi 10.1093/restud/rdae007): effects of states and years are fitted to
the cells without the change only, and taken from all cells. So no state that changed earlier serves as a
comparison for one that changed later. A library estimates it with clustered standard errors
(`library.py`); the inference by permutation needs it for thousands of assignments, hence these arrays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoreboard.analysis.evaluation.rises import NEVER
from scoreboard.analysis.evaluation.sample import counted, treated
from scoreboard.scoring.methods.formulas import Array

NOTHING = 1e-9


def unexplained(values: Array, cohorts: NDArray[np.int_], years: NDArray[np.int_]) -> Array:
    """Return what effects of states and years leave unexplained.

    Parameters
    ----------
    values : array [outcome, state, year]; NaN where missing, for all outcomes alike.
    cohorts : int array [draw, state], first year after the change, `NEVER` for none.
    years : int array [year].

    Returns
    -------
    Array [draw, outcome, state, year]: value less the effects of its state and year, which are fitted by
    least squares to the cells without the change; NaN where the value is missing or its effects cannot be
    fitted, because no cells without the change tie its state to its year.
    """
    seen = ~np.isnan(values[0])
    free = (seen & ~treated(cohorts, years)).astype(float)  # [draw, state, year]
    per_state, per_year = free.sum(axis=2), free.sum(axis=1)
    filled = np.nan_to_num(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(per_state > 0, 1 / per_state, 0.0)
    by_state = np.einsum("dst,ost->dos", free, filled)
    by_year = np.einsum("dst,ost->dot", free, filled)
    # the states' effects are eliminated: what is left is one equation for each year
    mean = free * share[:, :, None]
    left = -mean.transpose(0, 2, 1) @ free
    left[:, np.arange(len(years)), np.arange(len(years))] += per_year
    right = by_year - by_state @ mean
    year_effect = right @ np.linalg.pinv(left, rcond=NOTHING, hermitian=True)
    state_effect = share[:, None] * (by_state - year_effect @ free.transpose(0, 2, 1))
    rest = values - state_effect[..., None] - year_effect[:, :, None, :]
    return np.where(_tied(free)[:, None], rest, np.nan)


def _tied(free: Array) -> NDArray[np.bool_]:
    """Return for cells used [draw, state, year] which states and years a chain of them ties together.

    Only then is the sum of the two effects determined (Abowd, Creecy and Kramarz 2002).
    """
    years = (free.transpose(0, 2, 1) @ free > 0).astype(float)  # with a state in common
    for _ in range(max(1, years.shape[1] - 1).bit_length()):
        years = (years @ years > 0).astype(float)
    return np.asarray(free @ years > 0)


def average_effect(
    values: Array, cohorts: NDArray[np.int_], years: NDArray[np.int_], window: int | None = None
) -> Array:
    """Return the mean of what is unexplained over the cells with the change, array [draw, outcome].

    Parameters
    ----------
    window : years from the change on that are looked at; None for all.
    """
    return _mean(unexplained(values, cohorts, years), counted(cohorts, years, window))


def effect_path(
    values: Array, cohorts: NDArray[np.int_], years: NDArray[np.int_], span: NDArray[np.int_]
) -> Array:
    """Return the mean of what is unexplained by years since the change.

    Parameters
    ----------
    span : int array [step], years since the change, negative before it.

    Returns
    -------
    Array [draw, outcome, step]; NaN where no changed state has a value. Before the change these are what the
    fit leaves over, around each state's own mean; a jump at the change is therefore read against 0, and not
    against the last year before (Roth 2024, arXiv:2401.12309).
    """
    rest = unexplained(values, cohorts, years)
    since = np.where(cohorts[..., None] == NEVER, years[-1] + 10**6, years - cohorts[..., None])
    return np.stack([_mean(rest, since == step) for step in span], axis=-1)


def _mean(rest: Array, cells: NDArray[np.bool_]) -> Array:
    used = cells[:, None] & ~np.isnan(rest)
    number = used.sum(axis=(2, 3))
    total = np.where(used, rest, 0.0).sum(axis=(2, 3))
    return np.asarray(np.divide(total, number, out=np.full(total.shape, np.nan), where=number > 0))
