"""What tells observations apart, and how combinations of columns are counted without a Python loop."""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np
import numpy.typing as npt
import pandas as pd

KEY = ["state", "indicator", "year", "group", "sex", "age", "duration"]
SERIES = [key for key in KEY if key != "year"]
MOST = 2**62
"""Combinations that an integer can tell apart."""


def identify(frame: pd.DataFrame, columns: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return for each row an integer that rows have in common exactly if they have all cells in common.

    Parameters
    ----------
    columns : categorical columns of the frame; equal texts have equal codes.

    >>> frame = pd.DataFrame({"state": ["AT", "AT", "SE"], "year": ["2019", "2020", "2019"]}, dtype="category")
    >>> identify(frame, ["state", "year"]).tolist()
    [0, 1, 3]
    """
    number, size = np.zeros(len(frame), dtype=np.int64), 1
    for column in columns:
        cells = frame[column].cat
        different = len(cells.categories) + 1
        if size > MOST // different:  # count anew before it overflows
            number, size = pd.factorize(number)[0], len(frame)
        number = number * different + cells.codes.to_numpy()
        size *= different
    return number


def combinations(frame: pd.DataFrame, columns: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return for each row the number of its combination of cells, from 0 in order of appearance.

    >>> frame = pd.DataFrame({"state": ["SE", "AT", "SE"]}, dtype="category")
    >>> combinations(frame, ["state"]).tolist()
    [0, 1, 0]
    """
    return pd.factorize(identify(frame, columns))[0]


def among(frame: pd.DataFrame, columns: Sequence[str], allowed: Set[tuple[str, ...]]) -> pd.Series[bool]:
    """Return which rows hold an allowed combination; each combination is looked up once.

    >>> frame = pd.DataFrame({"state": ["SE", "AT", "SE"], "sex": ["F", "F", "M"]}, dtype="category")
    >>> among(frame, ["state", "sex"], {("SE", "F")}).tolist()
    [True, False, False]
    """
    number = combinations(frame, columns)
    first = np.flatnonzero(np.diff(np.maximum.accumulate(number), prepend=-1))
    cells = zip(*(frame[column].iloc[first] for column in columns), strict=True)
    known = np.array([cell in allowed for cell in cells], dtype=bool)
    return pd.Series(known[number], index=frame.index, dtype=bool)
