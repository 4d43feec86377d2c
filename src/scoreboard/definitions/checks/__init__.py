"""What the models alone cannot say: faults between definitions, each with its place.

Every check yields `Fault`s with the path of keys at which they stand; only this file puts them into a report.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scoreboard.definitions.checks.faults import Fault
from scoreboard.definitions.checks.index import index_faults
from scoreboard.definitions.checks.indicators import indicator_faults
from scoreboard.definitions.checks.references import dataset_faults, known_references, reference_faults
from scoreboard.definitions.checks.scaling import leaf_faults
from scoreboard.definitions.checks.tree import CONDITION, unused_indicators
from scoreboard.definitions.framework import SOURCES, Framework
from scoreboard.findings import Report

__all__ = ["CONDITION", "check_framework"]


def check_framework(framework: Framework, root: Path, report: Report) -> None:
    """Add every fault between definitions to `report`: indicators, trees, parameters of the method, references."""
    for document, fault in _faults(framework, known_references(root)):
        report.add(
            fault.code,
            framework.place(document, *fault.path),
            fault.found,
            fault.allowed,
            fault.advice,
            indicator=document if document in framework.indicators else None,
        )


def _faults(framework: Framework, references: set[str] | None) -> Iterator[tuple[str, Fault]]:
    """Yield (document, fault)."""
    for code, indicator in framework.indicators.items():
        yield from ((code, it) for it in reference_faults(indicator.references, references))
        yield from ((code, it) for it in indicator_faults(framework, indicator))
    for fault in dataset_faults(framework.datasets, framework.services, references):
        yield SOURCES, fault
    for lens, index in framework.indices.items():
        yield from ((lens, it) for it in index_faults(framework, index))
        yield from leaf_faults(framework, index)
    yield from unused_indicators(framework)
