"""Scoreboard classes: where a state stands and how it moved, beside the mean of the states.

After the method of the Joint Employment Report's social scoreboard: level and change are each set against
mean ± ½ s and mean ± 1 s of the states, with s over n − 1. The names here are neutral; `REPORT_NAMES` gives the
report's own.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from scoreboard.analysis.time.changes import changes
from scoreboard.analysis.time.series import STANDARD, choose
from scoreboard.definitions.targets import TimeRule
from scoreboard.scoring.methods.formulas import Array

BOUNDS = (-1.0, -0.5, 0.5, 1.0)
"""In standard deviations from the mean; a band includes its lower bound."""
BANDS = ("far below", "below", "near", "above", "far above")
"""Names of the bands between the bounds, beside the mean."""

FAR_ABOVE, ABOVE, SLIPPING = "far above the mean", "above the mean", "above the mean, losing ground"
NEAR, CATCHING_UP = "near the mean", "below the mean, gaining ground"
BELOW, FAR_BELOW = "below the mean or losing ground", "far below the mean"

CLASSES = {
    # level      change: far below    in between  far above
    "far above": (SLIPPING, FAR_ABOVE, FAR_ABOVE),
    "above": (SLIPPING, ABOVE, ABOVE),
    "near": (BELOW, NEAR, ABOVE),
    "below": (BELOW, BELOW, CATCHING_UP),
    "far below": (FAR_BELOW, FAR_BELOW, CATCHING_UP),
}
"""Band of the level → class, by whether the change is far below the mean change, in between, or far above."""
REPORT_NAMES = {
    FAR_ABOVE: "best performers",
    ABOVE: "better than average",
    SLIPPING: "good but to monitor",
    NEAR: "on average",
    CATCHING_UP: "weak but improving",
    BELOW: "to watch",
    FAR_BELOW: "critical situations",
}


def classes(
    frame: pd.DataFrame,
    first: int,
    last: int,
    *,
    direction: int = 1,
    minimum_states: int = 3,
    rule: TimeRule = STANDARD,
) -> pd.DataFrame:
    """Return the class of each state and node.

    Parameters
    ----------
    frame : scores or values in long form, as for `to_matrix`.
    first, last : the change is between these years, the level that of the last.
    direction : +1 if more is better, as for all scores, −1 if less is.
    minimum_states : fewer states with both years give no classes for a node.

    Returns
    -------
    DataFrame, one row per (lens, node, state): `first_year`, `last_year`, `level`, `change`, `level_z`,
    `change_z` (standard deviations from the mean of the states, positive is better), `level_band`,
    `change_band`, `class`, `report_class` (the name in the Joint Employment Report), and `reason`.
    """
    table = changes(frame, first, last, rule=rule).rename(columns={"last": "level"})
    for name in ("level", "change"):
        oriented = (direction * table[name]).where(table["change"].notna())
        groups = oriented.groupby([table["lens"], table["node"]])
        spread = groups.transform("std")
        table[f"{name}_z"] = (oriented - groups.transform("mean")) / spread.where(spread > 1e-9)
    states = groups.transform("count")
    table["reason"] = choose(_reasons(table, states, minimum_states))
    table[["level_z", "change_z"]] = table[["level_z", "change_z"]].where(table["reason"] == "")
    found = classify(table["level_z"].to_numpy(), table["change_z"].to_numpy(), direction * table["change"])
    columns = ["lens", "node", "state", "first_year", "last_year", "level", "change", "level_z", "change_z"]
    return pd.concat([table[columns], found, table["reason"]], axis="columns")


def _reasons(table: pd.DataFrame, states: pd.Series, minimum: int) -> list[tuple[pd.Series, ArrayLike]]:
    flat = table["level_z"].isna() | table["change_z"].isna()
    return [
        (table["reason"] != "", table["reason"]),
        (states < minimum, "not enough data: " + states.astype(str) + f" of at least {minimum} states"),
        (flat, "all states have the same level or the same change"),
    ]


def classify(level_z: Array, change_z: Array, change: pd.Series) -> pd.DataFrame:
    """Return the bands and the class of standardised levels and changes.

    A state whose change is far below the mean change has not lost ground if it improved all the same: its
    change then counts as in between.

    Parameters
    ----------
    level_z, change_z : standard deviations from the mean, positive is better; NaN has no class.
    change : the change itself, positive is better.

    >>> table = classify(np.array([1.2, 1.2, -0.7]), np.array([-1.5, -1.5, 1.0]), pd.Series([-2.0, 0.5, 4]))
    >>> table["class"].tolist()
    ['above the mean, losing ground', 'far above the mean', 'below the mean, gaining ground']
    """
    level, moved = (np.digitize(z, BOUNDS) for z in (level_z, change_z))
    third = np.select([(moved == 0) & (change.to_numpy() < 0), moved == len(BOUNDS)], [0, 2], default=1)
    names = np.array([CLASSES[band] for band in BANDS])[level, third]
    table = pd.DataFrame(
        {"level_band": np.array(BANDS)[level], "change_band": np.array(BANDS)[moved], "class": names},
        index=change.index,
        dtype=object,
    )
    table["report_class"] = table["class"].map(REPORT_NAMES)
    table[np.isnan(level_z + change_z)] = ""
    return table
