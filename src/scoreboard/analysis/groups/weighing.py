"""What each member counts in the average of a group: the same for all, or by a count such as people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoreboard.definitions.grouping import EQUAL
from scoreboard.definitions.groups import Groups
from scoreboard.scoring.methods.formulas import Array


def counts_of(frame: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    """Return the values of the indicators that give weights: columns `indicator, state, year, value`.

    Parameters
    ----------
    frame : observations, as in `Panel.frame`; values of the whole population are used.
    """
    used = {group.weights for group in groups.values()} - {EQUAL}
    whole = (frame["group"] == "TOTAL") & (frame["sex"] == "T") & (frame["duration"] == "TOTAL")
    rows = frame[frame["indicator"].isin(used) & whole & frame["value"].notna()]
    return rows[["indicator", "state", "year", "value"]].reset_index(drop=True)


@dataclass(frozen=True)
class Weighing:
    """Who belongs to a group and what each counts.

    Parameters
    ----------
    groups : the register.
    counts : what `counts_of` returned.
    on : day or year whose members are followed through all years; those of each year's last day if None.
    """

    groups: Groups
    counts: pd.DataFrame
    on: str | int | None = None

    def members(self, group: str, year: int) -> tuple[str, ...]:
        """Return who belongs in a year, in code order."""
        return self.groups.members(group, year if self.on is None else self.on)

    def weights(self, group: str, members: Sequence[str], year: int) -> tuple[Array, str]:
        """Return what each member counts, array [member], NaN where not known, and the years of the counts.

        A count of another year stands for one that is missing: the nearest year, the earlier of two.
        """
        by = self.groups[group].weights
        if by == EQUAL:
            return np.ones(len(members)), ""
        own = self.counts[(self.counts["indicator"] == by) & self.counts["state"].isin(members)]
        nearest = (
            own.assign(away=(own["year"] - year).abs()).sort_values(["away", "year"]).groupby("state").first()
        )
        years = sorted(set(nearest["year"].astype(int)))
        told = "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        return nearest["value"].reindex(list(members)).to_numpy(float), told


@dataclass(frozen=True)
class Covered:
    """Which members of a group have data in a year, and whether that is enough for an average."""

    members: tuple[str, ...]
    present: np.ndarray[tuple[int], np.dtype[np.bool_]]
    weights: Array
    years: str
    least: float

    @property
    def share(self) -> float:
        """Share of the weight of all members that the members with data have; NaN if some weight is not known."""
        whole = self.weights.sum()
        return float(self.weights[self.present].sum() / whole) if whole > 0 else float("nan")

    @property
    def reason(self) -> str:
        """Why there is no average; empty if there is one."""
        if not self.present.any():
            return "not enough data: no member has a value"
        unknown = [
            state for state, weight in zip(self.members, self.weights, strict=True) if np.isnan(weight)
        ]
        if unknown:
            return f"not enough data: no weight of {' '.join(unknown)}"
        if self.share < self.least:
            return f"not enough data: {self.share:.0%} of the weight has a value, {self.least:.0%} is needed"
        return ""

    def row(self) -> dict[str, object]:
        """Return what a table says of the coverage."""
        named = [(state, bool(there)) for state, there in zip(self.members, self.present, strict=True)]
        return {
            "members": len(self.members),
            "with_data": int(self.present.sum()),
            "share": self.share,
            "weights_of": self.years,
            "states": " ".join(state for state, there in named if there),
            "without_data": " ".join(state for state, there in named if not there),
            "reason": self.reason,
        }


def covered(
    weighing: Weighing, group: str, members: Sequence[str], year: int, present: Sequence[bool]
) -> Covered:
    """Return the coverage of a group by data that some of its members have in a year."""
    weights, years = weighing.weights(group, members, year)
    least = weighing.groups[group].least
    return Covered(tuple(members), np.asarray(present, bool), weights, years, least)
