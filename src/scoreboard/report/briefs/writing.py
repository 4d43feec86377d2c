"""Writes the briefs into the built site: one compiler for all states, and only what changed is made anew."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from scoreboard.report.briefs.content import Content, content
from scoreboard.report.briefs.pictures import Picture, draw, pictures
from scoreboard.report.digest import digest
from scoreboard.report.edition import Edition
from scoreboard.report.ledger import Key, read
from scoreboard.robustness.spreading import cores, spread

TEMPLATE = Path(__file__).parent / "brief.typ"
STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1: tagged, with title, language and alternative texts; typst refuses what falls short of it."""
MADE = "made.json"
"""What each brief of a folder was made of."""


def write_briefs(edition: Edition, folder: Path, book: str) -> list[Path]:
    """Write the brief of every state.

    Parameters
    ----------
    folder : where the files go; briefs of states that are gone are removed.
    book : title of the book, for the head of the page.

    Returns
    -------
    The files that were written.
    """
    known = _made(folder)
    folder.mkdir(parents=True, exist_ok=True)
    digests = {state: _digest(edition, state, book) for state in edition.states}
    fresh = [it for it in digests if known.get(it) != digests[it] or not (folder / f"{it}.pdf").is_file()]
    shares = [fresh[start :: cores()] for start in range(min(cores(), len(fresh)))]
    written = spread(lambda number: _compile(edition, shares[number], book, folder), len(shares), cores())
    files = sorted(file for share in written for file in share)
    for old in folder.glob("*.pdf"):
        if old.stem not in digests:
            old.unlink()
    (folder / MADE).write_text(json.dumps(digests), "utf-8")
    return files


def _made(folder: Path) -> dict[str, Any]:
    file = folder / MADE
    found: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return found


Parts = tuple[Content, list[Picture]]


@read
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


def _compile(edition: Edition, states: list[str], book: str, folder: Path) -> list[Path]:
    """Set briefs one after the other in one compiler, which reads its fonts once."""
    import typst

    written = []
    with TemporaryDirectory() as name:
        root = Path(name)
        shutil.copy(TEMPLATE, root)
        compiler = typst.Compiler(root / TEMPLATE.name, root=root, ignore_system_fonts=True)
        for state in states:
            said, charts = parts(edition, state, book)
            for picture in charts:
                (root / f"{picture.name}.svg").write_text(draw(picture), "utf-8")
            (root / f"{state}.json").write_text(json.dumps(said), "utf-8")
            goal = folder / f"{state}.pdf"
            compiler.compile(output=goal, sys_inputs={"state": state}, pdf_standards=[STANDARD])
            written.append(goal)
    return written
