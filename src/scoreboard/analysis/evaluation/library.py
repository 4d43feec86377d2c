"""The estimators of the field with standard errors by state, from pyfixest: each a row of a table."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
import scipy

from scoreboard.analysis.evaluation.rises import NEVER
from scoreboard.analysis.evaluation.sample import Sample

CONFIDENCE = 0.95
EXACT, DIGITS = 1e-12, 12
"""How far fixed effects are taken out, and the digits in which runs then agree."""
COLUMNS = ["estimator", "errors", "effect", "se", "low", "high", "p", "note"]
MISSING = (
    "pyfixest is not installed; it comes with the extra evaluation: "
    'pip install "integration-scoreboard[evaluation]".'
)
_NAMES = {"yname": "value", "idname": "unit", "tname": "year", "gname": "cohort"}
Pair = tuple[float, float]


class MissingLibraryError(ImportError):
    """The library of the estimators is not installed; the message names the extra."""


@contextmanager
def library() -> Iterator[Any]:
    """Give pyfixest; its own warnings, about pandas and about few clusters, do not concern the reader.

    Raises
    ------
    MissingLibraryError
        If it is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import pyfixest
        except ImportError as error:
            raise MissingLibraryError(MISSING) from error
        yield pyfixest


def fit(pyfixest: Any, formula: str, rows: pd.DataFrame, errors: str) -> Any:  # noqa: ANN401
    """Return a regression with errors by state, its fixed effects taken out to twelve digits.

    By the library's own way, to six digits, the last digits of an error follow the order in which Python happens to
    hash names, and differ from run to run.
    """
    exact = pyfixest.LsmrDemeaner(fixef_atol=EXACT, fixef_btol=EXACT)
    return pyfixest.feols(formula, data=rows, vcov={errors: "unit"}, demeaner=exact)


def _two_way(errors: str) -> Callable[[Any, pd.DataFrame], Pair]:
    def estimate(pyfixest: Any, rows: pd.DataFrame) -> Pair:  # noqa: ANN401  (a module, as below)
        found = fit(pyfixest, "value ~ treated | unit + year", rows, errors)
        return float(found.coef()["treated"]), float(found.se()["treated"])

    return estimate


def _two_stage(pyfixest: Any, rows: pd.DataFrame) -> Pair:  # noqa: ANN401
    stages = {"first_stage": "~ 0 | unit + year", "second_stage": "~ treated"}
    found = pyfixest.did2s(rows, yname="value", treatment="treated", cluster="unit", **stages)
    return float(found.coef()["treated"]), float(found.se()["treated"])


def _saturated(pyfixest: Any, rows: pd.DataFrame) -> Pair:  # noqa: ANN401
    """Return the mean over changed cells of an effect by cohort and year since, less the year before."""
    since = rows["year"] - rows["cohort"]
    cell = (rows["cohort"].astype(str) + "_" + since.astype(str)).where(
        (rows["cohort"] != NEVER) & (since != -1)
    )
    marks = pd.get_dummies(cell, dtype=float)
    share = marks[rows["treated"] == 1].sum() / rows["treated"].sum()
    marks.columns = pd.Index([f"cell{number}" for number in range(len(marks.columns))])
    formula = f"value ~ {' + '.join(marks.columns)} | unit + year"
    found = fit(pyfixest, formula, rows.join(marks), "CRV1")
    if len(found.coef()) < len(marks.columns):
        raise ValueError("some cohort has no year before its change to compare with")
    weights = share.to_numpy(float)
    return float(weights @ found.coef().to_numpy()), float(np.sqrt(weights @ found._vcov @ weights))


def _local(pyfixest: Any, rows: pd.DataFrame) -> Pair:  # noqa: ANN401
    row = pyfixest.lpdid(rows, **_NAMES, vcov={"CRV1": "unit"}, att=True).tidy().iloc[0]
    return float(row["Estimate"]), float(row["Std. Error"])


ESTIMATORS: dict[str, tuple[str, str, Callable[[Any, pd.DataFrame], Pair]]] = {
    "two-way": ("CRV1", "naive: compares with states that changed earlier as well", _two_way("CRV1")),
    "two-way, jackknife": ("CRV3", "naive; errors for few states", _two_way("CRV3")),
    "two-stage": ("CRV1", "Gardner 2022", _two_stage),
    "interaction-weighted": ("CRV1", "Sun and Abraham 2021", _saturated),
    "local projections": ("CRV1", "Dube, Girardi, Jordà and Taylor 2023", _local),
}
"""Name → how errors are clustered (CRV3: MacKinnon, Nielsen and Webb 2023), a note, and the estimate."""


def estimates(sample: Sample) -> pd.DataFrame:
    """Estimate the average effect by each estimator.

    Returns
    -------
    DataFrame, one row per estimator: `estimator`, `errors`; `effect`, `se`, `low`, `high` in the outcome's
    unit, NaN where it could not be estimated; `p`; `note`, with the reason then. Intervals are of 95 per cent
    from Student's t with one degree of freedom less than there are states; with few changed states they are
    too narrow, so the inference by permutation is the one to read.

    Raises
    ------
    MissingLibraryError
        If pyfixest is not installed.
    """
    rows, freedom = sample.long(), len(sample.states) - 1
    found = [(name, errors, note, _attempt(name, run, rows, sample))
             for name, (errors, note, run) in ESTIMATORS.items()]  # fmt: skip
    return pd.DataFrame([_row(*parts, freedom) for parts in found], columns=COLUMNS)


def _row(name: str, errors: str, note: str, found: Pair | str, freedom: int) -> tuple[object, ...]:
    if isinstance(found, str):
        return (name, errors, *[np.nan] * 5, found)
    effect, se = map(settled, found)
    return (name, errors, effect, se, *interval(effect, se, freedom), note)


def settled(number: float) -> float:
    """Return an estimate in the digits in which runs agree."""
    return float(f"{number:.{DIGITS}g}")


def interval(effect: float, se: float, freedom: int) -> tuple[float, float, float]:
    """Return low, high and p of an estimate, from Student's t; NaN where it has no error."""
    if not se > 0:
        return np.nan, np.nan, np.nan
    reach = float(scipy.special.stdtrit(freedom, (1 + CONFIDENCE) / 2)) * se
    return effect - reach, effect + reach, float(2 * scipy.special.stdtr(freedom, -abs(effect) / se))


def _attempt(
    name: str, run: Callable[[Any, pd.DataFrame], Pair], rows: pd.DataFrame, sample: Sample
) -> Pair | str:
    """Run an estimator of the library, or say why it cannot be."""
    if name == "local projections" and _holes(sample):
        return "not estimated: it needs years without holes"
    with library() as pyfixest:
        try:
            return run(pyfixest, rows)
        except (ValueError, KeyError, ZeroDivisionError, np.linalg.LinAlgError) as error:
            return f"not estimated: {error}"


def _holes(sample: Sample) -> bool:
    """Return whether a state lacks a year between its first and last, or all states do."""
    seen = sample.seen
    first, last = seen.argmax(axis=1), seen.shape[1] - seen[:, ::-1].argmax(axis=1)
    return bool((seen.sum(axis=1) < last - first).any() or (np.diff(sample.years) > 1).any())
