"""Findings as one page that needs no network and no script: summary, filters, and every row with its cell marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from xml.etree import ElementTree

from scoreboard.findings.catalogue import LEVELS, Kind, Severity
from scoreboard.findings.lines import Lines
from scoreboard.findings.renderers.elements import Content, Element, element
from scoreboard.findings.renderers.grouping import GROUPINGS, state_of, tally
from scoreboard.findings.renderers.words import advice, message, place, summary
from scoreboard.findings.report import Finding, Report
from scoreboard.findings.visible import visible

PAGE = files("scoreboard.findings.renderers") / "page"
TITLE = "Validation report"
LISTED = 5000
"""Findings that are listed; a page of more would not open. JSON and SARIF hold them all."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
"""What the page may load: nothing but itself."""
NAMES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFORMATION: "Remarks"}


def render(report: Report, lines: Lines | None = None) -> str:
    """Return a whole HTML document."""
    findings = list(report)
    page = element("html", _head(), _body(report, findings, lines or Lines()), lang="en-GB")
    return f"<!DOCTYPE html>\n{ElementTree.tostring(page, 'unicode', method='html')}\n"


def _head() -> Element:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("title", TITLE),
        element("style", (PAGE / "report.css").read_text("utf-8")),
    )


def _body(report: Report, findings: list[Finding], lines: Lines) -> Element:
    verdict = "There is no error." if report.ok else "There are errors: the data cannot be used as they are."
    content = [element("h1", TITLE), element("p", f"{verdict} {summary(report)}.", class_="verdict")]
    if findings:
        content += [_summaries(findings), _listing(findings, lines), _glossary(findings)]
    script = element("script", (PAGE / "report.js").read_text("utf-8"))
    return element("body", element("main", *content), script)


def _summaries(findings: list[Finding]) -> Element:
    tables = [_summary(title, tally(findings, key)) for title, key in GROUPINGS.items()]
    return element(
        "section",
        element("h2", "Summary", id="summary"),
        element("div", *tables, class_="summaries"),
        aria_labelledby="summary",
    )


def _summary(title: str, counts: dict[str, dict[Severity, int]]) -> Element:
    rows = [
        element(
            "tr",
            element("th", name, scope="row"),
            *(element("td", f"{numbers[severity]:,}", class_="number") for severity in Severity),
        )
        for name, numbers in counts.items()
    ]
    return _table(f"Findings by {title}", [title[0].upper() + title[1:], *NAMES.values()], rows)


def _table(caption: str, headings: Iterable[str], rows: Iterable[Element], **attributes: object) -> Element:
    head = element("tr", *(element("th", heading, scope="col") for heading in headings))
    table = element(
        "table",
        element("caption", caption),
        element("thead", head),
        element("tbody", *rows),
        **attributes,
    )
    # it scrolls on a narrow screen, so it must be reachable by keyboard and have a name
    return element("div", table, class_="scroll", role="group", tabindex=0, aria_label=caption)


def _listing(findings: list[Finding], lines: Lines) -> Element:
    listed = findings[:LISTED]
    headings = ("Place", "Severity", "Code", "What was found, and what to do")
    rows = [_row(finding, lines) for finding in listed]
    content: list[Content] = [
        element("h2", "Findings", id="findings"),
        _filters(listed),
        element("p", f"{len(listed):,} of {len(findings):,} findings are listed.", id="count", role="status"),
        _table("All findings, errors first", headings, rows, id="list"),
    ]
    return element("section", *content, aria_labelledby="findings")


def _filters(findings: list[Finding]) -> Element:
    """Return the choices; hidden until the script that serves them runs."""
    choices = {
        "severity": [severity.value for severity in Severity],
        "state": sorted({state_of(finding) for finding in findings}),
        "code": sorted({finding.code for finding in findings}),
    }
    present = {"severity": {finding.severity.value for finding in findings}}
    labels = [
        _choice(name, [it for it in values if it in present.get(name, values)])
        for name, values in choices.items()
    ]
    return element("form", *labels, id="filters", hidden="hidden", aria_label="Filter the findings")


def _choice(name: str, values: list[str]) -> Element:
    options = [element("option", value, value=value) for value in values if value]
    select = element("select", element("option", "all", value=""), *options, name=name)
    return element("label", f"{name.capitalize()} ", select)


def _row(finding: Finding, lines: Lines) -> Element:
    severity = finding.severity.value
    detail = [element("p", message(finding)), *_line(finding, lines), element("p", advice(finding))]
    return element(
        "tr",
        element("th", place(finding.place), scope="row", class_="place"),
        element("td", element("span", severity, class_=f"severity {severity}")),
        element("td", element("a", finding.code, href=f"#{finding.code}")),
        element("td", *detail),
        data_severity=severity,
        data_state=state_of(finding),
        data_code=finding.code,
    )


def _line(finding: Finding, lines: Lines) -> Iterator[Element]:
    """Yield the offending line, its cell marked; focusable, since a long line scrolls."""
    excerpt = lines.excerpt(finding.place)
    if excerpt is None or not excerpt.text:
        return
    cell = [element("mark", excerpt.cell)] if excerpt.cell else []
    code = element("code", excerpt.before, *cell, excerpt.after)
    label = f"Line {finding.place.line} of {visible(finding.place.file)}"
    yield element("pre", code, tabindex=0, role="group", aria_label=label)


def _glossary(findings: list[Finding]) -> Element:
    kinds = {finding.code: finding.kind for finding in findings}
    entries = [part for kind in kinds.values() for part in _entry(kind)]
    return element(
        "section",
        element("h2", "What the codes mean", id="codes"),
        element("dl", *entries),
        aria_labelledby="codes",
    )


def _entry(kind: Kind) -> tuple[Element, Element]:
    facts = f"{kind.title} ({kind.severity}; ESS level {kind.level}: {LEVELS[kind.level]}). "
    return element("dt", kind.code, id=kind.code), element("dd", facts + kind.explanation, " ", kind.advice)
