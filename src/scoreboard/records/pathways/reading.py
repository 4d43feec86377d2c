"""The registers of pathways as they stand: data/EU/pathways.yaml and data/<STATE>/pathways.yaml."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from scoreboard.definitions import read_yaml, validate
from scoreboard.definitions.pathways import StatePathways, UnionPathways
from scoreboard.definitions.reading import Document
from scoreboard.definitions.states import UNIONS
from scoreboard.findings import Report

FILE = "pathways.yaml"


@dataclass(frozen=True)
class Records:
    """All registers that could be read.

    Parameters
    ----------
    unions : folder of data/ → register of acts that bind several states.
    national : state → its register.
    documents : folder of data/ → the file it came from, for places.
    """

    unions: dict[str, UnionPathways] = field(default_factory=dict)
    national: dict[str, StatePathways] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict, repr=False)


def read_records(root: Path, states: Collection[str], report: Report) -> Records:
    """Read the registers of a project; a project without any has none.

    Parameters
    ----------
    states : codes of data/states.csv; a folder of another name is reported where its observations are read.
    report : receives what is wrong with the shape of a file; see `check_records` for what it says.
    """
    records = Records()
    for path in sorted((root / "data").glob(f"*/{FILE}")):
        folder = path.parent.name
        if folder not in states and folder not in UNIONS:
            continue
        document = read_yaml(path, f"data/{folder}/{FILE}", report)
        if document is None:
            continue
        report.checked["registers"] += 1
        if folder in UNIONS:
            union = validate(document, UnionPathways, report)
            if union:
                records.unions[folder] = union
                records.documents[folder] = document
        elif own := validate(document, StatePathways, report):
            records.national[folder] = own
            records.documents[folder] = document
    return records
