"""What changed in a project's sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("indicators", "data", "practices", "book", "schemas")
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
