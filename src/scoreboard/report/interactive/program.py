"""A compiled tree as a small program for the page: data that one interpreter, assets/engine.js, runs.

Nothing of an index stands in the script: children, weights, rules, parameters, thresholds and look-ups all come
from the tree that Python scores by.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scoreboard.definitions.method import RuleParameters
from scoreboard.report.i18n import N_, _
from scoreboard.scoring.methods.means import MEANS
from scoreboard.scoring.tree import Condition, Group, Tree

OFFERED = (*MEANS, "lookup")
"""The rules that the interpreter knows; the others compare states with each other."""
CHOICES: dict[str, tuple[str, str, RuleParameters]] = {
    "arithmetic": (
        N_("Arithmetic mean: a strong field makes up for a weak one"),
        "arithmetic",
        RuleParameters(),
    ),
    "geometric": (N_("Geometric mean: a weak field weighs more"), "geometric", RuleParameters(shift=1)),
    "harmonic": (N_("Harmonic mean: a weak field weighs most"), "harmonic", RuleParameters(shift=1)),
    "quadratic": (
        N_("Power mean, exponent 2: a strong field weighs more"),
        "power",
        RuleParameters(exponent=2),
    ),
}
"""Key in the page's address → words, rule and parameters that a reader may choose."""

Program = dict[str, Any]


def program(tree: Tree, minimum_states: int) -> Program:
    """Return a tree as plain data.

    Parameters
    ----------
    tree : with one weight per child, that is, of no draws, all its rules among `OFFERED`.
    minimum_states : fewer scored states than this give no ranks.
    """
    return {
        "columns": list(tree.columns),
        "leaves": len(tree.leaves),
        "minimum": minimum_states,
        "groups": [_group(group) for group in tree.groups],
    }


def _group(group: Group) -> Program:
    return {
        "children": list(group.children),
        "nominal": group.nominal.tolist(),
        "weights": group.weights.tolist(),
        "rule": group.rule,
        "parameters": parameters(group.parameters),
        "follows": group.follows,
        "coverage": group.coverage,
        "least": group.least_children,
        "lookup": [[[_condition(it) for it in conditions], score] for conditions, score in group.lookup],
    }


def parameters(given: RuleParameters) -> dict[str, float]:
    """Return the numbers that a rule was given, without those that it was not."""
    return given.model_dump(exclude_none=True)


def _condition(it: Condition) -> list[Any]:
    return [it.column, it.compare, it.number]


def choices() -> dict[str, Any]:
    """Return the rules that a reader may choose, as plain data."""
    return {
        key: {"label": _(label), "rule": rule, "parameters": parameters(given)}
        for key, (label, rule, given) in CHOICES.items()
    }


def obstacles(tree: Tree, labels: Sequence[str]) -> list[str]:
    """Return the labels of the groups that the page cannot run: they compare states, or are scaled.

    Parameters
    ----------
    labels : names of all columns in plain words.
    """
    return [
        labels[len(tree.leaves) + position]
        for position, group in enumerate(tree.groups)
        if group.rule not in OFFERED or group.scaling is not None
    ]
