"""Who has the top level of a policy item, since when, and who was raised to it, when, and from what level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoreboard.definitions import Framework
from scoreboard.definitions.models import PolicyIndicator

PRECEDENT_COLUMNS = ["indicator", "state", "year", "before", "before_year", "until"]
HOLDER_COLUMNS = ["indicator", "state", "since", "from_start"]


def unbroken_run(
    years: Sequence[int] | npt.NDArray[np.int_],
    values: Sequence[float] | npt.NDArray[np.float64],
    level: float,
) -> tuple[int, bool] | None:
    """Return since when a level has been held without a break, up to the last answer.

    Parameters
    ----------
    years, values : the answers of one state, in the order of years; years without an answer are not among them.
    level : held by answers equal to it or above.

    Returns
    -------
    The first year of the run, and whether it begins with the first answer, so that it may be older; None where
    the last answer is below the level.

    Examples
    --------
    >>> unbroken_run([2007, 2010, 2014], [50, 100, 100], 100), unbroken_run([2007, 2010], [100, 50], 100)
    ((2010, False), None)
    """
    below = np.flatnonzero(np.asarray(values) < level)
    first = int(below[-1]) + 1 if len(below) else 0
    return (int(years[first]), first == 0) if first < len(years) else None


def top_holders(frame: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Return the states whose latest known level of a policy item is its top one.

    Parameters
    ----------
    frame : rows of a panel, with `indicator, state, year, value`.

    Returns
    -------
    DataFrame, one row per item and state in code order: `indicator, state, since, from_start` as `unbroken_run`
    tells them.
    """
    rows = [
        (item.code, state, *run)
        for item, state, own in _answers(frame, framework)
        if (run := unbroken_run(own["year"].to_numpy(), own["value"].to_numpy(), item.levels[0].score))
    ]
    return pd.DataFrame(rows, columns=HOLDER_COLUMNS).astype({"from_start": bool})


def precedents(frame: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Return every rise of a state to the top level of a policy item.

    A rise lies between two answers that follow one another, the earlier below the top: the change happened after
    `before_year` and by `year`. A state that begins at the top was never raised as far as the data tell.

    Parameters
    ----------
    frame : rows of a panel, with `indicator, state, year, value`.

    Returns
    -------
    DataFrame, one row per rise in the order of item, state and year: `indicator, state, year, before` (the level
    it came from), `before_year`, and `until`, the year of the last answer at the top before one below it; missing
    where the top is held in the latest answer.
    """
    rows = [
        (item.code, state, *rise)
        for item, state, own in _answers(frame, framework)
        for rise in _rises(own["year"].tolist(), own["value"].tolist(), item.levels[0].score)
    ]
    return pd.DataFrame(rows, columns=PRECEDENT_COLUMNS).astype({"until": "Int64"})


def _answers(
    frame: pd.DataFrame, framework: Framework
) -> Iterator[tuple[PolicyIndicator, str, pd.DataFrame]]:
    """Yield (item, state, its answers by year) for every policy item and state with an answer."""
    items = {code: it for code, it in framework.indicators.items() if isinstance(it, PolicyIndicator)}
    known = frame[frame["indicator"].isin(items) & frame["value"].notna()]
    known = known.astype({"indicator": str, "state": str}).sort_values(["indicator", "state", "year"])
    for (code, state), own in known.groupby(["indicator", "state"]):
        yield items[str(code)], str(state), own


def _rises(years: list[int], values: list[float], top: float) -> Iterator[tuple[int, float, int, int | None]]:
    for position in range(1, len(years)):
        if values[position] >= top > values[position - 1]:
            after = next((it for it in range(position, len(years)) if values[it] < top), None)
            until = None if after is None else years[after - 1]
            yield years[position], values[position - 1], years[position - 1], until
