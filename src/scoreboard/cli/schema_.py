"""`scoreboard schema`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scoreboard.cli.common import fail, written_project_option


@click.command("schema")
@written_project_option
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a file is stale.")
def command(root: Path, check: bool) -> None:
    """Write schemas/ from the models: JSON Schema of every YAML kind, Table Schema of the CSVs.

    Example: scoreboard schema --check
    """
    from scoreboard.definitions import check_schemas, schema_files
    from scoreboard.findings import Report

    report = Report()
    check_schemas(root, report)
    if check and not report.ok:
        fail(report)
    if check:
        sys.exit(0)
    folder = root / "schemas"
    folder.mkdir(exist_ok=True)
    for name, text in schema_files().items():
        (folder / name).write_text(text, "utf-8")
        click.echo(f"schemas/{name}")
