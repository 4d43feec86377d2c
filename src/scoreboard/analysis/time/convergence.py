"""Whether states grow more alike, and on which level: β, σ, δ and γ convergence.

Eurofound (2018), Upward convergence in the EU: Concepts, measurements and indicators, doi 10.2806/68012. All four
measures need the same states in all years, so states without data in some year are left out, and named.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from scoreboard.analysis.time.lines import Lines, fit_lines
from scoreboard.analysis.time.series import STANDARD, shared_years, to_matrix
from scoreboard.definitions.targets import TimeRule
from scoreboard.scoring.methods.formulas import Array

MINIMUM = 3
"""States below which β has no standard error and a dispersion says nothing."""
VERDICTS = {
    (1, -1): "upward convergence",
    (1, 1): "upward divergence",
    (-1, -1): "downward convergence",
    (-1, 1): "downward divergence",
    (0, -1): "convergence around an unchanged mean",
    (0, 1): "divergence around an unchanged mean",
    (1, 0): "upward, differences unchanged",
    (-1, 0): "downward, differences unchanged",
    (0, 0): "unchanged",
}
"""Sign of the improvement of the mean, sign of the change of the standard deviation → the verdict."""
_TOLERANCE = 1e-9
"""Smaller changes of a mean or a standard deviation are arithmetic, not movement."""


@dataclass(frozen=True)
class Convergence:
    """The measures of one balanced panel.

    Parameters
    ----------
    first_year, last_year, years, states : what the panel covers.
    mean_first, mean_last : unweighted mean of the states, in the unit of the values.
    sigma_first, sigma_last : population standard deviation of the states (over n).
    sigma_slope, sigma_se, sigma_low, sigma_high : its trend per year; NaN with too few years.
    cv_first, cv_last, cv_slope : the same by the mean: coefficient of variation, 1 = 100 %.
    delta_first, delta_last : Σ of the distances to the best state of the year.
    beta, beta_se, beta_p, r_squared : slope of (1/τ)·ln(y_T/y_0) on ln y_0, negative where those behind grow
        faster; NaN unless all values are positive in both years.
    gamma : variance of the summed ranks by that of constant ranks; 1 where no state changed its place.
    verdict : from `VERDICTS`.
    """

    first_year: int
    last_year: int
    years: int
    states: int
    mean_first: float
    mean_last: float
    sigma_first: float
    sigma_last: float
    sigma_slope: float
    sigma_se: float
    sigma_low: float
    sigma_high: float
    cv_first: float
    cv_last: float
    cv_slope: float
    delta_first: float
    delta_last: float
    beta: float
    beta_se: float
    beta_p: float
    r_squared: float
    gamma: float
    verdict: str

    @property
    def evidence(self) -> str:
        """The verdict with its numbers, as a sentence."""
        words = {-1: "fell", 0: "stayed", 1: "rose"}
        mean = words[_sign(self.mean_last - self.mean_first)]
        moved = _sign(self.sigma_last - self.sigma_first)
        sigma = words[moved]
        clear = self.sigma_low > 0 if moved > 0 else self.sigma_high < 0  # a trend the same way as the ends
        trend = (
            "" if np.isnan(self.sigma_slope) else f", {'' if clear else 'not '}a clear trend over the years"
        )
        return (
            f"{self.verdict.capitalize()}: in the {self.states} states with data in all {self.years} years of"
            f" {self.first_year}–{self.last_year}, the mean {mean} from {self.mean_first:.2f} to"
            f" {self.mean_last:.2f}, and the standard deviation {sigma} from {self.sigma_first:.2f} to"
            f" {self.sigma_last:.2f}{trend}."
        )


def measure_convergence(
    years: Array, values: Array, direction: int = 1, rule: TimeRule = STANDARD
) -> Convergence:
    """Measure the convergence of a balanced panel.

    Parameters
    ----------
    years : array [year], rising.
    values : array [state, year], at least three states and two years, none missing.
    direction : +1 if more is better, as for all scores, −1 if less is.

    Raises
    ------
    ValueError
        If values are missing, or there are fewer states or years.

    >>> found = measure_convergence(np.array([2018.0, 2019.0]), np.array([[20.0, 30], [40, 48], [60, 66]]))
    >>> found.verdict, found.gamma, found.delta_first, found.delta_last
    ('upward convergence', 1.0, 60.0, 54.0)
    """
    states, count = values.shape
    if states < MINIMUM or count < 2 or np.isnan(values).any():
        raise ValueError(f"a balanced panel has at least {MINIMUM} states, 2 years and no missing values")
    mean, sigma = values.mean(axis=0), values.std(axis=0)
    cv = sigma / np.where(mean == 0, np.nan, np.abs(mean))
    trends = fit_lines(years, np.stack([sigma, cv]))
    slopes = np.where(
        count < rule.minimum_years, np.nan, [trends.slope, trends.se, *trends.interval(rule.confidence)]
    )
    delta = (np.max(direction * values, axis=0) - direction * values).sum(axis=0)
    beta = _beta(years, values)
    signs = _sign(direction * (mean[-1] - mean[0])), _sign(sigma[-1] - sigma[0])
    numbers = [mean[0], mean[-1], sigma[0], sigma[-1], *slopes[:, 0], cv[0], cv[-1], slopes[0, 1]]
    numbers += [
        delta[0],
        delta[-1],
        beta.slope[0],
        beta.se[0],
        beta.p_value[0],
        beta.explained[0],
        gamma(values),
    ]
    values_of = zip([field.name for field in fields(Convergence)][4:-1], map(float, numbers), strict=True)
    return Convergence(
        int(years[0]), int(years[-1]), count, states, **dict(values_of), verdict=VERDICTS[signs]
    )


def _sign(change: float) -> int:
    return 0 if abs(change) < _TOLERANCE else int(np.sign(change))


def _beta(years: Array, values: Array) -> Lines:
    """Fit growth per year on the logarithm of the first value; a value of 0 or less has no logarithm."""
    ends = values[:, [0, -1]]
    logs = np.log(ends if (ends > 0).all() else np.full_like(ends, np.nan))
    growth = (logs[:, 1] - logs[:, 0]) / (years[-1] - years[0])
    return fit_lines(logs[:, 0], growth[None])


def gamma(values: Array) -> float:
    """Return Var(Σ_t rank_t) / Var(T·rank_0), with T the number of years, the first included.

    Parameters
    ----------
    values : array [state, year]; equal values share the mean of their ranks.

    Returns
    -------
    1 where the ranking never changes, less the more it does; NaN if all states begin equal.

    >>> gamma(np.array([[10.0, 40], [20, 50], [30, 60]])), gamma(np.array([[10.0, 60], [20, 50], [30, 40]]))
    (1.0, 0.0)
    """
    ranks = pd.DataFrame(values).rank(axis="index").to_numpy()
    constant = np.var(values.shape[1] * ranks[:, 0])
    return float(np.var(ranks.sum(axis=1)) / constant) if constant > 0 else float("nan")


def convergence(
    frame: pd.DataFrame,
    *,
    direction: int = 1,
    minimum_states: int = MINIMUM,
    rule: TimeRule = STANDARD,
    first: int | None = None,
    last: int | None = None,
) -> pd.DataFrame:
    """Return the convergence of each node.

    Parameters
    ----------
    frame : scores or values in long form, as for `to_matrix`.
    direction : +1 if more is better, as for all scores, −1 if less is.
    minimum_states : years with data for fewer states are left out, and so few states make no panel.
    first, last : only years between these.

    Returns
    -------
    DataFrame, one row per (lens, node): the fields of `Convergence`, `evidence` in words, `left_out` (the
    states that have data but not in all years), and `reason` where there is no balanced panel.
    """
    matrix = to_matrix(frame, rule, first, last)
    rows = []
    for key, part in matrix.groupby(level=["lens", "node"], sort=False):
        row = _of_node(part, direction, max(minimum_states, MINIMUM), rule)
        rows.append(dict(zip(["lens", "node"], key, strict=True)) | row)
    names = [field.name for field in fields(Convergence)]
    table = pd.DataFrame(rows, columns=["lens", "node", *names, "evidence", "left_out", "reason"])
    whole = ["first_year", "last_year", "years", "states"]
    return table.astype(dict.fromkeys(whole, "Int64"))


def _of_node(matrix: pd.DataFrame, direction: int, minimum_states: int, rule: TimeRule) -> dict[str, object]:
    years = shared_years(matrix, minimum_states)
    chosen = matrix[years].dropna()
    partly = matrix[years].dropna(how="all").index.difference(chosen.index, sort=False)
    row: dict[str, object] = {
        "left_out": " ".join(partly.get_level_values("state")),
        "verdict": "",
        "evidence": "",
    }
    if len(years) < 2:
        return row | {"reason": f"not enough data: {len(years)} of at least 2 years"}
    if len(chosen) < minimum_states:
        few = f"{len(chosen)} of at least {minimum_states} states with all {len(years)} years"
        return row | {"reason": f"not enough data: {few}"}
    found = measure_convergence(np.array(years, float), chosen.to_numpy(), direction, rule)
    measured = {field.name: getattr(found, field.name) for field in fields(found)}
    no_beta = "no β: a value is 0 or less, or all states begin equal" if np.isnan(found.beta) else ""
    return row | measured | {"evidence": found.evidence, "reason": no_beta}
