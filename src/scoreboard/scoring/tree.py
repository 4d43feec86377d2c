"""The tree of an index compiled to arrays, and its evaluation from the leaves up.

Columns of every score array: first the leaves (indicators, each once), then the group nodes, children
before parents. One draw and ten thousand take the same road: arrays are [draw, state-year, column].
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scoreboard.definitions import CONDITION, leaves
from scoreboard.definitions.models import Index, Node
from scoreboard.scoring.formulas import MEANS, Array

_COMPARE: dict[str, Callable[[Array, float], Array]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TOLERANCE = 1e-12


@dataclass(frozen=True)
class Condition:
    """One comparison of a look-up: column, operator, number."""

    column: int
    compare: str
    number: float


@dataclass(frozen=True)
class Group:
    """A compiled group node.

    Parameters
    ----------
    children : columns of the children.
    nominal : float array [child], the weights of the index; coverage is always measured by them.
    weights : float array [child], or [draw, 1, child] where they differ by draw.
    rule : arithmetic, geometric, harmonic or lookup.
    threshold : least share of the weight that must be present.
    lookup : (conditions, score) per row, the first that holds counts.
    """

    name: str
    children: tuple[int, ...]
    nominal: Array
    weights: Array
    rule: str
    threshold: float
    lookup: tuple[tuple[tuple[Condition, ...], float], ...] = ()


@dataclass(frozen=True)
class Tree:
    """A compiled tree: the names of the leaf columns, and the groups in order of evaluation."""

    leaves: tuple[str, ...]
    groups: tuple[Group, ...]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns: indicators, then group nodes."""
        return self.leaves + tuple(group.name for group in self.groups)

    def column(self, name: str) -> int:
        """Return the column of a node or indicator.

        Raises
        ------
        KeyError
            If the tree has no such node.
        """
        if name not in self.columns:
            raise KeyError(name)
        return self.columns.index(name)

    def with_weights(self, weights: dict[str, Array]) -> Tree:
        """Return the same tree with other weights, node name → [draw, 1, child]."""
        groups = tuple(
            replace(group, weights=weights.get(group.name, group.weights)) for group in self.groups
        )
        return Tree(self.leaves, groups)

    def as_means(self) -> Tree:
        """Return the same tree with every rule an arithmetic mean and no threshold, for shares."""
        groups = tuple(replace(group, rule="arithmetic", threshold=0.0, lookup=()) for group in self.groups)
        return Tree(self.leaves, groups)


def compile_tree(index: Index) -> Tree:
    """Compile the tree of an index.

    Returns
    -------
    The tree; indicators that stand below several roots share one leaf column.
    """
    names = tuple(dict.fromkeys(code for root in index.tree for code in leaves(root)))
    columns = {name: position for position, name in enumerate(names)}
    groups: list[Group] = []

    def add(node: Node) -> int:
        if node.indicator:
            return columns[node.indicator]
        children = tuple(add(child) for child in node.children)
        assert node.node is not None  # checked: a place is an indicator or a node
        columns[node.node] = len(names) + len(groups)
        groups.append(_group(node, children, columns, index))
        return columns[node.node]

    for root in index.tree:
        add(root)
    return Tree(names, tuple(groups))


def _group(node: Node, children: tuple[int, ...], columns: dict[str, int], index: Index) -> Group:
    weights = np.array([child.weight for child in node.children])
    return Group(
        name=node.node or "",
        children=children,
        nominal=weights,
        weights=weights,
        rule=node.aggregation or index.aggregation,
        threshold=index.missing.coverage if node.coverage is None else node.coverage,
        lookup=tuple(
            (tuple(_condition(columns[child], text) for child, text in row.when.items()), row.score)
            for row in node.lookup
        ),
    )


def _condition(column: int, text: str) -> Condition:
    match = CONDITION.fullmatch(text)
    assert match is not None  # checked with the definitions
    return Condition(column, match[1] or "=", float(match[2]))


def aggregate(tree: Tree, leaf_scores: Array) -> tuple[Array, Array]:
    """Evaluate a tree.

    Parameters
    ----------
    tree : compiled tree; its weights may differ by draw.
    leaf_scores : array [draw, state-year, leaf], scores 0–100, NaN where missing.

    Returns
    -------
    scores : array [draw, state-year, column], NaN where a node has no score.
    coverage : array of the same shape: share of the node's weight that is present (1 or 0 for leaves).
    """
    draws = max([len(leaf_scores), *(len(g.weights) for g in tree.groups if g.weights.ndim == 3)])
    shape = (draws, leaf_scores.shape[1], len(tree.columns))
    scores, coverage = np.full(shape, np.nan), np.zeros(shape)
    count = len(tree.leaves)
    scores[..., :count] = leaf_scores
    coverage[..., :count] = ~np.isnan(leaf_scores)
    for position, group in enumerate(tree.groups, start=count):
        values = scores[..., list(group.children)]
        present = ~np.isnan(values)
        share = (group.nominal * present).sum(axis=-1) / group.nominal.sum()
        result = (
            _lookup(group, scores) if group.rule == "lookup" else MEANS[group.rule](values, group.weights)
        )
        enough = (share >= group.threshold - _TOLERANCE) & present.any(axis=-1)
        scores[..., position] = np.where(enough, result, np.nan)
        coverage[..., position] = share
    return scores, coverage


def _lookup(group: Group, scores: Array) -> Array:
    """Return the score of the first row whose conditions all hold, NaN where none does."""
    result = np.full(scores.shape[:-1], np.nan)
    open_ = np.ones(result.shape, bool)
    for conditions, score in group.lookup:
        holds = open_.copy()
        for condition in conditions:
            holds &= _COMPARE[condition.compare](scores[..., condition.column], condition.number)
        result[holds] = score
        open_ &= ~holds
    return result
