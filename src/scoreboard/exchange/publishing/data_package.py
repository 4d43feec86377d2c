"""An edition as a Frictionless Data Package, version 2: CSV files with Table Schema."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from scoreboard.exchange.publishing.columns import Column
from scoreboard.exchange.publishing.release import Release, Table
from scoreboard.exchange.publishing.sources import licence_address, used_datasets
from scoreboard.exchange.publishing.texts import as_csv, as_texts

FILE = "datapackage.json"
NAME = "integration-scoreboard"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def write(release: Release, folder: Path) -> list[Path]:
    """Write a CSV for each table of the edition, and their descriptor."""
    files = [_write_csv(table, folder) for table in release.tables.values()]
    descriptor = folder / FILE
    text = json.dumps(package(release, folder), indent=2, ensure_ascii=False)
    descriptor.write_text(text + "\n", "utf-8", newline="")
    return [descriptor, *files]


def _write_csv(table: Table, folder: Path) -> Path:
    path = folder / f"{table.name}.csv"
    path.write_text(as_csv(as_texts(table)), "utf-8", newline="")
    return path


def package(release: Release, folder: Path) -> dict[str, Any]:
    """Return the descriptor of the CSV files in a folder."""
    return {
        "$schema": PROFILE,
        "name": NAME,
        "title": release.title,
        "description": release.citation.text,
        "version": release.version,
        "created": release.time.isoformat().replace("+00:00", "Z"),
        "licenses": [_licence(release.licence, "Definitions, texts and scores")],
        "contributors": [{"title": name, "roles": ["creator"]} for name in release.citation.authors],
        "sources": [
            {"title": f"{it.provider}: {it.title}", "path": it.url, "version": it.licence}
            for it in used_datasets(release)
        ],
        "resources": [_resource(table, folder / f"{table.name}.csv") for table in release.tables.values()],
    }


def _licence(name: str, what: str) -> dict[str, str]:
    path = licence_address(name)
    return {"name": name, "title": what} | ({"path": path} if path else {})


def _resource(table: Table, path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {
        "name": table.name,
        "title": table.title,
        "type": "table",
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": table_schema(table),
    }


def table_schema(table: Table) -> dict[str, Any]:
    """Return the Table Schema of a table; that of the observations agrees with the one of data/."""
    schema: dict[str, Any] = {
        "fields": [_field(column, table) for column in table.columns],
        "primaryKey": table.key,
        "missingValues": [""],
    }
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": list(here), "reference": {"resource": other, "fields": list(there)}}
            for here, other, there in table.refers
        ]
    return schema


def _field(column: Column, table: Table) -> dict[str, Any]:
    limits = {
        "required": column.required or None,
        "minimum": column.low,
        "maximum": column.high,
        "unique": True if table.key == [column.name] else None,
    }
    constraints = {name: value for name, value in limits.items() if value is not None}
    field = {"name": column.name, "type": column.kind, "description": column.description}
    return field | ({"constraints": constraints} if constraints else {})
