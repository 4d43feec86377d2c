"""Write a plan of files whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

Plan = Mapping[str, str]
"""Path in the project, with forward slashes → text of the file."""

TEMPLATES: Traversable = files("scoreboard.scaffold") / "templates"


class AlreadyThereError(Exception):
    """A file that a plan would make exists; carries its path in the project."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(f"{file} is already there")


def template(name: str) -> str:
    """Return the text of a template."""
    return (TEMPLATES / name).read_text("utf-8")


def write_whole(root: Path, new: Plan, changed: Plan | None = None) -> list[str]:
    """Write every file, or leave the folder as it was.

    All texts are first written beside their places; only then do they take their names.

    Parameters
    ----------
    root : the project folder.
    new : files that must not exist yet.
    changed : files that are replaced.

    Returns
    -------
    The paths written, in the order of the plan, the new files first.

    Raises
    ------
    AlreadyThereError
        If a new file exists; nothing is written.
    OSError
        If a file cannot be written; what was begun is removed.
    """
    plan = {**new, **(changed or {})}
    for file in new:
        if (root / file).exists() or (root / file).is_symlink():
            raise AlreadyThereError(file)
    with ExitStack() as undo:
        begun = {file: _write_beside(root / file, text, undo) for file, text in plan.items()}
        for file, beside in begun.items():
            if file in new:
                undo.callback((root / file).unlink, missing_ok=True)
            else:
                undo.callback((root / file).write_bytes, (root / file).read_bytes())
            beside.replace(root / file)
        undo.pop_all()
    return list(plan)


def _write_beside(path: Path, text: str, undo: ExitStack) -> Path:
    """Write under a passing name, and register how to take back the file and its new folders."""
    for folder in reversed([each for each in path.parents if not each.exists()]):
        folder.mkdir()
        undo.callback(_remove_empty, folder)
    beside = path.with_name(f".{path.name}.new")
    undo.callback(beside.unlink, missing_ok=True)
    beside.write_bytes(text.encode("utf-8", "surrogateescape"))  # bytes that are no UTF-8 stay as they were
    return beside


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
