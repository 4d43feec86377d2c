"""Findings as workflow commands, which GitHub shows beside the very lines."""

from __future__ import annotations

from scoreboard.findings.catalogue import Severity
from scoreboard.findings.lines import Lines
from scoreboard.findings.renderers.words import advice, message, summary
from scoreboard.findings.report import Finding, Report
from scoreboard.findings.visible import visible


def render(report: Report, lines: Lines | None = None) -> str:
    """Return an annotation for each error and warning, and one line of summary; remarks are left out."""
    worth = (finding for finding in report if finding.severity is not Severity.INFORMATION)
    return "\n".join([*map(_annotation, worth), summary(report)])


def _annotation(finding: Finding) -> str:
    place = finding.place
    properties = {"file": visible(place.file), "line": place.line, "col": place.column, "title": finding.code}
    told = ",".join(f"{key}={escape(str(value), ':,')}" for key, value in properties.items() if value)
    text = f"{message(finding)}\n{advice(finding)}"
    return f"::{finding.severity.value} {told}::{escape(text)}"


def escape(text: str, also: str = "") -> str:
    """Escape as workflow commands require: %, line ends, and in properties also colon and comma.

    >>> escape("100 %, done", ":,")
    '100 %25%2C done'
    """
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
