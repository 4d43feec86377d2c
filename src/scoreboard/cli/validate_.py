"""`scoreboard validate`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scoreboard.cli.common import open_project, paint, project_option


@click.command("validate")
@project_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True
)
@click.option("--all", "everything", is_flag=True, help="Show every warning and remark, not the first few.")
def command(root: Path, form: str, everything: bool) -> None:
    """Check all definitions and national datasets, and print every finding with its place.

    Exit code 0 if there is no error (warnings may remain), 1 if there is one.

    Example: scoreboard validate --format github
    """
    from scoreboard.findings.render import FORMATS, as_text

    report = open_project(root).validate()
    click.echo(as_text(report, everything, paint) if form == "text" else FORMATS[form](report))
    sys.exit(0 if report.ok else 1)
