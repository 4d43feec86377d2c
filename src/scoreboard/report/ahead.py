"""What a build will ask, made ahead of it on all cores: years of draws, then blocks and chapters page by page.

A build reads its pages one after the other. What has changed on them, or was never made, is made here first, in
processes forked from this one; it is kept on disk, from where the build takes it. What fails is left alone: the
build meets it again, and says where.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from scoreboard.report import chapters, drawing
from scoreboard.report.contents import content_key, find_blocks
from scoreboard.report.edition import Edition
from scoreboard.report.ledger import Key, Ledger, Record
from scoreboard.robustness.spreading import cores, spread

_DIRECTIVE = re.compile(r"^[`:]{3,} *\{scoreboard\} +(.+?) *$", re.MULTILINE)


def asked(edition: Edition, path: Path, module: str) -> list[Key]:
    """Return the reads that a page not yet read will ask, as its file tells.

    Parameters
    ----------
    module : the one that has the registry of blocks.
    """
    if path.suffix == chapters.SUFFIX:
        return [chapters.outputs_key(path.relative_to(edition.root).as_posix())]
    blocks = find_blocks(module)
    named = []
    for line in _DIRECTIVE.findall(path.read_text("utf-8")):
        with suppress(ValueError):  # quotes that do not close: the page will say so
            named.append(shlex.split(line))
    return [content_key(module, *words) for words in named if words and words[0] in blocks]


def make(edition: Edition, pages: Iterable[Sequence[Key]]) -> None:
    """Make what may have changed of the reads of some pages, where there is more than one core to make it on."""
    ledger = edition.ledger
    wanted = [keys for keys in pages if any(map(ledger.is_suspect, keys))]
    if cores() < 2 or len(wanted) < 2:
        return
    with ledger.apart(), suppress(Exception):
        for lens in edition.lenses:
            if ledger.is_suspect(drawing.bounds_key(lens)):
                _spread(ledger, [[drawing.part_key(lens, years)] for years in drawing.parts(edition, lens)])
                drawing.bounds(edition, lens)
    _spread(ledger, wanted)


def _spread(ledger: Ledger, groups: Sequence[Sequence[Key]]) -> None:
    for records in spread(lambda number: _made(ledger, groups[number]), len(groups), cores()):
        ledger.learn(records)


def _made(ledger: Ledger, keys: Iterable[Key]) -> dict[Key, Record]:
    """Make reads, in a process of its own, and return the records of all that it took."""
    before = set(ledger.records)
    for key in keys:
        with suppress(Exception):
            ledger.digest(key)
    return {key: record for key, record in ledger.records.items() if key not in before}
