"""A fault of a definition, before it is known in which file it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

Path_ = tuple[str | int, ...]


class Fault(NamedTuple):
    """One fault.

    Parameters
    ----------
    code : of the catalogue of findings.
    path : keys and positions down to where it stands.
    found : what stands there.
    allowed : what may stand there.
    advice : what to do, where the catalogue's advice is too general.
    """

    code: str
    path: Path_
    found: str
    allowed: str = ""
    advice: str = ""


def below(path: Path_, faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield the faults of a part of a definition that stands at `path`."""
    for fault in faults:
        yield fault._replace(path=(*path, *fault.path))


def listed(words: Iterable[str]) -> str:
    """Return words for a sentence, and a dash for none.

    >>> listed(["low", "high"]), listed([])
    ('low, high', '–')
    """
    return ", ".join(words) or "–"
