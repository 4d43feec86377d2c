"""The API in OpenAPI 3.1, generated from the models that fill its files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic.json_schema import models_json_schema

from scoreboard.exchange.publishing.json_api import responses
from scoreboard.exchange.publishing.json_api.documents import RESOURCES, START
from scoreboard.exchange.publishing.release import Release

VERSION = "3.1.1"
TEMPLATE = "#/components/schemas/{model}"
ABOUT = """\
Observations, scores and definitions of one edition as files. Every response names its edition, its licence and how
to cite it, and links to the next file of its kind. Scores and values are unrounded. What is missing is null and has
its reason in `missing`: it is never zero. A field that is absent has the default that its schema names."""
PARAMETERS = {
    "state": "ISO 3166-1 alpha-2 code of a state",
    "indicator": "code of an indicator",
    "lens": "policy: what the law grants; outcome: what life shows",
    "year": "year of the scores",
}


def describe(release: Release, paths: Iterable[str]) -> dict[str, Any]:
    """Return the description; `paths` are those of all files, from which parameters take their values."""
    resources = {START: (responses.StartResponse, "what the edition holds"), **RESOURCES}
    wanted = [(model, "validation") for model, _ in resources.values()]
    _, schemas = models_json_schema(wanted, ref_template=TEMPLATE)  # type: ignore[arg-type]
    there = list(paths)
    return {
        "openapi": VERSION,
        "info": {
            "title": release.title,
            "version": release.version,
            "description": ABOUT,
            "license": {"name": release.licence, "identifier": release.licence},
        },
        "servers": [{"url": ".", "description": "the folder of this file"}],
        "paths": {f"/{path}": _path(path, *told, there) for path, told in resources.items()},
        "components": {"schemas": schemas["$defs"]},
    }


def _path(path: str, model: type[responses.Response], about: str, there: Sequence[str]) -> dict[str, Any]:
    """Return the entry of one path."""
    schema = {"$ref": TEMPLATE.format(model=model.__name__)}
    names = re.findall(r"\{(\w+)\}", path)
    operation: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", path.removesuffix(".json")).strip("_"),
        "summary": about[0].upper() + about[1:],
        "responses": {"200": {"description": about, "content": {"application/json": {"schema": schema}}}},
    }
    if names:
        operation["parameters"] = [_parameter(name, path, there) for name in names]
        operation["responses"]["404"] = {"description": "the edition has no such file"}
    return {"get": operation}


def _parameter(name: str, path: str, there: Sequence[str]) -> dict[str, Any]:
    """Return a parameter with the values for which there are files."""
    pattern = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path)))
    values = sorted({found[name] for each in there if (found := pattern.fullmatch(each))})
    kind = (
        {"type": "integer", "enum": list(map(int, values))}
        if name == "year"
        else {"type": "string", "enum": values}
    )
    return {"name": name, "in": "path", "required": True, "description": PARAMETERS[name], "schema": kind}
