"""Findings for people: the place, what was found, the line with a caret under the cell, and what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from scoreboard.findings.catalogue import Severity
from scoreboard.findings.lines import Lines
from scoreboard.findings.renderers.words import advice, message, place, summary
from scoreboard.findings.report import Finding, Report

Paint = Callable[[str, Severity], str]
SHOWN_PER_CODE = 3
INDENT = "    "


def plain(text: str, severity: Severity) -> str:
    """Return the text without colour."""
    return text


def render(
    report: Report, lines: Lines | None = None, *, everything: bool = False, paint: Paint = plain
) -> str:
    """Return findings for people: every error; of warnings and information the first few of each code.

    Parameters
    ----------
    lines : the text of the project; without it no line is shown.
    everything : show all of them.
    paint : colours a text by severity, for terminals.
    """
    lines = lines or Lines()
    blocks: list[str] = []
    for code, findings in _by_code(report).items():
        kind = findings[0].kind
        limit = len(findings) if everything or kind.severity is Severity.ERROR else SHOWN_PER_CODE
        blocks += ["\n".join(finding_lines(finding, lines, paint)) for finding in findings[:limit]]
        if len(findings) > limit:
            more = f"… and {len(findings) - limit:,} more {code} ({kind.severity}): {kind.title.lower()}"
            blocks.append(paint(more, kind.severity))
    return "\n".join([*blocks, summary(report)])


def _by_code(report: Report) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in report:
        groups[finding.code].append(finding)
    return groups


def finding_lines(finding: Finding, lines: Lines, paint: Paint = plain) -> Iterator[str]:
    """Yield the lines that show one finding; remarks are one line each."""
    yield f"{place(finding.place)}  {paint(finding.code, finding.severity)}  {message(finding)}"
    if finding.severity is Severity.INFORMATION:
        return
    excerpt = lines.excerpt(finding.place)
    if excerpt:
        gutter = str(finding.place.line)
        yield f"{INDENT}{gutter} | {excerpt.text}"
        if excerpt.caret:
            blank = excerpt.caret.index("^")
            caret = excerpt.caret[:blank] + paint(excerpt.caret[blank:], finding.severity)
            yield f"{INDENT}{' ' * len(gutter)} | {caret}"
    yield f"{INDENT}{advice(finding)}"
