"""Writes the briefs into the built site: one compiler for all states, and only what changed is made anew."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scoreboard.report.briefs import setting
from scoreboard.report.briefs.content import Content, content
from scoreboard.report.briefs.pictures import Picture, pictures
from scoreboard.report.digest import digest
from scoreboard.report.edition import Edition
from scoreboard.report.ledger import Key, read
from scoreboard.report.runtime import VEGA_LITE
from scoreboard.robustness.spreading import cores

TEMPLATE = Path(__file__).parent / "brief.typ"
STANDARD = "ua-1"
"""PDF/UA-1: tagged, with title, language and alternative texts; typst refuses what falls short of it."""
MADE = "made.json"
"""What each brief of a folder was made of."""


def write_briefs(edition: Edition, folder: Path, book: str) -> list[Path]:
    """Write the brief of every state, and return the files that were written; see `begin_briefs`."""
    return begin_briefs(edition, folder, book)()


def begin_briefs(edition: Edition, folder: Path, book: str) -> Callable[[], list[Path]]:
    """Begin to write the brief of every state, and return what waits for the files and names those written.

    Parameters
    ----------
    folder : where the files go; briefs of states that are gone are removed.
    book : title of the book, for the head of the page.

    Raises
    ------
    RuntimeError
        By what is returned, if one could not be set; the message is that of the program that sets them.
    """
    known = _made(folder)
    folder.mkdir(parents=True, exist_ok=True)
    digests = {state: _digest(edition, state, book) for state in edition.states}
    fresh = [it for it in digests if known.get(it) != digests[it] or not (folder / f"{it}.pdf").is_file()]
    wait = _begin({state: parts(edition, state, book) for state in fresh}, folder)

    def finish() -> list[Path]:
        """Wait for the files, note what they were made of, and name them."""
        wait()
        for old in folder.glob("*.pdf"):
            if old.stem not in digests:
                old.unlink()
        (folder / MADE).write_text(json.dumps(digests), "utf-8")
        return [folder / f"{state}.pdf" for state in fresh]

    return finish


def _made(folder: Path) -> dict[str, Any]:
    file = folder / MADE
    found: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return found


Parts = tuple[Content, list[Picture]]


@read(kept=True)
def parts(edition: Edition, state: str, book: str) -> Parts:
    """Return what a brief says and shows."""
    charts = pictures(edition, state)
    return content(edition, state, book) | {"charts": [it.said for it in charts]}, charts


def key(state: str, book: str) -> Key:
    """Return the key by which a ledger knows what a brief shows."""
    return f"{__name__}:{parts.__name__}", state, book


def _digest(edition: Edition, state: str, book: str) -> str:
    """Return the hash of all that a brief shows, and of how it is set."""
    shown = edition.ledger.digest(key(state, book))
    return digest([shown, TEMPLATE.read_text("utf-8")])


def _begin(briefs: dict[str, Parts], folder: Path) -> Callable[[], None]:
    """Begin to have briefs set, on all cores, and return what waits for them."""
    shares = [list(briefs)[start :: cores()] for start in range(min(cores(), len(briefs)))]
    orders = TemporaryDirectory()
    running = []
    for number, states in enumerate(shares):
        order = Path(orders.name, f"{number}.json")
        order.write_text(json.dumps(_order({state: briefs[state] for state in states}, folder)), "utf-8")
        program = [sys.executable, setting.__file__, str(order)]
        running.append(subprocess.Popen(program, stderr=subprocess.PIPE, text=True))

    def wait() -> None:
        """Wait for all programs, and raise what the first that failed has said."""
        with orders:
            said = [each.communicate()[1] for each in running]
        failed = [words for each, words in zip(running, said, strict=True) if each.returncode]
        if failed:
            raise RuntimeError(failed[0])

    return wait


def _order(briefs: dict[str, Parts], folder: Path) -> dict[str, Any]:
    """Return what `setting` is given."""
    return {
        "template": str(TEMPLATE),
        "folder": str(folder.resolve()),
        "standard": STANDARD,
        "vega_lite": VEGA_LITE,
        "briefs": {
            state: (said, {it.name: it.spec for it in charts}) for state, (said, charts) in briefs.items()
        },
    }
