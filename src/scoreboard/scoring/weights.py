"""Weights of a group as its index declares them, fixed when the tree is compiled or fitted to the scores."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scoreboard.definitions import leaves
from scoreboard.definitions.method import Weighting
from scoreboard.definitions.models import Index, Node
from scoreboard.scoring.methods.experts import ahp, budget_allocation, comparisons
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.weighting import WEIGHTINGS, equal, optimised

DATA_DRIVEN = frozenset(WEIGHTINGS)
"""Methods whose weights follow from the children's scores."""


def child_names(node: Node) -> list[str]:
    """Return the names of a group's children."""
    return [child.node or child.indicator or "" for child in node.children]


def fixed_weights(node: Node, weighting: Weighting, index: Index) -> Array:
    """Return the weights of a group's children, array [child]; equal ones where the data will give them.

    Raises
    ------
    WeightingError
        If judgements or allocations are incomplete or contradict each other in form.
    """
    return FIXED.get(weighting.method, _equal)(node, weighting)


def _given(node: Node, weighting: Weighting) -> Array:
    return np.array([child.weight for child in node.children], float)


def _equal(node: Node, weighting: Weighting) -> Array:
    return equal(len(node.children))


def _effective(node: Node, weighting: Weighting) -> Array:
    """Return for each child the sum of its indicators' weights."""
    return np.array([sum(weighting.effective[code] for code in leaves(child)) for child in node.children])


def _budget(node: Node, weighting: Weighting) -> Array:
    shares = budget_allocation(weighting.allocations)
    return np.array([shares[name] for name in child_names(node)])


def _ahp(node: Node, weighting: Weighting) -> Array:
    return ahp(judgement_matrix(node, weighting)).weights


def judgement_matrix(node: Node, weighting: Weighting) -> Array:
    """Return the matrix of a group's pairwise judgements."""
    return comparisons(child_names(node), [(it.more, it.than, it.by) for it in weighting.comparisons])


FIXED: dict[str, Callable[[Node, Weighting], Array]] = {
    "given": _given,
    "equal": _equal,
    "effective": _effective,
    "budget_allocation": _budget,
    "ahp": _ahp,
}


def fitted_weights(weighting: Weighting, names: list[str], children: Array) -> Array:
    """Return weights that follow from the children's scores.

    Parameters
    ----------
    names : of the children.
    children : array [child, unit], NaN where missing.

    Raises
    ------
    WeightingError
        Where a child is constant, or the children do not bear the method.
    """
    if weighting.method == "optimised" and weighting.aim:
        return optimised(children, np.array([weighting.aim[name] for name in names]))
    return WEIGHTINGS[weighting.method](children)
