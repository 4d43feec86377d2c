"""Findings for people and machines: text, JSON and GitHub's annotations."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable

from scoreboard.findings.catalogue import Severity
from scoreboard.findings.report import Finding, Report

Paint = Callable[[str, Severity], str]
SHOWN_PER_CODE = 3


def plain(text: str, severity: Severity) -> str:
    """Return the text without colour."""
    return text


def as_text(report: Report, everything: bool = False, paint: Paint = plain) -> str:
    """Return findings for people: every error; of warnings and information the first few of each code.

    Parameters
    ----------
    everything : show all of them.
    paint : colours a text by severity, for terminals.
    """
    blocks: list[str] = []
    for code, findings in _by_code(report).items():
        kind = findings[0].kind
        limit = len(findings) if everything or kind.severity is Severity.ERROR else SHOWN_PER_CODE
        blocks += [_finding_text(finding, paint) for finding in findings[:limit]]
        if len(findings) > limit:
            more = f"… and {len(findings) - limit} more {code} ({kind.severity}): {kind.title.lower()}"
            blocks.append(paint(more, kind.severity))
    return "\n".join([*blocks, summary(report)])


def _by_code(report: Report) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in report:
        groups[finding.code].append(finding)
    return groups


def _finding_text(finding: Finding, paint: Paint) -> str:
    allowed = f", allowed: {finding.allowed}" if finding.allowed else ""
    head = f"{finding.place}  {paint(finding.code, finding.severity)}  {finding.found}{allowed}"
    advice = finding.advice or finding.kind.advice
    return f"{head}\n    {advice}" if finding.severity is not Severity.INFORMATION else head


def summary(report: Report) -> str:
    """Return one line: what was looked at, and how many findings of each severity there are."""
    looked = ", ".join(f"{count:,} {what}" for what, count in report.checked.items() if count)
    counts = ", ".join(f"{report.count(severity):,} {_plural(severity, report)}" for severity in Severity)
    return f"{looked or 'nothing'} checked: {counts}"


def _plural(severity: Severity, report: Report) -> str:
    noun = "remark" if severity is Severity.INFORMATION else severity.value
    return noun if report.count(severity) == 1 else f"{noun}s"


def as_json(report: Report) -> str:
    """Return findings and counts as JSON."""
    content = {
        "ok": report.ok,
        "checked": dict(report.checked),
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "findings": [finding.as_dict() for finding in report],
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def as_github(report: Report) -> str:
    """Return findings as workflow commands, which GitHub shows beside the very lines."""
    return "\n".join([*map(_annotation, _worth_annotating(report)), summary(report)])


def _worth_annotating(report: Report) -> Iterable[Finding]:
    return (finding for finding in report if finding.severity is not Severity.INFORMATION)


def _annotation(finding: Finding) -> str:
    place = {"file": finding.place.file, "line": finding.place.line, "col": finding.place.column}
    where = ",".join(f"{key}={_escape(str(value), ':,')}" for key, value in place.items() if value)
    allowed = f", allowed: {finding.allowed}" if finding.allowed else ""
    message = f"{finding.found}{allowed}\n{finding.advice or finding.kind.advice}"
    title = _escape(finding.code, ":,")
    return f"::{finding.severity.value} {where},title={title}::{_escape(message)}"


def _escape(text: str, also: str = "") -> str:
    """Escape as workflow commands require: %, line ends, and in properties also colon and comma."""
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


FORMATS: dict[str, Callable[[Report], str]] = {"text": as_text, "json": as_json, "github": as_github}
