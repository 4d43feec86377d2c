"""The gate: a large move must be approved or explained in the index before it lands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoreboard.analysis.comparison.attribution import PARTS
from scoreboard.analysis.comparison.comparing import Comparison
from scoreboard.analysis.comparison.moves import Move, each
from scoreboard.definitions.models import Approval, Explanation, Index, MoveGate

Entry = Approval | Explanation


@dataclass(frozen=True)
class Verdict:
    """What the gate says.

    Parameters
    ----------
    open_moves : the large moves that are neither approved nor explained.
    gated : how many moves are large.
    idle : (lens, entry in words) of each new approval or explanation that no large move needs.
    """

    open_moves: tuple[Move, ...]
    gated: int
    idle: tuple[tuple[str, str], ...]

    @property
    def ok(self) -> bool:
        """Whether every large move is approved or explained."""
        return not self.open_moves


def judge(comparison: Comparison) -> Verdict:
    """Hold the moves against the gate of each index of the head edition.

    Large are moves of more than the threshold, and scores that vanish, of the roots of a tree and the nodes
    right below them, in either edition. An entry counts only in the edition that adds it: those that the
    base edition has already are spent, so that an old approval cannot let a later move pass.
    """
    open_moves: list[Move] = []
    idle: list[tuple[str, str]] = []
    gated = 0
    for lens, index in comparison.head.framework.indices.items():
        if index.compare is None:
            continue
        base = comparison.base.framework.indices.get(lens)
        entries = _new_entries(index.compare, base.compare if base else None)
        nodes = published_nodes(index) | (published_nodes(base) if base else set())
        large = _large_moves(comparison, lens, nodes, index.compare.threshold)
        gated += len(large)
        open_moves += [move for move in large if not _is_settled(move, entries, index.compare.threshold)]
        idle += [(lens, _words(it)) for it in entries if not any(_concerns(it, move) for move in large)]
    return Verdict(tuple(open_moves), gated, tuple(idle))


def _new_entries(gate: MoveGate, before: MoveGate | None) -> list[Entry]:
    spent: tuple[Entry, ...] = (*before.approved, *before.explained) if before else ()
    entries: tuple[Entry, ...] = (*gate.approved, *gate.explained)
    return [entry for entry in entries if entry not in spent]


def published_nodes(index: Index) -> set[str]:
    """Return the roots of a tree and the groups right below them: what people read first."""
    return {node.node for root in index.tree for node in (root, *root.children) if node.node}


def _large_moves(comparison: Comparison, lens: str, nodes: set[str], threshold: float) -> list[Move]:
    moves = comparison.moves
    beyond = (moves["change"].abs() > threshold) | (moves["event"] == "vanished")
    return list(each(moves[beyond & (moves["lens"] == lens) & moves["node"].isin(nodes)]))


def _concerns(entry: Entry, move: Move) -> bool:
    """Return whether an entry speaks of a move."""
    if isinstance(entry, Approval):
        return (entry.state, entry.node, entry.year) == (move.state, move.node, move.year)
    return entry.part in move.causes.split() and entry.node in (None, move.node)


def _is_settled(move: Move, entries: Sequence[Entry], threshold: float) -> bool:
    """Return whether a move is approved, or what nobody explains of it keeps within the threshold."""
    concerned = [entry for entry in entries if _concerns(entry, move)]
    if any(isinstance(entry, Approval) for entry in concerned):
        return True
    explained = {entry.part for entry in concerned if isinstance(entry, Explanation)}
    if move.event == "vanished":
        return set(move.causes.split()) <= explained
    unexplained: float = sum(getattr(move, part) for part in PARTS if part not in explained)
    return abs(unexplained) <= threshold


def _words(entry: Entry) -> str:
    if isinstance(entry, Approval):
        return f"approved: {entry.state}, {entry.node}, {entry.year}"
    return f"explained: {entry.part}" + (f", {entry.node}" if entry.node else "")
