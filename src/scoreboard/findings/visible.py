"""Text that shows what it is: nothing invisible, nothing that moves the cursor or turns the line around."""

from __future__ import annotations

import unicodedata
from typing import Final

TURNING: Final = frozenset(("R", "AL", "AN"))
"""Directions in which letters run from right to left, and would take a caret with them."""


def visible(text: str) -> str:
    r"""Return the text with every control, invisible or right-to-left character written as its escape.

    >>> visible("a\tb\u202ec")
    'a\\tb\\u202ec'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _is_plain(character) else _escape(character) for character in text)


def width(text: str) -> int:
    """Return how many columns of a terminal the text takes.

    >>> width("né"), width("日本")
    (2, 4)
    """
    return sum(_width(character) for character in text)


def _is_plain(character: str) -> bool:
    return character.isprintable() and unicodedata.bidirectional(character) not in TURNING


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
