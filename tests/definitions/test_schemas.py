"""The generated schemas accept every real file, and refuse what the models refuse."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest

from scoreboard.definitions import OBSERVATION_COLUMNS, check_schemas, schema_files
from scoreboard.definitions.reading import parse_yaml
from scoreboard.findings import Report

ROOT = Path(__file__).parents[2]
LINE = "# yaml-language-server: $schema="
FILES = sorted(
    path
    for folder in (ROOT, ROOT / "tests/mini")
    for pattern in ("indicators/**/*.yaml", "data/*/sources.yaml", "data/treaties.yaml", "practices/*.yaml")
    for path in folder.glob(pattern)
)


def schema_of(path: Path) -> Path:
    first = path.read_text("utf-8").split("\n", 1)[0]
    assert first.startswith(LINE), f"{path}: the first line names no schema"
    return (path.parent / first.removeprefix(LINE)).resolve()


def content(path: Path) -> dict:
    report = Report()
    document = parse_yaml(path.read_text("utf-8"), path.name, report)
    assert document is not None, list(report)
    return document.value


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((ROOT / "schemas" / name).read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_every_yaml_satisfies_the_schema_that_its_first_line_names():
    validators = {name: validator(name) for name in schema_files() if name != "observations.table.json"}
    for path in FILES:
        schema = schema_of(path)
        assert schema.parent == ROOT / "schemas"
        faults = [fault.message for fault in validators[schema.name].iter_errors(content(path))]
        assert faults == [], path
    assert len(FILES) > 100


def kind_of(path: Path) -> str:
    if path.stem == "pathways":
        return "union-pathways.json" if path.parent.name == "EU" else "state-pathways.json"
    if path.parent.name == "practices" or path.stem == "treaties":
        return "practice.json" if path.parent.name == "practices" else "treaties.json"
    if path.stem == "sources":
        return "sources.json" if path.parent.name == "indicators" else "state-sources.json"
    if path.parent.name == "indicators":
        return "index.json"
    return "policy-indicator.json" if content(path)["lens"] == "policy" else "statistic-indicator.json"


def test_the_schema_named_is_the_one_of_the_kind():
    assert {path: schema_of(path).name for path in FILES} == {path: kind_of(path) for path in FILES}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("policy-indicator.json", {"titel": "x"}),
        ("policy-indicator.json", {"levels": []}),
        ("policy-indicator.json", {"code": "Not A Code"}),
        ("statistic-indicator.json", {"unit": "percent"}),
        ("statistic-indicator.json", {"group": 5}),
    ],
)
def test_schemas_refuse_what_the_models_refuse(name, change):
    stem = {"policy-indicator.json": "job_access", "statistic-indicator.json": "employment_rate"}[name]
    good = content(ROOT / f"tests/mini/indicators/labour_market/{stem}.yaml")
    assert list(validator(name).iter_errors(good)) == []
    assert list(validator(name).iter_errors({**good, **change})) != []


def test_schemas_are_not_stale():
    report = Report()
    check_schemas(ROOT, report)
    assert list(report) == []


def test_the_table_schema_is_the_header_of_every_dataset():
    table = json.loads((ROOT / "schemas/observations.table.json").read_text("utf-8"))
    names = [field["name"] for field in table["fields"]]
    assert names == list(OBSERVATION_COLUMNS)
    for path in (ROOT / "tests/mini/data").glob("*/*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            assert next(csv.reader(handle)) == names
