"""The middle of the states' values of a statistic, and the years and sexes that the data have."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.report import slices
from scoreboard.report.edition import Edition


@dataclass(frozen=True)
class Middle:
    """Value of the middle state, in the indicator's unit; number of states; year."""

    title: str
    value: float
    states: int
    year: int


def least(edition: Edition) -> int:
    """Return how many states the outcome index asks for; one in a project without it."""
    index = edition.framework.indices.get("outcome")
    return index.minimum_states if index else 1


def known(edition: Edition, code: str) -> pd.DataFrame:
    """Return the values of the observations that an indicator uses; empty if the project lacks it."""
    own = [edition.framework.base(code).code] if code in edition.framework.indicators else []
    return slices.rows(edition, *own).dropna(subset=["value"])


def middle(edition: Edition, code: str) -> Middle | None:
    """Return the median over states in the last year in which enough of them have a value of the indicator's group."""
    it = edition.framework.indicators.get(code)
    if not isinstance(it, StatisticIndicator):
        return None
    own = known(edition, code)
    own = own[(own["group"] == it.group) & (own["sex"] == it.sex) & (own["duration"] == it.duration)]
    sizes = own.groupby("year")["state"].nunique()
    years = sizes.index[sizes >= least(edition)]
    if not len(years):
        return None
    values = own.loc[own["year"] == years.max(), "value"]
    return Middle(it.title, float(values.median()), len(values), int(years.max()))


def span(years: pd.Series[int]) -> str:
    """Return years as a span.

    >>> span(pd.Series([2019, 2015])), span(pd.Series([2024]))
    ('2015–2019', '2024')
    """
    first, last = int(years.min()), int(years.max())
    return str(first) if first == last else f"{first}–{last}"
