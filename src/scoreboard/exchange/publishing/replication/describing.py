"""What every file of a replication pack is, as RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

import scoreboard
from scoreboard.exchange.publishing.release import Release
from scoreboard.exchange.publishing.replication import layout

SPECIFICATION = "https://w3id.org/ro/crate/1.1"
TERMS = {name: f"http://schema.org/{name}" for name in ("creditText", "sha256")}
"""Of schema.org, newer than the context of RO-Crate 1.1."""
KINDS = {
    ".csv": "text/csv", ".yaml": "application/yaml", ".py": "text/x-python", ".json": "application/json",
    ".md": "text/markdown", ".bib": "application/x-bibtex", ".cff": "application/yaml", ".html": "text/html",
    ".css": "text/css", ".js": "text/javascript", ".xml": "application/xml", ".typ": "text/x-typst",
}  # fmt: skip
"""Ending → media type; text otherwise."""
FOLDERS = {
    f"{layout.PROJECT}/indicators/": (
        "Definitions",
        "One file for each indicator, and the two indices with weights.",
    ),
    f"{layout.PROJECT}/data/": (
        "Data",
        "The code list of states, and the observations of each with their sources.",
    ),
    f"{layout.CODE}/": ("Program", "Source of the program that made the scores."),
}
TITLES = {
    layout.SCORES: ("Scores", "Every lens, state, year and node with its interval and rank, unrounded."),
    layout.WEIGHTS: ("Weights", "Every weight as declared and as used, in full precision."),
    layout.LOCK: ("Libraries", "Versions of Python and of the libraries that the scores were made with."),
    layout.README: ("Read me", "What the pack holds and how to check it."),
    layout.MANIFEST: ("Hashes", "SHA-256 of every other file."),
}
PROGRAM = "#program"

Entity = dict[str, Any]


def describe(release: Release, files: Mapping[str, bytes], hashes: Mapping[str, str]) -> str:
    """Return the text of ro-crate-metadata.json.

    Parameters
    ----------
    files : path → content of all files but the manifest and this one.
    hashes : path → SHA-256.
    """
    parts = [_file(path, len(content), hashes[path]) for path, content in sorted(files.items())]
    parts.append(_file(layout.MANIFEST))
    folders = [_folder(path, *told) for path, told in FOLDERS.items()]
    inside = [entity["@id"] for entity in (*folders, *parts)]
    graph = [_descriptor(), _root(release, inside), *folders, *parts, *_around(release)]
    return json.dumps(
        {"@context": [f"{SPECIFICATION}/context", TERMS], "@graph": graph}, indent=1, ensure_ascii=False
    )


def _descriptor() -> Entity:
    return {
        "@id": layout.METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": SPECIFICATION},
        "about": {"@id": "./"},
    }


def _root(release: Release, inside: list[str]) -> Entity:
    years = release.scores["year"]
    authors = [{"@id": each["@id"]} for each in _authors(release)]
    span = {"temporalCoverage": f"{years.min()}/{years.max()}"} if len(years) else {}
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{release.title}: replication pack",
        "description": "Definitions, data, program and results of one edition: every score can be made again and "
        "compared.",
        "version": release.version,
        "datePublished": release.date.isoformat(),
        "license": {"@id": _licence(release)},
        "author": authors[0] if len(authors) == 1 else authors,
        "publisher": authors[0],
        "creditText": release.citation.text,
        **span,
        "hasPart": [{"@id": path} for path in inside],
        "mentions": {"@id": "#scoring"},
    }


def _folder(path: str, name: str, description: str) -> Entity:
    told = {"name": name, "description": description}
    if path != f"{layout.CODE}/":
        return {"@id": path, "@type": "Dataset", **told}
    return {
        "@id": path,
        "@type": ["Dataset", "SoftwareSourceCode"],
        **told,
        "version": scoreboard.__version__,
    }


def _file(path: str, size: int | None = None, sha256: str = "") -> Entity:
    name, description = TITLES.get(path, (path, ""))
    facts = {"contentSize": None if size is None else str(size), "sha256": sha256, "description": description}
    return {
        "@id": _id(path),
        "@type": "File",
        "name": name,
        "encodingFormat": KINDS.get(PurePosixPath(path).suffix, "text/plain"),
        **{key: value for key, value in facts.items() if value},
    }


def _id(path: str) -> str:
    """Return a path as a relative IRI."""
    return quote(path)


def _around(release: Release) -> list[Entity]:
    """Return who made the pack, on what terms, and by what."""
    return [
        *_authors(release),
        {
            "@id": _licence(release),
            "@type": "CreativeWork",
            "name": release.licence,
            "description": "Licence of definitions, texts and scores. Each figure keeps the terms of its source, which "
            "project/data/<STATE>/sources.yaml names.",
        },
        {
            "@id": PROGRAM,
            "@type": "SoftwareApplication",
            "name": "scoreboard",
            "softwareVersion": scoreboard.__version__,
            "softwareRequirements": {"@id": layout.LOCK},
        },
        {
            "@id": "#scoring",
            "@type": "CreateAction",
            "name": "Scoring",
            "endTime": release.time.isoformat(),
            "instrument": [{"@id": PROGRAM}, {"@id": f"{layout.CODE}/"}],
            "object": [{"@id": path} for path in FOLDERS if path.startswith(layout.PROJECT)],
            "result": [{"@id": layout.SCORES}, {"@id": layout.WEIGHTS}],
        },
    ]


def _authors(release: Release) -> list[Entity]:
    return [
        {"@id": f"#author-{number}", "@type": "Organization", "name": name}
        for number, name in enumerate(release.citation.authors, start=1)
    ]


def _licence(release: Release) -> str:
    return f"https://spdx.org/licenses/{release.licence}"
