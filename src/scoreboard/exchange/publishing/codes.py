"""The code lists of an edition, and its definitions as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from scoreboard.definitions import DOMAINS, Framework
from scoreboard.definitions.framework import AnyIndicator
from scoreboard.definitions.models import Node, PolicyIndicator
from scoreboard.exchange.publishing import columns
from scoreboard.observations.statuses import statuses

if TYPE_CHECKING:
    from scoreboard.exchange.publishing.release import Release

LENSES = {
    "policy": "what the law grants",
    "outcome": "what life shows",
    "context": "shown beside, never scored",
}
SEXES = {"T": "Total", "F": "Females", "M": "Males"}


def code_lists(release: Release) -> dict[str, dict[str, str]]:
    """Return code list → code → label, of every code that the edition's tables may hold."""
    framework, labels = release.framework, release.labels
    named = {str(row.source): str(row.title) for row in release.sources.itertuples()}
    return {
        "lenses": LENSES,
        "domains": {code: _words(code) for code in DOMAINS},
        "states": {code: state.name for code, state in framework.states.items()},
        "indicators": {code: it.title for code, it in framework.indicators.items()},
        "nodes": {node: framework.label(lens, node) for lens, node, _, _ in nodes(framework)},
        "groups": _labelled(release.observations["group"], labels.get("groups", {})),
        "sexes": SEXES,
        "ages": _labelled(release.observations["age"], labels.get("ages", {})),
        "durations": _labelled(release.observations["duration"], {}),
        "statuses": {letter: row["label"] for letter, row in statuses().items()},
        "sources": dict(sorted(named.items())),
    }


def _labelled(cells: pd.Series[str], labels: dict[str, str]) -> dict[str, str]:
    """Return the codes of a column with their labels; a code that has none is its own."""
    return {code: labels.get(code, "Total" if code == "TOTAL" else code) for code in sorted(cells.unique())}


def nodes(framework: Framework) -> Iterator[tuple[str, str, str, Node]]:
    """Yield (lens, name, parent or nothing, node) of every place in every tree, parents before children."""

    def below(lens: str, parent: str, children: tuple[Node, ...]) -> Iterator[tuple[str, str, str, Node]]:
        for node in children:
            name = node.node or node.indicator or ""
            yield lens, name, parent, node
            yield from below(lens, name, node.children)

    for lens, index in framework.indices.items():
        yield from below(lens, "", index.tree)


def source_table(release: Release) -> pd.DataFrame:
    """Return every source of every state, with the number of observations that come from it."""
    counts = release.observations.groupby(["state", "source"], as_index=False).size()
    whole = release.sources.merge(counts.rename(columns={"size": "observations"}), how="left")
    whole["observations"] = whole["observations"].fillna(0).astype(int)
    return whole[[column.name for column in columns.SOURCES]]


def code_table(release: Release) -> pd.DataFrame:
    """Return all code lists but those that have a table of their own."""
    own = {"states", "indicators", "nodes", "sources"}
    rows = [
        (name, code, label)
        for name, listed in code_lists(release).items()
        if name not in own
        for code, label in listed.items()
    ]
    return _table(rows, columns.CODES)


def state_table(framework: Framework) -> pd.DataFrame:
    """Return the code list of states."""
    names = [column.name for column in columns.STATES]
    return _table(
        [tuple(getattr(it, name) for name in names) for it in framework.states.values()], columns.STATES
    )


def node_table(framework: Framework) -> pd.DataFrame:
    """Return every node of every index once, in the order of the trees."""
    places = {(lens, name): node for lens, name, _, node in nodes(framework)}
    rows = [
        (lens, name, framework.label(lens, name), node.proxy or "") for (lens, name), node in places.items()
    ]
    return _table(rows, columns.NODES)


def tree_table(framework: Framework) -> pd.DataFrame:
    """Return which node stands below which, and with what declared weight."""
    rows = [(lens, parent, name, node.weight) for lens, name, parent, node in nodes(framework) if parent]
    return _table(rows, columns.TREE)


def indicator_table(framework: Framework) -> pd.DataFrame:
    """Return the codebook: what every indicator asks or counts."""
    return _table([_indicator_row(it) for it in framework.indicators.values()], columns.INDICATORS)


def _indicator_row(it: AnyIndicator) -> tuple[str, ...]:
    about = (it.code, it.lens, it.domain, it.title)
    remarks = (
        it.why,
        it.proxy or "",
        " ".join(it.known_problems),
        " ".join(one.dataset for one in it.sources),
    )
    if isinstance(it, PolicyIndicator):
        return (*about, it.question, "score 0 to 100", "more_is_better", "level", "", *remarks)
    return (*about, it.definition, it.unit, it.direction, it.measure, it.observations_of or "", *remarks)


def _table(rows: Sequence[tuple[object, ...]], described: tuple[columns.Column, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[column.name for column in described])
    texts = [column.name for column in described if column.kind not in ("number", "integer")]
    return frame.astype(dict.fromkeys(texts, "str"))


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize()
