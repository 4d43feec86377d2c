"""A git revision of a project as a folder of its own; the working tree is never touched."""

from __future__ import annotations

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

PARTS_OF_A_PROJECT = ("indicators", "data", "book/references.bib")
"""What a comparison reads. schemas/ stays behind: it belongs to the program of its day, not to the edition."""


class UnknownRevisionError(ValueError):
    """The text names no revision, or the revision holds no project at this place."""


def extract_revision(project: Path, revision: str, into: Path) -> str:
    """Write the definitions and data of a revision to a folder.

    Parameters
    ----------
    project : a folder in the working tree of a git repository; it may lie below its top.
    revision : anything that git understands: a branch, a tag, HEAD~1, a hash.
    into : an empty folder.

    Returns
    -------
    The short hash of the commit.

    Raises
    ------
    UnknownRevisionError
        If there is no git, no repository, no such revision, or no project in it.
    """
    commit = _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    here = _git(project, "rev-parse", "--show-prefix").decode().strip()
    tree = f"{commit.decode().strip()}:{here}"
    names = _git(project, "ls-tree", "-r", "-z", "--name-only", "--full-tree", tree).decode().split("\0")
    wanted = [
        part for part in PARTS_OF_A_PROJECT if any(n == part or n.startswith(f"{part}/") for n in names)
    ]
    if "indicators" not in wanted:
        raise UnknownRevisionError(f"revision {revision} has no folder {here}indicators/")
    top = Path(_git(project, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    archive = _git(top, "archive", "--format=tar", tree, "--", *wanted)
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")
    return _git(project, "rev-parse", "--short", commit.decode().strip()).decode().strip()


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        run = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True)
    except FileNotFoundError as error:
        raise UnknownRevisionError("git is not installed") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip() or "git knows no such revision"
        raise UnknownRevisionError(said.splitlines()[-1]) from error
    return run.stdout
