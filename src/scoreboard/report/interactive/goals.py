"""The ways up that the What-if page shows, worked out by Python for every state of the latest year."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoreboard.analysis.options import OptionsError, Question, Way, holders, levels_of
from scoreboard.report.edition import Edition
from scoreboard.report.interactive.dataset import nodes, years
from scoreboard.scoring import Scores

TARGETS = {"median": "the middle state", "+5": "5 points more", "+10": "10 points more"}
"""Targets that are worked out beforehand, with their words."""


def goals(edition: Edition, lens: str) -> dict[str, Any] | None:
    """Return the ways of every state and node in the latest year; None where the lens has no answers to change.

    ``ways``: state → column → target → {target, changes [[leaf, score]]} or {reason}.
    ``holders``: leaf → score → [state, year since when, whether perhaps longer] that have the level or a higher one.
    """
    scores = edition.scores(lens)
    found = years(edition, lens)
    if not found or not levels_of(scores):
        return None
    year = found[0]
    states = scores.block.states[scores.block.years == year].tolist()
    ways = {state: _ways(scores, state, year, nodes(edition, lens)) for state in states}
    return {"year": year, "targets": TARGETS, "ways": ways, "holders": _holders(scores, year)}


def _ways(scores: Scores, state: str, year: int, names: list[str]) -> dict[str, Any]:
    found = {}
    for name in names:
        question = Question(scores, state, year, name)
        if not np.isnan(scores.values[question.unit, question.column]):
            found[str(question.column)] = {target: _plain(question, target) for target in TARGETS}
    return found


def _plain(question: Question, target: str) -> dict[str, Any]:
    try:
        way = question.way(target)
    except OptionsError as error:
        return {"reason": str(error)}
    if way.reason:
        return {"reason": way.reason}
    return {"target": round(way.target, 4), "changes": _changes(question.scores, way)}


def _changes(scores: Scores, way: Way) -> list[list[float]]:
    """Return [leaf, score] of each change."""
    earned = levels_of(scores)
    columns = [scores.tree.column(change.indicator) for change in way.changes]
    return [
        [column, next(level.score for level in earned[column] if level.value == change.after)]
        for column, change in zip(columns, way.changes, strict=True)
    ]


def _holders(scores: Scores, year: int) -> dict[str, dict[str, list[Any]]]:
    """Return who has each level but the lowest, which nobody needs to climb to."""
    return {
        str(column): {
            f"{level.score:g}": [
                [it.state, it.since, int(it.from_start)]
                for it in holders(scores, scores.tree.leaves[column], level.value, year)
            ]
            for level in levels[1:]
        }
        for column, levels in levels_of(scores).items()
    }
