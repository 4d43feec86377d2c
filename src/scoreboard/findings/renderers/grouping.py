"""What a finding belongs to, and how many belong together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from scoreboard.findings.catalogue import LEVELS, Severity
from scoreboard.findings.report import Finding
from scoreboard.findings.visible import visible

NONE = "–"
"""Stands for findings that belong to no state or no indicator."""

_STATE = re.compile(r"data/([A-Z]{2})/")
_INDICATOR = re.compile(r"indicators/[^/]+/([a-z0-9_]+)\.yaml")


def state_of(finding: Finding) -> str:
    """Return the state a finding belongs to: its own, or that of the folder it lies in; empty if none."""
    return visible(finding.state or _first(_STATE, finding))


def indicator_of(finding: Finding) -> str:
    """Return the indicator a finding belongs to: its own, or that of the file it lies in; empty if none."""
    return visible(finding.indicator or _first(_INDICATOR, finding))


def level_of(finding: Finding) -> str:
    """Return the ESS validation level in words."""
    level = finding.kind.level
    return f"{level} {LEVELS[level]}"


GROUPINGS: dict[str, Callable[[Finding], str]] = {
    "state": state_of,
    "indicator": indicator_of,
    "ESS validation level": level_of,
}


def tally(findings: Iterable[Finding], key: Callable[[Finding], str]) -> dict[str, dict[Severity, int]]:
    """Return group → severity → number of findings, groups in order, those of none last."""
    counts: dict[str, dict[Severity, int]] = {}
    for finding in findings:
        row = counts.setdefault(key(finding) or NONE, dict.fromkeys(Severity, 0))
        row[finding.severity] += 1
    return dict(sorted(counts.items(), key=lambda item: (item[0] == NONE, item[0])))


def _first(pattern: re.Pattern[str], finding: Finding) -> str:
    match = pattern.match(finding.place.file)
    return match.group(1) if match else ""
