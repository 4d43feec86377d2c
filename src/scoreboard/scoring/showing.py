"""Scores and explanations in a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scoreboard.findings.notebook import Cell, show, table

if TYPE_CHECKING:
    from scoreboard.scoring.explaining import Step
    from scoreboard.scoring.scores import Scores

MOST = 30
"""Steps of an explanation that are shown."""
INDENT = "· "


def scores_html(scores: Scores) -> str:
    """Return the uppermost node's scores in the last ranked year, states in code order.

    Without ranks: one should not be read without its interval.
    """
    index, known = scores.index, scores.panel.framework
    node = index.tree[0].node or index.tree[0].indicator or ""
    scored = scores.frame[scores.frame["node"] == node].dropna(subset=["score"])
    year = (scored if scored["rank"].isna().all() else scored.dropna(subset=["rank"]))["year"].max()
    shown = scored[scored["year"] == year]
    rows = [
        (_state(scores, code), float(score), f"{share:.0%}", f"{seen:.0%}")
        for code, score, share, seen in zip(
            *(shown[name] for name in ("state", "score", "coverage", "observed")), strict=True
        )
    ]
    title = f"{index.title} {index.version}: {known.label(index.lens, node)}"
    caption = f"{title}, {year}" if rows else f"{title}: no score"
    columns = ["State", "Score, 0 to 100", "Coverage", "Observed"]
    years = scores.frame["year"]
    more = f"scores.frame has {len(years):,} rows: every node, state and year ({years.min()}–{years.max()})."
    sure = "How sure scores and ranks are: scoreboard.uncertainty(panel, index)."
    return show(caption, table(caption, columns, rows), more, sure)


def _state(scores: Scores, code: str) -> str:
    known = scores.panel.framework.states
    return f"{known[code].name} ({code})" if code in known else code


def step_html(step: Step) -> str:
    """Return an explanation: every step below its parent, moved to the right."""
    caption = f"{step.title}: how the score comes about"
    columns = ["Step", "Score", "Weight", "How", "Where it stands"]
    return show(caption, table(caption, columns, _rows(step, 0), most=MOST))


def _rows(step: Step, depth: int) -> Iterator[tuple[Cell, ...]]:
    places = ", ".join(step.places)
    yield f"{INDENT * depth}{step.name}", step.score, f"{step.share:.1%}", step.how, places
    for child in step.children:
        yield from _rows(child, depth + 1)
