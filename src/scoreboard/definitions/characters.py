"""Characters that deceive the eye: invisible ones, look-alikes of Latin letters, foreign digits."""

from __future__ import annotations

import re
import unicodedata

from scoreboard.findings.visible import visible

SHOWN = 120
"""Longest text that a finding repeats; more would hide the finding."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
"""Control characters other than tab and line ends, marks of writing direction, zero-width characters, tags."""

_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХасеіјорѕухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορτυχı‐‑‒–−﹘",
    "ABESIJKMHOPCTYXaceijopsyxhdqwABEZHIKMNOPTYXavoptuxi------",
)
"""Cyrillic and Greek letters, and hyphens, that look like ASCII."""


def skeleton(text: str) -> str:
    r"""Return the text as an eye would read it: compatibility forms, look-alikes and digits made plain.

    >>> skeleton("А\u200bТ ２０１９")
    'AT 2019'
    """
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", text[:SHOWN])).translate(_LOOKALIKES)
    return "".join(str(unicodedata.decimal(character, character)) for character in plain)


def shown(text: str) -> str:
    r"""Return the text fit for one line of a finding: cut, and with what cannot be seen written out.

    >>> shown("A\u202eT")
    'A\\u202eT'
    """
    return visible(text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def strange_letters(text: str) -> str:
    """Return the names of the letters outside ASCII, so that a look-alike can be told from its double.

    >>> strange_letters("АT")
    'А is CYRILLIC CAPITAL LETTER A'
    """
    strange = dict.fromkeys(character for character in text[:SHOWN] if not character.isascii())
    return ", ".join(f"{shown(c)} is {unicodedata.name(c, f'U+{ord(c):04X}')}" for c in list(strange)[:3])
