"""`scoreboard export`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoreboard.cli.common import clean_project, project_option
from scoreboard.cli.tables import check_known, progress

if TYPE_CHECKING:
    from scoreboard.exchange.publishing import Release
    from scoreboard.project import Project

PUBLISHING = "scoreboard.exchange.publishing"


@dataclass(frozen=True)
class Format:
    """A format that an edition can be published in.

    Parameters
    ----------
    line : what it is, for the help.
    module : below `PUBLISHING`, with ``write(release, folder)``.
    writes : its files, for the help.
    needs : the libraries it imports, of the extra `formats`.
    """

    line: str
    module: str
    writes: str
    needs: tuple[str, ...] = ()


FORMATS = {
    "sdmx-csv": Format("SDMX-CSV 2.0 with its data structure definitions", "sdmx.csv",
                       "observations.csv, scores.csv, sources.csv, structure.xml", ("pysdmx", "lxml")),
    "sdmx-ml": Format("SDMX-ML 3.0 with its data structure definitions", "sdmx.ml",
                      "observations.xml, scores.xml, sources.xml, structure.xml", ("pysdmx", "lxml")),
    "datapackage": Format("Frictionless Data Package: CSV with Table Schema", "data_package",
                          "datapackage.json and a CSV for each table"),
    "csvw": Format("CSV on the Web: CSV with metadata", "csvw", "csv-metadata.json and a CSV for each table"),
    "excel": Format("Excel workbook", "excel", "scoreboard.xlsx", ("xlsxwriter",)),
    "parquet": Format("Parquet with typed and described columns", "parquet", "a file for each table", ("pyarrow",)),
    "geojson": Format("GeoJSON: shapes of the states with their scores", "geojson", "scores.geojson"),
    "json-api": Format("JSON API of plain files, described in OpenAPI 3.1", "json_api",
                       "api/v1/index.json, openapi.json and a file for each state, indicator, year"),
    "ro-crate": Format("Replication pack for scoreboard recompute, an RO-Crate", "replication",
                       "one zip with definitions, data, program, results and hashes"),
}  # fmt: skip
"""Name of a format → what it is and who writes it."""
ALL = "all"


def _listed() -> str:
    r"""Return the formats for the help; ``\b`` keeps click from joining the lines."""
    return "\b\n" + "\n".join(f"{name:12} {it.line}: {it.writes}" for name, it in FORMATS.items())


@click.command("export", epilog=_listed())
@project_option
@click.option(
    "--format",
    "formats",
    type=click.Choice([*FORMATS, ALL]),
    multiple=True,
    required=True,
    help="May be repeated; all: each of them.",
)
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    help="The folder to write, with one folder for each format.",
)
@click.option("--lens", "lenses", multiple=True, help="Only this lens; this and those below may be repeated.")
@click.option("--state", "states", metavar="CODE", multiple=True, help="Only this state.")
@click.option("--indicator", "indicators", metavar="CODE", multiple=True, help="Only this indicator.")
@click.option("--year", "years", type=int, multiple=True, help="Only this year.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of the edition; of CITATION.cff, else of the newest source, if not given.",
)
@click.option("--force", is_flag=True, help="Replace the folder even if it holds files of others.")
def command(
    root: Path,
    formats: tuple[str, ...],
    folder: Path,
    day: datetime | None,
    force: bool,
    **filters: Any,  # noqa: ANN401
) -> None:
    """Publish observations and scores in formats that others read.

    The folder is written whole or not at all; one of an earlier export is replaced. The same edition gives
    the same bytes. `scoreboard import` reads an export back into the data of a project.

    Example: scoreboard export --format excel --format sdmx-csv --state AT --out public
    """
    from scoreboard.exchange.publishing import UnpublishableError
    from scoreboard.exchange.publishing.folders import whole_folder

    chosen = list(FORMATS) if ALL in formats else list(dict.fromkeys(formats))
    _check_libraries(chosen)
    _check_place(folder, root, force)
    project = clean_project(root)
    _check_filters(project, filters)
    release = _release(project, day).only(**filters)
    if release.observations.empty and release.scores.empty:
        raise click.UsageError("nothing is left: no observation and no score has all that is asked for.")
    try:
        with whole_folder(folder, _about(release, chosen, filters)) as made:
            _write(release, chosen, made)
    except (OSError, UnpublishableError) as error:
        raise click.UsageError(f"{folder} was not written, and nothing was changed: {error}.") from error
    rows = f"{len(release.observations):,} observations, {len(release.scores):,} scores"
    click.echo(f"{folder}: {', '.join(chosen)}; {rows}")


def _check_libraries(chosen: list[str]) -> None:
    """Refuse formats whose libraries are not installed."""
    for name in chosen:
        absent = [library for library in FORMATS[name].needs if find_spec(library) is None]
        if absent:
            raise click.UsageError(
                f"the format {name} needs {' and '.join(absent)}: "
                'pip install "integration-scoreboard[formats]" brings it.'
            )


def _check_place(folder: Path, root: Path, force: bool) -> None:
    """Refuse to replace the project or a folder around it whatever is said, and files of others unless forced."""
    from scoreboard.exchange.publishing.folders import foreign

    place = folder.resolve()
    for kept in (root.resolve(), Path.cwd()):
        if place == kept or place in kept.parents:
            raise click.UsageError(f"--out {folder} would replace {kept}: name a folder of its own.")
    strangers = foreign(folder)
    if strangers and not force:
        found = f"{folder} holds {strangers[0]}, which no export wrote"
        raise click.UsageError(f"{found}: name another folder, or replace it with --force.")


def _check_filters(project: Project, filters: dict[str, tuple[Any, ...]]) -> None:
    framework = project.framework
    known: dict[str, tuple[str, Collection[str]]] = {
        "lenses": ("lens", framework.indices),
        "states": ("state", framework.states),
        "indicators": ("indicator", framework.indicators),
    }
    for name, (what, there) in known.items():
        for wanted in filters[name]:
            check_known(what, wanted, there)


def _release(project: Project, day: datetime | None) -> Release:
    from scoreboard.exchange.publishing import UnpublishableError

    with progress("draws") as tell:
        try:
            return project.release(day.date() if day else None, tell)
        except UnpublishableError as error:
            raise click.UsageError(f"{error}: name it with --date.") from error


def _about(release: Release, chosen: list[str], filters: dict[str, tuple[Any, ...]]) -> dict[str, Any]:
    """Return what the manifest says of the export; no time but the edition's own."""
    asked = {name: list(values) for name, values in filters.items() if values}
    return {**release.about, "formats": {name: FORMATS[name].line for name in chosen}, "filters": asked}


def _write(release: Release, chosen: list[str], folder: Path) -> None:
    with progress("formats") as tell:
        for done, name in enumerate(chosen):
            tell(done, len(chosen))
            own = folder / name
            own.mkdir()
            import_module(f"{PUBLISHING}.{FORMATS[name].module}").write(release, own)
