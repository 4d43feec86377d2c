"""One hash of everything that a number in the book depends on.

The notebook cache compares code cells only, so a cache used after the data changed would publish old
numbers. Each state of the inputs therefore has a cache of its own, and a new state has all pages read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
FOLDERS = ("data", "indicators", "schemas")
REMEMBERED = ".inputs"
PASSING = {"__pycache__", ".ipynb_checkpoints"}


def fingerprint(root: Path) -> str:
    """Return the hash (20 hex digits) of the package, the project's data and definitions, and all libraries.

    Parameters
    ----------
    root : the project folder.
    """
    digest = hashlib.sha256()
    for folder in (PACKAGE, *(root / name for name in FOLDERS)):
        for path in _files(folder):
            digest.update(f"{folder.name}/{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update("\n".join(sorted(_libraries())).encode())
    return digest.hexdigest()[:20]


def remember(doctrees: Path, inputs: str) -> None:
    """Keep the hash that the parsed pages in `doctrees` were made from."""
    (doctrees / REMEMBERED).write_text(inputs, "utf-8")


def remembered(doctrees: Path) -> str:
    """Return the hash that the parsed pages were made from, empty before the first build."""
    path = doctrees / REMEMBERED
    return path.read_text("utf-8") if path.is_file() else ""


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not PASSING.intersection(path.parts):
            yield path


def _libraries() -> Iterator[str]:
    for library in distributions():
        yield f"{library.metadata['Name']} {library.version}"
