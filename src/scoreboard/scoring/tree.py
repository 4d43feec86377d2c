"""The tree of an index compiled to arrays, and its evaluation from the leaves up.

Columns of all results: first the leaves (indicators, each once), then the group nodes, children before
parents. A column is a plane [draw, unit], and a plane that does not differ by draw has one row; so one draw
and ten thousand take the same road, and what is common to all draws is computed once.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scoreboard.definitions import CONDITION, leaves
from scoreboard.definitions.method import Normalisation, RuleParameters, Weighting
from scoreboard.definitions.models import Index, Node
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.means import present_share
from scoreboard.scoring.peers import Peers
from scoreboard.scoring.rules import RULES
from scoreboard.scoring.scaling import scale
from scoreboard.scoring.weights import DATA_DRIVEN, fitted_weights, fixed_weights

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
    nominal : float array [child] or [child, draw], by which coverage is measured: the weights of the index,
        0 for a child that is left out.
    weights : float array [child] or [child, draw]: what the rule uses.
    rule, parameters : how the children are joined.
    follows : whether that is the index's own rule, not one given at the node.
    coverage : least share of the weight that must be present.
    least_children : least number of children that must be present.
    lookup : (conditions, score) per row, the first that holds counts.
    scaling : how the score is normalised before it is used further up.
    weighting : how the weights follow from the children's scores, until they are settled.
    """

    name: str
    children: tuple[int, ...]
    nominal: Array
    weights: Array
    rule: str
    parameters: RuleParameters
    follows: bool
    coverage: float
    least_children: int
    lookup: tuple[tuple[tuple[Condition, ...], float], ...] = ()
    scaling: Normalisation | None = None
    weighting: Weighting | None = None


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

    def group(self, column: int) -> Group:
        """Return the group of a column that is no leaf."""
        return self.groups[column - len(self.leaves)]

    def with_groups(self, change: Callable[[Group], Group]) -> Tree:
        """Return the same tree with every group changed."""
        return Tree(self.leaves, tuple(change(group) for group in self.groups))

    def as_means(self) -> Tree:
        """Return the same tree with every rule an arithmetic mean and no threshold, for shares."""
        return self.with_groups(
            lambda group: replace(
                group, rule="arithmetic", parameters=RuleParameters(), coverage=0.0, least_children=0,
                lookup=(), scaling=None,
            )
        )  # fmt: skip

    def needed(self, names: Sequence[str]) -> Tree:
        """Return the tree with only the groups that some nodes rest on; the columns are numbered anew."""
        wanted = {self.column(name) for name in names}
        for column in range(len(self.columns) - 1, len(self.leaves) - 1, -1):
            if column in wanted:
                wanted.update(self.group(column).children)
        kept = [c for c in range(len(self.leaves), len(self.columns)) if c in wanted]
        number = {c: c for c in range(len(self.leaves))} | {
            c: len(self.leaves) + n for n, c in enumerate(kept)
        }
        return Tree(self.leaves, tuple(_renumbered(self.group(c), number) for c in kept))


def _renumbered(group: Group, number: dict[int, int]) -> Group:
    lookup = tuple(
        (tuple(replace(it, column=number[it.column]) for it in conditions), score)
        for conditions, score in group.lookup
    )
    return replace(group, children=tuple(number[child] for child in group.children), lookup=lookup)


