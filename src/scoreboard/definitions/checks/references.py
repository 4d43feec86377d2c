"""References of indicators and datasets, held against the bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from scoreboard.definitions.checks.faults import Fault, below
from scoreboard.definitions.reading import suggest
from scoreboard.definitions.registers import Dataset, Service


def known_references(root: Path) -> set[str] | None:
    """Return the keys of book/references.bib, or None for a project that has no book."""
    path = root / "book/references.bib"
    if not path.is_file():
        return None
    return set(re.findall(r"@\w+\{([^,\s]+),", path.read_text("utf-8", errors="replace")))


def reference_faults(cited: tuple[str, ...], known: set[str] | None) -> Iterator[Fault]:
    """Yield the references that the bibliography does not have, where there is one."""
    for position, key in enumerate(cited):
        if known is not None and key not in known:
            yield Fault("unknown-reference", ("references", position), f"'{key}'", advice=suggest(key, known))


def dataset_faults(
    datasets: dict[str, Dataset], services: dict[str, Service], known: set[str] | None
) -> Iterator[Fault]:
    """Yield the faults of the register of datasets."""
    for key, dataset in datasets.items():
        yield from below(("datasets", key), reference_faults(dataset.references, known))
        if dataset.fetch and dataset.fetch.service not in services:
            found, advice = f"'{dataset.fetch.service}'", suggest(dataset.fetch.service, services)
            advice = advice or "Declare it under `services`."
            yield Fault("unknown-source", ("datasets", key, "fetch", "service"), found, "", advice)
