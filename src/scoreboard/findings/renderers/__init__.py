"""Findings for people and machines: one format a file, each a function of (report, lines) that returns text."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from scoreboard.findings.lines import Lines
from scoreboard.findings.report import Report

Renderer = Callable[[Report, Lines], str]

FORMATS = ("text", "github", "json", "sarif", "junit", "html")
"""Names of the formats; each is the module of that name in this package."""


def render(report: Report, form: str, lines: Lines | None = None) -> str:
    """Return a report in one of the `FORMATS`.

    Parameters
    ----------
    lines : the text of the project, for formats that show the offending line.
    """
    renderer: Renderer = import_module(f"scoreboard.findings.renderers.{form}").render
    return renderer(report, lines or Lines())
