"""Printing the one page of everything: twice, as only the first print tells on which page each chapter begins."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from scoreboard.report.building import BOOK, OUTPUT, build
from scoreboard.report.i18n import SOURCE
from scoreboard.report.paper.document import BUILDER

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)
PATIENCE = 1800
"""Seconds that a print may take."""
_PLACE = re.compile(r'(<span class="sb-page-of" data-page="([^"]*)">)[^<]*')


class NoBrowserError(Exception):
    """No browser that prints is there, or it did not print."""


def print_book(root: Path, language: str = SOURCE) -> Path | None:
    """Print the book in one language; return the PDF, or None if the book could not be built without a warning.

    Raises
    ------
    NoBookError
        If there is no book.
    NoBrowserError
        If there is no Chromium or Chrome, or it fails.
    """
    browser = find_browser()
    if not build(root, language, builder=BUILDER):
        return None
    page = root / OUTPUT / BUILDER / language / f"{_first_page(root)}.html"
    goal = root / OUTPUT / "pdf" / f"scoreboard{'' if language == SOURCE else f'-{language}'}.pdf"
    goal.parent.mkdir(parents=True, exist_ok=True)
    to_pdf(browser, page, goal)
    page.write_text(numbered(page.read_text("utf-8"), first_pages(goal)), "utf-8")
    to_pdf(browser, page, goal)
    return goal


def _first_page(root: Path) -> str:
    contents = yaml.safe_load((root / BOOK / "_toc.yml").read_text("utf-8"))
    return str(contents["root"])


def find_browser() -> str:
    """Return the browser that prints.

    Raises
    ------
    NoBrowserError
        If none of `BROWSERS` is on the path.
    """
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise NoBrowserError(f"no browser to print with is on the path: one of {', '.join(BROWSERS)}")
    return found


def to_pdf(browser: str, page: Path, goal: Path) -> None:
    """Print a page of this machine as a tagged PDF with an outline.

    Raises
    ------
    NoBrowserError
        If the browser writes nothing.
    """
    goal.unlink(missing_ok=True)
    # Chromium refuses its sandbox to root; the page is our own and runs no script.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [browser, *OPTIONS, *sandbox, f"--user-data-dir={profile}", f"--print-to-pdf={goal}"]
        said = _run([*command, page.as_uri()])
    if not goal.is_file():
        raise NoBrowserError(f"{browser} did not print {page}: {said[-500:]}")


def _run(command: list[str]) -> str:
    """Run a command and return what it complained of."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"not ready after {PATIENCE} s"
    return done.stderr


def first_pages(pdf: Path) -> dict[str, int]:
    """Return the name of every page of the site → the number of the page of the PDF on which it begins."""
    from pypdf import PdfReader

    reader = PdfReader(pdf)
    prefix = "document-"
    return {
        name.lstrip("/").removeprefix(prefix): (reader.get_destination_page_number(place) or 0) + 1
        for name, place in reader.named_destinations.items()
        if name.lstrip("/").startswith(prefix)
    }


def numbered(markup: str, pages: Mapping[str, int]) -> str:
    """Return the page with numbers in its table of contents.

    >>> numbered('<span class="sb-page-of" data-page="method"></span>', {"method": 12})
    '<span class="sb-page-of" data-page="method">12</span>'
    """
    return _PLACE.sub(lambda found: f"{found[1]}{pages.get(found[2], '')}", markup)
