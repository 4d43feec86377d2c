"""Goal seeking: the smallest set of changes in a state's answers that lifts a node to a target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scoreboard.analysis.options.answers import Level, levels_of, rescored
from scoreboard.analysis.options.reaching import OptionsError, Reach, Search, Step
from scoreboard.scoring import Scores

Jumps = Literal["any", "next"]
Count = Literal["steps", "items"]
ENOUGH = 1e-9
"""Score points by which a target may be missed: the noise of adding up."""


@dataclass(frozen=True)
class Change:
    """One item lifted to a higher level.

    Parameters
    ----------
    before, after : levels. steps : levels climbed.
    alone : score points that this change would add without the others.
    """

    indicator: str
    before: float
    after: float
    steps: int
    alone: float


@dataclass(frozen=True)
class Way:
    """The smallest set of changes that reaches a target.

    Parameters
    ----------
    start, reached, most : score as it is, with the changes, and the highest that any changes give.
    changes : in the order of the tree; none where `reason` says why.
    """

    target: float
    start: float
    reached: float
    most: float
    changes: tuple[Change, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Question:
    """What would lift a node of a state-year.

    Parameters
    ----------
    node : node or indicator of the tree.
    jumps : whether an item may rise to any higher level, or to the next one only.
    count : what is to be small: levels climbed, or items touched. Of equally small sets, the one that gains most.
    """

    scores: Scores
    state: str
    year: int
    node: str
    jumps: Jumps = "any"
    count: Count = "steps"

    @cached_property
    def unit(self) -> int:
        """Position of the state-year; KeyError if it is not there."""
        return self.scores.block.unit(self.state, self.year)

    @cached_property
    def column(self) -> int:
        """Column of the node; KeyError if it is not there."""
        return self.scores.tree.column(self.node)

    @cached_property
    def levels(self) -> dict[int, tuple[Level, ...]]:
        """The levels of each item by leaf column; see `levels_of`."""
        return levels_of(self.scores)

    @cached_property
    def search(self) -> Search:
        """What may be done about each item."""
        if not self.levels:
            title = self.scores.index.title
            raise OptionsError(
                f"{title}: no item has answers that earn the same score whatever other states do"
            )
        values = self.scores.block.values[self.unit].tolist()
        own = self.scores.prepared.scores[:, 0, self.unit].tolist()
        menus = tuple(
            (Step(0, value, score), *self._higher(value, self.levels.get(leaf, ())))
            for leaf, (value, score) in enumerate(zip(values, own, strict=True))
        )
        return Search(
            self.scores.tree, menus, self.scores.block.peers.select(slice(self.unit, self.unit + 1))
        )

    def _higher(self, value: float, levels: tuple[Level, ...]) -> Iterator[Step]:
        """Yield the levels above an answer; a missing answer has none: nobody knows what would change."""
        higher = [level for level in levels if level.value > value]
        for steps, level in enumerate(higher[:1] if self.jumps == "next" else higher, start=1):
            yield Step(steps if self.count == "steps" else 1, level.value, level.score)

    @cached_property
    def reach(self) -> Reach:
        """The best score for each number of steps."""
        return self.search.reach(self.column)

    def target(self, wanted: str | float) -> float:
        """Return a target in score points: a score, ``median`` of the year's states, or ``+5`` above the own.

        The target stays where it is: the median is that of the scores as they are.

        Raises
        ------
        OptionsError
            If the words are none of these, or too few states have a score for a median.
        """
        text = str(wanted)
        if text == "median":
            return self._median()
        if not re.fullmatch(r"\+?\d+(\.\d+)?", text):
            raise OptionsError(f"a target is a score, 'median', or points to gain such as '+5', not '{text}'")
        start = self.scores.values[self.unit, self.column] if text.startswith("+") else 0.0
        return float(start) + float(text)

    def _median(self) -> float:
        values = self.scores.values[self.scores.block.years == self.year, self.column]
        values = values[~np.isnan(values)]
        if len(values) < self.scores.index.minimum_states:
            raise OptionsError(
                f"not enough data: {len(values)} states have a score of {self.node} in {self.year}"
            )
        return float(np.median(values))

    def way(self, wanted: str | float = "median") -> Way:
        """Return the smallest set of changes that reaches a target, scored again from the answers up."""
        target, reach = self.target(wanted), self.reach
        start = float(reach.scores[0])
        if np.isnan(start):
            return Way(target, start, start, start, reason="not enough data for a score")
        most = float(np.nanmax(reach.scores))
        if start >= target - ENOUGH:
            return Way(target, start, start, most, reason="reached already")
        enough = np.flatnonzero(reach.scores >= target - ENOUGH)
        if not len(enough):
            reason = f"out of reach: no changes of the answers give more than {most:.1f}"
            return Way(target, start, start, most, reason=reason)
        answers = self._answers(reach.choices[enough[0]])
        alone = [{leaf: after} for leaf, after in answers.items()]
        reached, *single = rescored(self.scores, self.unit, self.column, [answers, *alone]).tolist()
        assert abs(reached - reach.scores[enough[0]]) <= ENOUGH, "the search and the engine disagree"
        gains = [score - start for score in single]
        return Way(target, start, reached, most, self._changes(answers, gains))

    def _answers(self, choice: NDArray[np.int_]) -> dict[int, float]:
        return {int(leaf): self.search.menus[leaf][choice[leaf]].value for leaf in np.flatnonzero(choice)}

    def _changes(self, answers: dict[int, float], gains: list[float]) -> tuple[Change, ...]:
        return tuple(
            Change(
                indicator=self.scores.tree.leaves[leaf],
                before=(before := float(self.scores.block.values[self.unit, leaf])),
                after=after,
                steps=sum(before < level.value <= after for level in self.levels[leaf]),
                alone=gain,
            )
            for (leaf, after), gain in zip(answers.items(), gains, strict=True)
        )


def seek(
    scores: Scores, state: str, year: int, node: str, target: str | float = "median",
    jumps: Jumps = "any", count: Count = "steps",
) -> Way:  # fmt: skip
    """Return the smallest set of changes that lifts a node to a target, exactly.

    Parameters
    ----------
    scores : of an index with policy items.
    target : a score 0–100, ``median``, or points to gain such as ``+5``.
    node, jumps, count : see `Question`.

    Raises
    ------
    KeyError
        If there is no such state-year or node.
    OptionsError
        If the node or the index does not bear the question.
    """
    return Question(scores, state, year, node, jumps, count).way(target)
