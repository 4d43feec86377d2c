"""Which pairs of a policy item and an outcome the data allow to be evaluated."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from scoreboard.analysis.evaluation.outcomes import chosen, outcome_values
from scoreboard.analysis.evaluation.rises import find_rises
from scoreboard.analysis.evaluation.sample import make_sample
from scoreboard.analysis.evaluation.verdicts import LEAST_CHANGED, LEAST_OTHERS
from scoreboard.definitions.models import PolicyIndicator, StatisticIndicator
from scoreboard.observations import Panel

COLUMNS = {
    "item": "str", "outcome": "str", "domain": "str",
    "changes": "int64", "usable": "int64", "others": "int64",
    "first": "Int64", "last": "Int64",
    "enough": "bool",
}  # fmt: skip
"""Column → its type."""


def candidates(panel: Panel, domains: Iterable[str] | None = None) -> pd.DataFrame:
    """List every policy item beside every outcome of its domain.

    Parameters
    ----------
    domains : only these.

    Returns
    -------
    DataFrame, the pairs with most usable changes first: `item`, `outcome`, `domain`; `changes`, states whose
    level rose at all; `usable`, those with enough years of the outcome on both sides; `others`, states to
    compare with; `first`, `last`, years of the sample; `enough`, whether an evaluation says more than "not
    enough data".
    """
    wanted = set(domains) if domains is not None else None
    every = panel.framework.indicators.values()
    indicators = [it for it in every if wanted is None or it.domain in wanted]
    outcomes = [it for it in indicators if isinstance(it, StatisticIndicator) and it.lens == "outcome"]
    values = {it.code: outcome_values(panel, chosen(panel, it.code)) for it in outcomes}
    rows = []
    for item in indicators:
        if not isinstance(item, PolicyIndicator):
            continue
        rises = find_rises(panel, item.code)
        for outcome in (it for it in outcomes if it.domain == item.domain):
            sample = make_sample(rises, values[outcome.code])
            usable, others = len(sample.changed), len(sample.others)
            years = [int(sample.years[0]), int(sample.years[-1])] if len(sample.years) else [None, None]
            enough = usable >= LEAST_CHANGED and others >= LEAST_OTHERS
            known = (item.code, outcome.code, item.domain, len(rises.changed), usable, others)
            rows.append((*known, *years, enough))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    return in_order(table)


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Return candidates in the order of `candidates`, whatever parts they were listed in."""
    order = ["enough", "usable", "others", "item", "outcome"]
    return table.sort_values(order, ascending=[False, False, False, True, True], ignore_index=True)
