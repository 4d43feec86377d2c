"""What several verbs share: the project option, coloured findings, leaving on bad data."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from scoreboard.findings import Report, Severity
    from scoreboard.project import Project

COLOURS = {"error": "red", "warning": "yellow", "information": "blue"}


def project_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--project``, the folder to work on."""
    return click.option(
        "--project",
        "root",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=".",
        show_default=True,
        help="The folder with indicators/ and data/.",
    )(command)


def open_project(root: Path, against: Path | None = None) -> Project:
    """Open a folder, beside an earlier edition of it; misuse (exit 2) if it is no project."""
    if not (root / "indicators").is_dir():
        raise click.UsageError(f"{root} has no folder indicators/: name the project with --project.")
    from scoreboard.project import Project

    return Project(root, against=against)


def paint(text: str, severity: Severity) -> str:
    """Colour a text by severity; click strips the colour where the output is no terminal."""
    return click.style(text, fg=COLOURS[severity.value])


def fail(report: Report, root: Path | None = None) -> NoReturn:
    """Print a report to stderr, with the lines of the project in `root`, and leave with exit code 1."""
    from scoreboard.findings import Lines
    from scoreboard.findings.renderers.text import render

    click.echo(render(report, Lines(root), paint=paint), err=True)
    sys.exit(1)


def clean_project(root: Path) -> Project:
    """Open a project whose data are clean, or leave with its findings and exit code 1."""
    project = open_project(root)
    report = project.validate()
    if not report.ok:
        fail(report, root)
    return project
