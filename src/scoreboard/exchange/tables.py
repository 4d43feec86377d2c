"""Plain long tables: one row per observation, any delimiter, columns as the publisher named them."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.findings import Place, Report

SHAPE = "plain table"
Lines = NDArray[np.int64]
"""Line of each row in its file, from 1; 0 where the shape has no lines."""


def read(text: str, file: str, report: Report) -> tuple[pd.DataFrame, Lines]:
    """Read a delimited table as text.

    Returns
    -------
    The rows, and the line on which each ends (from 1). Rows of another length than the header are
    findings and are not returned.
    """
    header_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    header: list[str] = []
    try:
        header = [name.strip() for name in next(reader, [])]
        for cells in reader:
            if len(cells) == len(header):
                rows.append(cells)
                lines.append(reader.line_num)
            elif cells:  # an empty line is no row
                place = Place(file, reader.line_num)
                report.add("row-length", place, f"{len(cells)} cells", f"{len(header)}, as in the header")
    except csv.Error as error:
        report.add("csv-syntax", Place(file, reader.line_num), str(error))
    if len(set(header)) != len(header):
        report.add("unknown-column", Place(file, 1), "a column stands twice", "each column once")
        return pd.DataFrame(), np.array([], dtype=np.int64)
    return pd.DataFrame(rows, columns=header, dtype="str"), np.array(lines, dtype=np.int64)
