"""What is uncertain about scores: the factors that an index declares, drawn once for all states and years.

A factor turns a realisation, a whole number k, into one way the scores might have been: a choice among
alternatives, a set of weights, moved goalposts, sampling errors. Realisation k of a factor is the same
whatever else is drawn, in whatever order and however many at once, so results are reproduced bit by bit.
Saisana, Saltelli, Tarantola (2005), doi 10.1111/j.1467-985X.2005.00350.x.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoreboard.definitions.method import FACTORS, VaryWeights
from scoreboard.definitions.models import Index, Node
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.tree import Tree

Draws = NDArray[np.int_]

CHOICES = ("imputation", "treatment", "normalisation", "aggregation")
"""Factors that choose between frozen alternatives of the index."""


def declared(index: Index) -> tuple[str, ...]:
    """Return the names of the factors that an index declares, in the order of `FACTORS`."""
    return tuple(name for name in FACTORS if getattr(index.robustness, name) is not None)


def generator(seed: int, factor: str, *path: int) -> np.random.Generator:
    """Return the random stream of a factor, or of one of its realisations."""
    return np.random.Generator(
        np.random.SFC64(np.random.SeedSequence([seed, FACTORS.index(factor)], spawn_key=path))
    )


STREAMS = 1 << 12
"""How many random streams the unit interval is divided into for sensitivity analysis."""


@dataclass(frozen=True)
class Factor:
    """A factor: a few options, and within each a random stream for every number.

    Realisation k takes option ``k % options`` and stream ``k // options``; option 0 is the index's own way.

    Parameters
    ----------
    options : number of alternatives; 1 where all is in the streams.
    """

    name: str
    options: int
    seed: int

    def realise(self, draws: int) -> Draws:
        """Return a realisation for each draw: all options equally likely, and a stream of its own."""
        uniform = generator(self.seed, self.name).random(draws)
        option = np.minimum((uniform * self.options).astype(int), self.options - 1)
        return np.asarray(option + self.options * np.arange(draws))

    def place(self, uniform: Array) -> Draws:
        """Return the realisation at each place of the unit interval."""
        cell = np.minimum((uniform * self.options * STREAMS).astype(int), self.options * STREAMS - 1)
        return np.asarray(cell // STREAMS + self.options * (cell % STREAMS))


def factor(index: Index, name: str, items: int, seed: int) -> Factor:
    """Return one factor of an index.

    Parameters
    ----------
    items : how many items can be left out one at a time.
    """
    if name == "inclusion":
        return Factor(name, items + 1, seed)
    if name in CHOICES:
        return Factor(name, 1 + len(getattr(index.robustness, name).alternatives), seed)
    return Factor(name, 1, seed)


def options_of(index: Index) -> dict[str, Callable[[Index, int], Index]]:
    """Return for each choice how an option alters a frozen index; option 0 leaves it as it is."""
    return {
        "imputation": _alter("imputation"),
        "treatment": _alter("treatment"),
        "normalisation": _alter("normalisation"),
        "aggregation": _rule,
    }


def _alter(key: str) -> Callable[[Index, int], Index]:
    def alter(index: Index, option: int) -> Index:
        if option == 0:
            return index
        other = getattr(index.robustness, key).alternatives[option - 1]
        return index.model_copy(update={key: other})

    return alter


def _rule(index: Index, option: int) -> Index:
    if option == 0:
        return index
    assert index.robustness.aggregation is not None  # only declared factors are drawn
    how = index.robustness.aggregation
    other = how.alternatives[option - 1]
    update = {"aggregation": other.rule, "parameters": other.parameters}
    if not how.nodes:
        return index.model_copy(update=update)
    return index.model_copy(
        update={"tree": tuple(_with_rule(root, how.nodes, update) for root in index.tree)}
    )


def _with_rule(node: Node, names: tuple[str, ...], update: Mapping[str, object]) -> Node:
    """Return a node in which some groups, at any depth, have another rule."""
    children = tuple(_with_rule(child, names, update) for child in node.children)
    return node.model_copy(update={"children": children, **(update if node.node in names else {})})


@dataclass(frozen=True)
class WeightDraws:
    """Weights of every group, by realisation.

    Parameters
    ----------
    tree : gives the groups and their own weights.
    how : within ± a share, or Dirichlet.
    """

    tree: Tree
    how: VaryWeights
    seed: int
    size: int

    @cached_property
    def multipliers(self) -> tuple[Array, ...]:
        """For each group an array [child, realisation] by which its own weights are multiplied."""
        return tuple(self._of_group(group.nominal, number) for number, group in enumerate(self.tree.groups))

    def _of_group(self, weights: Array, number: int) -> Array:
        random = generator(self.seed, "weights", number)
        if self.how.within is not None:
            drawn = random.uniform(1 - self.how.within, 1 + self.how.within, (self.size, len(weights)))
        else:
            share = weights / weights.sum()
            drawn = random.dirichlet(share * float(self.how.dirichlet or 0.0), self.size) / share
        return np.ascontiguousarray(drawn.T)


def goalpost_shifts(leaves: int, within: float, seed: int, size: int) -> Array:
    """Return how far low and high goalposts move, array [2, leaf, realisation], as shares of their distance."""
    random = generator(seed, "goalposts")
    return np.ascontiguousarray(random.uniform(-within, within, (size, 2, leaves)).transpose(1, 2, 0))
