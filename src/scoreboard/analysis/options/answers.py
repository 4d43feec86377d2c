"""What a state's answers are, which higher levels there are, and what each level scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoreboard.definitions.models import PolicyIndicator
from scoreboard.scoring import Scores
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.peers import Peers
from scoreboard.scoring.plan import prepare
from scoreboard.scoring.scaling import normalise
from scoreboard.scoring.tree import aggregate

FIXED = ("none", "goalposts")
"""Normalisations in which a level always earns the same score, whatever other states do."""


@dataclass(frozen=True)
class Level:
    """One level of an item: the coder's answer, and the leaf score that follows."""

    value: float
    score: float


def levels_of(scores: Scores) -> dict[int, tuple[Level, ...]]:
    """Return the levels of each policy item of an index, lowest first, by leaf column.

    Items whose score depends on the answers of other states, or on a treatment of outliers, are left out.
    """
    found = {column: _listed(scores, name) for column, name in enumerate(scores.tree.leaves)}
    fixed = _fixed(scores)
    levels = {column: values for column, values in found.items() if values and column in fixed}
    most = max(map(len, levels.values()), default=0)
    values = np.full((len(scores.tree.leaves), most, 1), np.nan)
    for column, listed in levels.items():
        values[column, : len(listed), 0] = listed
    peers = Peers(np.array([""]), np.array([scores.index.years.last]))
    scaled = normalise(scores.plan.leaves, values, peers)
    return {
        column: tuple(Level(value, float(scaled[column, n, 0])) for n, value in enumerate(listed))
        for column, listed in levels.items()
    }


def _listed(scores: Scores, name: str) -> list[float]:
    item = scores.panel.framework.indicators[name]
    return sorted(level.score for level in item.levels) if isinstance(item, PolicyIndicator) else []


def _fixed(scores: Scores) -> set[int]:
    if scores.index.treatment is not None:
        return set()
    batches = (batch for batch in scores.plan.leaves if batch.how.method in FIXED)
    return {int(column) for batch in batches for column in batch.positions}


def rescored(scores: Scores, unit: int, column: int, answers: Sequence[dict[int, float]]) -> Array:
    """Return the scores of one unit in a column with other answers, by the whole road from the answers up.

    Weights that follow from the data stay as they are.

    Parameters
    ----------
    answers : sets of leaf column → answer; each is one draw of the engine.

    Returns
    -------
    Array [set].
    """
    block = scores.block
    if not scores.plan.compares_years:  # the other years change nothing
        block = block.of_years((int(scores.block.years[unit]),))
    position = block.unit(str(scores.block.states[unit]), int(scores.block.years[unit]))
    values = np.repeat(block.values.T[:, None], len(answers), axis=1)
    for draw, changed in enumerate(answers):
        values[list(changed), draw, position] = list(changed.values())
    leaf_scores = prepare(scores.plan, values, block.peers).scores
    name = scores.tree.columns[column]
    tree = scores.tree.needed([name])
    plane = aggregate(tree, leaf_scores, block.peers)[0][tree.column(name)]
    return np.broadcast_to(plane[:, position], len(answers))
