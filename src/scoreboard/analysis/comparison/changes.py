"""What differs in the definitions that scores depend on, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scoreboard.definitions import AnyIndicator, Framework, leaves, walk
from scoreboard.definitions.models import Index, Node, PolicyIndicator


@dataclass(frozen=True)
class Change:
    """One thing that differs.

    Parameters
    ----------
    lens, where, key : the index, its node or indicator, a place in the tree, or the index itself, and what of it.
    before, after : as text; None where the edition has no such thing.
    """

    lens: str
    where: str
    key: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        """Return the change in words.

        >>> print(Change("policy", "education", "weight", "1", "2"))
        education: weight 1 → 2
        """
        if self.before is None or self.after is None:
            return f"{self.where}: {'removed' if self.after is None else 'added'}"
        return f"{self.where}: {self.key} {self.before} → {self.after}"


def definition_changes(base: Framework, head: Framework, lens: str) -> list[Change]:
    """Return what differs in one lens; words such as titles and reasons do not count."""
    before, after = ({where: dict(keys) for where, keys in _facts(it, lens)} for it in (base, head))
    changes = []
    for where in dict.fromkeys([*after, *before]):
        if where not in before or where not in after:
            there = [None if where not in it else where for it in (before, after)]
            changes.append(Change(lens, where, "", there[0], there[1]))
            continue
        for key in dict.fromkeys([*after[where], *before[where]]):
            old, new = before[where].get(key, "none"), after[where].get(key, "none")
            if old != new:
                changes.append(Change(lens, where, key, old, new))
    return changes


Facts = Iterator[tuple[str, str]]


def _facts(framework: Framework, lens: str) -> Iterator[tuple[str, Facts]]:
    """Yield (node, indicator or index; its keys and values) of all that a score depends on."""
    index = framework.indices[lens]
    yield f"index {index.code}", _of_index(index)
    for _, node in walk(index.tree):
        if node.node:
            yield node.node, _of_group(node)
        for child in node.children:
            yield f"{child.node or child.indicator} in {node.node}", iter([("weight", f"{child.weight:g}")])
    for code in dict.fromkeys(code for root in index.tree for code in leaves(root)):
        yield code, _of_indicator(framework.indicators[code])


def _of_index(index: Index) -> Facts:
    yield "years", f"{index.years.first}–{index.years.last}"
    yield "normalisation", index.normalisation.method
    yield "aggregation", index.aggregation
    yield "least coverage", f"{index.missing.coverage:g}"
    yield "years carried forward", str(index.reach)
    yield "states needed for ranks", str(index.minimum_states)


def _of_group(node: Node) -> Facts:
    yield "aggregation", node.aggregation or "as the index"
    yield "least coverage", "as the index" if node.coverage is None else f"{node.coverage:g}"
    rows = (" and ".join(f"{k} {v}" for k, v in row.when.items()) + f": {row.score:g}" for row in node.lookup)
    yield "look-up", "; ".join(rows) or "none"


def _of_indicator(it: AnyIndicator) -> Facts:
    if isinstance(it, PolicyIndicator):
        yield "levels", ", ".join(f"{level.score:g}" for level in it.levels)
        return
    for key in ("measure", "group", "reference", "observations_of", "direction", "unit", "by", "age"):
        yield key.replace("_", " "), str(getattr(it, key) or "none")
    if it.goalposts:
        yield "goalposts", f"{it.goalposts.low:g} to {it.goalposts.high:g}"
