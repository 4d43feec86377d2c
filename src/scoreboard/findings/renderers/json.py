"""Findings as JSON; the models are the published schema (schemas/findings.json)."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from scoreboard.findings.catalogue import Severity
from scoreboard.findings.lines import Lines
from scoreboard.findings.report import Report

Position = Annotated[int, Field(ge=1)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FindingRecord(_Record):
    """One fault or remark."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", description="a code of the catalogue")]
    severity: Literal["error", "warning", "information"]
    level: Annotated[int, Field(ge=0, le=5, description="ESS validation level")]
    title: Annotated[str, Field(description="what every finding of this code says")]
    file: Annotated[str, Field(description="path in the project, with forward slashes")]
    line: Annotated[Position | None, Field(description="from 1; null where the whole file is meant")]
    column: Annotated[
        Position | None, Field(description="characters from 1; null where the whole line is meant")
    ]
    found: Annotated[str, Field(description="what stands there")]
    allowed: Annotated[str, Field(description="what may stand there; empty where nothing can be named")]
    advice: Annotated[str, Field(description="what to do")]
    state: Annotated[str | None, Field(description="code of the state it belongs to")]
    indicator: Annotated[str | None, Field(description="code of the indicator it belongs to")]


class Counts(_Record):
    """How many findings of each severity there are."""

    error: Annotated[int, Field(ge=0)]
    warning: Annotated[int, Field(ge=0)]
    information: Annotated[int, Field(ge=0)]


class ReportRecord(_Record):
    """What `scoreboard validate --format json` prints."""

    ok: Annotated[bool, Field(description="true when there is no error")]
    checked: Annotated[
        dict[str, Annotated[int, Field(ge=0)]], Field(description="how many things of each kind were read")
    ]
    counts: Counts
    findings: Annotated[list[FindingRecord], Field(description="errors first, then by file and line")]


def record(report: Report) -> ReportRecord:
    """Return a report as the published model."""
    return ReportRecord(
        ok=report.ok,
        checked=dict(report.checked),
        counts=Counts(**{severity.value: report.count(severity) for severity in Severity}),
        findings=[FindingRecord(**finding.as_dict()) for finding in report],
    )


def render(report: Report, lines: Lines | None = None) -> str:
    """Return findings and counts as JSON in ASCII, so that no character can deceive a reader or a terminal."""
    return json.dumps(record(report).model_dump(), indent=2)
