"""Reading practices/*.yaml, holding them against the definitions, and the register that comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from scoreboard.definitions import Framework, read_yaml, suggest, validate
from scoreboard.definitions.practices import NEEDS_EVALUATION, Evidence, Practice, Result
from scoreboard.definitions.reading import Document
from scoreboard.findings import Report
from scoreboard.records.positions import earlier

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "practices"
EVIDENCE: tuple[str, ...] = get_args(Evidence)
"""Levels of evidence, the strongest first."""
RESULTS: tuple[str, ...] = get_args(Result)
COLUMNS = [
    "code", "item", "state", "place", "start", "end", "title", "evidence", "result", "finding", "sample",
    "published", "source", "address", "confidence", "basis", "read",
]  # fmt: skip


@dataclass(frozen=True)
class Practices:
    """The described practices of a project, code → practice, in code order."""

    practices: dict[str, Practice] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Return whether the project describes any practice."""
        return bool(self.practices)

    def __iter__(self) -> Iterator[Practice]:
        """Iterate in the order of states and codes."""
        return iter(sorted(self.practices.values(), key=lambda it: (it.state, it.code)))

    def of(self, item: str) -> list[Practice]:
        """Return the practices that bear on an item, the strongest evidence first, then by state."""
        return sorted((it for it in self if item in it.items), key=lambda it: EVIDENCE.index(it.evidence))

    def table(self) -> pd.DataFrame:
        """Return one row per practice and item, in the order of states and codes; missing where not recorded."""
        import pandas as pd

        rows = [(it.code, item, *_cells(it)) for it in self for item in it.items]
        return pd.DataFrame(rows, columns=COLUMNS).astype({"published": "Int64"})

    def counts(self) -> Counter[str]:
        """Return how many practices have each level of evidence."""
        return Counter(it.evidence for it in self)


def _cells(it: Practice) -> tuple[object, ...]:
    how, source = it.evaluation, it.source
    return (
        it.state, it.place, it.start, it.end, it.title, it.evidence, how and how.result, how and how.finding,
        how and how.sample, source.published, f"{source.authors}: {source.title}", address(it), it.confidence,
        it.basis, it.read,
    )  # fmt: skip


def address(practice: Practice) -> str:
    """Return where the publication is found."""
    source = practice.source
    return f"https://doi.org/{source.doi}" if source.doi else source.url or ""


def read_practices(root: Path, framework: Framework, report: Report) -> Practices:
    """Read and check every file of practices/.

    Returns
    -------
    What can be read; empty, and without a finding, for a project without the folder.
    """
    found = {}
    for path in sorted((root / FOLDER).glob("*.yaml")):
        document = read_yaml(path, path.relative_to(root).as_posix(), report)
        report.checked["practices"] += document is not None
        practice = validate(document, Practice, report) if document else None
        if document and practice:
            _check(practice, path.stem, document, framework, report)
            found[path.stem] = practice
    return Practices(found)


def _check(practice: Practice, stem: str, document: Document, framework: Framework, report: Report) -> None:
    if practice.code != stem:
        found = f"code: {practice.code}, but the file is {stem}.yaml"
        report.add("code-file-mismatch", document.place(("code",)), found, allowed=stem)
    known = framework.indicators.keys() | framework.unread
    for position, item in enumerate(practice.items):
        if item not in known:
            place = document.place(("items", position))
            report.add("unknown-indicator", place, f"'{item}'", advice=suggest(item, known))
    if practice.state not in framework.states:
        advice = suggest(practice.state, framework.states)
        report.add("unknown-state", document.place(("state",)), f"'{practice.state}'", advice=advice)
    if practice.start and practice.end and earlier(practice.end, practice.start):
        found = f"end = {practice.end}, start = {practice.start}"
        report.add("dates-out-of-order", document.place(("end",)), found)
    _check_claim(practice, document, report)


def _check_claim(practice: Practice, document: Document, report: Report) -> None:
    """Report what the file says to know without saying how."""
    if practice.evidence in NEEDS_EVALUATION and practice.evaluation is None:
        found = f"evidence: {practice.evidence}, but no evaluation"
        report.add("claim-unsupported", document.place(("evidence",)), found, "an evaluation")
    missing = [key for key in ("basis", "read") if getattr(practice, key) is None]
    place = document.place(("confidence",))
    if practice.confidence == "read" and missing:
        found = f"confidence: read, but {' and '.join(missing)} absent"
        report.add("claim-unsupported", place, found, "what was read (basis), and on which day (read)")
    if practice.confidence == "from_memory":
        report.add("practice-from-memory", place, f"{practice.code}", state=practice.state)
