"""The rows of two panels sorted by what happened to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoreboard.definitions import Framework, leaves
from scoreboard.definitions.models import Index, PolicyIndicator, StatisticIndicator
from scoreboard.observations import Panel
from scoreboard.observations.keys import KEY

Series = tuple[str, str]
"""Indicator and group: what one index may use of a panel."""


@dataclass(frozen=True)
class Rows:
    """The rows with a value that an index uses, before and after.

    Parameters
    ----------
    base_own, head_own : rows of series that only this edition uses, or that mean something else in the other.
    kept : rows of shared series with the same value in both.
    revised : rows of shared series with another value; columns `value_base` and `value_head`.
    gone, new : rows of shared series in one edition only.
    """

    base_own: pd.DataFrame
    head_own: pd.DataFrame
    kept: pd.DataFrame
    revised: pd.DataFrame
    gone: pd.DataFrame
    new: pd.DataFrame

    def frame(self, head_definition: bool, new: bool, revised: bool) -> pd.DataFrame:
        """Return the rows of a panel in between: `KEY` and `value`, with the index from 0."""
        changed = self.revised.rename(columns={"value_head" if revised else "value_base": "value"})
        parts = [self.head_own if head_definition else self.base_own, self.kept, changed]
        parts += ([] if revised else [self.gone]) + ([self.new] if new else [])
        return pd.concat([part[[*KEY, "value"]] for part in parts], ignore_index=True)


def sort_rows(base: Panel, head: Panel, lens: str) -> Rows:
    """Sort the rows that the lens uses in two editions."""
    used = [series_of(panel.framework, panel.framework.indices[lens]) for panel in (base, head)]
    shared = {series for series in used[0].keys() & used[1].keys() if used[0][series] == used[1][series]}
    before, before_own = _split(base.frame, shared, used[0].keys() - shared)
    after, after_own = _split(head.frame, shared, used[1].keys() - shared)
    both = before.merge(after, on=KEY, how="outer", suffixes=("_base", "_head"), indicator="where")
    common = both[both["where"] == "both"]
    same = common["value_base"] == common["value_head"]
    return Rows(
        base_own=before_own,
        head_own=after_own,
        kept=common[same].rename(columns={"value_head": "value"}),
        revised=common[~same],
        gone=both[both["where"] == "left_only"].rename(columns={"value_base": "value"}),
        new=both[both["where"] == "right_only"].rename(columns={"value_head": "value"}),
    )


def series_of(framework: Framework, index: Index) -> dict[Series, object]:
    """Return what an index uses: series → what its values mean."""
    used: dict[Series, object] = {}
    for code in dict.fromkeys(code for root in index.tree for code in leaves(root)):
        it, base = framework.indicators[code], framework.base(code)
        groups = [getattr(it, "group", "TOTAL"), getattr(it, "reference", None)]
        used |= {(base.code, group): _meaning(base) for group in groups if group}
    return used


def _meaning(it: PolicyIndicator | StatisticIndicator) -> object:
    """Return what must be equal for a value to mean the same; words may differ."""
    if isinstance(it, PolicyIndicator):
        return tuple(level.score for level in it.levels)
    return it.unit, it.by, it.age


def _split(frame: pd.DataFrame, *wanted: set[Series]) -> list[pd.DataFrame]:
    """Return `KEY` and `value` of the rows of each set of series, without rows that have no value."""
    present = frame.loc[frame["value"].notna(), [*KEY, "value"]]
    series = pd.MultiIndex.from_frame(present[["indicator", "group"]])
    return [
        present[series.isin(list(chosen))] if chosen else present[np.zeros(len(present), bool)]
        for chosen in wanted
    ]
