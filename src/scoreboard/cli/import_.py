"""`scoreboard import`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from scoreboard.cli.common import fail, open_project, written_project_option

if TYPE_CHECKING:
    from scoreboard.definitions import Framework
    from scoreboard.exchange import ImportReport


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@written_project_option
@click.option(
    "--indicator", "indicators", metavar="CODE", multiple=True, help="Only this one; may be repeated."
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report to this file too.",
)
@click.option(
    "--pathways",
    "mapping",
    metavar="MAPPING",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take FOLDER, a .csv or .xlsx file, as a table of legal pathways, with the columns that this YAML file names.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    folder: Path,
    root: Path,
    indicators: tuple[str, ...],
    report_file: Path | None,
    mapping: Path | None,
    form: str,
) -> None:
    """Make national datasets in data/ from the files below FOLDER.

    A file is read if its name is that of a dataset in indicators/sources.yaml and it ends in .tsv, .csv or
    .json, or these with .gz; its shape is told by its content. An edition that `scoreboard export` wrote is
    known by itself, in whatever format. The report counts every row read, kept, and
    left out with the reason. With an error nothing is written, and the exit code is 1.

    Example: scoreboard import ../downloads --report import.txt
    """
    from scoreboard.definitions import load_framework, suggest
    from scoreboard.exchange import ImportReport

    open_project(root)  # misuse if the folder is no project
    if mapping is not None:
        _import_pathways(folder, root, mapping)
    if not folder.is_dir():
        raise click.BadParameter(
            f"{folder} is no folder: a table of pathways needs --pathways", param_hint="FOLDER"
        )
    framework, findings = load_framework(root)
    for code in indicators:
        if code not in framework.observed:
            advice = suggest(code, framework.observed)
            raise click.BadParameter(
                f"no indicator '{code}' has observations; {advice}", param_hint="--indicator"
            )
    result = ImportReport(findings=findings)
    if findings.ok:
        result = _import(folder, root, framework, indicators)
    text = result.as_text() if form == "text" else json.dumps(result.as_dict(), indent=2, ensure_ascii=False)
    if report_file:
        report_file.write_text(text.rstrip("\n") + "\n", "utf-8")
    click.echo(text.rstrip("\n"))
    sys.exit(0 if result.findings.ok else 1)


def _import(folder: Path, root: Path, framework: Framework, indicators: tuple[str, ...]) -> ImportReport:
    """Import, or say which extra reads the files that are there."""
    from scoreboard.exchange import import_folder

    try:
        return import_folder(folder, root, framework, indicators=indicators, progress=_tell)
    except ModuleNotFoundError as error:
        raise click.UsageError(_not_installed(error, folder)) from error


def _not_installed(error: ModuleNotFoundError, where: Path) -> str:
    return (
        f"{error.name}, which reads a file of {where}, is not installed: "
        'pip install "integration-scoreboard[formats]" brings it.'
    )


def _import_pathways(table: Path, root: Path, mapping: Path) -> NoReturn:
    """Put the rows of a table of pathways into the registers of their states, all or none, and leave."""
    from scoreboard.definitions import load_framework, read_yaml, validate
    from scoreboard.definitions.pathways import PathwayColumns
    from scoreboard.exchange.writing import write_changed
    from scoreboard.findings import Report
    from scoreboard.records.pathways.importing import import_table, registers_of

    report = Report()
    document = read_yaml(mapping, mapping.name, report)
    columns = validate(document, PathwayColumns, report) if document else None
    framework, _ = load_framework(root)
    registers = registers_of(root, framework.states, report)
    if columns is None or not report.ok:
        fail(report, root)
    try:
        done = import_table(table, columns, framework.states, registers)
    except ModuleNotFoundError as error:
        raise click.UsageError(_not_installed(error, table)) from error
    click.echo(done.as_text())
    if not done.report.ok:
        fail(done.report)
    write_changed(root, dict(done.files))
    sys.exit(0)


def _tell(message: str) -> None:
    click.echo(message, err=True)
