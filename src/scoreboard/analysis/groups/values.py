"""Average values and gaps of groups of states, with the standard error of the average."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd

from scoreboard.analysis.groups.weighing import Weighing, covered

MADE = [
    "average", "se", "low", "high", "members", "with_data", "share", "weights", "weights_of", "states",
    "without_data", "reason",
]  # fmt: skip


def average_values(
    frame: pd.DataFrame, weighing: Weighing, group: str, keys: Sequence[str], interval: float = 0.95
) -> pd.DataFrame:
    """Return the average of a group for every combination of `keys` and `year`.

    Parameters
    ----------
    frame : one row per state and combination, with `state, year, value, se` in the indicator's unit; se NaN where
        no error is known.
    weighing : who belongs, and what each counts.
    keys : columns that tell values apart, but for state and year.
    interval : level of the interval.

    Returns
    -------
    DataFrame, `keys`, `year` and `MADE`. The errors of states count as independent: the standard error of
    Σwx/Σw is √Σw²s²/Σw. It is missing where the error of a member with a value is not known.
    """
    kept = frame.dropna(subset=["value"])
    rows = []
    for combination, part in kept.groupby([*keys, "year"], sort=False, dropna=False):
        year = int(part["year"].iloc[0])
        rows += [
            dict(zip([*keys, "year"], combination, strict=True)) | it
            for it in _one(part, weighing, group, year, interval)
        ]
    return pd.DataFrame(rows, columns=[*keys, "year", *MADE])


def _one(
    part: pd.DataFrame, weighing: Weighing, group: str, year: int, interval: float
) -> Iterator[dict[str, object]]:
    """Yield the average of one combination; none where the group has no members in the year."""
    members = weighing.members(group, year)
    own = part.drop_duplicates("state").set_index("state").reindex(list(members))
    if not members:
        return
    here = covered(weighing, group, members, year, own["value"].notna().tolist())
    average = se = float("nan")
    if not here.reason:
        weights = here.weights[here.present] / here.weights[here.present].sum()
        average = float(weights @ own["value"].to_numpy(float)[here.present])
        se = float(np.sqrt(weights**2 @ own["se"].to_numpy(float)[here.present] ** 2))
    wide = NormalDist().inv_cdf(0.5 + interval / 2.0) * se
    yield {
        "average": average, "se": se, "low": average - wide, "high": average + wide,
        "weights": weighing.groups[group].weights, **here.row(),
    }  # fmt: skip
