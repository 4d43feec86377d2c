"""Rules that look at whole series: breaks, extremes and values far from their own history.

They never fail a run: the data may be right. Each names the first line concerned and how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import pandas as pd

from scoreboard.definitions import Framework
from scoreboard.findings import Report
from scoreboard.observations.keys import KEY, SERIES, combinations
from scoreboard.observations.reading import Observations

MIN_HISTORY = 5
MIN_PEERS = 5
"""States with a value of the year, below which a common movement cannot be told from one state's own."""
FAR = 6.0
"""Robust distance, in scaled median absolute deviations, beyond which a value is far from its series."""
FAR_AT_LEAST = 20.0
"""Smallest distance in the indicator's unit (percentage points) that is worth a warning."""
FAR_AMONG_STATES = 5.0
FAR_AMONG_STATES_AT_LEAST = 30.0
"""The same two bounds against all states and years; wider, since states differ for good reasons."""

Rows = list[dict[Hashable, Any]]
"""Observations that one finding is about."""


def check_plausibility(
    frame: pd.DataFrame, framework: Framework, observations: Observations, report: Report
) -> None:
    """Add warnings about single values and whole series.

    Parameters
    ----------
    frame : clean rows of `with_limits`.
    """
    statistics = frame[(frame["lens"] != "policy") & frame["number"].notna()]
    shares = statistics[statistics["indicator"].isin(list(_shares(framework)))]
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
    return frame[_flagged(frame, "b")]


def _unreliable(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[_flagged(frame, "u")]


def _extremes(frame: pd.DataFrame) -> pd.DataFrame:
    """Shares of exactly 0 or 100 that the source does not call unreliable."""
    return frame[frame["number"].isin([0.0, 100.0]) & ~_flagged(frame, "[un]")]


def _flagged(frame: pd.DataFrame, letters: str) -> pd.Series[bool]:
    return frame["status"].str.contains(letters).astype(bool)


def _far_from_history(frame: pd.DataFrame) -> pd.DataFrame:
    """Values far from the median of their series, after what moved the other states in that year too."""
    median = frame["number"].groupby(combinations(frame, SERIES), sort=False).transform("median")
    peers = (frame["number"] - median).groupby(
        combinations(frame, [key for key in KEY if key != "state"]), sort=False
    )
    common = peers.transform("median").where(peers.transform("size") >= MIN_PEERS, 0.0)
    return _far(frame.assign(common=common), SERIES, FAR, FAR_AT_LEAST)


def _far_from_states(frame: pd.DataFrame) -> pd.DataFrame:
    """Values of migrant groups far from those of all states and years."""
    groups = frame[frame["group"] != "TOTAL"].assign(common=0.0)
    return _far(groups, ["indicator", "group", "sex"], FAR_AMONG_STATES, FAR_AMONG_STATES_AT_LEAST)


def _far(frame: pd.DataFrame, keys: list[str], times: float, at_least: float) -> pd.DataFrame:
    """Return the rows beyond `times` scaled median absolute deviations, and `at_least`, from the median.

    Parameters
    ----------
    frame : with `common`, the part of each value that is not held against its series.
    """
    series = combinations(frame, keys)
    number = frame["number"] - frame["common"]
    groups = number.groupby(series, sort=False)
    distance = (number - groups.transform("median")).abs()
    spread = distance.groupby(series, sort=False).transform("median") * 1.4826
    far = (distance > times * spread) & (distance > at_least)
    median = frame["number"].groupby(series, sort=False).transform("median")
    return frame.assign(median=median)[far & (groups.transform("size") >= MIN_HISTORY)]


def _text_break(rows: Rows) -> str:
    return f"{rows[0]['indicator']} {rows[0]['year']}: break in {_times(rows, 'series')}"


def _text_unreliable(rows: Rows) -> str:
    years = sorted({int(row["year_number"]) for row in rows})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else f"{years[0]}"
    return f"{rows[0]['indicator']}: {_times(rows, 'value')} of {span} flagged u"


def _text_extreme(rows: Rows) -> str:
    row = rows[0]
    return f"{row['indicator']} {row['year']} = {row['value']} ({row['group']}, {row['sex']}) with no flag"


def _text_far(rows: Rows) -> str:
    row = rows[0]
    flag = f" {row['status']}" if row["status"] else ""
    what = f"{row['indicator']} {row['year']} = {row['value']}{flag} ({row['group']}, {row['sex']})"
    return f"{what}; the median of this series is {row['median']:g}"


def _text_outlier(rows: Rows) -> str:
    return _text_far(rows).replace("of this series", "of all states")


def _times(rows: Rows, noun: str) -> str:
    plural = noun if noun == "series" or len(rows) == 1 else f"{noun}s"
    return f"{len(rows)} {plural}"


def _add_grouped(
    code: str,
    rows: pd.DataFrame,
    keys: list[str],
    text: Callable[[Rows], str],
    observations: Observations,
    report: Report,
) -> None:
    groups: dict[tuple[Any, ...], Rows] = {}
    for row in rows.to_dict("records"):
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    column = "status" if code in ("break-in-series", "low-reliability") else "value"
    for group in groups.values():
        first = group[0]
        place = observations.place(first["file"], int(first["line"]), column)
        report.add(code, place, text(group), state=first["state"], indicator=first["indicator"])
