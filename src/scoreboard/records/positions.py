"""One position: what a state is to a treaty, with its dates, source and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass

COLUMNS = (
    "treaty", "state", "status", "signed", "ratified", "in_force", "source", "confidence", "note",
)  # fmt: skip
DATES = ("signed", "ratified", "in_force")
"""In the order in which they come."""
STATUSES = ("party", "signatory", "none")
NOT_VERIFIED = "not_verified"
"""The status of a state without a row: nobody has looked, which is no answer."""
CONFIDENCES = ("sourced", "sourced-secondary", "inferred", "check", "unsourced")
"""From the depositary or a copy of its list; another's list; follows from others; doubtful; general knowledge."""


@dataclass(frozen=True, slots=True)
class Position:
    """A row of data/commitments.csv; dates are years, months or days, empty where not recorded."""

    treaty: str
    state: str
    status: str = NOT_VERIFIED
    signed: str = ""
    ratified: str = ""
    in_force: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    note: str = ""

    @property
    def bound(self) -> str:
        """The date of ratification, accession or succession, else of entry into force; empty without either."""
        return self.ratified or self.in_force

    @property
    def bound_by(self) -> str:
        """Which date `bound` is."""
        return "ratified" if self.ratified else "in_force" if self.in_force else ""

    def as_row(self) -> tuple[str, ...]:
        """Return the cells in the order of `COLUMNS`."""
        return tuple("; ".join(it) if isinstance(it, tuple) else it for it in astuple(self))


def read_position(cells: Mapping[str, str]) -> Position:
    """Return the position of a row that was checked."""
    named = {("sources" if name == "source" else name): cells[name] for name in COLUMNS}
    return Position(**{**named, "sources": split_sources(cells["source"])})  # type: ignore[arg-type]


def split_sources(cell: str) -> tuple[str, ...]:
    """Return the codes in a cell, which are parted by semicolons.

    >>> split_sources("UNTC-2022; UNTC-2015")
    ('UNTC-2022', 'UNTC-2015')
    """
    return tuple(code for part in cell.split(";") if (code := part.strip()))


def earlier(date: str, other: str) -> bool:
    """Return whether a date lies before another as far as both are known.

    >>> earlier("1977", "1977-11-24"), earlier("1976-05", "1977")
    (False, True)
    """
    known = min(len(date), len(other))
    return date[:known] < other[:known]
