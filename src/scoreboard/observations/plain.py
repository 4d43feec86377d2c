"""Plain CSVs read natively: no quotes, lines that end with LF, and every line as wide as the header.

Nearly all data come so. A cell is then what stands between two separators, and the line of a row is its
number, so that a native reader, which knows neither lines nor faults, gives what the `csv` module gives and
takes a quarter of the time.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

MARKS = (b'"', b"\r", b"\0")
"""What makes a file not plain: quotes, line ends of other systems, and the end of a text in C."""
LONGEST_CELL = 2**17
"""Characters; what is longer is most often an unclosed quotation mark."""
PIECE = 2**22
"""Bytes of lines that are checked and read together."""


def plain_rows(text: str, width: int) -> list[bytes] | None:
    r"""Return what stands below the header of a plain CSV, in pieces of whole lines, or None.

    Parameters
    ----------
    text : the whole file.
    width : cells that a line must have.

    >>> plain_rows("state,note\nAT,NA\nSE,", 2)
    [b'AT,NA\nSE,\n']
    >>> plain_rows('state,note\nAT,"a, b"\n', 2) is None
    True
    """
    content = text.encode() if text.endswith("\n") else f"{text}\n".encode()
    if any(mark in content for mark in MARKS):
        return None
    header, *pieces = _pieces(content)
    return pieces if all(_is_even(piece, width) for piece in (header, *pieces)) else None


def _pieces(content: bytes) -> Iterator[bytes]:
    """Yield the first line, then lines together that bound what checking and reading them takes."""
    start, end = 0, content.index(b"\n") + 1
    while start < len(content):
        yield content[start:end]
        start, end = end, content.find(b"\n", end + PIECE) + 1 or len(content)


def _is_even(lines: bytes, width: int) -> bool:
    """Return whether each line has `width` cells, and none is longer than a cell may be."""
    characters = np.frombuffer(lines, dtype=np.uint8)
    commas, newlines = characters == ord(","), characters == ord("\n")
    if np.count_nonzero(commas) != (width - 1) * np.count_nonzero(newlines):
        return False
    last = np.flatnonzero(commas | newlines)[width - 1 :: width]
    return bool(newlines[last].all()) and int(np.diff(last, prepend=-1).max()) <= LONGEST_CELL


def read_plain(header: Sequence[str], pieces: Sequence[bytes]) -> pd.DataFrame:
    r"""Return plain rows as texts, one column for each cell of the header.

    Parameters
    ----------
    pieces : from `plain_rows`, of any number of files with this header.

    >>> read_plain(["state", "value"], [b"AT,12.0\n", b"SE,\n"])["value"].tolist()
    ['12.0', '']
    """
    first = ",".join(header).encode() + b"\n"  # else a mark that the first cell begins with would be dropped
    return pd.read_csv(
        io.BytesIO(b"".join([first, *pieces])),
        names=list(header),
        header=0,
        index_col=False,
        dtype=object,
        na_filter=False,
        quoting=csv.QUOTE_NONE,
        skip_blank_lines=False,
        low_memory=False,  # in one go, so that each different text of a column is held once
    )
