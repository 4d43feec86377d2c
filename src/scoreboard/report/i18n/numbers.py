"""Numbers and days as a language writes them; English is what the code says, and stays as it is.

Signs and orders are those of CLDR, as Babel carries them. Like most houses of either language, French and German
group the thousands from five digits on, so that a year is never cut in two.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from scoreboard.report.i18n.messages import SOURCE, active

GROUPED_FROM = 5
"""Digits before the decimal sign from which on thousands are set apart."""
_NUMBER = re.compile(r"(?<![\w.,])([−-]?)(\d+(?:,\d{3})*)(?:\.(\d+))?(?![\w]|[.,]\d)")
_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")


class Signs(NamedTuple):
    """What stands in a number: between units and tenths, and between thousands."""

    decimal: str
    thousands: str


@cache
def signs(language: str) -> Signs:
    r"""Return the signs of a language.

    >>> signs("fr"), signs("de")
    (Signs(decimal=',', thousands='\u202f'), Signs(decimal=',', thousands='.'))
    """
    from babel import Locale

    known = Locale.parse(language).number_symbols["latn"]
    return Signs(str(known["decimal"]), str(known["group"]))


def written(digits: str) -> str:
    """Return a number, given in English digits, as the language in use writes it.

    >>> written("12345.6")
    '12345.6'
    """
    if active() == SOURCE:
        return digits
    decimal, thousands = signs(active())
    whole, point, rest = digits.replace(",", "").partition(".")
    if sum(it.isdigit() for it in whole) >= GROUPED_FROM:
        whole = _THOUSANDS.sub(thousands, whole)
    return whole + (decimal + rest if point else "")


def grouped(number: int) -> str:
    """Return a count with its thousands set apart.

    >>> grouped(49245)
    '49,245'
    """
    return written(f"{number:,}")


def rewritten(sentence: str) -> str:
    """Return a sentence with the numbers in it as the language in use writes them; versions and words stay.

    >>> rewritten("1.5 % in version 1.2.0")
    '1.5 % in version 1.2.0'
    """
    return sentence if active() == SOURCE else _NUMBER.sub(lambda it: written(it[0]), sentence)


def day(when: str) -> str:
    """Return a day of ISO 8601: in English as it is, elsewhere in words; what is no day stays as it is.

    >>> day("2026-03-01")
    '2026-03-01'
    """
    if active() == SOURCE:
        return when
    from babel.dates import format_date

    try:
        return str(format_date(date.fromisoformat(when), "long", locale=active()))
    except ValueError:
        return when


def of_charts() -> dict[str, Any]:
    """Return the setting `locale` of Vega's configuration, none for English, which Vega speaks by itself."""
    if active() == SOURCE:
        return {}
    decimal, thousands = signs(active())
    number = {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", "\u00a0€"]}
    return {"locale": {"number": number}}
