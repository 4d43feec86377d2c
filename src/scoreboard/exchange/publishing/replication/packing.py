"""Gathers the files of a replication pack, and writes them as one zip with the same bytes every time."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

import scoreboard
from scoreboard.exchange.publishing.release import Release, UnpublishableError
from scoreboard.exchange.publishing.replication import layout
from scoreboard.exchange.publishing.replication.describing import FOLDERS, describe

DISTRIBUTION = "integration-scoreboard"
PACKAGE = Path(scoreboard.__file__).parent
BUNDLED = "edition"
"""The folder of a wheel with definitions and data, which is no part of the program."""
PARTS = (
    "indicators/*.yaml", "indicators/*/*.yaml", "data/*.csv", "data/*/*.csv", "data/*/*.yaml",
    "book/references.bib", "CITATION.cff", "LICENSE*", "CHANGELOG.md", "requirements.lock",
)  # fmt: skip
"""What of a project goes into its pack: what scores are made from, and on what terms. Nothing else that may lie
in the folder, such as microdata, is taken along."""
README = """\
# {title}: replication pack

Version {version}, {date}. {citation}

| Folder | What it holds |
|---|---|
| `project/` | definitions and data: a project that `scoreboard` opens as it is |
| `results/` | all scores with their intervals, and all weights, in full precision |
| `code/` | the program's source, version {program}, and the versions of the libraries it ran with |

`scoreboard recompute` on the zip, or on its unpacked folder, checks every hash, makes all scores again from
`project/` and compares them with `results/`. `sha256sum --check manifest-sha256.txt` checks the hashes alone. To do
it with the program of the pack and its libraries, in the unpacked folder and an environment of its own:

    pip install -r code/requirements.txt
    PYTHONPATH=code python -c "from scoreboard.cli import main; main()" recompute .

Definitions and scores are under {licence}; each figure keeps the terms of its source, which the `sources.yaml` of
its state names.
"""


def write_pack(release: Release, folder: Path) -> Path:
    """Write the pack into `folder` and return the zip.

    Raises
    ------
    UnpublishableError
        If the release does not know its project folder.
    """
    files = contents(release)
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    files[layout.METADATA] = describe(release, files, hashes).encode()
    hashes[layout.METADATA] = hashlib.sha256(files[layout.METADATA]).hexdigest()
    files[layout.MANIFEST] = "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode()
    path = folder / f"{_slug(release)}.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name in FOLDERS:  # the specification asks for an entry of each folder that is described
            archive.writestr(_entry(name, release, 0o40755), b"")
        for name, content in sorted(files.items()):
            archive.writestr(_entry(name, release, 0o100644), content, ZIP_DEFLATED, 9)
    return path


def _entry(name: str, release: Release, mode: int) -> ZipInfo:
    """Return the head of an entry, the same on every day and every system."""
    entry = ZipInfo(name, release.time.timetuple()[:6])
    entry.external_attr = mode << 16
    entry.create_system = 3
    return entry


def contents(release: Release) -> dict[str, bytes]:
    """Return path → content of all that is packed, but for what describes it."""
    if release.root is None:
        raise UnpublishableError("the release does not know its project folder")
    files = {f"{layout.PROJECT}/{name}": path.read_bytes() for name, path in _of_project(release.root)}
    files |= {f"{layout.CODE}/{name}": path.read_bytes() for name, path in _of_package()}
    files[layout.LOCK] = "".join(f"{line}\n" for line in _lock()).encode()
    files[layout.SCORES] = _csv(release.scores)
    files[layout.WEIGHTS] = _csv(release.weights)
    told = {"date": release.date, "citation": release.citation.text, "program": scoreboard.__version__}
    text = README.format(title=release.title, version=release.version, licence=release.licence, **told)
    files[layout.README] = text.encode()
    return files


def _of_project(root: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted({path for part in PARTS for path in root.glob(part)}):
        inside = path.resolve().is_relative_to(root.resolve())
        if path.is_file() and inside:
            yield path.relative_to(root).as_posix(), path


def _of_package() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*")):
        inside = path.relative_to(PACKAGE)
        if path.is_file() and "__pycache__" not in path.parts and inside.parts[0] != BUNDLED:
            yield inside.as_posix(), path


def source_hashes() -> dict[str, str]:
    """Return file of the running program → its SHA-256."""
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in _of_package()}


def _lock() -> list[str]:
    """Return the libraries that scores rest on, pinned to the versions of this run."""
    found: dict[str, str] = {}
    queue = _needs(DISTRIBUTION)  # not itself: its source is in the pack
    while queue:
        name = queue.pop()
        try:
            library = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # one that another platform needs
            continue
        if library.metadata["Name"].lower() in found:
            continue
        found[library.metadata["Name"].lower()] = library.version
        queue += _needs(name)
    pins = [f"{name}=={version}" for name, version in sorted(found.items())]
    return [f"# Python {platform.python_version()}", *pins]


def _needs(name: str) -> list[str]:
    """Return the names of the libraries that a library cannot do without."""
    plain = [it for it in metadata.requires(name) or () if "extra ==" not in it]
    return [match[0] for it in plain if (match := re.match(r"[\w.-]+", it))]


def _csv(frame: pd.DataFrame) -> bytes:
    """Return a table as CSV; numbers as the shortest text that reads back as the same number."""
    return frame.to_csv(index=False, lineterminator="\n").encode()


def _slug(release: Release) -> str:
    words = re.findall(r"[a-z0-9]+", release.title.lower())[:2]
    return "-".join([*words, "replication", release.date.isoformat()])
