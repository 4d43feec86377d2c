"""An edition as CSV on the Web (W3C): CSV files, and metadata that types, describes and joins them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scoreboard.exchange.publishing.columns import Column
from scoreboard.exchange.publishing.data_package import NAME
from scoreboard.exchange.publishing.release import Release, Table
from scoreboard.exchange.publishing.sources import licence_address, used_datasets
from scoreboard.exchange.publishing.texts import as_csv, as_texts

FILE = "csv-metadata.json"
DATATYPES = {"string": "string", "integer": "integer", "number": "double", "year": "gYear", "date": "date"}
"""Kind of a column → its datatype in the model for tabular data."""


def write(release: Release, folder: Path) -> list[Path]:
    """Write a CSV for each table of the edition, and the metadata of all."""
    files = []
    for table in release.tables.values():
        path = folder / f"{table.name}.csv"
        path.write_text(as_csv(as_texts(table)), "utf-8", newline="")
        files.append(path)
    described = folder / FILE
    described.write_text(
        json.dumps(metadata(release), indent=2, ensure_ascii=False) + "\n", "utf-8", newline=""
    )
    return [described, *files]


def metadata(release: Release) -> dict[str, Any]:
    """Return the metadata of the table group."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:identifier": NAME,
        "dc:title": release.title,
        "dc:description": release.citation.text,
        "dc:creator": list(release.citation.authors),
        "dc:license": {"@id": licence_address(release.licence)},
        "dc:issued": {"@value": release.date.isoformat(), "@type": "xsd:date"},
        "dc:source": [f"{it.provider}: {it.title} ({it.licence}), {it.url}" for it in used_datasets(release)],
        "schema:version": release.version,
        "tables": [_table(table) for table in release.tables.values()],
    }


def _table(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [_column(column) for column in table.columns],
        "primaryKey": table.key,
    }
    if table.refers:
        schema["foreignKeys"] = [
            {
                "columnReference": list(here),
                "reference": {"resource": f"{other}.csv", "columnReference": list(there)},
            }
            for here, other, there in table.refers
        ]
    return {"url": f"{table.name}.csv", "dc:title": table.title, "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    limits = {"minimum": column.low, "maximum": column.high}
    bounds = {name: value for name, value in limits.items() if value is not None}
    base = DATATYPES[column.kind]
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": {"base": base, **bounds} if bounds else base,
        "required": column.required,
    }
