"""`scoreboard validate`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoreboard.cli.common import open_project, paint, project_option
from scoreboard.findings.renderers import FORMATS

if TYPE_CHECKING:
    from scoreboard.findings import Report


@click.command("validate")
@project_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file to write the result to, whole or not at all, instead of printing it.",
)
@click.option("--all", "everything", is_flag=True, help="Show every warning and remark, not the first few.")
@click.option("--against", metavar="BASE", help="A folder or git revision: warn of rows that went since.")
def command(root: Path, form: str, output: Path | None, everything: bool, against: str | None) -> None:
    """Check all definitions and national datasets, and print every finding with its place.

    Formats: text for people; github for annotations of a pull request; json (schemas/findings.json), sarif
    (2.1.0) and junit for other tools; html, one page to send around.

    Exit code 0 if there is no error (warnings may remain), 1 if there is one.

    Example: scoreboard validate --format html --output findings.html
    """
    report = _validate(root, against)
    text = _rendered(report, root, form, everything)
    if output:
        _write(output, click.unstyle(text))
    else:
        click.echo(text)
    sys.exit(0 if report.ok else 1)


def _rendered(report: Report, root: Path, form: str, everything: bool) -> str:
    from scoreboard.findings import Lines
    from scoreboard.findings.renderers import render, text

    if form == "text":
        return text.render(report, Lines(root), everything=everything, paint=paint)
    return render(report, form, Lines(root))


def _write(output: Path, text: str) -> None:
    """Write the result beside its place and move it there; misuse (exit 2) if that is impossible."""
    from scoreboard.scaffold.writing import write_whole

    plan = {output.name: f"{text.rstrip()}\n"}
    if output.exists() and not output.is_file():  # never put a file in the place of a device
        raise click.UsageError(f"{output} is no regular file.")
    try:
        write_whole(output.parent, {}, plan) if output.exists() else write_whole(output.parent, plan)
    except OSError as error:
        raise click.UsageError(f"{output} cannot be written: {error.strerror}.") from error


def _validate(root: Path, against: str | None) -> Report:
    """Validate beside nothing, a folder, or a git revision that is unpacked for as long as it is read."""
    if against is None or Path(against).is_dir():
        return open_project(root, Path(against) if against else None).validate()
    from scoreboard.analysis.comparison import UnknownRevisionError, extract_revision

    with tempfile.TemporaryDirectory() as folder:
        try:
            extract_revision(root, against, Path(folder))
        except UnknownRevisionError as error:
            message = f"'{against}' is no folder and no git revision: {error}."
            raise click.UsageError(message) from error
        return open_project(root, Path(folder)).validate()
