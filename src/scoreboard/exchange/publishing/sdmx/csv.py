"""An edition as SDMX-CSV 2.0."""

from __future__ import annotations

from pathlib import Path

from scoreboard.exchange.publishing.release import Release, Table
from scoreboard.exchange.publishing.sdmx import naming
from scoreboard.exchange.publishing.sdmx.structure import write_structure
from scoreboard.exchange.publishing.texts import as_csv


def write(release: Release, folder: Path) -> list[Path]:
    """Write observations, scores and sources as SDMX-CSV 2.0, and their structure as SDMX-ML 3.0."""
    files = [write_structure(release, folder)]
    for name in naming.PUBLISHED:
        path = folder / f"{name}.csv"
        path.write_text(message(release, release.tables[name]), "utf-8", newline="")
        files.append(path)
    return files


def message(release: Release, table: Table) -> str:
    """Return one table as SDMX-CSV.

    Notes
    -----
    The columns that begin each row are those of SDMX-CSV 2.0 (field guide, 2023): what kind of structure, its
    name, and the action, I for information. pysdmx's own writer puts NaN for missing, which no number is.
    """
    frame = naming.rows(table)
    name = f"{naming.AGENCY}:{naming.flow(table)}({naming.version(release)})"
    for place, (column, cell) in enumerate(
        {"STRUCTURE": "dataflow", "STRUCTURE_ID": name, "ACTION": "I"}.items()
    ):
        frame.insert(place, column, cell)
    return as_csv(frame)
