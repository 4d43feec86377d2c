"""From two editions to the table of every score and rank that moves, with its causes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.analysis.comparison.attribution import PARTS, makers, shares
from scoreboard.analysis.comparison.changes import Change, definition_changes
from scoreboard.analysis.comparison.mixing import Mixture
from scoreboard.analysis.comparison.moves import COLUMNS
from scoreboard.analysis.comparison.rows import Rows
from scoreboard.definitions import leaves, walk
from scoreboard.definitions.models import Index
from scoreboard.observations import Panel
from scoreboard.scoring import Scores, score
from scoreboard.scoring.methods.formulas import Array

TOLERANCE = 1e-9
"""Smaller changes of a score are noise of the arithmetic."""


@dataclass(frozen=True)
class Comparison:
    """What differs between two editions.

    Parameters
    ----------
    base, head : the editions.
    moves : DataFrame, one row per (lens, node, state, year) whose score or rank moves, with the columns that
        `Move` describes; by lens and node in the order of the tree, the largest change first.
    rows : lens → the rows that differ.
    definitions : what differs in the definitions that scores depend on.

    Examples
    --------
    >>> from scoreboard import Project
    >>> panel = Project("tests/mini").panel()
    >>> compare(panel, panel).empty
    True
    """

    base: Panel
    head: Panel
    moves: pd.DataFrame
    rows: dict[str, Rows]
    definitions: tuple[Change, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing moves."""
        return self.moves.empty

    def _repr_html_(self) -> str:
        from scoreboard.analysis.comparison.showing import comparison_html

        return comparison_html(self)


def compare(base: Panel, head: Panel, progress: Callable[[str], None] = lambda _: None) -> Comparison:
    """Compare two editions.

    Parameters
    ----------
    base, head : validated panels, each with its own definitions.
    progress : told what is being done.

    Returns
    -------
    The comparison, over all lenses that both editions have.

    Examples
    --------
    >>> from scoreboard import Panel, Project
    >>> panel = Project("tests/mini").panel()
    >>> corrected = panel.frame.assign(value=panel.frame["value"].where(panel.frame["indicator"] != "job_access", 50))
    >>> moved = compare(panel, Panel(corrected, panel.framework)).moves
    >>> sorted(moved["node"].unique())
    ['job_access', 'labour_market', 'overall']
    """
    tables, rows, definitions = [], {}, []
    for lens in (lens for lens in base.framework.indices if lens in head.framework.indices):
        progress(f"scoring both editions and those in between: {lens}")
        pair = _Pair(*(score(panel, panel.framework.indices[lens]) for panel in (base, head)))
        tables.append(pair.moves())
        rows[lens] = pair.mixture.rows
        definitions += definition_changes(base.framework, head.framework, lens)
    return Comparison(base, head, pd.concat(tables, ignore_index=True), rows, tuple(definitions))


