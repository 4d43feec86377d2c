"""`scoreboard estimate`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoreboard.cli.common import fail, open_project, project_option
from scoreboard.cli.tables import check_known, format_option, print_table

if TYPE_CHECKING:
    from scoreboard.definitions import Framework
    from scoreboard.definitions.estimating import Mapping
    from scoreboard.estimate import Estimation
    from scoreboard.estimate.disclosure import Protected

SHOWN = ["state", "indicator", "year", "group", "sex", "value", "se", "n", "status", "reason"]


@click.command("estimate")
@click.option(
    "--microdata",
    type=click.Path(exists=True, path_type=Path),
    help="Parquet or CSV, one row per person; or a folder of Parquet.",
)
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your columns and codes in terms of the standard variables.",
)
@click.option("--example-mapping", is_flag=True, help="Print a commented mapping to start from, and leave.")
@project_option
@click.option(
    "--indicator", "indicators", metavar="CODE", multiple=True, help="Only this one; may be repeated."
)
@click.option(
    "--engine",
    "engine_name",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
)
@click.option(
    "--url", help="Spark's master: local[*], spark://HOST:PORT, or sc://HOST:PORT for Spark Connect."
)
@click.option(
    "--memory", default="2GB", show_default=True, help="What DuckDB may hold before it goes to disk."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="A project's folder data to write to, beside what it holds; else the cells are only printed.",
)
@click.option(
    "--replace", "replaces", is_flag=True, help="Let estimates take the place of other sources' values."
)
@format_option
def command(
    microdata: Path | None,
    mapping_file: Path | None,
    example_mapping: bool,
    root: Path,
    indicators: tuple[str, ...],
    engine_name: str,
    url: str | None,
    memory: str,
    out: Path | None,
    replaces: bool,
    form: str,
) -> None:
    """Estimate indicators from survey or register microdata, with standard errors and disclosure control.

    Each outcome indicator says under `estimate:` whom it counts. All rows are first held against the contract of
    the standard variables; with an error nothing is estimated or written, and the exit code is 1. What could give
    somebody away is hidden before anything is printed. Why a cell is hidden shows in the table for reading only:
    it is for the office, since it would tell which cells are small.

    Example: scoreboard estimate --microdata people.parquet --mapping mapping.yaml --out data
    """
    if example_mapping:
        from scoreboard.estimate import example_mapping as example

        click.echo(example(), nl=False)
        return
    if microdata is None or mapping_file is None:
        raise click.UsageError("name --microdata and --mapping; --example-mapping prints one to start from.")
    if replaces and not out:
        raise click.UsageError("--replace goes with --out.")
    if out and out.resolve().name != "data":
        raise click.UsageError(f"{out} is no folder named data: a project keeps its observations there.")
    if url and engine_name != "spark":
        raise click.UsageError("--url goes with --engine spark.")
    framework = _framework(root, indicators)
    mapping, estimation = _estimation(
        microdata, mapping_file, framework, indicators, (engine_name, url, memory)
    )
    protected = _protected(estimation, mapping)
    if out:
        _write(protected, microdata, mapping, out.resolve().parent, framework, replaces)
    cells = (
        protected.cells if form == "table" else protected.published
    )  # reasons would tell which cells are small
    print_table(cells, form, f"Estimates from {microdata.name}", SHOWN)


def _framework(root: Path, indicators: tuple[str, ...]) -> Framework:
    from scoreboard.definitions import check_framework, load_framework

    open_project(root)  # misuse if the folder is no project
    framework, report = load_framework(root)
    check_framework(framework, root, report)
    if not report.ok:
        fail(report, root)
    blocks = [code for code, it in framework.observed.items() if getattr(it, "estimate", None)]
    for code in indicators:
        check_known("indicator with an estimate: block", code, blocks)
    return framework


def _estimation(
    microdata: Path,
    mapping_file: Path,
    framework: Framework,
    indicators: tuple[str, ...],
    where: tuple[str, str | None, str],
) -> tuple[Mapping, Estimation]:
    """Estimate, or leave with findings."""
    from scoreboard.estimate import estimate_cells, read_mapping
    from scoreboard.estimate.engines import EngineError, connect
    from scoreboard.findings import Report

    report = Report()
    read = read_mapping(mapping_file, report)
    if read is None:
        fail(report, mapping_file.parent)
    mapping, document = read
    try:
        engine = connect(*where)
    except EngineError as error:
        raise click.UsageError(str(error)) from None
    try:
        found = estimate_cells(
            engine, microdata, mapping, document, framework, indicators=indicators, progress=_tell
        )
    finally:
        engine.close()
    if not found.findings.ok:
        fail(found.findings, mapping_file.parent)
    for code, names in found.left_out.items():
        _tell(f"left out: {code}, for lack of {', '.join(names)}")
    return mapping, found


def _protected(estimation: Estimation, mapping: Mapping) -> Protected:
    from scoreboard.estimate.disclosure import NotAdditiveError, protect

    try:
        protected = protect(estimation.cells, mapping.disclosure)
    except NotAdditiveError as error:
        _tell(str(error))
        sys.exit(1)
    hidden = int(protected.cells["value"].isna().sum())
    _tell(f"{len(protected.cells)} cells, {hidden} of them hidden or empty")
    if len(protected.exposed):
        _tell("Nothing is given out: these cells could be worked out from what is public elsewhere.")
        _tell(protected.exposed.to_string(index=False))
        sys.exit(1)
    return protected


def _write(
    protected: Protected, microdata: Path, mapping: Mapping, root: Path, framework: Framework, replaces: bool
) -> None:
    from scoreboard.estimate import observation_rows, publish
    from scoreboard.findings import Report

    report = Report()
    rows = observation_rows(protected.cells, mapping.source)
    written = publish(rows, microdata, mapping.source, root, framework, report, replaces=replaces)
    if not report.ok:
        fail(report, root)
    if written.gave_way:
        _tell(
            f"{written.gave_way} cells left out: the state has them from another source (--replace takes these)"
        )
    _tell(f"{len(written.files)} files changed")


def _tell(message: str) -> None:
    click.echo(message, err=True)
