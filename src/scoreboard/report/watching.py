"""What changed in a project's sources, and which pages show it first."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDERS = ("indicators", "data", "book", "schemas")
FILES = ("_config.yml", "CHANGELOG.md", "CITATION.cff")
GENERATED = ("book/states", "book/codebook", "book/findings")
MADE = {"_build", "__pycache__", ".ipynb_checkpoints"}

Snapshot = dict[str, tuple[int, int]]


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


def nearest_pages(root: Path, names: Iterable[str]) -> list[str]:
    """Return the pages that show a change themselves; through ranks and medians it may reach any other.

    A state's dataset is shown by its state and its indicators, a definition by its page, a page by itself.
    """
    pages: set[str] = set()
    for name in names:
        folder, _, file = name.rpartition("/")
        stem = file.rpartition(".")[0]
        if folder.startswith("data/"):
            pages |= {f"states/{folder.removeprefix('data/')}"}
            pages |= {f"codebook/{code}" for code in _indicators(root / name)}
        elif folder.startswith("indicators/"):
            pages.add(f"codebook/{stem}")
        elif folder.startswith("book"):
            pages.add(f"{folder}/{stem}".removeprefix("book/"))
    return sorted(page for page in pages if _exists(root / "book", page))


def _indicators(dataset: Path) -> set[str]:
    if dataset.suffix != ".csv" or not dataset.is_file():
        return set()
    with dataset.open(encoding="utf-8", newline="") as file:
        return {row["indicator"] for row in csv.DictReader(file) if row.get("indicator")}


def _exists(book: Path, page: str) -> bool:
    return any((book / f"{page}{suffix}").is_file() for suffix in (".md", ".ipynb"))
