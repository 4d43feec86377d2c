"""From long tables to matrices of years: what counts as a year with data."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from scoreboard.definitions.targets import TimeRule
from scoreboard.scoring.methods.formulas import Array

KEY = ["lens", "node", "state"]
"""What has a series."""
STANDARD = TimeRule()
"""The rule of an index that declares none."""

Cases = Sequence[tuple[ArrayLike, ArrayLike]]
"""Where a case holds, and the text for it."""


def to_matrix(
    frame: pd.DataFrame, rule: TimeRule = STANDARD, first: int | None = None, last: int | None = None
) -> pd.DataFrame:
    """Return the series of a long table, one row each.

    Parameters
    ----------
    frame : one row per (lens, state, year, node) with `score`, as in `Scores.frame`. Where it has the column
        `observed`, years with less than ``rule.observed`` of the weight observed count as missing.
    first, last : first and last year; those of the frame if None.

    Returns
    -------
    DataFrame, index `KEY` in the order of the frame, columns the years in between; NaN where missing.

    >>> rows = [("policy", "AT", 2018, "overall", 50.0, 1.0), ("policy", "AT", 2019, "overall", 55.0, 0.2)]
    >>> frame = pd.DataFrame(rows, columns=["lens", "state", "year", "node", "score", "observed"])
    >>> to_matrix(frame).to_numpy().tolist()
    [[50.0, nan]]
    """
    bounds = (-np.inf if first is None else first, np.inf if last is None else last)
    rows = frame[frame["year"].between(*bounds)]
    if "observed" in rows:
        rows = rows.assign(score=rows["score"].where(rows["observed"] >= rule.observed))
    order = pd.MultiIndex.from_frame(rows[KEY].drop_duplicates())
    return rows.pivot(index=KEY, columns="year", values="score").reindex(order).astype(float)


def years_of(matrix: pd.DataFrame) -> Array:
    """Return the years of a matrix as floats."""
    return matrix.columns.to_numpy(dtype=float)


def shared_years(matrix: pd.DataFrame, minimum_states: int) -> list[int]:
    """Return the years in which at least so many states have data.

    Other years say something of a few states only, and would leave a balanced panel of next to none.
    """
    counts = matrix.notna().sum(axis="index")
    return [int(year) for year in counts.index[counts >= max(minimum_states, 1)]]


def ends(matrix: pd.DataFrame) -> pd.DataFrame:
    """Return the first and last year with data of each series, and the values then.

    Returns
    -------
    DataFrame with the index of the matrix: `years` (how many have data), `first_year`, `last_year`
    (missing if none), `first`, `last`.
    """
    present = matrix.notna()
    filled = matrix.bfill(axis="columns"), matrix.ffill(axis="columns")
    some = present.any(axis="columns")
    return pd.DataFrame(
        {
            "years": present.sum(axis="columns"),
            "first_year": _year(present.to_numpy().argmax(axis=1), matrix, some),
            "last_year": _year(
                present.shape[1] - 1 - present.to_numpy()[:, ::-1].argmax(axis=1), matrix, some
            ),
            "first": filled[0].iloc[:, 0],
            "last": filled[1].iloc[:, -1],
        },
        index=matrix.index,
    )


def _year(position: NDArray[np.int_], matrix: pd.DataFrame, some: pd.Series) -> pd.Series:
    years = pd.Series(matrix.columns.to_numpy()[position], index=matrix.index, dtype="Int64")
    return years.where(some)


def choose(cases: Cases, default: str = "") -> NDArray[np.object_]:
    """Return for each row the text of the first case that holds.

    >>> choose([(np.array([False, True]), "low"), (np.array([True, True]), ["a", "b"])]).tolist()
    ['a', 'low']
    """
    texts = np.asarray(default, dtype=object)
    for holds, text in reversed(cases):
        texts = np.where(holds, np.asarray(text, dtype=object), texts)
    return texts


def too_few(years: pd.Series, needed: int) -> pd.Series:
    """Return why a series gives no number: a text where it has fewer years than needed, else empty."""
    text = "not enough data: " + years.astype(str) + f" of at least {needed} years"
    return text.where(years < needed, "")
