"""Faults around the datasets: waivers, links, sizes, and series that end."""

from __future__ import annotations

from pathlib import Path
from random import Random

from definition_faults import LOST
from injection import Fault, Injection, Row, Sample, column_of, edit, line_of, marked

from scoreboard.definitions.reading import MOST_FAULTS
from scoreboard.findings import Finding, Severity
from scoreboard.observations.contracts import MOST_FAILURES

WAIVER = """waivers:
  - {mark_finding}finding: {finding}
    indicator: {indicator}
    reason: The office that publishes it confirms the value.
    owner: The desk
    {mark_expires}expires: {expires}
"""


def _a_warning(sample: Sample, random: Random) -> Finding:
    """A warning that the unchanged sample has, about a row."""
    warnings = [
        finding
        for finding in sample.findings
        if finding.severity is Severity.WARNING and finding.indicator and finding.place.line
    ]
    return random.choice(warnings)


def waiver(name: str, code: str, marks: str, expires: str = "2999-12-31", more: str = "") -> Fault:
    """Return the fault of one waiver in a state that has none; `marks` names the key at fault."""

    def inject(sample: Sample, random: Random) -> Injection:
        finding = _a_warning(sample, random)
        other = "licence-missing" if code == "wrong-value" else "byte-order-mark"
        text = WAIVER.format(
            finding=other if code in ("waiver-unused", "wrong-value") else finding.code,
            indicator=finding.indicator,
            expires=expires,
            mark_finding="▲" if marks == "finding" else "",
            mark_expires="▲" if marks == "expires" else "",
        )
        folder = finding.place.file.rsplit("/", 1)[0]
        injection = marked(f"{folder}/waivers.yaml", text + more)
        if code != "waived":
            return injection
        place = finding.place
        return Injection(injection.file, injection.content, (place.file, place.line, place.column))

    return Fault(name, code, inject)


def _linked_out(sample: Sample, random: Random) -> Injection:
    """A dataset that is a link to a file elsewhere on the machine."""
    file = random.choice([f"{folder}/linked.csv" for folder in sample.files("data/??")])
    return Injection(file, Path(__file__), (file, None, None))


def _huge(sample: Sample, random: Random) -> Injection:
    """A definition with two megabytes of remarks."""
    file = random.choice(sample.files("indicators/*/*.yaml"))
    return Injection(file, sample.text(file).encode() + b"# more\n" * 300_000, (file, None, None))


def _ended(sample: Sample, random: Random) -> Injection | None:
    """A series of rows cut off many years ago, in a state in which none is stale yet."""
    row = random.choice(sample.rows)
    code, state = row.cells["indicator"], row.cells["state"]
    if any(finding.code == "stale-data" and finding.state == state for finding in sample.findings):
        return None
    lasts = [_last_year(sample, code, other) for other in ("AT", "CY", "MT", "SE")]
    if state not in ("AT", "CY", "MT", "SE") or min(lasts) < "2015":
        return None
    lines = [line.split(",") for line in sample.text(row.file).splitlines()]
    kept = [cells for cells in lines if cells[1] != code or cells[2] <= "2007"]
    left = [(cells[2], number) for number, cells in enumerate(kept, 1) if cells[1] == code and cells[7]]
    if not left:
        return None
    content = "".join(",".join(cells) + "\n" for cells in kept).encode()
    return Injection(row.file, content, (row.file, max(left)[1], len(f"{state},{code},") + 1))


def _last_year(sample: Sample, code: str, state: str) -> str:
    cells = (row.cells for row in sample.rows)
    years = [it["year"] for it in cells if it["value"] and (it["indicator"], it["state"]) == (code, state)]
    return max(years, default="")


def _short_lines(sample: Sample, random: Random) -> Injection:
    """Lines that broke off, somewhere in a random file, more than are listed."""
    row = random.choice(sample.rows)
    broken = [f"{row.cells['state']},{row.cells['indicator']}\n"] * random.randint(
        MOST_FAULTS + 1, 3 * MOST_FAULTS
    )
    content = sample.replace_lines(row.file, row.line, [_line(sample, row), *broken])
    return Injection(row.file, content.encode(), (row.file, None, None))


def _many_flags(sample: Sample, random: Random) -> Injection:
    """A row with a status of no list, over and over: more than are listed of one kind in all data."""
    row = random.choice(sample.rows)
    copies = [line_of(row.cells | {"status": "?"})] * random.randint(MOST_FAILURES + 1, 2 * MOST_FAILURES)
    content = sample.replace_lines(row.file, row.line, copies)
    return Injection(row.file, content.encode(), ("data", None, None))


def _line(sample: Sample, row: Row) -> str:
    return sample.text(row.file).splitlines(keepends=True)[row.line - 1]


def _dropped(sample: Sample, random: Random) -> Injection | None:
    """A row that was there before and went away."""
    row = random.choice(sample.rows)
    content = sample.replace_lines(row.file, row.line, [])
    return Injection(row.file, content.encode(), (row.file, None, None))


def _lost_in_a_sum(sample: Sample, random: Random) -> Injection | None:
    """Numbers of women and men beside a number of both that is not their sum; the definition admits them."""
    row = random.choice([row for row in sample.rows if _is_count(row, sample)])
    total = float(row.cells["value"])
    lost = random.randint(5, 500)
    women = random.randint(0, int(total))
    parts = {"F": women, "M": int(total) - women + lost}
    cells = [row.cells | {"sex": sex, "value": str(value)} for sex, value in parts.items()]
    lines = [_line(sample, row), *map(line_of, cells)]
    home = f"indicators/{sample.framework.indicators[row.cells['indicator']].domain}/{row.cells['indicator']}.yaml"
    definition = sample.text(home).replace("\nunit: number\n", "\nunit: number\nsexes: [T, F, M]\n").encode()
    place = row.file, row.line, column_of(row, "value")
    content = sample.replace_lines(row.file, row.line, lines).encode()
    return Injection(row.file, content, place, {home: definition})


def _is_count(row: Row, sample: Sample) -> bool:
    it = sample.framework.indicators[row.cells["indicator"]]
    return getattr(it, "unit", "") == "number" and row.cells["value"] != ""


FAULTS = (
    waiver("waiver of nothing", "waiver-unused", "finding"),
    waiver("waiver of a fault of form", "wrong-value", "finding"),
    waiver("waiver expired", "waiver-expired", "expires", "2001-01-01"),
    waiver("waiver of something else", "waiver-expectation-failed", "", more="    ▲expect: other text\n"),
    waiver("waiver that holds", "waived", ""),
    edit("code of old", "unknown-indicator", "data/*/[el]*.csv", r"^(\w\w),(\w+_rate\w*),", r"\1,▲old_\2,"),
    Fault("dataset linked from outside", "path-outside-project", _linked_out),
    Fault("definition of megabytes", "file-too-large", _huge, frozenset(LOST.split())),
    Fault("series ended long ago", "stale-data", _ended),
    Fault("lines broken off throughout", "more-faults", _short_lines, frozenset({"row-length"})),
    Fault(
        "flag of no list throughout", "more-faults", _many_flags,
        frozenset({"status-unknown", "duplicate-observation"}),
    ),
    Fault("row gone since before", "row-count-dropped", _dropped, against=True),
    Fault("persons lost in a sum", "parts-do-not-sum", _lost_in_a_sum),
)  # fmt: skip
