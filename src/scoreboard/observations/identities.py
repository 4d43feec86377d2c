"""What must hold between values of one state and year: a total lies between its parts, or is their sum.

Shares, rates and medians of a whole population lie between those of the groups that make it up; numbers
of persons are their sum. Indicators may also declare siblings: what they are part of, what excludes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoreboard.definitions import Framework
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.definitions.reading import MOST_FAULTS
from scoreboard.findings import Report
from scoreboard.observations.keys import KEY, combinations
from scoreboard.observations.reading import Observations

EU, NON_EU = "EU27_2020_FOR", "NEU27_2020_FOR"
PARTITIONS = (
    ("sex", "T", ("F", "M")),
    ("group", "TOTAL", ("NAT", "FOR")),
    ("group", "TOTAL", ("NAT", EU, NON_EU)),
    ("group", "FOR", (EU, NON_EU)),
)
"""Column, whole, and the parts that make it up without remainder."""
CODES = {"sex": "sexes-do-not-bracket-total", "group": "group-identity"}
TOLERANCE = 0.5
"""Share of the indicator's possible range, in per cent, that persons of unknown group may move a total."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Offence:
    """A row that breaks an identity."""

    code: str
    row: int
    found: str
    allowed: str


def check_identities(
    frame: pd.DataFrame, framework: Framework, observations: Observations, report: Report
) -> None:
    """Add a warning for each value that cannot be right beside its parts or siblings.

    Parameters
    ----------
    frame : clean rows of `with_limits`.
    """
    valued = frame[frame["number"].notna() & (frame["lens"] != "policy")].reset_index(drop=True)
    if valued.empty:
        return
    offences = list(_first_of_each(_find_broken(valued, framework)))
    rows = np.array([offence.row for offence in offences], dtype=np.intp)
    for offence, row in zip(offences, _rows(valued, rows), strict=True):
        place = observations.place(row.file, row.line, "value")
        report.add(
            offence.code, place, offence.found, offence.allowed, state=row.state, indicator=row.indicator
        )


def _rows(frame: pd.DataFrame, at: npt.NDArray[np.intp]) -> Iterator[Any]:
    """Return some rows as tuples with named cells; taking them together is what makes it fast."""
    return frame.iloc[at].itertuples(index=False)


def _first_of_each(offences: Iterator[Offence]) -> Iterator[Offence]:
    """Yield one offence of a kind for each row, and of each kind no more than anybody reads."""
    seen: set[tuple[str, int]] = set()
    count: Counter[str] = Counter()
    for offence in offences:
        count[offence.code] += 1
        key = (offence.code, offence.row)
        if key not in seen and count[offence.code] <= MOST_FAULTS:
            seen.add(key)
            yield offence


def _find_broken(frame: pd.DataFrame, framework: Framework) -> Iterator[Offence]:
    counted = [code for code, it in framework.observed.items() if getattr(it, "unit", "") == "number"]
    for column, whole, parts in PARTITIONS:
        cells = _Cells(frame, [key for key in KEY if key != column], frame[column])
        sums = frame["indicator"].isin(counted).to_numpy()
        yield from _broken_totals(cells, column, whole, parts, sums)
    for it in framework.observed.values():
        if isinstance(it, StatisticIndicator) and (it.part_of or it.disjoint_with):
            yield from _broken_siblings(frame, it)


class _Cells:
    """Values side by side: one line per combination of `keys`, one column per text of `member`."""

    def __init__(self, frame: pd.DataFrame, keys: list[str], member: pd.Series[str]) -> None:
        self.frame, self.member = frame, member
        self.number = combinations(frame, keys)
        self.size = int(self.number.max()) + 1

    def rows(self, name: str) -> npt.NDArray[np.intp]:
        """Return for each line the row of one member, −1 where there is none."""
        at = np.flatnonzero(self.member == name)
        rows = np.full(self.size, -1, dtype=np.intp)
        rows[self.number[at]] = at
        return rows

    def values(self, name: str) -> Floats:
        rows = self.rows(name)
        return np.where(rows >= 0, self.frame["number"].to_numpy()[rows], np.nan)


def _broken_totals(
    cells: _Cells, column: str, whole: str, parts: tuple[str, ...], sums: npt.NDArray[np.bool_]
) -> Iterator[Offence]:
    total, rows = cells.values(whole), cells.rows(whole)
    each = np.stack([cells.values(part) for part in parts])
    summed = sums[rows]
    low = np.where(summed, each.sum(axis=0), each.min(axis=0))
    high = np.where(summed, each.sum(axis=0), each.max(axis=0))
    span = cells.frame["high"].to_numpy()[rows] - cells.frame["low"].to_numpy()[rows]
    slack = np.where(summed, (len(parts) + 1) / 2, TOLERANCE / 100 * span)  # sums: each is rounded by a half
    broken = np.flatnonzero((total < low - slack) | (total > high + slack))[:MOST_FAULTS]
    for line, row in zip(broken, _rows(cells.frame, rows[broken]), strict=True):
        code = "parts-do-not-sum" if summed[line] else CODES[column]
        shares = ", ".join(f"{part} {value:g}" for part, value in zip(parts, each[:, line], strict=True))
        rest = row.group if column == "sex" else row.sex
        found = f"{row.indicator} {row.year}: {whole} {total[line]:g} ({rest}); {shares}"
        allowed = f"{low[line]:g}" if summed[line] else f"{low[line]:g}–{high[line]:g}"
        yield Offence(code, int(rows[line]), found, allowed)


def _broken_siblings(frame: pd.DataFrame, it: StatisticIndicator) -> Iterator[Offence]:
    """Yield the values of `it` that exceed what it is part of, or leave no room for its siblings."""
    concerned = frame["indicator"].isin([it.code, it.part_of or "", *it.disjoint_with])
    positions = np.flatnonzero(concerned).tolist()
    if not positions:
        return
    family = frame[concerned].reset_index(drop=True)
    cells = _Cells(family, ["state", "year", "group", "sex", "duration"], family["indicator"])
    own = cells.values(it.code)
    others = [cells.values(code) for code in it.disjoint_with]
    ceilings = [(100 - sum(others, np.zeros(cells.size)), " and ".join(it.disjoint_with))] if others else []
    if it.part_of:
        ceilings.append((cells.values(it.part_of), it.part_of))
    rows = cells.rows(it.code)
    for ceiling, name in ceilings:
        broken = np.flatnonzero(own > ceiling + TOLERANCE)[:MOST_FAULTS]
        for line, row in zip(broken, _rows(family, rows[broken]), strict=True):
            found = f"{it.code} {row.year} = {own[line]:g} ({row.group}, {row.sex}) beside {name}"
            yield Offence(
                "implausible-with-sibling", positions[rows[line]], found, f"at most {ceiling[line]:g}"
            )
