"""Rules that look at whole series: breaks, extremes and values far from their own history.

They never fail a run: the data may be right. Each names the first line concerned and how many there are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from scoreboard.definitions import Framework
from scoreboard.findings import Report
from scoreboard.observations.contracts import KEY
from scoreboard.observations.reading import Observations

SERIES = [key for key in KEY if key != "year"]
MIN_HISTORY = 5
FAR = 6.0
"""Robust distance, in scaled median absolute deviations, beyond which a value is far from its series."""
FAR_AT_LEAST = 20.0
"""Smallest distance in the indicator's unit (percentage points) that is worth a warning."""
FAR_AMONG_STATES = 5.0
FAR_AMONG_STATES_AT_LEAST = 30.0
"""The same two bounds against all states and years; wider, since states differ for good reasons."""


def check_plausibility(
    frame: pd.DataFrame, framework: Framework, observations: Observations, report: Report
) -> None:
    """Add warnings about single values and whole series.

    Parameters
    ----------
    frame : clean rows of `with_limits`.
    """
    statistics = frame[(frame["lens"] != "policy") & frame["number"].notna()]
    shares = statistics[statistics["indicator"].isin(_shares(framework))]
    for code, rows, keys, text in (
        ("break-in-series", _breaks(statistics), ["state", "indicator", "year"], _text_break),
        ("low-reliability", _unreliable(statistics), ["state", "indicator"], _text_unreliable),
        ("unflagged-extreme", _extremes(shares), KEY, _text_extreme),
        ("large-change", _far_from_history(shares), KEY, _text_far),
        ("outlier-among-states", _far_from_states(shares), KEY, _text_outlier),
    ):
        _add_grouped(code, rows, keys, text, observations, report)


def _shares(framework: Framework) -> set[str]:
    return {code for code, it in framework.observed.items() if getattr(it, "unit", None) == "per_cent"}


def _breaks(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["status"].str.contains("b")]


def _unreliable(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["status"].str.contains("u")]


def _extremes(frame: pd.DataFrame) -> pd.DataFrame:
    """Shares of exactly 0 or 100 that the source does not call unreliable."""
    extreme = frame["number"].isin([0.0, 100.0]) & ~frame["status"].str.contains("[un]")
    return frame[extreme]


def _far_from_history(frame: pd.DataFrame) -> pd.DataFrame:
    """Values whose robust distance from their series' median exceeds `FAR` and `FAR_AT_LEAST`."""
    return _far(frame, SERIES, FAR, FAR_AT_LEAST)


def _far_from_states(frame: pd.DataFrame) -> pd.DataFrame:
    """Values of migrant groups far from those of all states and years."""
    groups = frame[frame["group"] != "TOTAL"]
    return _far(groups, ["indicator", "group", "sex"], FAR_AMONG_STATES, FAR_AMONG_STATES_AT_LEAST)


def _far(frame: pd.DataFrame, keys: list[str], times: float, at_least: float) -> pd.DataFrame:
    """Return the rows beyond `times` scaled median absolute deviations, and `at_least`, from the median."""
    groups = frame.groupby(keys, sort=False)["number"]
    median = groups.transform("median")
    distance = (frame["number"] - median).abs()
    spread = distance.groupby([frame[key] for key in keys], sort=False).transform("median") * 1.4826
    far = (distance > times * spread) & (distance > at_least)
    return frame.assign(median=median)[far & (groups.transform("size") >= MIN_HISTORY)]


def _text_break(rows: pd.DataFrame) -> str:
    return f"{rows['indicator'].iloc[0]} {rows['year'].iloc[0]}: break in {_times(rows, 'series')}"


def _text_unreliable(rows: pd.DataFrame) -> str:
    years = rows["year_number"].astype(int)
    span = f"{years.min()}–{years.max()}" if years.nunique() > 1 else f"{years.min()}"
    return f"{rows['indicator'].iloc[0]}: {_times(rows, 'value')} of {span} flagged u"


def _text_extreme(rows: pd.DataFrame) -> str:
    row = rows.iloc[0]
    return f"{row['indicator']} {row['year']} = {row['value']} ({row['group']}, {row['sex']}) with no flag"


def _text_far(rows: pd.DataFrame) -> str:
    row = rows.iloc[0]
    flag = f" {row['status']}" if row["status"] else ""
    what = f"{row['indicator']} {row['year']} = {row['value']}{flag} ({row['group']}, {row['sex']})"
    return f"{what}; the median of this series is {row['median']:g}"


def _text_outlier(rows: pd.DataFrame) -> str:
    return _text_far(rows).replace("of this series", "of all states")


def _times(rows: pd.DataFrame, noun: str) -> str:
    plural = noun if noun == "series" or len(rows) == 1 else f"{noun}s"
    return f"{len(rows)} {plural}"


def _add_grouped(
    code: str,
    rows: pd.DataFrame,
    keys: list[str],
    text: Callable[[pd.DataFrame], str],
    observations: Observations,
    report: Report,
) -> None:
    for _, group in rows.groupby(keys, sort=False):
        first: Any = group.iloc[0]
        column = "status" if code in ("break-in-series", "low-reliability") else "value"
        place = observations.place(first["file"], int(first["line"]), column)
        report.add(code, place, text(group), state=first["state"], indicator=first["indicator"])
