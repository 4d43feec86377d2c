"""Findings as SARIF 2.1.0 (OASIS, errata 01), which code hosts and editors show beside the lines."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from scoreboard.findings.catalogue import LEVELS, Kind, Severity, catalogue
from scoreboard.findings.lines import Lines
from scoreboard.findings.renderers.words import advice, message
from scoreboard.findings.report import Finding, Place, Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVEL_OF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}
ROOT = "%SRCROOT%"


def render(report: Report, lines: Lines | None = None) -> str:
    """Return one run: every kind of the catalogue as a rule, every finding as a result."""
    lines = lines or Lines()
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The project folder."}}},
        "results": [_result(finding, lines) for finding in report],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _driver() -> dict[str, Any]:
    return {
        "name": "scoreboard",
        "fullName": "Integration Scoreboard",
        "semanticVersion": version("integration-scoreboard"),
        "rules": [_rule(kind) for kind in catalogue().values()],
    }


def _rule(kind: Kind) -> dict[str, Any]:
    text = f"{kind.explanation} {kind.advice}".strip()
    return {
        "id": kind.code,
        "shortDescription": {"text": f"{kind.title}."},
        "fullDescription": {"text": kind.explanation or f"{kind.title}."},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": LEVEL_OF[kind.severity]},
        "properties": {"tags": [f"ess-level-{kind.level}"], "essLevel": LEVELS[kind.level]},
    }


def _result(finding: Finding, lines: Lines) -> dict[str, Any]:
    concerns = {"state": finding.state, "indicator": finding.indicator}
    return {
        "ruleId": finding.code,
        "ruleIndex": list(catalogue()).index(finding.code),
        "level": LEVEL_OF[finding.severity],
        "message": {"text": f"{message(finding)}. {advice(finding)}"},
        "locations": [{"physicalLocation": _location(finding.place, lines)}],
        "partialFingerprints": {"finding/v1": _fingerprint(finding)},
        "properties": {name: value for name, value in concerns.items() if value},
    }


def _location(place: Place, lines: Lines) -> dict[str, Any]:
    uri = quote(place.file, errors="surrogatepass")  # a file name need not be UTF-8
    location: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": ROOT}}
    if place.line:
        location["region"] = _region(place, lines)
    return location


def _region(place: Place, lines: Lines) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": place.line}
    if place.column:
        region["startColumn"] = place.column
    excerpt = lines.excerpt(place)
    if excerpt and excerpt.text:
        region["snippet"] = {"text": excerpt.cell or excerpt.text}
    return region


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same when lines move: kind, file, and what was found."""
    facts = (finding.code, finding.place.file, finding.found, finding.state, finding.indicator)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
