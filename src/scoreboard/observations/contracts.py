"""The definitions as pandera contracts: what a cell of a national dataset may hold.

One schema is built from a framework and checks all rows of all states at once. Each check is named by the
finding it gives, and works on whole columns.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import UTC, datetime

import pandas as pd
import pandera.pandas as pa

from scoreboard.definitions import Framework
from scoreboard.definitions.models import PolicyIndicator, SourceEntry

NUMBER = r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
FLAGS = "bdefimnprstuzCNP"
"""Observation status letters of Eurostat's code list, and the confidentiality letters C, N, P."""
FIRST_YEAR = 1950


def with_limits(frame: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Return the text frame beside what its definitions allow.

    Parameters
    ----------
    frame : `Observations.frame`.

    Returns
    -------
    A copy with `number`, `year_number` (float, NaN where the text is no number), and per row of a known
    indicator `low`, `high`, `lens`.
    """
    limits = pd.DataFrame(
        [(code, *_range_of(indicator), indicator.lens) for code, indicator in framework.observed.items()],
        columns=["indicator", "low", "high", "lens"],
    ).set_index("indicator")
    result = frame.join(limits, on="indicator")
    for source, target in (("value", "number"), ("year", "year_number")):
        clean = frame[source].where(frame[source].str.fullmatch(NUMBER))
        result[target] = pd.to_numeric(clean)
    return result


def _range_of(indicator: object) -> tuple[float, float]:
    possible = getattr(indicator, "possible", None)
    return (possible.low, possible.high) if possible else (0.0, 100.0)


def contract(framework: Framework, sources: dict[str, dict[str, SourceEntry]]) -> pa.DataFrameSchema:
    """Return the pandera schema of all national datasets of a framework.

    Parameters
    ----------
    sources : state → declared source ids, from `Observations.sources`.

    Returns
    -------
    DataFrameSchema for a frame made by `with_limits`; the name of every check is a finding code.
    """
    declared = {(state, source) for state, entries in sources.items() for source in entries}
    allowed_groups = _allowed_groups(framework)
    this_year = datetime.now(tz=UTC).year
    year = pa.Check(lambda text: text.str.fullmatch(r"[0-9]+"), name="not-a-number")
    number = pa.Check(lambda text: (text == "") | text.str.fullmatch(NUMBER), name="not-a-number")
    letters = rf"[{FLAGS}]*"
    return pa.DataFrameSchema(
        {
            "state": pa.Column(str, pa.Check.isin(list(framework.states), error="unknown-state")),
            "indicator": pa.Column(str, pa.Check.isin(list(framework.observed), error="unknown-indicator")),
            "year": pa.Column(str, year),
            "year_number": pa.Column(
                float,
                pa.Check.in_range(FIRST_YEAR, this_year, error="year-out-of-range"),
                nullable=True,
                coerce=True,
            ),
            "value": pa.Column(str, number),
            "se": pa.Column(str, number),
            "n": pa.Column(str, number),
            "status": pa.Column(
                str, pa.Check(lambda text: text.str.fullmatch(letters), name="status-unknown")
            ),
        },
        checks=[
            pa.Check(lambda f: f["state"] == f["folder"], name="state-folder-mismatch"),
            pa.Check(_within_range, name="value-out-of-range"),
            pa.Check(lambda f: _is_level(f, framework), name="unknown-level"),
            pa.Check(lambda f: _is_known(f, allowed_groups), name="unknown-group"),
            pa.Check(lambda f: (f["value"] != "") | (f["status"] != ""), name="missing-without-status"),
            pa.Check(_keeps_secrets, name="confidential-value-published"),
            pa.Check(lambda f: _pairs_in(f, ["folder", "source"], declared), name="source-not-declared"),
            pa.Check(_is_first, name="duplicate-observation"),
        ],
        strict=False,
    )


KEY = ["state", "indicator", "year", "group", "sex", "age", "duration"]


def _within_range(frame: pd.DataFrame) -> pd.Series[bool]:
    low, high = frame["number"] < frame["low"], frame["number"] > frame["high"]
    return ~((low | high) & (frame["lens"] != "policy"))


def _is_level(frame: pd.DataFrame, framework: Framework) -> pd.Series[bool]:
    """Policy values are one of the item's levels, or an exception declared for that state."""
    allowed = {
        (code, level.score)
        for code, item in framework.observed.items()
        if isinstance(item, PolicyIndicator)
        for level in item.levels
    }
    exceptions = {
        (code, exception.score, state)
        for code, item in framework.observed.items()
        if isinstance(item, PolicyIndicator)
        for exception in item.exceptions
        for state in exception.states
    }
    checked = (frame["lens"] == "policy") & frame["number"].notna()
    cells = zip(frame["indicator"], frame["number"], frame["state"], checked, strict=True)
    good = [not check or (c, v) in allowed or (c, v, s) in exceptions for c, v, s, check in cells]
    return pd.Series(good, index=frame.index)


def _allowed_groups(framework: Framework) -> set[tuple[str, str, str, str, str]]:
    """Return every (indicator, group, sex, age, duration) that the definitions name."""
    return {
        (code, group, sex, getattr(item, "age", "TOTAL"), "TOTAL")
        for code, item in framework.observed.items()
        for group in getattr(item, "groups", ()) or ("TOTAL",)
        for sex in getattr(item, "sexes", ("T",))
    }


def _is_known(frame: pd.DataFrame, allowed: Set[tuple[str, ...]]) -> pd.Series[bool]:
    known = _pairs_in(frame, ["indicator", "group", "sex", "age", "duration"], allowed)
    return known | frame["lens"].isna()


def _pairs_in(frame: pd.DataFrame, columns: list[str], allowed: Set[tuple[str, ...]]) -> pd.Series[bool]:
    cells = zip(*(frame[column] for column in columns), strict=True)
    return pd.Series([cell in allowed for cell in cells], index=frame.index)


def _keeps_secrets(frame: pd.DataFrame) -> pd.Series[bool]:
    return ~(frame["status"].str.contains("[CN]") & (frame["value"] != ""))


def _is_first(frame: pd.DataFrame) -> pd.Series[bool]:
    return ~frame.duplicated(KEY)
