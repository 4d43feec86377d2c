"""The lines that findings point at: read from the project only when a renderer shows them.

Files may be hostile: only regular files inside the project are read, at most `LARGEST` bytes of each and
`WIDTH` characters of a line, and everything is made visible.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from scoreboard.findings.report import Place
from scoreboard.findings.visible import visible, width

LARGEST = 128 * 2**20
"""Bytes of the largest file that is opened; no reader of the project takes a larger one."""
WIDTH = 100
"""Characters of a line that are shown, about the cell."""
_BEFORE = 40
_CELL = 40
"""Characters before the cell, and of it, that are shown of a long line."""

_CELLS = {
    ".csv": re.compile(r'"(?:[^"]|"")*"?|[^,"]*'),
    "": re.compile(r"""'[^']*'?|"[^"]*"?|[^\s,:\]}]+"""),
}
"""File ending → what counts as one cell; words and quoted scalars where there are no cells."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line of a file in three parts, every character visible; `cell` is empty without a column."""

    before: str
    cell: str
    after: str

    @property
    def text(self) -> str:
        """The line as far as it is shown."""
        return self.before + self.cell + self.after

    @property
    def caret(self) -> str:
        """Blanks and carets that stand below the cell, or nothing where no column is known."""
        return " " * width(self.before) + "^" * max(1, width(self.cell)) if self.cell else ""


class Lines:
    """The text of a project, line by line.

    Parameters
    ----------
    root : the folder that places are relative to; None where there is none, and nothing is shown.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root.resolve() if root else None
        self._of = lru_cache(maxsize=2)(self._read)  # findings come in the order of their files

    def excerpt(self, place: Place) -> Excerpt | None:
        """Return the line of a place, or None where there is no line to show."""
        lines = self._of(place.file) if place.line else []
        if not place.line or place.line > len(lines):
            return None
        column = place.column or 0
        content = lines[place.line - 1][: 4 * (column + WIDTH)]  # a character takes at most four bytes
        text = content.decode("utf-8", "replace").rstrip("\r\n")
        return _cut(text, column, Path(place.file).suffix)

    def _read(self, file: str) -> list[bytes]:
        path = self._inside(file)
        if path is None:
            return []
        try:
            return path.read_bytes().removeprefix(_BYTE_ORDER_MARK).splitlines()
        except OSError:
            return []

    def _inside(self, file: str) -> Path | None:
        """Return the path of a regular file of bearable size in the project, else None."""
        if self._root is None:
            return None
        try:
            path = (self._root / file).resolve()
            fit = path.is_relative_to(self._root) and path.is_file() and path.stat().st_size <= LARGEST
        except (OSError, ValueError, RuntimeError):  # no such name, or a loop of links
            return None
        return path if fit else None


def _cut(text: str, column: int, suffix: str) -> Excerpt:
    """Return `WIDTH` characters of a line about the cell that begins at a column (from 1; 0 for none)."""
    if column == 0 or column > len(text) + 1:
        return Excerpt(visible(text[:WIDTH]) + _more(text, WIDTH), "", "")
    start = column - 1
    match = _CELLS.get(suffix, _CELLS[""]).match(text, start)
    cell = (match.group() if match else "") or text[start : start + 1]
    end = start + min(len(cell), _CELL)
    first = max(0, start - _BEFORE) if len(text) > WIDTH else 0
    last = max(end, first + WIDTH)
    before = ("…" if first else "") + visible(text[first:start])
    after = visible(text[end:last]) + _more(text, last)
    return Excerpt(before, visible(text[start:end]) or " ", after)


def _more(text: str, end: int) -> str:
    return "…" if len(text) > end else ""
