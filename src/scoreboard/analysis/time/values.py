"""The indicators' own values in the shape of scores, and which way is better."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoreboard.definitions import Framework
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.scoring import Scores


def values_frame(scores: Scores) -> pd.DataFrame:
    """Return the values that went into scores, in each indicator's unit, as a table like `Scores.frame`.

    Returns
    -------
    DataFrame, one row per (lens, state, year, node) of the indicators: `score` holds the value, NaN where
    missing; `observed` is 1 where it was observed in that very year, 0 where it was carried forward.
    """
    block, frame = scores.block, scores.frame
    values = pd.DataFrame(
        {
            "state": np.repeat(block.states, len(block.indicators)),
            "year": np.repeat(block.years, len(block.indicators)),
            "node": np.tile(np.array(block.indicators), len(block.states)),
            "value": block.values.ravel(),
        }
    )
    rows = frame[["lens", "state", "year", "node", "observed"]].merge(values, on=["state", "year", "node"])
    return rows.rename(columns={"value": "score"})


def direction_of(framework: Framework, code: str) -> int:
    """Return +1 if more of an indicator's value is better, −1 if less is; gaps and ratios are turned already.

    Raises
    ------
    KeyError
        If there is no such indicator.
    """
    it = framework.indicators[code]
    less = isinstance(it, StatisticIndicator) and it.measure == "level" and it.direction == "less_is_better"
    return -1 if less else 1
