"""What several verbs share: the project option, coloured findings, leaving on bad data."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from scoreboard.findings import Report, Severity
    from scoreboard.project import Project

COLOURS = {"error": "red", "warning": "yellow", "information": "blue"}


BUNDLED = "bundled"
"""Name of the edition that comes with the package."""


class ProjectFolder(click.Path):
    """A folder, or `bundled`; that edition is for reading, so verbs that write refuse it."""

    def __init__(self, *, writes: bool) -> None:
        super().__init__(exists=True, file_okay=False, path_type=Path)
        self.writes = writes

    def convert(
        self,
        value: Any,  # noqa: ANN401
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401
        """Return the folder; misuse where it cannot be used."""
        from scoreboard.definitions.bundle import bundled_root, is_carried

        if self.writes and (str(value) == BUNDLED or is_carried(Path(value))):
            self.fail(
                "the edition that comes with the package is for reading: name a folder of your own.",
                param,
                ctx,
            )
        return bundled_root() if str(value) == BUNDLED else super().convert(value, param, ctx)


def project_option(command: Callable[..., Any], *, writes: bool = False) -> Callable[..., Any]:
    """Add ``--project``, the folder to work on, or the edition that comes with the package."""
    also = (
        "" if writes else f"; {BUNDLED}: the edition that comes with the package (./{BUNDLED} for a folder)"
    )
    return click.option(
        "--project",
        "root",
        type=ProjectFolder(writes=writes),
        default=".",
        show_default=True,
        help=f"The folder with indicators/ and data/{also}.",
    )(command)


def written_project_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--project`` to a verb that writes into it."""
    return project_option(command, writes=True)


def open_project(root: Path, against: Path | None = None) -> Project:
    """Open a folder, beside an earlier edition of it; misuse (exit 2) if it is no project."""
    if not (root / "indicators").is_dir():
        raise click.UsageError(
            f"{root} has no folder indicators/: name the project with --project; "
            f"--project {BUNDLED} reads the edition that comes with the package."
        )
    from scoreboard.project import Project

    return Project(root, against=against)


def require(what: str, extra: str, *libraries: str) -> None:
    """Refuse what needs libraries that are not installed, and name the extra that brings them."""
    absent = [name for name in libraries if find_spec(name) is None]
    if absent:
        raise click.UsageError(
            f"{what} needs {', '.join(absent)}: pip install 'integration-scoreboard[{extra}]'."
        )


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
