"""Group gaps as objects of their own: every group beside a reference, with standard error, interval and score.

Measures are those of method.md §3. Standard errors follow the delta method for two independent samples: groups
of one survey share interviewers and clusters, so where the correlation of their estimates is known, give it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from scoreboard.definitions import Framework, suggest
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.definitions.sampling import SamplingError
from scoreboard.observations import Panel
from scoreboard.observations.keys import KEY
from scoreboard.scoring.measures import SIGN
from scoreboard.scoring.methods.formulas import (
    Array,
    goalposts,
)
from scoreboard.scoring.sampling import confidence_interval, declared_sampling, delta_error, standard_errors
from scoreboard.scoring.slopes import DEFINED_AS, MEASURES, TO_AVERAGE, measure_of

By = Literal["group", "sex", "age", "duration"]
WHOLE = {"group": "TOTAL", "sex": "T", "age": "TOTAL", "duration": "TOTAL"}
"""What tells groups apart → the code of all of them together; it overlaps with its parts and is no group."""
REFERENCE = {"group": "NAT", "sex": "M"}
COLUMNS = [
    "indicator", "state", "year", "group", "sex", "age", "duration", "measure", "by", "reference", "level",
    "reference_level", "value", "se", "low", "high", "se_kind", "reference_se_kind", "flags",
    "reference_flags", "score", "reason",
]  # fmt: skip


class NothingToCompareError(ValueError):
    """The data do not hold what a comparison needs; the text says what is there and what is missing."""


def group_gaps(
    panel: Panel,
    indicator: str,
    by: By = "group",
    reference: str | None = None,
    measures: Sequence[str] = ("difference", "ratio", "log_ratio"),
    *,
    average: str | None = None,
    declared: SamplingError | None = None,
    interval: float = 0.95,
    correlation: float = 0.0,
) -> pd.DataFrame:
    """Hold every group of an indicator's data against a reference, for every state and year.

    Parameters
    ----------
    panel : validated observations.
    indicator : code of a statistic, or of a gap that uses its observations.
    by : what tells the groups apart; all else is equal within a comparison (women against men of one group).
    reference : code of the reference; by default that of the indicator's gap, else NAT; M by sex.
    measures : of `MEASURES`. relative_gap and achievement compare with the population average.
    average : indicator whose rows of the whole population are that average; this one's own if None.
    declared : where standard errors come from; what the outcome index says if None.
    interval : level of the two-sided normal intervals.
    correlation : of the two estimates; 0 for independent samples.

    Returns
    -------
    DataFrame with the columns of `COLUMNS`, one row per (group, state, year, …, measure); `reference_level`
    is the average's for measures of it; `value`, `se`, `low` and `high` in the measure's unit; `score` 0–100
    where this indicator or a gap of its observations declares goalposts for the measure, and the score itself
    for achievement; `reason` says why a value is missing.

    Raises
    ------
    NothingToCompareError
        If the data have no two groups, no such reference or no average; the text says what there is.
    ValueError
        If a measure is none of `MEASURES`.
    KeyError
        If there is no such indicator.

    Examples
    --------
    >>> from scoreboard import Project
    >>> gaps = group_gaps(Project("tests/mini").panel(), "employment_rate", measures=["difference"])
    >>> gaps = gaps[(gaps["year"] == 2019) & (gaps["sex"] == "T")]
    >>> gaps[["state", "level", "reference_level", "value", "se", "score"]].round(2)
      state  level  reference_level  value    se  score
    0    AT   60.0             70.0  -10.0  1.68   50.0
    4    BE   52.0             72.0  -20.0  1.70    0.0
    6    SE   56.0             80.0  -24.0  1.67    0.0
    """
    if unknown := set(measures) - set(MEASURES):
        raise ValueError(f"no measure {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    it = observed_statistic(panel.framework, indicator)
    direction = SIGN[getattr(panel.framework.indicators[indicator], "direction", it.direction)]
    declared = declared or declared_sampling(panel.framework)
    own = with_errors(panel, it.code, declared)
    reference = chosen_reference(panel.framework, own, it.code, by, reference)
    groups = own[~own[by].isin([reference, WHOLE[by]])]
    beside = {False: _beside(groups, own[own[by] == reference], by)}
    if TO_AVERAGE & set(measures):
        source = observed_statistic(panel.framework, average) if average else it
        averages = _averages(with_errors(panel, source.code, declared), it, source, by, direction)
        beside[True] = _beside(groups, averages, by)
    parts = []
    for name in measures:
        part = _measured(beside[name in TO_AVERAGE], name, direction, interval, correlation)
        posts = _goalposts(panel.framework, it.code, name, reference if by == "group" else "", direction)
        scores = part["value"] if name == "achievement" else _scores(part, posts)
        facing = WHOLE[by] if name in TO_AVERAGE else reference
        parts.append(part.assign(measure=name, by=by, reference=facing, score=scores))
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def observed_statistic(framework: Framework, indicator: str) -> StatisticIndicator:
    """Return the statistic whose observations an indicator uses.

    Raises
    ------
    NothingToCompareError
        If it is a policy item, which knows no groups.
    KeyError
        If there is none.
    """
    if indicator not in framework.indicators:
        raise KeyError(f"no indicator {indicator}: {suggest(indicator, framework.indicators)}")
    it = framework.base(indicator)
    if not isinstance(it, StatisticIndicator):
        raise NothingToCompareError(f"{indicator} asks what the law grants; it has no groups to compare")
    return it


def with_errors(panel: Panel, code: str, declared: SamplingError) -> pd.DataFrame:
    """Return the rows of one indicator, with `error` and `kind` of each value."""
    own = panel.frame[panel.frame["indicator"] == code]
    found = standard_errors(own, declared, panel.framework)
    return own.assign(error=found.values, kind=found.kinds)


def chosen_reference(
    framework: Framework, own: pd.DataFrame, code: str, by: By, reference: str | None
) -> str:
    """Return the named reference, that of the indicator's own gap, or the usual one.

    Raises
    ------
    NothingToCompareError
        If the rows do not hold it and a group beside it, or if none is usual, as for age and duration.
    """
    there = sorted(own[by].unique())
    declared = [it.reference for it in _siblings(framework, code) if it.reference and by == "group"]
    chosen = reference or next(iter(declared), REFERENCE.get(by, ""))
    if chosen in there and set(there) - {chosen, WHOLE[by]}:
        return chosen
    known = f"the data hold {by} {', '.join(there)}" if there else "there are no observations"
    asked = "name a reference" if len(there) > 1 else "nothing to compare"
    raise NothingToCompareError(f"{code} by {by}{f' with {chosen}' if chosen else ''}: {asked}; {known}")


def _siblings(framework: Framework, code: str) -> list[StatisticIndicator]:
    """Return the indicators made of one indicator's observations, itself among them."""
    statistics = [it for it in framework.indicators.values() if isinstance(it, StatisticIndicator)]
    return [it for it in statistics if (it.observations_of or it.code) == code]


