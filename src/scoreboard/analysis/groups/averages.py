"""Average scores of groups of states, each with the interval that the draws of the index give to the average.

In every draw the members are averaged, with the weights that the group declares; the interval holds the middle
of these averages. What is common to states, such as a weight, so stays in it, and what is their own evens out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from scoreboard.analysis.groups.weighing import Covered, Weighing, covered
from scoreboard.robustness.tables import Drawn, quantiles
from scoreboard.robustness.uncertainty import Uncertainty
from scoreboard.scoring.methods.formulas import Array

COLUMNS = [
    "lens", "group", "year", "node", "average", "low", "high", "members", "with_data", "share", "weights",
    "weights_of", "states", "without_data", "reason",
]  # fmt: skip


def average_scores(found: Uncertainty, weighing: Weighing, groups: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the average of each group, node and year that an uncertainty analysis looks at.

    Parameters
    ----------
    found : the analysis, whose draws give the intervals.
    weighing : who belongs, and what each counts.
    groups : only these; all if none is named.

    Returns
    -------
    DataFrame with `COLUMNS`, scores 0–100: `members` belong to the group, `with_data` of them have a score
    (`states`), which is `share` of the weight; without an average `reason` says why.
    """
    return found.tables(averages=averages_of(weighing, groups))["averages"]


def averages_of(weighing: Weighing, groups: tuple[str, ...] = ()) -> Callable[[Drawn], pd.DataFrame]:
    """Return what makes the table of `average_scores` of one part of the draws."""

    def made(drawn: Drawn) -> pd.DataFrame:
        return pd.DataFrame(_rows(drawn, weighing, groups or tuple(weighing.groups)), columns=COLUMNS)

    return made


def _rows(drawn: Drawn, weighing: Weighing, groups: tuple[str, ...]) -> Iterator[dict[str, object]]:
    nominal = drawn.of_index(drawn.nominal.values)
    for units in drawn.peers.by_year:
        year = int(drawn.peers.years[units][0])
        states = drawn.peers.states[units]
        for position, node in enumerate(drawn.samples.nodes):
            scores = pd.Series(nominal[position, units], states)
            draws = drawn.samples.scores[position][units]
            for group in groups:
                members = weighing.members(group, year)
                own = scores.reindex(list(members))
                here = covered(weighing, group, members, year, own.notna().tolist())
                made = _average(
                    own, draws[scores.index.get_indexer(own.dropna().index)], here, drawn.interval
                )
                keys = {"lens": drawn.lens, "group": group, "year": year, "node": node}
                if members:
                    yield keys | made | {"weights": weighing.groups[group].weights} | here.row()


def _average(scores: pd.Series, draws: Array, here: Covered, interval: float) -> dict[str, float]:
    """Return the average of the index and its interval: scores [member], draws [member with a score, draw]."""
    if here.reason:
        return dict.fromkeys(("average", "low", "high"), float("nan"))
    outer = (1.0 - interval) / 2.0
    (low, high), _ = quantiles(_mean(draws, here), (outer, 1.0 - outer))
    average = _mean(scores.to_numpy(float)[here.present, None], here)[0]
    return {"average": float(average), "low": float(low), "high": float(high)}


def _mean(scores: Array, here: Covered) -> Array:
    """Return the weighted mean [draw] of scores [member with data, draw]; a score that a draw costs is left out."""
    weights = np.where(np.isnan(scores), 0.0, here.weights[here.present][:, None])
    with np.errstate(invalid="ignore"):
        mean: Array = (weights * np.nan_to_num(scores)).sum(axis=0) / weights.sum(axis=0)
    return mean
