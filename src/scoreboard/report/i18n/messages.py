"""Looking up words in the language of the edition."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

SOURCE = "en"
"""The language that everything is written in."""
LANGUAGES = {"en": "English", "fr": "Français", "de": "Deutsch"}
"""The languages of the interface, each by its own name."""
VARIABLE = "SCOREBOARD_LANGUAGE"
"""Where the language stands, so that the kernels of computed chapters inherit it."""
LOCALE = Path(__file__).parents[1] / "locale"
INTERFACE, BOOK = "scoreboard", "book"
"""The catalogues: words of this package, and what a project says itself."""


class Told(str):
    """A text of the definitions as a catalogue translates it: nobody needs to say that it is English."""

    __slots__ = ()


def use(language: str) -> None:
    """Speak a language from now on, in this process and those that it starts.

    Raises
    ------
    ValueError
        If there is no catalogue of it.
    """
    if language not in LANGUAGES:
        raise ValueError(
            f"there is no catalogue for the language '{language}' (there: {', '.join(LANGUAGES)})"
        )
    os.environ[VARIABLE] = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while."""
    before = active()
    use(language)
    try:
        yield
    finally:
        use(before)


def active() -> str:
    """Return the language in use."""
    return os.environ.get(VARIABLE, SOURCE)


def _(message: str) -> str:
    """Return a text of the interface in the language in use; English where it is not translated.

    Fill in places afterwards, so that the text itself can be found: ``_("{state} in {year}").format(...)``.

    >>> _("Show the numbers")
    'Show the numbers'
    """
    return interface().gettext(message)


def N_(message: str) -> str:  # noqa: N802  (gettext's own name)
    """Mark a text for the catalogue, to be looked up later, where it is shown."""
    return message


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a text that goes with a number.

    >>> ngettext("{n} state", "{n} states", 2).format(n=2)
    '2 states'
    """
    return interface().ngettext(singular, plural, number)


def interface() -> NullTranslations:
    """Return the catalogue of the interface in the language in use."""
    return catalogue(LOCALE, INTERFACE, active())


@cache
def catalogue(folder: Path, domain: str, language: str) -> NullTranslations:
    """Return a catalogue, empty where there is no file; read from the .po itself, so none has to be compiled.

    Parameters
    ----------
    folder : holds ``<language>/LC_MESSAGES/<domain>.po``. Fuzzy messages are left out.
    """
    path = po_file(folder, domain, language)
    if language == SOURCE or not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def po_file(folder: Path, domain: str, language: str) -> Path:
    """Return where the catalogue of a language stands."""
    return folder / language / "LC_MESSAGES" / f"{domain}.po"
