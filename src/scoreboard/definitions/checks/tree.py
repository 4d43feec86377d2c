"""Faults of the tree of an index: places, names, look-ups, indicators that count twice or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoreboard.definitions.checks.faults import Fault, Path_
from scoreboard.definitions.framework import Framework, leaves, walk
from scoreboard.definitions.models import Index, Node
from scoreboard.definitions.reading import suggest

CONDITION = re.compile(r"(<=|>=|<|>|=)?\s*(-?\d+(?:\.\d+)?)")
"""Grammar of a look-up's conditions: an optional comparison and a number."""

OF_GROUPS = ("aggregation", "weighting", "coverage", "least_children", "lookup", "examples")
"""Keys that say something of children, so they act on a group only."""


def name_of(node: Node) -> str:
    """Return the name of a place in the tree, a group or an indicator."""
    return node.node or node.indicator or ""


def tree_faults(framework: Framework, index: Index) -> Iterator[Fault]:
    """Yield the faults of the tree, but for the parameters of the method."""
    for path, node in walk(index.tree):
        if node.weight <= 0:
            yield Fault("weights-not-positive", (*path, "weight"), f"weight {node.weight:g}", "above 0")
        if (node.node is None) == (node.indicator is None):
            yield Fault("wrong-value", path, "a place in the tree", "either node or indicator")
        if bool(node.children) != bool(node.node):
            yield Fault("wrong-value", path, name_of(node), "a node has children")
        if node.indicator:
            yield from _leaf_faults(framework, index, node, path)
        if node.children and (node.aggregation or index.aggregation) == "lookup":
            yield from _lookup_faults(node, path)
        elif node.lookup and node.children:
            found = f"{name_of(node)} is no look-up"
            yield Fault("parameter-without-effect", (*path, "lookup"), found, "with aggregation: lookup")
    yield from _counted_twice(framework, index)


def _leaf_faults(framework: Framework, index: Index, node: Node, path: Path_) -> Iterator[Fault]:
    code = node.indicator or ""
    scored = [c for c, indicator in framework.indicators.items() if indicator.lens == index.lens]
    if code not in scored and code not in framework.unread:
        known = framework.indicators.get(code)
        found = f"'{code}'" + (f", which is a {known.lens} indicator" if known else "")
        yield Fault("unknown-node", (*path, "indicator"), found, advice=suggest(code, scored))
    for key in OF_GROUPS:
        if key in node.model_fields_set and not node.children:
            yield Fault("parameter-without-effect", (*path, key), f"{key} of an indicator", "for groups only")


def _lookup_faults(node: Node, path: Path_) -> Iterator[Fault]:
    children = [name_of(child) for child in node.children]
    if not node.lookup:
        yield Fault("missing-key", path, f"{node.node} has no 'lookup' table")
    for position, row in enumerate(node.lookup):
        for child, condition in row.when.items():
            place = (*path, "lookup", position, "when", child)
            if child not in children:
                yield Fault("unknown-node", place, f"'{child}'", advice=suggest(child, children))
            if not CONDITION.fullmatch(condition):
                yield Fault("wrong-value", place, condition, "a number, or < <= = >= > and a number")


def _counted_twice(framework: Framework, index: Index) -> Iterator[Fault]:
    """Yield the second place of an indicator below one root, and of a name in one tree."""
    counted: set[tuple[str | int, str]] = set()
    first: dict[str, Node] = {}
    names = set(framework.indicators)
    for path, node in walk(index.tree):
        root = path[1]
        if node.indicator and (root, node.indicator) in counted:
            found = f"'{node.indicator}' stands already below '{index.tree[int(root)].node}'"
            yield Fault("item-counted-twice", (*path, "indicator"), found)
        elif node.indicator and first.setdefault(node.indicator, node).normalisation != node.normalisation:
            found = f"another normalisation of '{node.indicator}' than at its first place"
            yield Fault(
                "wrong-value", (*path, "normalisation"), found, "the same: an indicator has one score"
            )
        counted.add((root, node.indicator or ""))
        if node.node and node.node in names:
            found = f"'{node.node}' is already a node or an indicator"
            yield Fault("duplicate-code", (*path, "node"), found)
        names.add(node.node or "")


def unused_indicators(framework: Framework) -> Iterator[tuple[str, Fault]]:
    """Yield (document, fault) of every indicator of an index that stands in no tree."""
    for lens, index in framework.indices.items():
        used = {code for root in index.tree for code in leaves(root)}
        for code, indicator in framework.indicators.items():
            if indicator.lens == lens and code not in used:
                yield code, Fault("unused-indicator", ("code",), f"'{code}'")
