"""The words and numbers that texts about a comparison share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from scoreboard.analysis.comparison.comparing import Comparison
from scoreboard.analysis.comparison.gate import Verdict, published_nodes
from scoreboard.analysis.comparison.moves import Move

PART_WORDS = {
    "new": "new data",
    "revised": "revised data",
    "definition": "changed definition",
    "goalposts": "moved goalposts",
    "coverage": "changed coverage",
}
_EVENTS = {
    "moved": ("score moves", "scores move"),
    "appeared": ("score appears", "scores appear"),
    "vanished": ("score vanishes", "scores vanish"),
    "rank": ("rank moves because others did", "ranks move because others did"),
}


def number(value: float) -> str:
    """Return a score for reading, – where there is none."""
    return "–" if pd.isna(value) else f"{value:.1f}"


def signed(value: float) -> str:
    """Return a change with its sign, with more digits where one decimal would hide it; empty for none.

    >>> signed(-2.5), signed(0.004), signed(0.0)
    ('−2.5', '+0.004', '')
    """
    if pd.isna(value) or value == 0:
        return ""
    text = f"{value:+.1f}" if abs(value) >= 0.05 else f"{value:+.1g}"
    return text.replace("-", "−")


def scores(move: Move) -> str:
    """Return the score, or both scores where it moves."""
    return number(move.base) if move.event == "rank" else f"{number(move.base)} → {number(move.head)}"


def rank(move: Move) -> str:
    """Return the rank, or both ranks where it moves."""
    base, head = ("–" if it is None else str(it) for it in (move.base_rank, move.head_rank))
    return base if base == head else f"{base} → {head}"


def why(move: Move) -> str:
    """Return the causes of a move in words, with their parts where it has parts."""
    causes = move.causes.split()
    if move.event == "moved":
        return ", ".join(f"{PART_WORDS[cause]} {signed(getattr(move, cause))}" for cause in causes)
    if move.event == "rank":
        return "the score stays, others moved"
    verb = "appears" if move.event == "appeared" else "vanishes"
    return f"{verb} through {' and '.join(PART_WORDS[cause] for cause in causes)}"


def label(comparison: Comparison, lens: str, node: str) -> str:
    """Return the title of a node, by the head edition where it still has it."""
    title = comparison.head.framework.label(lens, node)
    return comparison.base.framework.label(lens, node) if title == node else title


def published(comparison: Comparison) -> pd.Series[bool]:
    """Return which moves are of a root or a node right below one, in either edition."""
    known = {
        (lens, node)
        for panel in (comparison.base, comparison.head)
        for lens, index in panel.framework.indices.items()
        for node in published_nodes(index)
    }
    pairs = zip(comparison.moves["lens"], comparison.moves["node"], strict=True)
    return pd.Series([pair in known for pair in pairs], comparison.moves.index, dtype=bool)


def summary(comparison: Comparison) -> Iterator[str]:
    """Yield one line per lens: how many published scores of how many states move."""
    moves = comparison.moves[published(comparison)]
    for lens, index in comparison.head.framework.indices.items():
        of_lens = moves[moves["lens"] == lens]
        rest = (comparison.moves["lens"] == lens).sum() - len(of_lens)
        counts = Counter(of_lens["event"])
        parts = [_count(counts[event], *words) for event, words in _EVENTS.items() if counts[event]]
        states = of_lens.loc[of_lens["event"] != "rank", "state"].nunique()
        text = (
            f"{', '.join(parts)} ({_count(states, 'state', 'states')})"
            if parts
            else "no overall or domain score moves"
        )
        yield f"{index.title}: {text}" + (f"; below them {rest:,} more" if rest else "")


def edits(comparison: Comparison) -> Iterator[str]:
    """Yield what was edited: rows by lens, then each change of a definition."""
    for lens, rows in comparison.rows.items():
        title = comparison.head.framework.indices[lens].title
        kinds = {"new": rows.new, "revised": rows.revised, "gone": rows.gone}
        counts = [f"{len(frame):,} {kind}" for kind, frame in kinds.items() if len(frame)]
        states = sorted({state for frame in kinds.values() for state in frame["state"]})
        if counts:
            yield f"{title}: rows {', '.join(counts)} ({_some(states)})"
    for change in comparison.definitions:
        yield f"{comparison.head.framework.indices[change.lens].title}: {change}"


def verdict_lines(comparison: Comparison, verdict: Verdict) -> Iterator[str]:
    """Yield what the gate says: each move that needs a word, and each entry that nothing needs."""
    for move in verdict.open_moves:
        yield (
            f"{move.lens}, {label(comparison, move.lens, move.node)} ({move.node}), {move.state} {move.year}: "
            f"{scores(move)} ({why(move)})"
        )
    for lens, entry in verdict.idle:
        yield f'{lens}: no large move needs the entry "{entry}"'


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _some(words: list[str], most: int = 12) -> str:
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")