class _Pair:
    """The scores of one lens in two editions, on common axes: unit (state, year) and node."""

    def __init__(self, base: Scores, head: Scores) -> None:
        self.sides = (base, head)
        grid = [
            np.unique(np.concatenate([getattr(it.block, axis) for it in self.sides]))
            for axis in ("years", "states")
        ]
        self.units = pd.MultiIndex.from_product(grid).swaplevel()
        indices = (head.index, base.index)
        self.nodes = tuple(dict.fromkeys(name for index in indices for name in _names(index)))
        self.mixture = Mixture(base, head, self.units, self.nodes)

    def moves(self) -> pd.DataFrame:
        """Return the table of one lens; see `Comparison.moves`."""
        before, after = (self._aligned(it, it.values) for it in self.sides)
        ranks = [self._aligned(it, it.ranks) for it in self.sides]
        event = _events(before, after, *ranks)
        unit, node = np.nonzero(event != "")
        parts, made = self._causes(before, after)
        table = pd.DataFrame(
            {
                "lens": self.mixture.lens,
                "node": np.array(self.nodes)[node],
                "state": self.units.get_level_values(0).to_numpy(str)[unit],
                "year": self.units.get_level_values(1).to_numpy(int)[unit],
                "event": event[unit, node],
                "base": before[unit, node],
                "head": after[unit, node],
                "change": (after - before)[unit, node],
                **{cause: part[unit, node] for cause, part in parts.items()},
                "base_rank": pd.array(ranks[0][unit, node], dtype="Float64"),
                "head_rank": pd.array(ranks[1][unit, node], dtype="Float64"),
            }
        ).astype({"base_rank": "Int64", "head_rank": "Int64"})
        weight = np.stack([np.where(np.isnan(parts[c]), made.get(c, 0.0), np.abs(parts[c])) for c in PARTS])
        table["causes"] = _largest_first(weight[:, unit, node])
        table["through"] = self._through(event)[unit, node] if len(unit) else ""
        return _sorted(table, node)

    def _aligned(self, scores: Scores, values: Array) -> Array:
        units = pd.MultiIndex.from_arrays([scores.block.states, scores.block.years])
        frame = pd.DataFrame(values, index=units, columns=list(scores.tree.columns))
        return frame.reindex(index=self.units, columns=self.nodes).to_numpy()

    def _causes(self, before: Array, after: Array) -> tuple[dict[str, Array], dict[str, Array]]:
        """Return the parts of all changes, and what made scores appear or vanish."""
        causes = self.mixture.causes
        if not causes:
            return dict.fromkeys(PARTS, after - before), {}
        parts = shares(self.mixture.score, causes)
        rest = [cause for cause in causes if cause not in ("goalposts", "coverage")]  # neither makes a score
        return parts, makers(self.mixture.score_as_it_stands, rest)

    def _through(self, event: Array) -> Array:
        """Return the moving indicators below each group node, as texts."""
        below = [_leaves_of(it.index) for it in self.sides]
        scored = event != "rank"
        result = np.full(event.shape, "", dtype=object)
        for column, name in enumerate(self.nodes):
            codes = dict.fromkeys((*below[1].get(name, ()), *below[0].get(name, ())))
            columns = [self.nodes.index(code) for code in codes]
            for unit in np.flatnonzero(event[:, column] != ""):
                moving = [at for at in columns if event[unit, at] and scored[unit, at]]
                result[unit, column] = " ".join(self.nodes[at] for at in moving)
        return result


def _names(index: Index) -> list[str]:
    return [node.node or node.indicator or "" for _, node in walk(index.tree)]


def _leaves_of(index: Index) -> dict[str, tuple[str, ...]]:
    """Return group node → the indicators below it."""
    return {node.node: tuple(leaves(node)) for _, node in walk(index.tree) if node.node}


def _events(before: Array, after: Array, base_rank: Array, head_rank: Array) -> Array:
    had, has = ~np.isnan(before), ~np.isnan(after)
    ranks_differ = (base_rank != head_rank) & ~(np.isnan(base_rank) & np.isnan(head_rank))
    with np.errstate(invalid="ignore"):
        moved = np.abs(after - before) > TOLERANCE
    cases = [moved, ~had & has, had & ~has, ranks_differ]
    return np.select(cases, ["moved", "appeared", "vanished", "rank"], "")


def _largest_first(weights: Array) -> list[str]:
    """Return for each column of [cause, move] the causes that act, the largest first."""
    order = np.argsort(-weights, axis=0, kind="stable")
    return [
        " ".join(PARTS[cause] for cause in order[:, move] if weights[cause, move] > TOLERANCE)
        for move in range(weights.shape[1])
    ]


def _sorted(table: pd.DataFrame, node: NDArray[np.int_]) -> pd.DataFrame:
    """Sort by node in the order of the tree, moved scores first, the largest change first."""
    keys = pd.DataFrame(
        {
            "node": node,
            "event": table["event"].map({"moved": 0, "vanished": 1, "appeared": 2, "rank": 3}),
            "size": -table["change"].abs(),
            "state": table["state"],
            "year": table["year"],
        }
    )
    return table.loc[keys.sort_values(list(keys.columns)).index, COLUMNS].reset_index(drop=True)
