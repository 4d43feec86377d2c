"""Tables as text: the one way in which a cell is written, whatever the format around it."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd

from scoreboard.exchange.publishing.release import Table


def number_text(number: float) -> str:
    """Return the shortest text that reads back as the same number; a whole one has no point.

    >>> number_text(0.1 + 0.2), number_text(56.0), number_text(1e300), number_text(float("nan"))
    ('0.30000000000000004', '56', '1e+300', '')
    """
    return "" if np.isnan(number) else repr(float(number)).removesuffix(".0")


def as_texts(table: Table) -> pd.DataFrame:
    """Return the table with every cell as text, empty where nothing is known."""
    return pd.DataFrame({name: column_texts(column) for name, column in table.frame.items()})


def column_texts(column: pd.Series) -> pd.Series[str]:
    """Return the cells of a column as text."""
    if not pd.api.types.is_numeric_dtype(column):
        return column
    if pd.api.types.is_integer_dtype(column):
        return column.astype("object").map(str).mask(column.isna(), "").astype("str")
    codes, numbers = pd.factorize(column)  # each different number is written once
    words = np.array([*map(number_text, numbers), ""], dtype=object)
    return pd.Series(words[codes], column.index, dtype="str")


def as_csv(frame: pd.DataFrame) -> str:
    r"""Return texts as CSV (RFC 4180, with ``\n`` at the ends of lines) under the names of the columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(zip(*(frame[name].to_list() for name in frame), strict=True))
    return text.getvalue()
