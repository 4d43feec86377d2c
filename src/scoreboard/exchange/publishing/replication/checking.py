"""A replication pack opened, and its files held against its own hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from scoreboard.exchange.publishing.replication import layout
from scoreboard.exchange.publishing.replication.faults import Fault, Held, NoPackError

LARGEST = 1 << 30
"""Bytes after unpacking; a pack that claims more is refused before it fills the disk."""
NEEDED = (layout.METADATA, layout.MANIFEST, layout.SCORES, layout.WEIGHTS)


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """Give the folder of a pack: itself, or a passing one with what a zip holds.

    Raises
    ------
    NoPackError
        If it is neither, or lacks what makes a pack.
    """
    with TemporaryDirectory() as passing:
        folder = path if path.is_dir() else _unpacked(path, Path(passing))
        absent = [name for name in NEEDED if not (folder / name).is_file()]
        if absent:
            raise NoPackError(f"it has no {absent[0]}")
        yield folder


def _unpacked(path: Path, folder: Path) -> Path:
    try:
        with ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise NoPackError(f"larger than {LARGEST:,} bytes when unpacked")
            archive.extractall(folder)
    except (BadZipFile, OSError, NotImplementedError, RuntimeError) as error:  # the last: encrypted
        raise NoPackError(f"it cannot be unpacked: {error}") from error
    return folder


def check_files(folder: Path) -> Held:
    """Hold every file against the manifest, and the manifest against the hashes in the metadata."""
    listed = _manifest(folder)
    found = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    del found[layout.MANIFEST]
    hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()}
    faults = [
        Fault("file", name, listed[name], "not there") for name in sorted(listed.keys() - hashes.keys())
    ]
    faults += [
        Fault("file", name, "not listed", hashes[name]) for name in sorted(hashes.keys() - listed.keys())
    ]
    both = sorted(hashes.keys() & listed.keys())
    faults += [
        Fault("file", name, listed[name], hashes[name]) for name in both if listed[name] != hashes[name]
    ]
    described = _described(folder)
    faults += [
        Fault("hash", name, said, listed.get(name, "not listed"))
        for name, said in sorted(described.items())
        if listed.get(name) != said
    ]
    faults += [
        Fault("hash", name, "not described", listed[name])
        for name in sorted(listed.keys() - described.keys() - {layout.METADATA})
    ]
    return Held(sum(listed[name] == hashes[name] for name in both), faults=tuple(faults))


def _manifest(folder: Path) -> dict[str, str]:
    """Return path → hash; a line without both is a path that nothing answers to, and so a fault."""
    lines = (folder / layout.MANIFEST).read_text("utf-8", errors="replace").splitlines()
    parts = (line.partition("  ") for line in lines)
    return {path or said: said for said, _, path in parts}


def _described(folder: Path) -> dict[str, str]:
    """Return path → hash, as ro-crate-metadata.json says; none if it is damaged."""
    try:
        graph = json.loads((folder / layout.METADATA).read_text("utf-8"))["@graph"]
        return {unquote(entity["@id"]): str(entity["sha256"]) for entity in graph if "sha256" in entity}
    except (ValueError, KeyError, TypeError):
        return {}


def published(folder: Path) -> date:
    """Return the day of the edition, as the metadata says.

    Raises
    ------
    NoPackError
        If it does not say so.
    """
    try:
        graph = json.loads((folder / layout.METADATA).read_text("utf-8"))["@graph"]
        return date.fromisoformat(next(it for it in graph if it["@id"] == "./")["datePublished"])
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise NoPackError(f"{layout.METADATA} does not say of which day the edition is") from error


def changed_source(folder: Path, running: dict[str, str]) -> list[str]:
    """Return the files of the program that differ between the pack and the running one (file → hash)."""
    packed = {
        PurePosixPath(name).relative_to(layout.CODE).as_posix(): said
        for name, said in _manifest(folder).items()
        if name.startswith(f"{layout.CODE}/")
    }
    return sorted(name for name in packed.keys() | running.keys() if packed.get(name) != running.get(name))
