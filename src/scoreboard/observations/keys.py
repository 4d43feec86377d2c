"""What tells observations apart, and how combinations of columns are counted without a Python loop."""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np
import numpy.typing as npt
import pandas as pd

KEY = ["state", "indicator", "year", "group", "sex", "age", "duration"]
SERIES = [key for key in KEY if key != "year"]


def combinations(frame: pd.DataFrame, columns: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return for each row the number of its combination of cells, from 0 in order of appearance.

    Parameters
    ----------
    columns : categorical columns of the frame; equal texts have equal codes.
    """
    number = np.zeros(len(frame), dtype=np.intp)
    for column in columns:
        cells = frame[column].cat
        number = number * (len(cells.categories) + 1) + cells.codes.to_numpy()
        number = pd.factorize(number)[0]  # small again after every column, so that nothing overflows
    return number


def among(frame: pd.DataFrame, columns: Sequence[str], allowed: Set[tuple[str, ...]]) -> pd.Series[bool]:
    """Return which rows hold an allowed combination; each combination is looked up once."""
    number = combinations(frame, columns)
    _, first = np.unique(number, return_index=True)
    cells = zip(*(frame[column].iloc[first] for column in columns), strict=True)
    known = np.array([cell in allowed for cell in cells], dtype=bool)
    return pd.Series(known[number], index=frame.index, dtype=bool)
