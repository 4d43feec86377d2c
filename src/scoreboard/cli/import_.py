"""`scoreboard import`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from scoreboard.cli.common import open_project, project_option


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@project_option
@click.option(
    "--indicator", "indicators", metavar="CODE", multiple=True, help="Only this one; may be repeated."
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report to this file too.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    folder: Path, root: Path, indicators: tuple[str, ...], report_file: Path | None, form: str
) -> None:
    """Make national datasets in data/ from the files below FOLDER.

    A file is read if its name is that of a dataset in indicators/sources.yaml and it ends in .tsv, .csv or
    .json, or these with .gz; its shape is told by its content. The report counts every row read, kept, and
    left out with the reason. With an error nothing is written, and the exit code is 1.

    Example: scoreboard import ../downloads --report import.txt
    """
    from scoreboard.definitions import load_framework, suggest
    from scoreboard.exchange import ImportReport, import_folder

    open_project(root)  # misuse if the folder is no project
    framework, findings = load_framework(root)
    for code in indicators:
        if code not in framework.observed:
            advice = suggest(code, framework.observed)
            raise click.BadParameter(
                f"no indicator '{code}' has observations; {advice}", param_hint="--indicator"
            )
    result = ImportReport(findings=findings)
    if findings.ok:
        result = import_folder(folder, root, framework, indicators=indicators, progress=_tell)
    text = result.as_text() if form == "text" else json.dumps(result.as_dict(), indent=2, ensure_ascii=False)
    if report_file:
        report_file.write_text(text.rstrip("\n") + "\n", "utf-8")
    click.echo(text.rstrip("\n"))
    sys.exit(0 if result.findings.ok else 1)


def _tell(message: str) -> None:
    click.echo(message, err=True)
