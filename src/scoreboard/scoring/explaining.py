"""Why a score is what it is: every step, from the index down to the line of a CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scoreboard.definitions.models import PolicyIndicator, StatisticIndicator

if TYPE_CHECKING:
    from scoreboard.scoring.scores import Scores


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
    group = scores.tree.groups[column - len(scores.tree.leaves)]
    present = ~np.isnan(scores.values[unit, list(group.children)])
    used = np.where(present, group.weights, 0.0)
    shares = used / used.sum() if used.any() else used
    children = tuple(
        _step(scores, unit, child, float(part)) for child, part in zip(group.children, shares, strict=True)
    )
    return Step(name, title, score, share, _group(scores, unit, column, int(present.sum())), (), children)


def _group(scores: Scores, unit: int, column: int, present: int) -> str:
    group = scores.tree.groups[column - len(scores.tree.leaves)]
    rule = "look-up" if group.rule == "lookup" else f"{group.rule} mean"
    text = f"{rule} of {present} of {len(group.children)}, coverage {scores.coverage[unit, column]:.2f}"
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
    if not rows:
        return "no observation", ()
    seen: list[dict[str, Any]] = scores.panel.frame.loc[rows].to_dict("records")  # type: ignore[assignment]
    places = tuple(f"{row['file']}:{row['line']}" for row in seen)
    values = [_cell(row["value"], row["flags"]) for row in seen]
    if isinstance(indicator, PolicyIndicator):
        return f"level {values[0]}", places
    return _statistic(scores, indicator, unit, column, values), places


def _cell(value: float, flags: str) -> str:
    text = ":" if np.isnan(value) else f"{value:g}"
    return f"{text} {flags}" if flags else text


def _statistic(scores: Scores, it: StatisticIndicator, unit: int, column: int, values: list[str]) -> str:
    text = f"{it.group} {values[0]}"
    if it.measure != "level" and len(values) > 1:
        text = f"{it.measure} of {text} and {it.reference} {values[1]}"
        text += f" = {scores.block.values[unit, column]:g}"
    if it.goalposts:
        mirrored = ", less is better" if it.direction == "less_is_better" and it.measure == "level" else ""
        text += f", goalposts {it.goalposts.low:g} to {it.goalposts.high:g}{mirrored}"
    age = scores.block.carried[unit, column]
    return text + (f", carried forward from {scores.block.years[unit] - age}" if age else "")
