"""The import report: every row read, kept and left out with its reason, so that nothing goes in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from scoreboard.exchange.cells import Cells
from scoreboard.exchange.slices import Slice
from scoreboard.findings import Report
from scoreboard.findings.renderers.text import render as as_text

UNUSED = "no indicator uses this dataset"


@dataclass(frozen=True)
class DatasetCount:
    """What became of the rows of one dataset; `read` is `kept` and all of `left_out` together.

    Parameters
    ----------
    read : rows of the file, or cells where a line holds a series.
    kept : rows that at least one indicator takes.
    indicators : indicator → rows it takes; a row may serve several.
    left_out : reason → rows that no indicator takes.
    """

    dataset: str
    file: str
    shape: str
    read: int
    kept: int
    indicators: dict[str, int]
    left_out: dict[str, int]


def count(cells: Cells, slices: Iterable[Slice]) -> DatasetCount:
    """Count the rows of one dataset; the nearest of its indicators gives a row's reason."""
    reason = cells.frame["reason"].mask(cells.frame["state"] != "", UNUSED).to_numpy(dtype=object, copy=True)
    nearest = np.full(len(cells), np.inf)
    kept = np.zeros(len(cells), dtype=bool)
    indicators: dict[str, int] = {}
    for one in slices:
        taken = (one.reason == "").to_numpy()
        indicators[one.indicator] = int(taken.sum())
        kept |= taken
        nearer = (one.distance < nearest) & ~taken
        reason[nearer] = one.reason.to_numpy(dtype=object)[nearer]
        nearest[nearer] = one.distance[nearer]
    left_out = dict(sorted(Counter(reason[~kept]).items()))
    file, shape = cells.delivery.file, cells.delivery.shape
    return DatasetCount(cells.key, file, shape, len(cells), int(kept.sum()), indicators, left_out)


@dataclass(frozen=True)
class ImportReport:
    """What an import read, kept and wrote.

    Parameters
    ----------
    datasets : counts, in the order of their keys.
    absent : declared datasets that no file holds.
    unread : files of the folder that no dataset names.
    states : states with rows from this import.
    findings : what is wrong; an error means that nothing was written.
    written : files that changed, relative to the project.
    """

    datasets: tuple[DatasetCount, ...] = ()
    absent: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    findings: Report = field(default_factory=Report)
    written: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values, for JSON."""
        return {
            "datasets": [asdict(one) for one in self.datasets],
            "absent": list(self.absent),
            "unread": list(self.unread),
            "states": list(self.states),
            "findings": [finding.as_dict() for finding in self.findings],
            "written": list(self.written),
        }

    def as_text(self) -> str:
        """Return the report for people."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        for one in self.datasets:
            left_out = sum(one.left_out.values())
            yield f"{one.dataset}: {one.file} ({one.shape})"
            yield f"  read {one.read} = kept {one.kept} + left out {left_out}"
            yield from (f"  kept     {rows:7}  {code}" for code, rows in one.indicators.items())
            yield from (f"  left out {rows:7}  {why}" for why, rows in one.left_out.items())
        if self.absent:
            yield f"declared, but in no file: {', '.join(self.absent)}"
        if self.unread:
            yield f"files that no dataset names: {', '.join(self.unread)}"
        if len(self.findings):
            yield as_text(self.findings)
        kept = sum(one.kept for one in self.datasets)
        read = sum(one.read for one in self.datasets)
        outcome = (
            f"{len(self.written)} files changed" if self.findings.ok else "nothing written: see the errors"
        )
        yield (
            f"{len(self.datasets)} dataset(s), {len(self.states)} states: "
            f"{read:,} rows read, {kept:,} kept, {read - kept:,} left out; {outcome}"
        )
