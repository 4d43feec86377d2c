"""Building the book of a project: one site for each language, or one page of everything for printing."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scoreboard.report.i18n import SOURCE

BOOK, CONFIG, OUTPUT = "book", "_config.yml", "_build"
SELDOM = (200_000, 20, 100)
"""When circles of dead objects are looked for: a build makes millions of objects and few circles, and spent a tenth
of its time on them."""


class NoBookError(Exception):
    """The folder has no book to build."""


def seldom_look_for_garbage() -> None:
    """Have Python look for circles of dead objects less often, and not once more when the program ends."""
    gc.set_threshold(*SELDOM)
    atexit.register(gc.freeze)


def site_folder(root: Path, language: str = SOURCE) -> Path:
    """Return where the site of a language is built: ``_build/html``, and ``_build/html/fr`` for French."""
    site = root / OUTPUT / "html"
    return site if language == SOURCE else site / language


def build(
    root: Path,
    language: str = SOURCE,
    *,
    languages: Iterable[str] = (),
    builder: str = "html",
    settings: Mapping[str, Any] | None = None,
) -> bool:
    """Build the book in one language and return whether it came out without a warning.

    Parameters
    ----------
    root : the project folder, with `book/` and `_config.yml`.
    languages : all languages that are built beside each other, for links between their pages.
    builder : Sphinx's: html, or singlehtml for one page of everything.
    settings : of Sphinx, laid over those of `_config.yml`.

    Raises
    ------
    NoBookError
        If there is no book.
    """
    seldom_look_for_garbage()  # before the libraries are loaded
    from jupyter_book.sphinx import build_sphinx

    for name in (BOOK, f"{BOOK}/_toc.yml", CONFIG):
        if not (root / name).exists():
            raise NoBookError(f"{root} has no {name}: a book needs its sources and settings")
    output = site_folder(root, language) if builder == "html" else root / OUTPUT / builder / language
    result = build_sphinx(
        root / BOOK,
        output,
        noconfig=True,
        path_config=root / CONFIG,
        doctreedir=root / OUTPUT / _doctrees(builder, language),
        confoverrides={
            "external_toc_path": (root / BOOK / "_toc.yml").as_posix(),
            "latex_individualpages": False,  # Jupyter Book asks for it, whatever it builds
            "language": language,
            "scoreboard_languages": list(languages),
            **(settings or {}),
        },
        builder=builder,
        warningiserror=True,
        keep_going=True,
        quiet=True,
    )
    return bool(result == 0)


def _doctrees(builder: str, language: str) -> str:
    """Return the folder of the parsed pages; that of Jupyter Book itself where it builds the same."""
    return ".doctrees" if (builder, language) == ("html", SOURCE) else f".doctrees-{builder}-{language}"
