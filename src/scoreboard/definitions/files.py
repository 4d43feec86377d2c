"""Reading a file that anybody may have sent: bounded, inside the project, UTF-8, nothing invisible.

Sizes are looked at before a byte is read, so that no file can exhaust the memory.
"""

from __future__ import annotations

import itertools
import re
import stat
from pathlib import Path

from scoreboard.definitions.characters import INVISIBLE, shown
from scoreboard.findings import Place, Report

LARGEST_CSV = 128 * 2**20
"""Bytes; over a million observations, twenty times those of all states together."""
LARGEST_YAML = 2**20
"""Bytes; seventy times the longest definition. Longer ones are no definitions."""
MOST_MARKED = 20
"""Invisible characters that are named in one file; more say nothing new."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r"))


def read_text(path: Path, file: str, report: Report, largest: int = LARGEST_YAML) -> str | None:
    """Read one text file of a project.

    Parameters
    ----------
    path : the file; the project is the part of it before `file`.
    file : how findings name it.
    report : receives what is wrong.
    largest : bytes beyond which the file is not opened.

    Returns
    -------
    The text without a byte-order mark, or None when it cannot be used.
    """
    fault = _refusal(path, file, largest)
    if fault is None:
        try:
            content = path.read_bytes()
        except OSError:
            fault = "file-missing", f"{file} cannot be read", ""
    if fault is not None:
        code, found, allowed = fault
        report.add(code, Place(file), found, allowed)
        return None
    return _decode(content, file, report)


def _refusal(path: Path, file: str, largest: int) -> tuple[str, str, str] | None:
    """Return (finding code, found, allowed) if the file must not be opened."""
    folder = str(path).removesuffix(file)
    try:
        if folder and not path.resolve().is_relative_to(Path(folder).resolve()):
            return "path-outside-project", f"{file} leads out of the project folder", "files of the project"
        facts = path.stat()
    except (OSError, RuntimeError):  # a loop of links is a RuntimeError before Python 3.13
        return "file-missing", f"{file} is not there or cannot be read", ""
    if not stat.S_ISREG(facts.st_mode):
        return "file-missing", f"{file} is no regular file", ""
    if facts.st_size > largest:
        size, limit = facts.st_size / 2**20, largest // 2**20
        return "file-too-large", f"{size:,.1f} MiB", f"at most {limit} MiB"
    return None


def _decode(content: bytes, file: str, report: Report) -> str | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        found = f"byte 0x{content[error.start]:02X} is not UTF-8"
        report.add("encoding-not-utf8", Place(file, line, column), found)
        return None
    if text.startswith("\ufeff"):
        report.add("byte-order-mark", Place(file, 1, 1), "a byte-order mark begins the file")
        text = text[1:]
    _check_line_ends(text, file, report)
    if not text.isascii() or content.translate(None, _CONTROLS) != content:
        _check_invisible(text, file, report)
    return text


def _check_line_ends(text: str, file: str, report: Report) -> None:
    """Report the first line that ends otherwise than the first."""
    if "\r" not in text:
        return
    ends = _LINE_END.finditer(text)
    first = next(ends).group()
    for line, end in enumerate(ends, start=2):
        if end.group() != first:
            found = f"this line ends with {_NAMES[end.group()]}, the first with {_NAMES[first]}"
            report.add("mixed-line-endings", Place(file, line), found)
            return


_NAMES = {"\r\n": "CRLF", "\n": "LF", "\r": "CR"}


def _check_invisible(text: str, file: str, report: Report) -> None:
    for match in itertools.islice(INVISIBLE.finditer(text), MOST_MARKED):
        ends = list(_LINE_END.finditer(text, 0, match.start()))
        column = match.start() - (ends[-1].end() if ends else 0) + 1
        place = Place(file, len(ends) + 1, column)
        report.add("invisible-character", place, f"{shown(match.group())} (U+{ord(match.group()):04X})")
