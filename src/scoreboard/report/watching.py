"""What changed in a project's sources, and which pages show it first."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

FOLDERS = ("indicators", "data", "book", "schemas")
FILES = ("_config.yml", "CHANGELOG.md", "CITATION.cff")
GENERATED = ("book/states", "book/codebook", "book/findings")
MADE = {"_build", "__pycache__", ".ipynb_checkpoints"}

Snapshot = dict[str, tuple[int, int]]
Rows = dict[str, set[tuple[str, ...]]]
"""The rows of a dataset by indicator."""


def snapshot(root: Path) -> Snapshot:
    """Return (time of change, size) of every source of a book, by its path from the project folder."""
    found: Snapshot = {}
    for path in _sources(root):
        name = path.relative_to(root).as_posix()
        if name.rpartition("/")[0] not in GENERATED or path.stem == "index":
            state = path.stat()
            found[name] = (state.st_mtime_ns, state.st_size)
    return found


def _sources(root: Path) -> Iterator[Path]:
    yield from (root / name for name in FILES if (root / name).is_file())
    for folder in FOLDERS:
        yield from (
            path
            for path in (root / folder).rglob("*")
            if path.is_file() and path.suffix != ".mo" and not MADE.intersection(path.parts)
        )


def changed(before: Snapshot, after: Snapshot) -> list[str]:
    """Return the sources that came, went or changed between two looks."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def datasets(root: Path) -> dict[str, Rows]:
    """Return the rows of every dataset by its path from the project folder."""
    return {path.relative_to(root).as_posix(): _rows(path) for path in (root / "data").glob("*/*.csv")}


def nearest_pages(
    root: Path, names: Iterable[str], before: Mapping[str, Rows] = MappingProxyType({})
) -> list[str]:
    """Return the pages that show a change themselves; through ranks and medians it may reach any other.

    A state's dataset is shown by its state and the indicators whose rows changed, a definition by its page, a
    page by itself.

    Parameters
    ----------
    before : `datasets` as they were; of a dataset that is not in it, every indicator counts as changed.
    """
    pages: set[str] = set()
    for name in names:
        folder, _, file = name.rpartition("/")
        stem = file.rpartition(".")[0]
        if folder.startswith("data/"):
            pages |= {f"states/{folder.removeprefix('data/')}"}
            pages |= {f"codebook/{code}" for code in _moved(before.get(name, {}), _rows(root / name))}
        elif folder.startswith("indicators/"):
            pages.add(f"codebook/{stem}")
        elif folder.startswith("book"):
            pages.add(f"{folder}/{stem}".removeprefix("book/"))
    return sorted(page for page in pages if _exists(root / "book", page))


def _moved(before: Rows, after: Rows) -> set[str]:
    return {code for code in before.keys() | after.keys() if before.get(code) != after.get(code)}


def _rows(dataset: Path) -> Rows:
    found: Rows = {}
    if dataset.suffix == ".csv" and dataset.is_file():
        with dataset.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.setdefault(row.get("indicator") or "", set()).add(tuple(map(str, row.values())))
    return found


def _exists(book: Path, page: str) -> bool:
    return any((book / f"{page}{suffix}").is_file() for suffix in (".md", ".ipynb"))
