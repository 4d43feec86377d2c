"""Hashes of the files that a book is made from: its code, its definitions, its observations, and all of them."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
DEFINITIONS = ("indicators", "schemas", "data/states.csv", "data/groups.yaml", "book/locale")
OBSERVATIONS = ("data", *DEFINITIONS)
COMMITMENTS = ("data/treaties.yaml", "data/commitments.csv", *DEFINITIONS)
PRACTICES = ("practices", *DEFINITIONS)
PROJECT = ("book", "practices", *OBSERVATIONS)
PASSING = {"__pycache__", "_build", ".ipynb_checkpoints", "jupyter_execute"}


def code(blocks: str = "") -> str:
    """Return the hash of the package, of the module that has the blocks, and of the versions of all libraries."""
    own = [PACKAGE]
    spec = find_spec(blocks) if blocks else None
    if spec and spec.origin and not Path(spec.origin).is_relative_to(PACKAGE):
        file = Path(spec.origin)
        own.append(file.parent if file.stem == "__init__" else file)
    return _joined([_hash(part.parent, [part]) for part in own] + sorted(_libraries()))


def definitions(root: Path) -> str:
    """Return the hash of what the definitions and their titles come from."""
    return _hash(root, (root / name for name in DEFINITIONS))


def observations(root: Path) -> str:
    """Return the hash of definitions and data."""
    return _hash(root, (root / name for name in OBSERVATIONS))


def sources(root: Path, state: str) -> str:
    """Return the hash of the register of a state's sources."""
    return _hash(root, [root / "data" / state / "sources.yaml"])


def commitments(root: Path) -> str:
    """Return the hash of what states have signed, and of the definitions."""
    return _hash(root, (root / name for name in COMMITMENTS))


def practices(root: Path) -> str:
    """Return the hash of the described practices, and of the definitions."""
    return _hash(root, (root / name for name in PRACTICES))


def pathways(root: Path) -> str:
    """Return the hash of the registers of pathways, and of the code list of states."""
    return _hash(root, [root / "data/states.csv", *sorted((root / "data").glob("*/pathways.yaml"))])


def everything(root: Path) -> str:
    """Return the hash of all files of a project that anything in its book can come from."""
    beside = (path for path in root.iterdir() if path.is_file() and not path.name.startswith("."))
    return _hash(root, [*(root / name for name in PROJECT), *sorted(beside)])


def fingerprint(root: Path, version: str | None = None) -> str:
    """Return the hash (20 hex digits) of the project's data and definitions, and of all code.

    Parameters
    ----------
    root : the project folder. version : what `code` returned, if it is known.
    """
    return _joined([version or code(), observations(root)])


def _hash(root: Path, places: Iterable[Path]) -> str:
    """Return the hash of files and of all files in folders, each by its path from `root` and its content."""
    found = hashlib.sha256()
    for path in (path for place in places for path in _files(place)):
        found.update(f"{path.relative_to(root).as_posix()}\0".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:20]


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    for path in sorted(place.rglob("*")):
        inside = path.relative_to(place).parts
        if path.is_file() and path.suffix != ".mo" and not PASSING.intersection(inside):
            yield path


def _joined(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def _libraries() -> Iterator[str]:
    """Yield name and version of all libraries, as their folders say; to read what each declares takes long."""
    for place in filter(None, sys.path):
        yield from (path.name for path in Path(place).glob("*-info"))
