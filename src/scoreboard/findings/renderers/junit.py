"""Findings as JUnit XML: one suite a file, one case a finding, a failure for each error.

The form is that which both Apache Ant's schema and the older one of Jenkins allow.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from xml.etree import ElementTree

from scoreboard.findings.catalogue import Severity
from scoreboard.findings.lines import Lines
from scoreboard.findings.renderers.elements import Element, element
from scoreboard.findings.renderers.text import finding_lines
from scoreboard.findings.renderers.words import message, summary
from scoreboard.findings.report import Finding, Report
from scoreboard.findings.visible import visible

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def render(report: Report, lines: Lines | None = None) -> str:
    """Return the suites; the first, which always passes, says what was looked at."""
    lines = lines or Lines()
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    by_file = groupby(sorted(report, key=lambda finding: finding.place.file), lambda it: it.place.file)
    suites = [_suite("validate", [_case("validate", summary(report))], 0, summary(report), now)]
    for number, (file, findings) in enumerate(by_file, start=1):
        suites.append(_file_suite(visible(file), list(findings), number, lines, now))
    tree = element("testsuites", *suites)
    ElementTree.indent(tree)
    return f"{DECLARATION}\n{ElementTree.tostring(tree, 'unicode')}"


def _file_suite(file: str, findings: list[Finding], number: int, lines: Lines, now: str) -> Element:
    cases = [_finding_case(file, finding, lines) for finding in findings]
    passing = (it for it in findings if it.severity is not Severity.ERROR)
    output = "\n".join(line for it in passing for line in finding_lines(it, lines))
    return _suite(file, cases, number, output, now)


def _suite(name: str, cases: list[Element], number: int, output: str, now: str) -> Element:
    return element(
        "testsuite",
        element("properties", element("property", name="tool", value="scoreboard validate")),
        *cases,
        element("system-out", output),
        element("system-err"),
        name=name, package="scoreboard", id=number, timestamp=now, hostname="localhost", time=0,
        tests=len(cases), failures=sum(case.find("failure") is not None for case in cases), errors=0,
    )  # fmt: skip


def _finding_case(file: str, finding: Finding, lines: Lines) -> Element:
    where = ":".join(str(part) for part in (finding.place.line, finding.place.column) if part)
    name = f"{finding.code} {where}".strip()
    if finding.severity is not Severity.ERROR:
        return _case(file, name)
    text = "\n".join(finding_lines(finding, lines))
    return _case(file, name, element("failure", text, type=finding.code, message=message(finding)))


def _case(classname: str, name: str, *content: Element) -> Element:
    return element("testcase", *content, classname=classname, name=name, time=0)
