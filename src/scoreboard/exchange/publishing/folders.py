"""A folder of published files: whole or not at all, and never over what somebody else put there."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

MANIFEST = "export.json"
"""Lists what an export wrote, so that the next one knows its own files from others."""


def foreign(folder: Path) -> list[str]:
    """Return the files of a folder that no export wrote, relative to it, in order; none if it is not there."""
    if folder.is_file():
        return [folder.name]
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()]
    return sorted({*files} - {MANIFEST} - _listed(folder / MANIFEST).keys())


def exported_files(folder: Path) -> set[Path]:
    """Return every file in or below a folder that an export wrote, and the manifests."""
    found = set()
    for manifest in folder.rglob(MANIFEST):
        listed = _listed(manifest)
        found |= {manifest.parent / name for name in listed} | ({manifest} if listed else set())
    return found


def _listed(manifest: Path) -> dict[str, str]:
    """Return the files that a manifest names; none if there is no manifest, or it is not ours."""
    try:
        return dict(json.loads(manifest.read_text("utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


@contextmanager
def whole_folder(folder: Path, about: Mapping[str, Any]) -> Iterator[Path]:
    """Give an empty folder to write into; it takes the place of `folder` when all went well.

    Parameters
    ----------
    folder : what will be replaced, or made; its parent is made where it is not there.
    about : what the manifest says beside the files and their SHA-256.

    Raises
    ------
    OSError
        If the folder cannot be written; then it is as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    # beside its place, so that it can be renamed there at once
    beside = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        made = beside / "new"
        made.mkdir()
        yield made
        _write_manifest(made, about)
        _exchange(made, folder, beside / "old")
    finally:
        shutil.rmtree(beside)


def _write_manifest(made: Path, about: Mapping[str, Any]) -> None:
    files = {
        path.relative_to(made).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(made.rglob("*"))
        if path.is_file()
    }
    text = json.dumps({**about, "files": files}, indent=2, ensure_ascii=False)
    (made / MANIFEST).write_text(text + "\n", "utf-8")


def _exchange(new: Path, folder: Path, old: Path) -> None:
    """Put `new` in the place of `folder`, which goes to `old`; it comes back if that fails."""
    if not folder.exists():
        new.rename(folder)
        return
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
