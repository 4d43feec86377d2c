"""A comparison for people, for machines, and for a pull request."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

import pandas as pd

from scoreboard.analysis.comparison import phrases
from scoreboard.analysis.comparison.comparing import Comparison
from scoreboard.analysis.comparison.gate import Verdict
from scoreboard.analysis.comparison.moves import each

SHOWN_PER_NODE = 10
SHOWN_IN_TABLE = 20
SHOWN_FOLDED = 300
"""A comment on GitHub may hold 65,536 characters."""

Names = tuple[str, str]
"""What the base and the head edition are called."""


def as_text(comparison: Comparison, verdict: Verdict | None, names: Names, everything: bool = False) -> str:
    """Return the comparison for people: by lens and node, the largest moves first.

    Parameters
    ----------
    verdict : what the gate says; None leaves it out.
    everything : every node, indicator and move, not the overall and domain scores that move most.
    """
    lines = [f"{names[0]} → {names[1]}", *phrases.summary(comparison)]
    edits = list(phrases.edits(comparison))
    lines += ["", "What was edited", *(f"  {edit}" for edit in edits)] if edits else []
    moves = comparison.moves if everything else comparison.moves[phrases.published(comparison)]
    for _, of_node in moves.groupby(["lens", "node"], sort=False):
        lens, node = of_node["lens"].iloc[0], of_node["node"].iloc[0]
        title = comparison.head.framework.indices[lens].title
        lines += ["", f"{title}: {phrases.label(comparison, lens, node)} ({node})"]
        lines += _node_lines(of_node, len(of_node) if everything else SHOWN_PER_NODE)
    return "\n".join([*lines, *_verdict_text(comparison, verdict)])


def _node_lines(moves: pd.DataFrame, most: int) -> Iterator[str]:
    cells = [
        (f"{move.state} {move.year}", phrases.scores(move),
         phrases.signed(move.change), f"rank {phrases.rank(move)}",
         phrases.why(move))
        for move in each(moves[:most])
    ]  # fmt: skip
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    for row, move in zip(cells, each(moves[:most]), strict=True):
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        if move.through:
            yield f"      by {move.through.replace(' ', ', ')}"
    if len(moves) > most:
        yield f"  … and {len(moves) - most:,} more"


def _verdict_text(comparison: Comparison, verdict: Verdict | None) -> Iterator[str]:
    if verdict is None:
        return
    yield ""
    yield _verdict_title(verdict)
    yield from (f"  {line}" for line in phrases.verdict_lines(comparison, verdict))
    if not verdict.ok:
        yield f"  {_ADVICE}"


def _verdict_title(verdict: Verdict) -> str:
    if verdict.ok:
        return f"Gate: open; {verdict.gated:,} large moves, all approved or explained"
    return f"Gate: closed; {len(verdict.open_moves):,} of {verdict.gated:,} large moves need a word"


_ADVICE = (
    "Approve each under compare: approved: {state, node, year, reason} of its index file, or explain a cause "
    "for all under compare: explained: {part, reason}."
)


def as_json(comparison: Comparison, verdict: Verdict | None, names: Names, everything: bool = False) -> str:
    """Return the whole comparison as JSON, unrounded; `everything` makes no difference."""
    rows = {
        lens: {kind: len(getattr(of, kind)) for kind in ("new", "revised", "gone")}
        for lens, of in comparison.rows.items()
    }
    content: dict[str, Any] = {
        "base": names[0],
        "head": names[1],
        "rows": rows,
        "definitions": [asdict(change) for change in comparison.definitions],
        "moves": [move.as_dict() for move in each(comparison.moves)],
        "gate": None,
    }
    if verdict is not None:
        content["gate"] = {
            "open": verdict.ok,
            "large_moves": verdict.gated,
            "unsettled": [move.as_dict() for move in verdict.open_moves],
            "idle": [{"lens": lens, "entry": entry} for lens, entry in verdict.idle],
        }
    return json.dumps(content, indent=1, ensure_ascii=False)


def as_markdown(
    comparison: Comparison, verdict: Verdict | None, names: Names, everything: bool = False
) -> str:
    """Return the comparison for a pull request: a summary, one table, details folded."""
    moves = comparison.moves
    shown = moves[phrases.published(comparison) & (moves["event"] != "rank")]
    shown = shown.loc[shown["change"].abs().sort_values(ascending=False, kind="stable").index]
    rest = moves.drop(index=shown.index[:SHOWN_IN_TABLE])
    blocks = [f"### Scores: {_cell(names[0])} → {_cell(names[1])}"]
    blocks.append("\n".join(f"- {_cell(line)}" for line in phrases.summary(comparison)))
    if verdict is not None:
        lines = [f"- {_cell(line)}" for line in phrases.verdict_lines(comparison, verdict)]
        lines += [] if verdict.ok else ["", _cell(_ADVICE)]
        blocks.append("\n".join([f"**{_verdict_title(verdict)}**", "", *lines]).rstrip())
    if len(shown):
        blocks.append("\n".join(_table(comparison, shown[:SHOWN_IN_TABLE])))
    edits = [f"- {_cell(edit)}" for edit in phrases.edits(comparison)]
    blocks += _folded(f"What was edited ({len(edits)})", edits[:SHOWN_FOLDED])
    most = len(rest) if everything else SHOWN_FOLDED
    more = [] if len(rest) <= most else ["", f"… and {len(rest) - most:,} more"]
    blocks += _folded(
        f"All other moves ({len(rest):,})", [*_table(comparison, rest[:most]), *more] if len(rest) else []
    )
    return "\n\n".join(blocks)


def _table(comparison: Comparison, moves: pd.DataFrame) -> Iterator[str]:
    yield "| Index | Score | State | Year | Base | Head | Change | Rank | Why |"
    yield "|---|---|---|---:|---:|---:|---:|---:|---|"
    for move in each(moves):
        cells = (
            move.lens, phrases.label(comparison, move.lens, move.node), move.state, str(move.year),
            phrases.number(move.base), phrases.number(move.head),
            phrases.signed(move.change), phrases.rank(move), phrases.why(move),
        )  # fmt: skip
        yield f"| {' | '.join(map(_cell, cells))} |"


def _folded(title: str, lines: Iterable[str]) -> list[str]:
    text = "\n".join(lines)
    return [f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"] if text else []


def _cell(text: str) -> str:
    """Escape what would be markup in a table of GitHub's Markdown."""
    return html.escape(text, quote=False).replace("|", "\\|").replace("\n", " ")


FORMATS: dict[str, Callable[..., str]] = {"text": as_text, "json": as_json, "markdown": as_markdown}
