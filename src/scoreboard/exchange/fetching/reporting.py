"""What a fetch asked for, what came, what is missing, and what the import made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from scoreboard.exchange.counts import ImportReport
from scoreboard.findings import Report
from scoreboard.findings.renderers.text import render as as_text


@dataclass(frozen=True)
class Request:
    """One dataset that is asked for.

    Parameters
    ----------
    dataset, service : their keys in indicators/sources.yaml.
    indicators : that take rows of it.
    address : of the data.
    cached : what the cache holds of it: whole, old (to be confirmed) or nothing.
    """

    dataset: str
    service: str
    indicators: tuple[str, ...]
    address: str
    cached: str


@dataclass(frozen=True)
class Fetched:
    """One dataset that is there, whole.

    Parameters
    ----------
    request : what was asked.
    how : fetched, unchanged (the service says so), or cached (fetched or confirmed a short time ago).
    size, sha256 : of the response, decompressed.
    cells : observations that it holds.
    fetched : when it came, ISO date and time.
    """

    request: Request
    how: str
    size: int
    sha256: str
    cells: int
    fetched: str


@dataclass(frozen=True)
class FetchReport:
    """What a fetch did.

    Parameters
    ----------
    fetched : datasets that are there, in the order of their keys.
    missing : datasets that could not be had.
    remarks : codes that datasets do not have, where others remain.
    findings : what is wrong, at the lines that ask for it.
    imported : what the import made of the datasets; None if nothing was handed over.
    """

    fetched: tuple[Fetched, ...] = ()
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    findings: Report = field(default_factory=Report)
    imported: ImportReport | None = None

    @property
    def ok(self) -> bool:
        """Whether everything came and was understood."""
        return self.findings.ok and (self.imported is None or self.imported.findings.ok)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values, for JSON."""
        return {
            "fetched": [asdict(one) for one in self.fetched],
            "missing": list(self.missing),
            "remarks": list(self.remarks),
            "findings": [finding.as_dict() for finding in self.findings],
            "imported": self.imported.as_dict() if self.imported else None,
        }

    def as_text(self) -> str:
        """Return the report for people."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        for one in self.fetched:
            yield f"{one.request.dataset}: {one.how}, {one.cells:,} cells, {one.size:,} bytes, {one.fetched}"
        yield from (f"remark: {remark}" for remark in self.remarks)
        if self.missing:
            yield f"missing: {', '.join(self.missing)}"
        if len(self.findings):
            yield as_text(self.findings)
        if self.imported:
            yield self.imported.as_text().rstrip("\n")
        elif self.missing:
            yield "nothing written: see the errors; --keep-going takes what came"
