"""An index compiled, and the one road from values to scores: impute, treat, normalise, aggregate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoreboard.definitions import Framework
from scoreboard.definitions.method import Imputation, Treatment
from scoreboard.definitions.models import Index
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.imputing import IMPUTERS, Imputed
from scoreboard.scoring.methods.treating import treat
from scoreboard.scoring.peers import Peers
from scoreboard.scoring.scaling import Leaves, compile_leaves, normalise
from scoreboard.scoring.tree import Tree, aggregate, compile_tree, settle


@dataclass(frozen=True)
class Plan:
    """A compiled index.

    Parameters
    ----------
    index : what was compiled.
    tree : its tree.
    leaves : its leaves, in batches that are normalised alike.
    """

    index: Index
    tree: Tree
    leaves: tuple[Leaves, ...]

    @property
    def compares_years(self) -> bool:
        """Whether a score of one year depends on values of other years."""
        treated = self.index.treatment is not None and self.index.treatment.over == "panel"
        pooled = any(batch.how.over == "panel" and batch.how.method not in ABSOLUTE for batch in self.leaves)
        imputed = self.index.imputation.method in ("linear", "multiple")
        return treated or pooled or imputed or self.joins_compare_years

    @property
    def joins_compare_years(self) -> bool:
        """Whether that is so above the leaves: in a rule, a scaling, or weights that are not settled yet."""
        return any(
            group.rule == "mazziotta_pareto"
            or (group.rule == "benefit_of_the_doubt" and group.parameters.over == "panel")
            or group.weighting is not None
            or (group.scaling is not None and group.scaling.over == "panel")
            for group in self.tree.groups
        )


IN_UNITS = ("none", "goalposts", "distance_to_target")
"""Normalisations with bounds in the indicator's unit."""
ABSOLUTE = ("none", "goalposts", "distance_to_reference")
"""Normalisations in which a score does not depend on other years, wherever states are compared."""


@dataclass(frozen=True)
class Prepared:
    """Leaf scores and what was done on the way.

    Parameters
    ----------
    scores : array [leaf, draw, unit], NaN where missing.
    imputed : what imputation filled, None where the index imputes nothing.
    treated : array [leaf, draw, unit], the values that were normalised.
    moved : low and high goalposts [leaf, draw, 1], where they are not the leaves' own.
    """

    scores: Array
    imputed: Imputed | None
    treated: Array
    moved: tuple[Array, Array] | None = None


def compile_plan(index: Index, framework: Framework) -> Plan:
    """Compile an index once, for any number of draws."""
    tree = compile_tree(index)
    return Plan(index, tree, compile_leaves(index, tree.leaves, framework))


def prepare(
    plan: Plan,
    values: Array,
    peers: Peers,
    moved: tuple[Array, Array] | None = None,
    noise: Array | None = None,
) -> Prepared:
    """Impute, treat and normalise.

    Parameters
    ----------
    values : array [leaf, draw, unit], in the indicators' units, NaN where missing.
    peers : the units, on the complete grid of years and states if the index imputes.
    moved : low and high goalposts [leaf, draw, 1] in place of the leaves' own.
    noise : array [leaf, draw, unit] of standard normal numbers, for values drawn by multiple imputation.
    """
    imputed = impute(values, plan.index.imputation, peers)
    if imputed is not None:
        values = imputed.values
        if noise is not None and imputed.sd.any():
            values = values + imputed.sd * noise
    treated = treat_outliers(values, plan.index.treatment, plan.leaves, peers)
    return Prepared(normalise(plan.leaves, treated, peers, moved), imputed, treated, moved)


def impute(values: Array, how: Imputation, peers: Peers) -> Imputed | None:
    """Estimate missing values as declared; None where nothing is to be imputed."""
    if how.method in ("none", "latest"):  # the last value was carried forward with its row
        return None
    years = np.unique(peers.years)
    options: dict[str, dict[str, Any]] = {
        "mean": {"groups": _groups(how, peers)},
        "median": {"groups": _groups(how, peers)},
        "linear": {"years": years, "maximum_age": how.maximum_age_years},
        "multiple": {"years": years},
    }
    grid = values.reshape(*values.shape[:-1], len(years), values.shape[-1] // len(years))
    result = IMPUTERS[how.method](grid, **options[how.method])
    flat = {name: getattr(result, name).reshape(values.shape) for name in ("values", "filled", "sd", "age")}
    return replace(result, **flat)


def _groups(how: Imputation, peers: Peers) -> NDArray[np.int_]:
    """Return the group of each state: those that the index file sets together, all others by themselves."""
    states = peers.states[peers.by_year[0]]
    if not how.groups:
        return np.zeros(len(states), int)
    of_state = {state: number for number, group in enumerate(how.groups) for state in group}
    return np.array([of_state.get(str(state), len(how.groups)) for state in states])


def treat_outliers(values: Array, how: Treatment | None, leaves: tuple[Leaves, ...], peers: Peers) -> Array:
    """Treat outliers as declared; an array [leaf, draw, unit] in, the same shape out.

    A transformation changes the unit, so it acts only where normalisation compares states; values that are
    held against fixed bounds are winsorised at most.
    """
    if how is None:
        return values
    treated = np.empty(values.shape)
    for batch in leaves:
        then = None if batch.how.method in IN_UNITS else how.then
        function = partial(_treated, how=how, then=then)
        treated[batch.positions] = peers.apply(function, values[batch.positions], how.over)
    return treated


def _treated(values: Array, how: Treatment, then: str | None) -> Array:
    return treat(values, points=how.winsorise, then=then, skew=how.skewness, kurt=how.kurtosis).values


def evaluate(plan: Plan, values: Array, peers: Peers) -> tuple[Array, Array]:
    """Score the values of one draw, from the leaves up, with the weights that follow from them.

    Parameters
    ----------
    values : array [unit, leaf], in the indicators' units.

    Returns
    -------
    scores, coverage : arrays [unit, column].
    """
    leaf_scores = prepare(plan, values.T[:, None], peers).scores
    tree = settle(plan.tree, leaf_scores, peers)
    scores, coverage = aggregate(tree, leaf_scores, peers)
    return columns_last(scores), columns_last(coverage)


def columns_last(planes: list[Array]) -> Array:
    """Return the first draw of some planes as an array [unit, column]."""
    return np.concatenate([plane[:1] for plane in planes]).T
