"""The table of all findings (catalogue.csv): slug, severity, ESS validation level, title, advice, explanation."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

LEVELS = {
    0: "format and file structure",
    1: "within a dataset",
    2: "over time and between a state's datasets",
    3: "between states",
    4: "between indicators",
    5: "against other sources",
}
"""The validation levels of the European Statistical System, in words."""


class Severity(StrEnum):
    """How much a finding matters; only errors fail a run."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the catalogue."""

    code: str
    severity: Severity
    level: int
    title: str
    advice: str
    explanation: str = ""


@cache
def catalogue() -> dict[str, Kind]:
    """Return finding code → its row of catalogue.csv, in the order of the table."""
    with files("scoreboard.findings").joinpath("catalogue.csv").open(encoding="utf-8") as table:
        return {
            row["code"]: Kind(
                row["code"],
                Severity(row["severity"]),
                int(row["level"]),
                row["title"],
                row["advice"],
                row.get("explanation") or "",
            )
            for row in csv.DictReader(table)
        }
