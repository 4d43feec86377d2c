"""Finding and Report: faults with their place, collected rather than raised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from scoreboard.findings.catalogue import Kind, Severity, catalogue

MOST = 10
"""Findings that a notebook shows."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault is.

    Parameters
    ----------
    file : path relative to the project folder, with forward slashes.
    line, column : counted from 1; None where the fault concerns the whole file or line.

    Examples
    --------
    >>> print(Place("data/AT/policy.csv", 3, 11))
    data/AT/policy.csv:3:11
    """

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return ``file:line:column``, as editors and terminals link it."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark.

    Parameters
    ----------
    code : a code of the catalogue; decides severity and title.
    place : where it is.
    found : what stands there, in one line.
    allowed : what may stand there; empty where nothing can be named.
    advice : what to do; empty means the catalogue's general advice.
    state, indicator : for grouping, where the fault belongs to one.

    Examples
    --------
    >>> finding = Finding("value-out-of-range", Place("data/AT/policy.csv", 3), "employment_rate = 162", "0 to 100")
    >>> finding.severity.value, finding.as_dict()["line"]
    ('error', 3)
    """

    code: str
    place: Place
    found: str
    allowed: str = ""
    advice: str = ""
    state: str | None = None
    indicator: str | None = None

    @property
    def kind(self) -> Kind:
        """The catalogue entry of this finding's code."""
        return catalogue()[self.code]

    @property
    def severity(self) -> Severity:
        """Error, warning or information."""
        return self.kind.severity

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as plain values, for JSON."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "level": self.kind.level,
            "title": self.kind.title,
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "found": self.found,
            "allowed": self.allowed,
            "advice": self.advice or self.kind.advice,
            "state": self.state,
            "indicator": self.indicator,
        }


@dataclass
class Report:
    """Findings in the order of their places; grows by `add` and `extend`.

    Attributes
    ----------
    findings : the findings so far.
    checked : how many things of each kind were looked at, so that "no finding" cannot mean
        "nothing was read".

    Examples
    --------
    >>> from scoreboard import Project
    >>> report = Project("tests/mini").validate()
    >>> report.ok, len(report), report.checked["states"]
    (True, 2, 3)
    >>> for finding in report:
    ...     print(finding.place, finding.code)
    data/SE/outcomes.csv:4:53 break-in-series
    data/AT/outcomes.csv:6:53 low-reliability
    """

    findings: list[Finding] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)

    def add(
        self,
        code: str,
        place: Place,
        found: str,
        allowed: str = "",
        advice: str = "",
        state: str | None = None,
        indicator: str | None = None,
    ) -> None:
        """Add one finding.

        Parameters
        ----------
        code, place, found, allowed, advice, state, indicator : the fields of `Finding`.

        Raises
        ------
        KeyError
            If `code` is not in the catalogue: a mistake in the program, not in the data.
        """
        if code not in catalogue():
            raise KeyError(f"finding code {code!r} is not in the catalogue")
        self.findings.append(Finding(code, place, found, allowed, advice, state, indicator))

    def extend(self, other: Report | Iterable[Finding]) -> None:
        """Take over the findings of another report, and its counts.

        Parameters
        ----------
        other : a report, or findings without counts.
        """
        if isinstance(other, Report):
            self.checked.update(other.checked)
        self.findings.extend(other)

    def __iter__(self) -> Iterator[Finding]:
        """Iterate over the findings, errors first, then by file and line."""
        order = list(Severity)
        return iter(
            sorted(
                self.findings,
                key=lambda f: (order.index(f.severity), f.place.file, f.place.line or 0, f.place.column or 0),
            )
        )

    def __len__(self) -> int:
        return len(self.findings)

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity.

        Parameters
        ----------
        severity : error, warning or information.
        """
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def ok(self) -> bool:
        """True when there is no error; warnings and information do not fail."""
        return self.count(Severity.ERROR) == 0

    def _repr_html_(self) -> str:
        from scoreboard.findings.notebook import show, table
        from scoreboard.findings.renderers.words import advice, message, place, summary

        rows = [
            (place(it.place), it.severity.value, it.code, message(it), advice(it))
            for it in islice(self, MOST)
        ]
        columns = ["Place", "Severity", "Finding", "What stands there", "What to do"]
        findings = table("Findings", columns, rows, whole=len(self), most=MOST) if rows else ""
        return show("Report of the validation", f"{summary(self)}.", findings)


class InvalidDataError(Exception):
    """Raised by what needs clean data; carries the `Report` that says why.

    Parameters
    ----------
    report : of the validation, with at least one error.

    Examples
    --------
    >>> report = Report()
    >>> report.add("unknown-state", Place("data/XX"), "folder 'XX'")
    >>> try:
    ...     raise InvalidDataError(report)
    ... except InvalidDataError as error:
    ...     print([finding.code for finding in error.report])
    ['unknown-state']
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        first = next(iter(report), None)
        told = f"; the first: {first.place} {first.code}: {first.found}" if first else ""
        super().__init__(f"{report.count(Severity.ERROR)} errors{told}")
