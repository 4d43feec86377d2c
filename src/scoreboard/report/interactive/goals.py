"""The ways up that the What-if page shows, worked out by Python for every state and year."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoreboard.analysis.options import OptionsError, Question, Way, holders, levels_of
from scoreboard.report.edition import Edition
from scoreboard.report.i18n import N_, _
from scoreboard.report.i18n.borrowed import translated
from scoreboard.report.interactive.dataset import nodes, years
from scoreboard.report.ledger import read
from scoreboard.report.links import practice_address
from scoreboard.report.slices import tree
from scoreboard.scoring import Scores

TARGETS = {"median": N_("the middle state"), "+5": N_("5 points more"), "+10": N_("10 points more")}
"""Targets that are worked out beforehand, with their words."""
Known = dict[tuple[bytes, int, float], dict[str, Any]]
"""Answers of a state-year, column and target in points → way: from year to year few answers change."""


@read(derived=True)
def goals(edition: Edition, lens: str) -> dict[int, dict[str, Any]]:
    """Return the ways of every state and node by year; empty where the lens has no answers to change.

    ``ways``: state → column → target → {target, changes [[leaf, score]]} or {reason}.
    ``holders``: leaf → score → [state, year since when, whether perhaps longer] that have the level or a higher one.
    """
    scores = edition.scores(lens)
    if not levels_of(scores):
        return {}
    return {
        year: {"year": year, "ways": _of_year(edition, lens, year), "holders": _holders(scores, year)}
        for year in years(edition, lens)
    }


@read(derived=True, kept=True)
def _of_year(edition: Edition, lens: str, year: int) -> dict[str, dict[str, Any]]:
    scores, known = edition.scores_of_year(lens, year), _known(edition, lens)
    return {
        state: _ways(scores, state, year, nodes(edition, lens), known)
        for state in scores.block.states[scores.block.years == year].tolist()
    }


@read(derived=True)
def _known(edition: Edition, lens: str) -> Known:
    """Return a place for what one year tells of others; it follows from the tree, whatever it holds yet."""
    _ = tree(edition, lens)
    return {}


@read
def aims(edition: Edition, lens: str) -> dict[str, Any]:
    """Return what all years share; empty where the lens has no answers to change.

    ``targets``: target → its words.
    ``register``: leaf → address of its entry in the practice register, in a book that has one.
    """
    earned = levels_of(edition.scores(lens))
    if not earned:
        return {}
    leaves = {column: edition.scores(lens).tree.leaves[column] for column in earned}
    found = {str(column): practice_address(edition, code, up="") for column, code in leaves.items()}
    register = {column: address for column, address in found.items() if address}
    return {"targets": {it: _(words) for it, words in TARGETS.items()}, "register": register}


def _ways(scores: Scores, state: str, year: int, names: list[str], known: Known) -> dict[str, Any]:
    found = {}
    for name in names:
        question = Question(scores, state, year, name)
        if not np.isnan(scores.values[question.unit, question.column]):
            found[str(question.column)] = {target: _plain(question, target, known) for target in TARGETS}
    return found


def _plain(question: Question, target: str, known: Known) -> dict[str, Any]:
    """Return a way as plain data, worked out once for the same answers and the same target in points."""
    try:
        answers = question.scores.block.values[question.unit].tobytes()
        key = (answers, question.column, question.target(target))
        if key not in known:
            known[key] = _told(question, question.way(target))
    except OptionsError as error:
        return {"reason": translated(str(error)) or str(error)}
    return known[key]


def _told(question: Question, way: Way) -> dict[str, Any]:
    if way.reason:
        return {"reason": translated(way.reason) or way.reason}
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
