"""The same failed check, told more precisely: which kind of not-a-number, which kind of level or text."""

from __future__ import annotations

import re

from scoreboard.definitions.characters import skeleton
from scoreboard.observations.contracts import NUMBER

_DECIMAL_COMMA = re.compile(r"-?[0-9]{1,3}(?:[. '’\u00a0\u2009\u202f]?[0-9]{3})*,[0-9]+")
_BOTH = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
"""Points between thousands and a comma before the decimals, as in 1.234,5."""
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:([., '’\u00a0\u2009\u202f])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]+)?")


def number_fault(text: str, low: float, high: float) -> tuple[str, str]:
    """Return (finding code, number that was probably meant) for a text that is no number.

    A comma before three digits is read as people of the indicator would: as a decimal comma if only that
    reading lies within its possible range.

    >>> number_fault("12,5", 0, 100)
    ('decimal-comma', '12.5')
    >>> number_fault("12,500", 0, 100_000)
    ('thousands-separator', '12500')
    >>> number_fault("12,500", 0, 100)
    ('decimal-comma', '12.500')
    >>> number_fault("twelve", 0, 100)
    ('not-a-number', '')
    """
    text = text.strip()
    as_decimal = re.sub(r"[^0-9,-]", "", text).replace(",", ".")
    if _BOTH.fullmatch(text):
        return "decimal-comma", as_decimal
    if match := _THOUSANDS.fullmatch(text):
        whole, _, rest = _parts(text, match.group(1))
        as_thousands = f"{whole}.{rest}" if rest else whole
        decimal_only = low <= _value(as_decimal) <= high and not low <= float(as_thousands) <= high
        if not (decimal_only and _DECIMAL_COMMA.fullmatch(text)):
            return "thousands-separator", as_thousands
    if _DECIMAL_COMMA.fullmatch(text):
        return "decimal-comma", as_decimal
    plain = skeleton(text).strip()
    return "not-a-number", plain if re.fullmatch(NUMBER, plain) else ""


def _parts(text: str, separator: str) -> tuple[str, str, str]:
    """Return whole digits, mark and decimals of a number with separators of thousands."""
    return re.sub(re.escape(separator), "", text).replace(",", ".").partition(".")


def _value(text: str) -> float:
    return float(text) if re.fullmatch(NUMBER, text) else float("nan")
