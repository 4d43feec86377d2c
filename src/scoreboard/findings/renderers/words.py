"""The sentences that the formats share; every character in them is visible."""

from __future__ import annotations

from scoreboard.findings.catalogue import Severity
from scoreboard.findings.report import Finding, Place, Report
from scoreboard.findings.visible import visible


def message(finding: Finding) -> str:
    """Return what was found and what is allowed, in one line."""
    allowed = f", allowed: {finding.allowed}" if finding.allowed else ""
    return visible(finding.found + allowed)


def advice(finding: Finding) -> str:
    """Return what to do: the finding's own advice, or that of its kind."""
    return visible(finding.advice or finding.kind.advice)


def place(at: Place) -> str:
    """Return ``file:line:column``."""
    return visible(str(at))


def summary(report: Report) -> str:
    """Return one line: what was looked at, and how many findings of each severity there are."""
    looked = ", ".join(f"{count:,} {what}" for what, count in report.checked.items() if count)
    counts = ", ".join(counted(report.count(severity), severity) for severity in Severity)
    return f"{looked or 'nothing'} checked: {counts}"


def counted(number: int, severity: Severity) -> str:
    """Return a number of findings with its noun.

    >>> counted(1, Severity.ERROR), counted(0, Severity.INFORMATION)
    ('1 error', '0 remarks')
    """
    noun = "remark" if severity is Severity.INFORMATION else severity.value
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
