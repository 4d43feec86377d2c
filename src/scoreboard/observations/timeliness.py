"""Whether data are still coming: series that end long before those of other states, rows that went away."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from scoreboard.findings import Place, Report
from scoreboard.observations.keys import KEY
from scoreboard.observations.reading import Observations

LATE = 5
"""Years behind the median of the states from which a series is stale; surveys come every two to four."""
MIN_STATES = 3
"""States with data for an indicator, below which there is no usual last year."""


def check_timeliness(frame: pd.DataFrame, observations: Observations, report: Report) -> None:
    """Add one warning for each state with stale indicators, at the last row of the one furthest behind.

    Parameters
    ----------
    frame : clean rows of `with_limits`.
    """
    valued = frame[frame["number"].notna()]
    ordered = valued.sort_values("year_number", kind="stable")
    last = ordered.drop_duplicates(["state", "indicator"], keep="last")
    usual = last.groupby("indicator", sort=False)["year_number"]
    last = last.assign(usual=usual.transform("median"), states=usual.transform("size"))
    late = last[(last["states"] >= MIN_STATES) & (last["usual"] - last["year_number"] >= LATE)]
    for state, rows in late.groupby("state", sort=False):
        row = rows.iloc[int((rows["usual"] - rows["year_number"]).argmax())]
        count = f"{len(rows)} indicators end" if len(rows) > 1 else "1 indicator ends"
        example = f"{row['indicator']} in {row['year']}, elsewhere in {row['usual']:.0f}"
        found = f"{count} at least {LATE} years before those of other states: {example}"
        place = observations.place(row["file"], int(row["line"]), "year")
        report.add("stale-data", place, found, state=str(state), indicator=row["indicator"])


def check_row_counts(observations: Observations, base: pd.DataFrame, report: Report) -> None:
    """Warn of each state's indicator that has fewer different observations than in the edition before.

    Parameters
    ----------
    base : `Observations.frame` of that edition.
    """
    now, before = _counts(observations.frame), _counts(base)
    for (state, indicator), count in before.items():
        left = now[state, indicator]
        if left < count:
            rows = base[(base["folder"] == state) & (base["indicator"] == indicator)]
            found = f"{indicator}: {left} rows, {count} in the edition before"
            place = Place(str(rows["file"].iloc[0]))
            report.add(
                "row-count-dropped", place, found, f"{count} or more", state=state, indicator=indicator
            )


def _counts(frame: pd.DataFrame) -> Counter[tuple[str, str]]:
    unique = frame[["folder", *KEY]].drop_duplicates()
    return Counter(zip(unique["folder"], unique["indicator"], strict=True))
