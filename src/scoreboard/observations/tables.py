"""Rows of many CSVs as one table of text, compact and with the file and line of each row."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

from scoreboard.definitions import OBSERVATION_COLUMNS
from scoreboard.observations.plain import read_plain

COLUMNS = tuple(OBSERVATION_COLUMNS)
DEFAULTS = {"group": "TOTAL", "sex": "T", "age": "TOTAL", "duration": "TOTAL"}
Lines = npt.NDArray[np.intp]
BATCH = 50_000
"""Rows that are held as single texts before they are folded into categories: bounds memory."""


@dataclass
class Table:
    """Collects rows and folds them into categorical columns.

    Categories keep each different text once, which makes half a million rows small and lets checks look
    at texts rather than at cells. Rows wait to be folded either as texts or as the bytes of plain files that
    have the same header.
    """

    rows: list[list[str]] = field(default_factory=list)
    plain: list[bytes] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    waiting: int = 0
    lines: list[Lines] = field(default_factory=list)
    origins: list[tuple[str, str, int]] = field(default_factory=list)
    batches: list[dict[str, pd.Categorical]] = field(default_factory=list)

    def extend(self, rows: list[list[str]], lines: Lines, folder: str, file: str) -> None:
        """Take rows of one file, in the order of `COLUMNS`, with their lines."""
        if self.plain:
            self._fold()
        self.rows += rows
        self._count(lines, folder, file)

    def extend_plain(self, pieces: list[bytes], header: list[str], folder: str, file: str) -> None:
        """Take all rows of one plain file, one on each line below the header."""
        if self.rows or header != self.header:
            self._fold()
        self.header = header
        line = 2
        for piece in pieces:
            lines = np.arange(line, line + piece.count(b"\n"))
            self.plain.append(piece)
            self._count(lines, folder, file)
            line += len(lines)

    def _count(self, lines: Lines, folder: str, file: str) -> None:
        self.lines.append(lines)
        self.origins.append((folder, file, len(lines)))
        self.waiting += len(lines)
        if self.waiting >= BATCH:
            self._fold()

    def _fold(self) -> None:
        if self.waiting:
            cells = read_plain(self.header, self.plain) if self.plain else _texts(self.rows)
            self.batches.append(_columns(cells))
        self.rows.clear()
        self.plain.clear()
        self.waiting = 0

    def frame(self) -> pd.DataFrame:
        """Return all rows: categorical `COLUMNS` with defaults filled in, `folder`, `file`, and `line`."""
        self._fold()
        batches = self.batches or [_columns(_texts([]))]
        columns = {column: _join([batch[column] for batch in batches]) for column in COLUMNS}
        frame = pd.DataFrame(
            {column: _renamed(cells, "", DEFAULTS.get(column, "")) for column, cells in columns.items()}
        )
        origins = [origin for origin in self.origins if origin[-1]]
        counts = [count for _, _, count in origins]
        for position, column in enumerate(("folder", "file")):
            texts = [str(origin[position]) for origin in origins]
            frame[column] = pd.Categorical(pd.Series(texts, dtype=object)).repeat(counts)
        frame["line"] = np.concatenate([np.zeros(0, dtype=np.intp), *self.lines])
        return frame


def _texts(rows: list[list[str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _columns(cells: pd.DataFrame) -> dict[str, pd.Categorical]:
    """Return every column of `COLUMNS` folded; those that the cells lack are empty."""
    absent = pd.Categorical.from_codes(np.zeros(len(cells), dtype=np.int8), pd.Index([""], dtype=object))
    return {column: _categories(cells[column]) if column in cells else absent for column in COLUMNS}


def _categories(cells: pd.Series[str]) -> pd.Categorical:
    codes, texts = pd.factorize(cells)  # in order of appearance: nobody needs them sorted
    return pd.Categorical.from_codes(codes, pd.Index(texts))


def _join(parts: list[pd.Categorical]) -> pd.Categorical:
    return union_categoricals(parts) if len(parts) > 1 else parts[0]


def _renamed(cells: pd.Categorical, old: str, new: str) -> pd.Categorical:
    """Return the cells with one text replaced, also by a text that others have already."""
    texts = [new if text == old else text for text in cells.categories]
    number = {text: position for position, text in enumerate(dict.fromkeys(texts))}
    codes = np.array([number[text] for text in texts], dtype=np.intp)
    return pd.Categorical.from_codes(codes.take(cells.codes), pd.Index(list(number), dtype=object))
