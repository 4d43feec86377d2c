"""A project of one's own: a folder on which every verb works at once, with invented examples only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from string import Template

from scoreboard.definitions import schema_files
from scoreboard.scaffold.writing import TEMPLATES, Plan

HIDDEN = {"gitignore": ".gitignore"}
"""Templates whose own name would act on this repository."""


def study_plan(title: str) -> Plan:
    """Return all files of a new project.

    Parameters
    ----------
    title : name of the study, for its pages; one line.
    """
    words = {"title": title, "title_yaml": json.dumps(title, ensure_ascii=False)}
    files = {
        HIDDEN.get(name, name): Template(text).safe_substitute(words)
        for name, text in _files(TEMPLATES / "study")
    }
    return {**files, **{f"schemas/{name}": text for name, text in schema_files().items()}}


def _files(folder: Traversable, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield (path, text) of every file below a folder, in the order of their names."""
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        path = f"{name}{entry.name}"
        if entry.is_dir():
            yield from _files(entry, f"{path}/")
        else:
            yield path, entry.read_text("utf-8")
