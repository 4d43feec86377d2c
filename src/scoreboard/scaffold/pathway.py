"""A new record of a legal pathway, or of what national law says of an inherited one."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from scoreboard.definitions.pathway_fields import Field, fields
from scoreboard.records.pathways.inserting import EMPTY, inserted
from scoreboard.records.pathways.reading import FILE
from scoreboard.scaffold.writing import Plan

SOURCE = """\
  {source}:
    title:
    url:
    confidence: official_text
    read:
    accessed:
"""
NATIONAL = """\
  {name}:
    group: {name}
    title:
    legal_basis:
      act:
    valid_from:
    sources: [{source}]
    confidence: official_text
    # A field that stays out is not recorded. Take away the # of those that you know:
    terms: {{}}
"""
OVERRIDE = """\
  {name}:
    sources: [{source}]
    # Only what national law says otherwise, or decides. Take away the # of those that you know:
    terms: {{}}
"""


def pathway_plan(root: Path, state: str, name: str, inherited: Collection[str]) -> tuple[Plan, Plan]:
    """Return the files that are new and those that change.

    Parameters
    ----------
    name : code of the pathway; of an inherited one, an override is begun.
    """
    file = f"data/{state}/{FILE}"
    path = root / file
    text = path.read_text("utf-8") if path.is_file() else EMPTY
    overriding = name in inherited
    source = f"{name.upper()}-SOURCE"
    record = (OVERRIDE if overriding else NATIONAL).format(name=name, source=source)
    lines = "".join(f"    #   {_line(it, source)}\n" for it in fields().values() if it.main)
    text = inserted(text, "sources", SOURCE.format(source=source))
    text = inserted(text, "overrides" if overriding else "pathways", record + lines)
    text = text.removesuffix("pathways:\n") + "pathways: {}\n" if text.endswith("\npathways:\n") else text
    return ({}, {file: text}) if path.is_file() else ({file: text}, {})


def _line(field: Field, source: str) -> str:
    """Return how a field is written: a number with its unit, else one of the values it may have."""
    value = {"number": f"value: 0, unit: {field.unit}", "list": f"value: [{', '.join(field.values[:2])}]"}
    shown = value.get(field.kind, f"value: {'|'.join(field.values) or '…'}")
    return f'{field.field}: {{{shown}, article: "", source: {source}}}'
