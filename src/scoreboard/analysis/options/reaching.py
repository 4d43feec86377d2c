"""The best score of a node for each number of steps up the lists of answers: exact, by the engine itself.

Dynamic programming over the tree. A mean never falls when a child rises, so of a child only the best score for
each number of steps can matter; and means are decomposable, so that children may be joined one by one. A look-up
need not rise, so all answers below it are tried. Every score comes from `scoring.tree.join`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from scoreboard.analysis.options.answers import FIXED
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.means import MEANS
from scoreboard.scoring.peers import Peers
from scoreboard.scoring.tree import Group, Tree, join

MOST_ANSWERS = 100_000
"""Combinations of answers below one look-up that are tried."""
_DECIMALS = 9
"""Scores that agree so far are alike, so that noise does not choose between two ways."""


class OptionsError(ValueError):
    """Why no options can be worked out, in words for a reader."""


@dataclass(frozen=True)
class Step:
    """One thing that may be done about an item: the steps it takes, the answer, the leaf score."""

    steps: int
    value: float
    score: float


@dataclass(frozen=True)
class Reach:
    """What can be reached at one node.

    Parameters
    ----------
    steps : int array [way], ascending, each number once.
    scores : array [way], the best score for exactly so many steps.
    choices : int array [way, leaf], the position in the menu of each item.
    """

    steps: NDArray[np.int_]
    scores: Array
    choices: NDArray[np.int_]

    def best(self) -> tuple[Reach, NDArray[np.int_]]:
        """Return the best way for each number of steps, of ties the first; and their positions here."""
        rounded = np.round(np.where(np.isnan(self.scores), -np.inf, self.scores), _DECIMALS)
        order = np.lexsort((-rounded, self.steps))
        kept = order[np.unique(self.steps[order], return_index=True)[1]]
        return Reach(self.steps[kept], self.scores[kept], self.choices[kept]), kept


@dataclass(frozen=True)
class Search:
    """The items of one state-year, and what may be done about each.

    Parameters
    ----------
    menus : per leaf what may be done; the first is nothing, with the score as it is.
    """

    tree: Tree
    menus: tuple[tuple[Step, ...], ...]
    peers: Peers

    def reach(self, column: int) -> Reach:
        """Return what can be reached at a column.

        Raises
        ------
        OptionsError
            If the node compares states, or an item stands below it more than once, or there are too many
            combinations of answers.
        """
        items = leaves_below(self.tree, column)
        if len(set(items)) < len(items):
            raise OptionsError(f"an item stands more than once below {self.tree.columns[column]}")
        return self._reach(column)

    def _reach(self, column: int) -> Reach:
        if column < len(self.tree.leaves):
            return self._item(column)
        group = self.tree.group(column)
        compares = group.rule not in (*MEANS, "lookup")
        if compares or (group.scaling is not None and group.scaling.method not in FIXED):
            raise OptionsError(
                f"{group.name} compares states, so one state's answers do not settle its score"
            )
        return self._tried(column) if group.rule == "lookup" else self._mean(group)

    def _item(self, column: int) -> Reach:
        menu = self.menus[column]
        choices = np.zeros((len(menu), len(self.menus)), int)
        choices[:, column] = range(len(menu))
        steps = np.array([step.steps for step in menu])
        return Reach(steps, np.array([step.score for step in menu]), choices).best()[0]

    def _mean(self, group: Group) -> Reach:
        reached = self._reach(group.children[0])
        parts = [reached.scores]
        for count, child in enumerate(group.children[1:], start=2):
            added = self._reach(child)
            left, right = (grid.ravel() for grid in np.indices((len(reached.steps), len(added.steps))))
            parts = [*(part[left] for part in parts), added.scores[right]]
            steps = reached.steps[left] + added.steps[right]
            choices = reached.choices[left] + added.choices[right]  # no item stands below both
            reached, kept = Reach(steps, self._joined(_first(group, count), parts), choices).best()
            parts = [part[kept] for part in parts]
        return replace(reached, scores=self._joined(group, parts))

    def _joined(self, group: Group, children: Sequence[Array]) -> Array:
        """Return the score of a group whose children's scores are given, arrays [way]."""
        alone = replace(group, children=tuple(range(len(children))))
        return join(alone, [child[:, None] for child in children], self.peers)[0][:, 0]

    def _tried(self, column: int) -> Reach:
        """Try all answers below a look-up; a way that loses the score is none."""
        items = leaves_below(self.tree, column)
        if prod(len(self.menus[item]) for item in items) > MOST_ANSWERS:
            raise OptionsError(
                f"there are too many answers below {self.tree.columns[column]} to try them all"
            )
        choices = np.zeros((prod(len(self.menus[item]) for item in items), len(self.menus)), int)
        choices[:, items] = list(itertools.product(*(range(len(self.menus[item])) for item in items)))
        planes = [self._chosen("score", leaf, choices)[:, None] for leaf in range(len(self.menus))]
        for part in self.tree.needed([self.tree.columns[column]]).groups:
            planes.append(join(part, planes, self.peers)[0])
        steps = np.sum([self._chosen("steps", item, choices) for item in items], axis=0).astype(int)
        scores = planes[-1][:, 0]
        lawful = ~np.isnan(scores) | np.isnan(scores[0])
        return Reach(steps[lawful], scores[lawful], choices[lawful]).best()[0]

    def _chosen(self, what: str, leaf: int, choices: NDArray[np.int_]) -> Array:
        return np.array([getattr(step, what) for step in self.menus[leaf]], float)[choices[:, leaf]]


def leaves_below(tree: Tree, column: int) -> list[int]:
    """Return the leaf columns below a column, as often as they stand there."""
    if column < len(tree.leaves):
        return [column]
    return [leaf for child in tree.group(column).children for leaf in leaves_below(tree, child)]


def _first(group: Group, count: int) -> Group:
    """Return the group of only the first children, without thresholds: a step on the way to the whole."""
    return replace(
        group, children=group.children[:count], nominal=group.nominal[:count], weights=group.weights[:count],
        coverage=0.0, least_children=0, scaling=None,
    )  # fmt: skip
