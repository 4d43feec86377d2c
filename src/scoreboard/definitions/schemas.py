"""The models as JSON Schema and Table Schema, for editors and other tools: generated, never edited."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from scoreboard.definitions.estimating import Mapping
from scoreboard.definitions.groups import GroupRegister
from scoreboard.definitions.models import Index, PolicyIndicator, StatisticIndicator
from scoreboard.definitions.pathways import PathwayColumns, StatePathways, UnionPathways
from scoreboard.definitions.practices import Practice
from scoreboard.definitions.registers import SourceRegister, StateSources, StateWaivers
from scoreboard.definitions.treaties import TreatyRegister
from scoreboard.findings import Place, Report
from scoreboard.findings.renderers.json import ReportRecord

MODELS: dict[str, type[BaseModel]] = {
    "policy-indicator.json": PolicyIndicator,
    "statistic-indicator.json": StatisticIndicator,
    "index.json": Index,
    "sources.json": SourceRegister,
    "state-sources.json": StateSources,
    "state-waivers.json": StateWaivers,
    "microdata-mapping.json": Mapping,
    "treaties.json": TreatyRegister,
    "practice.json": Practice,
    "groups.json": GroupRegister,
    "union-pathways.json": UnionPathways,
    "state-pathways.json": StatePathways,
    "pathway-columns.json": PathwayColumns,
    "findings.json": ReportRecord,
}

OBSERVATION_COLUMNS: dict[str, tuple[str, str]] = {
    "state": ("string", "ISO 3166-1 alpha-2 code of data/states.csv; the folder's state"),
    "indicator": ("string", "code of an indicator in indicators/"),
    "year": ("year", "calendar year of the observation"),
    "group": ("string", "population group; empty means TOTAL"),
    "sex": ("string", "T, F or M; empty means T"),
    "age": ("string", "age class; empty means TOTAL"),
    "duration": ("string", "duration of stay; empty means TOTAL"),
    "value": ("number", "in the indicator's unit; empty needs a status"),
    "status": ("string", "observation status letters of official statistics, e.g. b, u, bu, m"),
    "se": ("number", "standard error, in the unit of the value"),
    "n": ("integer", "number of persons behind the value"),
    "source": ("string", "key in the state's sources.yaml"),
    "note": ("string", "anything a reader should know; for imported rows the place in the source"),
}
"""The columns of data/<STATE>/*.csv: name → (type, description), in the order of the file."""


def schema_files() -> dict[str, str]:
    """Return file name → text of everything that belongs in schemas/."""
    files = {name: _as_text(_json_schema(model, name)) for name, model in MODELS.items()}
    files["observations.table.json"] = _as_text(_table_schema())
    return files


def check_schemas(root: Path, report: Report) -> None:
    """Report each file of schemas/ that differs from the models; a project without the folder passes."""
    folder = root / "schemas"
    if not folder.is_dir():
        return
    for name, text in schema_files().items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8", errors="replace") != text:
            report.add("schema-stale", Place(f"schemas/{name}"), "differs from the models")


def _json_schema(model: type[BaseModel], name: str) -> dict[str, Any]:
    schema = model.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name, **schema}


def _table_schema() -> dict[str, Any]:
    fields = [
        {"name": name, "type": kind, "description": description}
        for name, (kind, description) in OBSERVATION_COLUMNS.items()
    ]
    key = ["state", "indicator", "year", "group", "sex", "age", "duration"]
    return {"fields": fields, "primaryKey": key, "missingValues": [""]}


def _as_text(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
