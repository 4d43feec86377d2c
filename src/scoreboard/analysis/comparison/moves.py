"""One row of a comparison: a score or rank that moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

import pandas as pd

from scoreboard.analysis.comparison.attribution import PARTS


@dataclass(frozen=True)
class Move:
    """A score or rank that moves.

    Parameters
    ----------
    lens, node, state, year : which score; the node is a group or an indicator.
    event : moved, appeared, vanished, or rank where the score stays and others moved.
    base, head, change : score points, NaN where there is none.
    new, revised, definition, goalposts, coverage : the parts that sum to the change; NaN where base or head
        has no score.
    base_rank, head_rank : 1 for the best, missing where there is none.
    causes : the parts that act, the largest first, with spaces between.
    through : the indicators below the node whose score moves too, with spaces between.
    """

    lens: str
    node: str
    state: str
    year: int
    event: str
    base: float
    head: float
    change: float
    new: float
    revised: float
    definition: float
    goalposts: float
    coverage: float
    base_rank: int | None
    head_rank: int | None
    causes: str
    through: str

    def as_dict(self) -> dict[str, Any]:
        """Return the move as plain values for JSON; None where there is no value."""
        values = {key: None if pd.isna(value) else value for key, value in asdict(self).items()}
        parts = {part: values.pop(part) for part in PARTS}
        lists = {"causes": self.causes.split(), "through": self.through.split()}
        return {**values, "parts": parts if self.event == "moved" else None, **lists}


COLUMNS = [field.name for field in fields(Move)]
_RANKS = ("base_rank", "head_rank")


def each(moves: pd.DataFrame) -> Iterator[Move]:
    """Yield the rows of a table of moves."""
    plain = moves[COLUMNS].copy()
    for rank in _RANKS:
        whole = [None if pd.isna(value) else int(value) for value in moves[rank]]
        plain[rank] = pd.Series(whole, moves.index, dtype=object)
    for row in plain.itertuples(index=False, name=None):
        yield Move(*row)
