"""The definitions as pandera contracts: what a cell of a national dataset may hold.

One schema is built from a framework and checks all rows of all states at once. Each check is named by the
finding it gives, and works on whole columns: on their categories where one text decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from scoreboard.definitions import Framework
from scoreboard.definitions.models import PolicyIndicator
from scoreboard.definitions.registers import SourceEntry
from scoreboard.observations.keys import KEY, among, identify
from scoreboard.observations.statuses import status_letters

NUMBER = r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
FLAGS = status_letters()
"""Letters of status and confidentiality that may stand beside a value."""
FIRST_YEAR = 1950
MOST_FAILURES = 1000
"""Cells that are told of one failed check; bounds time on a dataset that is wrong throughout."""
CELL = ["indicator", "group", "sex", "age", "duration"]
TEXTS = ["group", "sex", "age", "duration", "status", "source", "note"]
FORMULA = r"[=+\-@\t\r].*"
"""How a cell begins that a spreadsheet would take for a formula."""


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
        [(*_range_of(indicator), indicator.lens) for indicator in framework.observed.values()],
        columns=["low", "high", "lens"],
        index=list(framework.observed),
    ).reindex(frame["indicator"].cat.categories)
    at = frame["indicator"].cat.codes.to_numpy()
    columns = {name: limits[name].to_numpy()[at] for name in ("low", "high")}
    lens = pd.Categorical(limits["lens"], categories=["policy", "outcome", "context"])
    return frame.assign(
        number=numbers(frame["value"]),
        year_number=numbers(frame["year"]),
        lens=lens[at] if len(frame) else pd.Categorical([], categories=lens.categories),
        **columns,
    )


def numbers(cells: pd.Series[str]) -> pd.Series[float]:
    """Return categorical texts as numbers, NaN where a text is none; each different text is read once."""
    is_number = re.compile(NUMBER).fullmatch
    known = [float(text) if is_number(text) else np.nan for text in cells.cat.categories]
    return pd.Series(np.array([*known, np.nan])[cells.cat.codes], index=cells.index, dtype=float)


def _range_of(indicator: object) -> tuple[float, float]:
    possible = getattr(indicator, "possible", None)
    return (possible.low, possible.high) if possible else (0.0, 100.0)


def contract(
    framework: Framework, sources: dict[str, dict[str, SourceEntry]], today: date
) -> pa.DataFrameSchema:
    """Return the pandera schema of all national datasets of a framework.

    Parameters
    ----------
    sources : state → declared source ids, from `Observations.sources`; a state without is not checked.
    today : its year is the last that an observation may have.

    Returns
    -------
    DataFrameSchema for a frame made by `with_limits`; the name of every check is a finding code.
    """
    declared = {(state, source) for state, entries in sources.items() for source in entries}
    allowed_groups = _allowed_groups(framework)
    columns = {
        "state": [_one_of(framework.states, "unknown-state")],
        "indicator": [_one_of([*framework.observed, *framework.unread], "unknown-indicator")],
        "year": [_matching("[0-9]+", "not-a-number")],
        "year_number": [_year_from(FIRST_YEAR), _year_until(today.year)],
        "value": [_matching(rf"(?:{NUMBER})?", "not-a-number")],
        "status": [_matching(f"[{FLAGS}]*", "status-unknown")],
        "se": [_matching(rf"(?:{NUMBER})?", "not-a-number"), _size()],
        "n": [_matching(rf"(?:{NUMBER})?", "not-a-number"), _size()],
    }
    for column in TEXTS:
        columns.setdefault(column, []).append(_matching(rf"(?!{FORMULA})(?s:.*)", "formula-cell"))
    rows = {
        "state-folder-mismatch": _in_own_folder,
        "value-out-of-range": _within_range,
        "unknown-level": lambda f: _is_level(f, framework),
        "unknown-group": lambda f: among(f, CELL, allowed_groups) | f["lens"].isna(),
        "missing-without-status": lambda f: (f["value"] != "") | (f["status"] != ""),
        "confidential-value-published": _keeps_secrets,
        "source-not-declared": lambda f: (
            among(f, ["folder", "source"], declared) | ~f["folder"].isin(list(sources))
        ),
        "duplicate-observation": _is_first,
    }
    return pa.DataFrameSchema(
        {name: pa.Column(None, checks, nullable=True) for name, checks in columns.items()},
        checks=[_check(rule, code) for code, rule in rows.items()],
        strict=False,
    )


def _check(rule: Callable[[Any], pd.Series[bool]], code: str) -> pa.Check:
    """Return the check of a column or of whole rows; rules know themselves what an empty cell means."""
    return pa.Check(rule, name=code, n_failure_cases=MOST_FAILURES, ignore_na=False)


def _matching(pattern: str, code: str) -> pa.Check:
    return _check(lambda cells: cells.str.fullmatch(pattern).astype(bool), code)


def _one_of(known: Iterable[str], code: str) -> pa.Check:
    return _check(lambda cells: cells.isin(list(known)), code)


def _year_from(first: int) -> pa.Check:
    return _check(lambda years: ~(years < first), "year-out-of-range")


def _year_until(last: int) -> pa.Check:
    return _check(lambda years: ~(years > last), "future-year")


def _size() -> pa.Check:
    """Refuse standard errors and counts of persons that are negative or infinite."""

    def is_size(cells: pd.Series[str]) -> pd.Series[bool]:
        number = numbers(cells)
        return ~((number < 0) | np.isinf(number))

    return _check(is_size, "value-out-of-range")


def _in_own_folder(frame: pd.DataFrame) -> pd.Series[bool]:
    state, folder = frame["state"].cat, frame["folder"].cat
    own = folder.categories.get_indexer(state.categories)  # −1, which is no code, where there is no folder
    return pd.Series(own[state.codes] == folder.codes, index=frame.index)


def _within_range(frame: pd.DataFrame) -> pd.Series[bool]:
    low, high = frame["number"] < frame["low"], frame["number"] > frame["high"]
    return ~((low | high) & (frame["lens"] != "policy"))


def _is_level(frame: pd.DataFrame, framework: Framework) -> pd.Series[bool]:
    """Policy values are one of the item's levels, or an exception declared for that state."""
    items = {code: it for code, it in framework.observed.items() if isinstance(it, PolicyIndicator)}
    allowed = {(code, level.score) for code, item in items.items() for level in item.levels}
    exceptions = {
        (code, exception.score, state)
        for code, item in items.items()
        for exception in item.exceptions
        for state in exception.states
    }
    good = np.ones(len(frame), dtype=bool)
    coded = ((frame["lens"] == "policy") & frame["number"].notna()).to_numpy()
    cells = frame.loc[coded, ["indicator", "number", "state"]].itertuples(index=False)
    good[coded] = [(c, v) in allowed or (c, v, s) in exceptions for c, v, s in cells]
    return pd.Series(good, index=frame.index, dtype=bool)


def _allowed_groups(framework: Framework) -> set[tuple[str, ...]]:
    """Return every (indicator, group, sex, age, duration) that the definitions name."""
    return {
        (code, group, sex, getattr(item, "age", "TOTAL"), "TOTAL")
        for code, item in framework.observed.items()
        for group in getattr(item, "groups", ()) or ("TOTAL",)
        for sex in getattr(item, "sexes", ("T",))
    }


def _keeps_secrets(frame: pd.DataFrame) -> pd.Series[bool]:
    return ~(frame["status"].str.contains("[CN]").astype(bool) & (frame["value"] != ""))


def _is_first(frame: pd.DataFrame) -> pd.Series[bool]:
    return ~pd.Series(identify(frame, KEY), index=frame.index).duplicated()