def compile_tree(index: Index) -> Tree:
    """Compile the tree of an index.

    Returns
    -------
    The tree; indicators that stand below several roots share one leaf column. Weights that follow from
    the data are equal until `settle` has seen the data.
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
    weighting = node.weighting or index.weighting
    weights = fixed_weights(node, weighting, index)
    missing = index.missing
    return Group(
        name=node.node or "",
        children=children,
        nominal=weights,
        weights=weights,
        rule=node.aggregation or index.aggregation,
        parameters=node.parameters if node.aggregation else index.parameters,
        follows=node.aggregation is None,
        coverage=missing.coverage if node.coverage is None else node.coverage,
        least_children=missing.least_children if node.least_children is None else node.least_children,
        lookup=tuple(
            (tuple(_condition(columns[child], text) for child, text in row.when.items()), row.score)
            for row in node.lookup
        ),
        scaling=node.normalisation,
        weighting=weighting if weighting.method in DATA_DRIVEN and _can_be_weighted(node, index) else None,
    )


def _can_be_weighted(node: Node, index: Index) -> bool:
    """Return whether weights make a difference: neither to an only child nor to a look-up."""
    return len(node.children) > 1 and (node.aggregation or index.aggregation) != "lookup"


def _condition(column: int, text: str) -> Condition:
    match = CONDITION.fullmatch(text)
    assert match is not None  # checked with the definitions
    return Condition(column, match[1] or "=", float(match[2]))


def aggregate(
    tree: Tree, leaf_scores: Sequence[Array] | Array, peers: Peers
) -> tuple[list[Array], list[Array]]:
    """Evaluate a tree.

    Parameters
    ----------
    tree : compiled tree; its weights may differ by draw.
    leaf_scores : a plane [draw, unit] for each leaf, or [1, unit] where it does not differ by draw; scores,
        NaN where missing.
    peers : the units, for rules that compare states with each other.

    Returns
    -------
    scores : list [column] of planes, NaN where a node has no score.
    coverage : list [column] of planes: share of the node's weight that is present (1 or 0 for leaves).
    """
    scores = list(leaf_scores)
    coverage = [presence(plane) for plane in scores]
    for group in tree.groups:
        score, share = join(group, scores, peers)
        scores.append(score)
        coverage.append(share)
    return scores, coverage


def presence(plane: Array) -> Array:
    """Return 1 where a plane has a value and 0 where not; what is complete costs no plane."""
    if not np.isnan(plane.min(initial=0.0)):
        return np.broadcast_to(1.0, plane.shape)
    return (~np.isnan(plane)).astype(float)


def settle(tree: Tree, leaf_scores: Sequence[Array] | Array, peers: Peers) -> Tree:
    """Return the tree with the weights that follow from the scores, children before parents."""
    if all(group.weighting is None for group in tree.groups):
        return tree
    scores, groups = list(leaf_scores), []
    for group in tree.groups:
        groups.append(_settled(group, tree, scores))
        scores.append(join(groups[-1], scores, peers)[0])
    return Tree(tree.leaves, tuple(groups))


def _settled(group: Group, tree: Tree, scores: Sequence[Array]) -> Group:
    if group.weighting is None:
        return group
    names = [tree.columns[child] for child in group.children]
    weights = fitted_weights(group.weighting, names, np.stack([scores[child][0] for child in group.children]))
    return replace(group, nominal=weights, weights=weights, weighting=None)


def join(group: Group, scores: Sequence[Array], peers: Peers) -> tuple[Array, Array]:
    """Return the score and the coverage of one group, planes [draw, unit], from the columns below it."""
    children = [scores[child] for child in group.children]
    share = present_share(children, list(_by_child(group.nominal)))
    if group.rule == "lookup":
        score = _lookup(group, scores)
    else:
        score = RULES[group.rule](children, list(_by_child(group.weights)), group.parameters, peers)
    enough = (share >= group.coverage - _TOLERANCE) & (share > 0)
    if group.least_children:
        present = sum((~np.isnan(child)).astype(int) for child in children)
        enough = enough & (present >= group.least_children)
    if not enough.all():
        score = np.where(enough, score, np.nan)
    if group.scaling is not None:
        score = scale(score, group.scaling, peers)
    return score, share


def _by_child(weights: Array) -> list[Array]:
    """Return the weight of each child as a plane [draw, 1] or [1, 1]."""
    return [np.reshape(weight, (-1, 1)) for weight in weights]


def _lookup(group: Group, scores: Sequence[Array]) -> Array:
    """Return the score of the first row whose conditions all hold, NaN where none does."""
    shape = np.broadcast_shapes(*(scores[child].shape for child in group.children))
    result = np.full(shape, np.nan)
    open_ = np.ones(shape, bool)
    for conditions, score in group.lookup:
        holds = open_.copy()
        for condition in conditions:
            holds &= _COMPARE[condition.compare](scores[condition.column], condition.number)
        result[holds] = score
        open_ &= ~holds
    return result
