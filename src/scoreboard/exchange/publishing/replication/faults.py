"""What can be wrong with a replication pack."""

from __future__ import annotations

from dataclasses import dataclass


class NoPackError(ValueError):
    """The path is no replication pack, or one that cannot be read."""


@dataclass(frozen=True)
class Fault:
    """One thing that is not as recorded.

    Parameters
    ----------
    what : file, hash, weight, score, or finding.
    where : the path of a file, or the keys and the column of a cell.
    difference : of numbers, made again minus recorded; NaN otherwise.
    """

    what: str
    where: str
    recorded: str
    found: str
    difference: float = float("nan")


@dataclass(frozen=True)
class Held:
    """What came of holding one part of a pack against another.

    Parameters
    ----------
    equal : files or cells that are as recorded, to the last bit.
    near : cells that differ by at most the tolerance.
    more : rows that can be made and are not recorded, because the export was asked to leave them out.
    """

    equal: int
    near: int = 0
    faults: tuple[Fault, ...] = ()
    more: int = 0