def _averages(
    rows: pd.DataFrame, it: StatisticIndicator, source: StatisticIndicator, by: By, direction: int
) -> pd.DataFrame:
    """Return the rows of the whole population, with the best of them over states and years."""
    rows = rows[rows[by] == WHOLE[by]]
    if rows.empty:
        raise NothingToCompareError(
            f"{source.code} has no population average ({by} {WHOLE[by]}): name an indicator that has one"
        )
    if source.unit != it.unit or (direction < 0 and it.unit != "per_cent"):
        raise NothingToCompareError(
            f"{it.code} ({it.unit}) cannot be related to {source.code} ({source.unit})"
        )
    strata = [key for key in KEY if key not in {"state", "indicator", "year", by}]
    return rows.assign(best=rows.groupby(strata)["value"].transform("max" if direction > 0 else "min"))


def _beside(groups: pd.DataFrame, counterpart: pd.DataFrame, by: By) -> pd.DataFrame:
    """Return each group's row beside the counterpart that equals it in all but `by`."""
    keys = [key for key in KEY if key not in {"indicator", by}]
    facing = counterpart[
        [*keys, "value", "error", "kind", "flags", *counterpart.columns.intersection(["best"])]
    ]
    return groups.merge(facing, on=keys, how="left", suffixes=("", "_facing"))


def _measured(
    pairs: pd.DataFrame, name: str, direction: int, interval: float, correlation: float
) -> pd.DataFrame:
    measure = measure_of(name, pairs["best"].to_numpy(float) if name == "achievement" else np.nan)
    group, facing = (pairs[column].to_numpy(float) for column in ("value", "value_facing"))
    errors = pairs["error"].to_numpy(float), pairs["error_facing"].to_numpy(float)
    value = measure.value(group, facing, direction)
    error = delta_error(measure.slopes(group, facing, direction), errors, correlation * errors[0] * errors[1])
    error = np.where(np.isnan(value), np.nan, error)
    low, high = confidence_interval(value, error, interval, logarithmic=name == "ratio")
    missing = [~np.isnan(value), np.isnan(group), np.isnan(facing)]
    counterpart = "the average" if name in TO_AVERAGE else "the reference"
    reasons = ["", "no value of the group", f"no value of {counterpart}"]
    return pairs.drop(columns=["value", "se"]).assign(
        level=group,
        reference_level=facing,
        value=value,
        se=error,
        low=low,
        high=high,
        se_kind=pairs["kind"],
        reference_se_kind=pairs["kind_facing"].fillna(""),
        reference_flags=pairs["flags_facing"].fillna(""),
        reason=np.select(missing, reasons, measure.undefined),
    )


def _goalposts(
    framework: Framework, code: str, name: str, reference: str, direction: int
) -> dict[str, StatisticIndicator]:
    """Return group → the indicator whose goalposts score it; the key "" serves all others."""
    fitting = [it for it in _siblings(framework, code) if it.goalposts and SIGN[it.direction] == direction]
    found = [
        it for it in fitting if it.measure == DEFINED_AS.get(name, name) and it.reference in {reference, None}
    ]
    by_group = {it.group: it for it in found}
    return by_group | ({"": found[0]} if len(found) == 1 else {})


def _scores(part: pd.DataFrame, posts: dict[str, StatisticIndicator]) -> Array:
    scores = np.full(len(part), np.nan)
    for group, it in sorted(posts.items()):  # "" first, so that a group's own goalposts prevail
        assert it.goalposts is not None
        mirrored = it.measure == "level" and it.direction == "less_is_better"
        scored = goalposts(part["value"], it.goalposts.low, it.goalposts.high, mirrored)
        scores = np.where((part["group"] == group) | (group == ""), scored, scores)
    return scores
