"""A comparison in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoreboard.analysis.comparison.moves import each
from scoreboard.analysis.comparison.phrases import PART_WORDS
from scoreboard.findings.notebook import Cell, show, table

if TYPE_CHECKING:
    from scoreboard.analysis.comparison.comparing import Comparison
    from scoreboard.analysis.comparison.moves import Move

COLUMNS = ["Score", "State", "Year", "Before", "After", "Change", "Why"]


def comparison_html(comparison: Comparison) -> str:
    """Return the moves in their order; of nodes first, as they stand in the table."""
    if comparison.empty:
        return show("Comparison of two editions", "No score and no rank moves.")
    framework = comparison.head.framework
    rows = [_row(move, framework.label(move.lens, move.node)) for move in each(comparison.moves)]
    caption = f"Comparison of two editions: {len(rows):,} scores or ranks move"
    more = "comparison.moves has every move with its parts, which sum to the change."
    return show(caption, table(caption, COLUMNS, rows), more)


def _row(move: Move, label: str) -> tuple[Cell, ...]:
    if move.event == "rank":
        why = f"rank {move.base_rank} → {move.head_rank}: others moved"
    else:
        words = [PART_WORDS.get(cause, cause) for cause in move.causes.split()]
        why = ", ".join(words) if move.event == "moved" else ", ".join([move.event, *words])
    return f"{label} ({move.lens})", move.state, str(move.year), move.base, move.head, move.change, why
