"""Peers of a state: those most like it in context, so that its scores are held against comparable conditions.

Distance: the root of the mean squared difference of standardised context values, first within a domain and
then over domains, so that four questions on attitudes weigh no more than one figure on health.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoreboard.definitions import Framework
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.observations import Panel


@dataclass(frozen=True)
class PeerRule:
    """What makes two states comparable, in one place.

    Parameters
    ----------
    count : how many peers a state has.
    maximum_age : years that a value may lag behind the latest of its indicator.
    least_share : share of the context indicators that two states must both have.
    sized : units of indicators that follow the size of a state, and say nothing of likeness.
    """

    count: int = 5
    maximum_age: int = 5
    least_share: float = 0.5
    sized: tuple[str, ...] = ("number",)


RULE = PeerRule()
COLUMNS = ["peer", "distance", "shared", "alike"]


def context_indicators(framework: Framework, rule: PeerRule = RULE) -> dict[str, StatisticIndicator]:
    """Return the indicators that peers are chosen by: levels of the whole population that do not follow size.

    What migrants themselves experience is left out: it is what peers are to be compared on.
    """
    return {
        code: it
        for code, it in framework.indicators.items()
        if isinstance(it, StatisticIndicator) and it.lens == "context" and it.unit not in rule.sized
        and it.measure == "level"
        and it.group == "TOTAL"
    }  # fmt: skip


def context_table(panel: Panel, rule: PeerRule = RULE) -> pd.DataFrame:
    """Return the latest context values: one row per state, one column per indicator with data, NaN if old."""
    wanted = context_indicators(panel.framework, rule)
    frame = panel.frame[panel.frame["value"].notna()]
    columns = {}
    for code, it in wanted.items():
        rows = frame[(frame["indicator"] == code) & (frame["group"] == it.group) & (frame["sex"] == it.sex)]
        rows = rows[
            (rows["duration"] == it.duration) & (rows["year"] >= rows["year"].max() - rule.maximum_age)
        ]
        if len(rows):
            columns[code] = rows.sort_values("year").groupby("state")["value"].last()
    return pd.DataFrame(columns, index=pd.Index(panel.states, name="state"), dtype=float)


def standardise(context: pd.DataFrame) -> pd.DataFrame:
    """Return z-scores by indicator over the states; an indicator that is alike everywhere is left out."""
    spread = context.std()
    varied = spread.index[spread > 0]
    return (context[varied] - context[varied].mean()) / spread[varied]


def nearest(panel: Panel, state: str, rule: PeerRule = RULE) -> pd.DataFrame:
    """Return the states nearest to one by context; see `nearest_by`."""
    domains = {code: it.domain for code, it in context_indicators(panel.framework, rule).items()}
    return nearest_by(standardise(context_table(panel, rule)), domains, state, rule)


def nearest_by(
    standard: pd.DataFrame, domains: Mapping[str, str], state: str, rule: PeerRule = RULE
) -> pd.DataFrame:
    """Return the states nearest to one by standardised context.

    Parameters
    ----------
    standard : z-scores, one row per state, one column per indicator.
    domains : the domain of each indicator.

    Returns
    -------
    DataFrame, one row per peer, the nearest first, ties in code order: `peer`, `distance` in standard
    deviations, `shared` indicators, and `alike`, the two indicators in which they differ least. Empty where
    the state has too little context data.

    >>> z = pd.DataFrame({"income": [0.0, 0.1, 2.0], "health": [1.0, 1.2, -1.0]}, index=["AT", "BE", "SE"])
    >>> nearest_by(z, {"income": "labour_market", "health": "health"}, "AT")["peer"].tolist()
    ['BE', 'SE']
    """
    if state not in standard.index or standard.empty:
        return pd.DataFrame(columns=COLUMNS)
    gaps = (standard.drop(index=state) - standard.loc[state]).abs()
    shared = gaps.notna().sum(axis="columns")
    gaps = gaps[shared >= max(1, rule.least_share * standard.shape[1])]
    by_domain = (gaps**2).T.groupby(pd.Series(dict(domains)).reindex(gaps.columns)).mean().T
    distance = np.sqrt(by_domain.mean(axis="columns")).sort_index().sort_values(kind="stable")
    chosen = distance.index[: rule.count]
    return pd.DataFrame(
        {
            "peer": chosen,
            "distance": distance[chosen].to_numpy(float),
            "shared": shared[chosen].to_numpy(int),
            "alike": [tuple(gaps.loc[peer].nsmallest(2).index) for peer in chosen],
        },
        columns=COLUMNS,
    )
