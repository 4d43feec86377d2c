"""Why a score moved between two years: its change split exactly into items, by re-scoring through the engine.

The state's leaf scores are exchanged one after another, from those of the earlier year to those of the later,
and the tree is evaluated after each. An item's part is the mean of its effect in the order of the tree and in
the reverse order, the two polar decompositions of Dietzenbacher and Los (1998), doi 10.1080/09535319800000023:
exact where items act alone or in pairs, and for weighted means with nothing missing the weight times the
item's change. What was not known before comes in first and what is no longer known goes out last, so that in
between the state never has less data than at either end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.scoring import Scores
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.peers import Peers
from scoreboard.scoring.tree import Tree, aggregate

COMPARING = ("copeland", "mazziotta_pareto", "benefit_of_the_doubt")
"""Rules in which a score also depends on the other states, so that it has no parts of the state's own."""
KINDS = ("appeared", "changed", "vanished")
COLUMNS = ["lens", "state", "since", "year", "node", "item", "kind", "before", "after", "part"]
_ORDERS = 2


@dataclass(frozen=True)
class Ends:
    """The scores of one state in two years, which its change is split between.

    Parameters
    ----------
    before, after : arrays [leaf], leaf scores; NaN where not known.
    missing : bool array [column], whether there is no score in either year.
    """

    lens: str
    state: str
    since: int
    year: int
    before: Array
    after: Array
    missing: NDArray[np.bool_]


def ends(scores: Scores, state: str, since: int, year: int) -> Ends:
    """Return the scores of a state in two years.

    Raises
    ------
    KeyError
        If the scores have no such state-year.
    """
    units = [scores.block.unit(state, it) for it in (since, year)]
    before, after = scores.prepared.scores[:, 0, units].T
    return Ends(
        scores.index.lens,
        state,
        since,
        year,
        before,
        after,
        np.asarray(np.isnan(scores.values[units]).any(axis=0)),
    )


def of_node(both: Ends, tree: Tree, node: str) -> Ends:
    """Return what the change of a node rests on: the leaf scores below it, all others as not known.

    Raises
    ------
    KeyError
        If the tree has no such node.
    """
    column = tree.column(node)
    below = np.isin(np.arange(len(both.before)), _below(tree, column))
    own = np.arange(len(both.missing)) == column
    before, after = (np.where(below, it, np.nan) for it in (both.before, both.after))
    return replace(both, before=before, after=after, missing=np.where(own, both.missing, True))


def steps(
    scores: Scores, state: str, since: int, year: int, nodes: Iterable[str] | None = None
) -> pd.DataFrame:
    """Split the change of a state's scores between two years.

    Parameters
    ----------
    scores : the scores of one lens.
    since, year : the earlier and the later year, both of the index.
    nodes : group nodes; all that do not compare states unless given.

    Returns
    -------
    DataFrame, one row per (node, item that differs): `kind` is one of `KINDS`; `before`, `after` are the
    item's scores, NaN where not known; `part` is in points of the node. For each node the parts sum to its
    change. A node without a score in either year has no rows.

    Raises
    ------
    KeyError
        If the scores have no such state-year.
    ValueError
        If a node's rule compares states.
    """
    return steps_between(scores.tree, ends(scores, state, since, year), nodes)


def steps_between(tree: Tree, both: Ends, nodes: Iterable[str] | None = None) -> pd.DataFrame:
    """Split a change like `steps`, by the tree and the two ends alone."""
    chosen = list(splittable(tree) if nodes is None else nodes)
    refused = [it for it in chosen if it not in splittable(tree)]
    if refused:
        raise ValueError(
            f"{', '.join(refused)}: the rule compares states, so a change has no parts of its own"
        )
    columns = [tree.column(it) for it in chosen]
    parts = split(tree, both.before, both.after, both.state)[:, columns]
    kinds = _kinds(both.before, both.after)
    return pd.DataFrame(
        [
            (both.lens, both.state, both.since, both.year, node, tree.leaves[leaf], KINDS[kinds[leaf]],
             both.before[leaf], both.after[leaf], parts[leaf, position])
            for position, node in enumerate(chosen)
            if not both.missing[columns[position]]
            for leaf in _below(tree, columns[position])
            if kinds[leaf] >= 0
        ],
        columns=COLUMNS,
    )  # fmt: skip


def splittable(tree: Tree) -> list[str]:
    """Return the group nodes whose scores rest on the state's own values alone."""
    fine = {*range(len(tree.leaves))}
    for column, group in enumerate(tree.groups, start=len(tree.leaves)):
        if group.rule not in COMPARING and group.scaling is None and fine.issuperset(group.children):
            fine.add(column)
    return [tree.columns[column] for column in sorted(fine) if column >= len(tree.leaves)]


def split(tree: Tree, before: Array, after: Array, state: str = "") -> Array:
    """Return what each leaf adds to the change of every column.

    Parameters
    ----------
    tree : its weights settled.
    before, after : arrays [leaf], scores of one state.

    Returns
    -------
    Array [leaf, column]; NaN in columns that have no score somewhere between the two.
    """
    kinds = _kinds(before, after)
    parts = np.zeros((len(before), len(tree.columns)))
    for order in _both_orders(kinds):
        taken = np.tri(len(order) + 1, len(order), -1, dtype=bool)
        path = np.repeat(before[:, None], len(order) + 1, axis=1)
        path[order] = np.where(taken.T, after[order, None], before[order, None])
        parts[order] += np.diff(_evaluate(tree, path, state), axis=1).T / _ORDERS
    return parts


def _kinds(before: Array, after: Array) -> NDArray[np.int_]:
    """Return for each leaf the position of its kind in `KINDS`, −1 if it did not change."""
    first, last = ~np.isnan(before), ~np.isnan(after)
    return np.select([last & ~first, first & last & (before != after), first & ~last], [0, 1, 2], -1)


def _both_orders(kinds: NDArray[np.int_]) -> list[NDArray[np.int_]]:
    """Return the leaves that differ kind by kind, each in the order of the tree and in reverse."""
    by_kind = [np.flatnonzero(kinds == kind) for kind in range(len(KINDS))]
    return [np.concatenate(by_kind), np.concatenate([leaves[::-1] for leaves in by_kind])]


def _evaluate(tree: Tree, path: Array, state: str) -> Array:
    """Return the scores [column, step] of leaf scores [leaf, step]; each step is a draw of one unit."""
    alone = Peers(np.array([state]), np.array([0]))
    planes, _ = aggregate(tree, path[:, :, None], alone)
    return np.stack([np.broadcast_to(plane[:, 0], path.shape[1]) for plane in planes])


def _below(tree: Tree, column: int) -> list[int]:
    """Return the leaves below a column, in their order."""
    if column < len(tree.leaves):
        return [column]
    return sorted({leaf for child in tree.group(column).children for leaf in _below(tree, child)})
