"""Why a score is what it is: every step, from the index down to the line of a CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scoreboard.definitions.models import PolicyIndicator, StatisticIndicator

if TYPE_CHECKING:
    from scoreboard.scoring.scores import Scores
    from scoreboard.scoring.tree import Group

RULE_WORDS = {
    "arithmetic": "arithmetic mean",
    "geometric": "geometric mean",
    "harmonic": "harmonic mean",
    "power": "power mean",
    "lookup": "look-up",
    "copeland": "Copeland's outranking",
    "mazziotta_pareto": "Mazziotta–Pareto index",
    "benefit_of_the_doubt": "benefit of the doubt",
}

CELLS = ["file", "line", "value", "flags"]
"""Columns of an observation that an explanation names."""


@dataclass(frozen=True)
class Step:
    """One node or indicator of an explanation.

    Parameters
    ----------
    name, title : code and words.
    score : 0–100, or None where missing.
    share : weight among its siblings that was used, 0..1; 0 for a missing child.
    how : the formula in words, with its numbers.
    places : for an indicator, ``file:line`` of each observation.
    children : the steps that it is made from, in the order of the tree.

    Examples
    --------
    >>> from scoreboard import Project
    >>> project = Project("tests/mini")
    >>> print(project.scores("policy").explain("AT", 2019, "labour_market"))
     100.0000  labour_market: arithmetic mean of 1 of 1, coverage 1.00, rank 1 of 3
    └─ 100.0%  100.0000  job_access: level 100  [data/AT/policy.csv:3]
    """

    name: str
    title: str
    score: float | None
    share: float
    how: str
    places: tuple[str, ...] = ()
    children: tuple[Step, ...] = ()

    def __str__(self) -> str:
        """Return the explanation as a tree of lines."""
        return "\n".join(self._lines("", ""))

    def _lines(self, first: str, rest: str) -> Iterator[str]:
        score = "missing" if self.score is None else f"{self.score:.4f}"
        places = f"  [{', '.join(self.places)}]" if self.places else ""
        yield f"{first}{score:>9}  {self.name}: {self.how}{places}"
        for child in self.children:
            last = child is self.children[-1]
            weight = f"{child.share:6.1%} "
            yield from child._lines(
                rest + ("└─ " if last else "├─ ") + weight, rest + ("   " if last else "│  ")
            )

    def _repr_html_(self) -> str:
        from scoreboard.scoring.showing import step_html

        return step_html(self)

    def as_dict(self) -> dict[str, Any]:
        """Return the explanation as plain values, for JSON."""
        return {
            "node": self.name,
            "title": self.title,
            "score": self.score,
            "weight_share": self.share,
            "how": self.how,
            "observations": list(self.places),
            "children": [child.as_dict() for child in self.children],
        }


def explain(scores: Scores, state: str, year: int, node: str) -> Step:
    """See `Scores.explain`."""
    return _step(scores, scores.block.unit(state, year), scores.tree.column(node), 1.0)


def _step(scores: Scores, unit: int, column: int, share: float) -> Step:
    name = scores.tree.columns[column]
    value = scores.values[unit, column]
    score = None if np.isnan(value) else float(value)
    title = scores.panel.framework.label(scores.index.lens, name)
    if column < len(scores.tree.leaves):
        how, places = _leaf(scores, unit, column)
        return Step(name, title, score, share, how, places)
    group = scores.tree.group(column)
    present = ~np.isnan(scores.values[unit, list(group.children)])
    used = np.where(present, group.weights, 0.0)
    shares = used / used.sum() if used.any() else used
    children = tuple(
        _step(scores, unit, child, float(part)) for child, part in zip(group.children, shares, strict=True)
    )
    return Step(name, title, score, share, _group(scores, unit, column, group), (), children)


def _group(scores: Scores, unit: int, column: int, group: Group) -> str:
    counted = group.nominal > 0
    present = counted & ~np.isnan(scores.values[unit, list(group.children)])
    text = f"{RULE_WORDS[group.rule]} of {present.sum()} of {counted.sum()}"
    text += f", coverage {scores.coverage[unit, column]:.2f}"
    if not counted.all():
        text += f", {(~counted).sum()} left out"
    if group.scaling is not None:
        text += f", then {group.scaling.method}"
    rank = scores.ranks[unit, column]
    if not np.isnan(rank):
        of_year = scores.block.years == scores.block.years[unit]
        text += f", rank {rank:.0f} of {int((~np.isnan(scores.values[of_year, column])).sum())}"
    reason = scores.reasons[unit, column]
    return f"{text} ({reason})" if reason else text


def _leaf(scores: Scores, unit: int, column: int) -> tuple[str, tuple[str, ...]]:
    """Return the words and the places of one indicator's observations."""
    indicator = scores.panel.framework.indicators[scores.tree.leaves[column]]
    rows = [int(row) for row in scores.block.rows[unit, column] if row >= 0]
    files, lines, numbers, flags = (scores.panel.frame[name].array for name in CELLS)
    places = tuple(f"{files[row]}:{lines[row]}" for row in rows)
    values = [_cell(float(numbers[row]), flags[row]) for row in rows]
    if not rows:
        text = "no observation"
    elif isinstance(indicator, PolicyIndicator):
        text = f"level {values[0]}"
    else:
        text = _measure(scores, indicator, unit, column, values)
    return "".join([text, *_steps(scores, unit, column)]), places


def _cell(value: float, flags: str) -> str:
    text = ":" if np.isnan(value) else f"{value:g}"
    return f"{text} {flags}" if flags else text


def _measure(scores: Scores, it: StatisticIndicator, unit: int, column: int, values: list[str]) -> str:
    """Return what was measured; a drawn value is told beside the observed one."""
    measured = scores.block.values[unit, column]
    text = f"{it.group} {values[0]}"
    if it.measure != "level" and len(values) > 1:
        return f"{it.measure} of {text} and {it.reference or it.group} {values[1]} = {measured:g}"
    observed = scores.panel.frame["value"].array[scores.block.rows[unit, column, 0]]
    return text if measured == observed or np.isnan(measured) else f"{text}, drawn as {measured:g}"


def _steps(scores: Scores, unit: int, column: int) -> Iterator[str]:
    """Yield what happened on the way from the measure to the score."""
    prepared = scores.prepared
    measured = scores.block.values[unit, column]
    treated = float(prepared.treated[column, 0, unit])
    if scores.imputed[unit, column]:
        yield f", imputed as {treated:g} ({scores.index.imputation.method})"
    elif not np.isnan(measured) and treated != measured:
        yield f", treated to {treated:g}"
    batch = next(each for each in scores.plan.leaves if column in each.positions)
    if batch.how.method == "goalposts":
        at = int(np.flatnonzero(batch.positions == column)[0])
        low, high = batch.low[at], batch.high[at]
        if prepared.moved is not None:
            low, high = (bound[column, 0, 0] for bound in prepared.moved)
        yield f", goalposts {low:g} to {high:g}"
    elif batch.how.method != "none":
        yield f", {batch.how.method} over the {batch.how.over}"
    if batch.mirrored[batch.positions == column].any():
        yield ", less is better"
    age = scores.block.carried[unit, column]
    if age:
        yield f", carried forward from {scores.block.years[unit] - age}"
