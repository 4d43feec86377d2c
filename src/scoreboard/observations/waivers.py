"""Waivers: findings that somebody has looked at and answers for, until a date and while they stay the same.

A waived finding becomes a remark. A waiver is a fault itself when its finding is gone, its date has passed,
or the finding shows something else than was waived.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from scoreboard.definitions import read_yaml, suggest, validate
from scoreboard.definitions.reading import Document
from scoreboard.definitions.registers import StateWaivers, Waiver
from scoreboard.findings import Finding, Report, Severity, catalogue
from scoreboard.observations.contracts import NUMBER
from scoreboard.observations.reading import Observations

JUDGEMENTS = ("value-out-of-range", "unknown-level", "undeclared-exception")
"""Errors that a row may have and still be read; any other would break what is computed from it."""
CELL = ("indicator", "year", "group", "sex", "age", "duration", "source")
"""Keys of a waiver that are held against the row of the finding."""


@dataclass(frozen=True)
class _Filed:
    """A waiver with the state and the place it was filed in."""

    waiver: Waiver
    state: str
    document: Document
    position: int

    def report(self, code: str, key: str, found: str, allowed: str, report: Report) -> None:
        place = self.document.place(("waivers", self.position, key))
        report.add(code, place, found, allowed, state=self.state, indicator=self.waiver.indicator)


def apply_waivers(observations: Observations, report: Report, today: date) -> None:
    """Turn waived findings of `report` into remarks, and add what is wrong with the waivers.

    Parameters
    ----------
    today : the day against which `expires` is held.
    """
    filed = list(_read(observations, report))
    if not filed:
        return
    rows = _rows(observations.frame, report)
    for it in filed:
        concerned = [finding for finding in report.findings if _is_about(it, finding, rows)]
        if not concerned:
            it.report("waiver-unused", "finding", f"no {it.waiver.finding} is found here", "", report)
        elif it.waiver.expires < today:
            found = f"expired on {it.waiver.expires} ({it.waiver.owner})"
            it.report("waiver-expired", "expires", found, "a day to come", report)
        elif changed := [finding for finding in concerned if not _shows(finding, it.waiver.expect)]:
            it.report("waiver-expectation-failed", "expect", changed[0].found, str(it.waiver.expect), report)
        else:
            waived = {id(finding) for finding in concerned}
            report.findings[:] = [
                _waived(finding, it.waiver) if id(finding) in waived else finding
                for finding in report.findings
            ]


def _read(observations: Observations, report: Report) -> Iterator[_Filed]:
    """Yield the waivers of all states that may be waived."""
    allowed = [c for c, kind in catalogue().items() if kind.severity is Severity.WARNING] + [*JUDGEMENTS]
    for path in sorted((observations.root / "data").glob("*/waivers.yaml")):
        file, state = path.relative_to(observations.root).as_posix(), path.parent.name
        document = read_yaml(path, file, report)
        model = validate(document, StateWaivers, report) if document else None
        for position, waiver in enumerate(model.waivers if document and model else ()):
            assert document is not None  # no model without a document
            it = _Filed(waiver, state, document, position)
            if waiver.finding in allowed:
                yield it
            else:
                hint = f"a warning, or {', '.join(JUDGEMENTS)}; {suggest(waiver.finding, allowed)}"
                it.report("wrong-value", "finding", f"finding = {waiver.finding}", hint, report)


def _rows(frame: pd.DataFrame, report: Report) -> dict[tuple[str, int | None], dict[str, Any]]:
    """Return (file, line) → row, for the lines that findings name."""
    lines = {finding.place.line for finding in report.findings if finding.place.line}
    named = frame[frame["line"].isin(list(lines))]
    records = [{str(key): cell for key, cell in row.items()} for row in named.to_dict("records")]
    return {(row["file"], row["line"]): row for row in records}


def _is_about(it: _Filed, finding: Finding, rows: dict[tuple[str, int | None], dict[str, Any]]) -> bool:
    folder = f"data/{it.state}/"
    if finding.code != it.waiver.finding or not finding.place.file.startswith(folder):
        return False
    if it.waiver.file and finding.place.file != folder + it.waiver.file:
        return False
    row = rows.get((finding.place.file, finding.place.line), {"indicator": finding.indicator})
    wanted = {key: getattr(it.waiver, key) for key in CELL if getattr(it.waiver, key) is not None}
    return all(str(row.get(key)) == str(value) for key, value in wanted.items())


def _shows(finding: Finding, expect: str | float | None) -> bool:
    """Return whether the finding still shows the text, or the number, that was waived."""
    if isinstance(expect, str):
        return expect in finding.found
    numbers = [float(text) for text in re.findall(rf"(?<![\w.]){NUMBER}", finding.found)]
    return expect is None or expect in numbers


def _waived(finding: Finding, waiver: Waiver) -> Finding:
    found = f"{finding.code}: {finding.found}; until {waiver.expires}, {waiver.owner}: {waiver.reason}"
    return Finding(
        "waived", finding.place, found, finding.allowed, state=finding.state, indicator=finding.indicator
    )
