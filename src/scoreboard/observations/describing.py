"""What a failed check found, what is allowed there, and what was probably meant: one text per finding code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoreboard.definitions import Framework, suggest
from scoreboard.definitions.characters import shown
from scoreboard.definitions.models import PolicyIndicator, StatisticIndicator
from scoreboard.findings import Report
from scoreboard.observations.contracts import FIRST_YEAR, FLAGS
from scoreboard.observations.faults import number_fault
from scoreboard.observations.keys import KEY, SERIES, combinations
from scoreboard.observations.reading import Observations

UNITS = {
    "per_cent": "per cent",
    "percentage_points": "percentage points",
    "ratio": "ratio",
    "per_100_foreign_citizens": "per 100 foreign citizens",
    "number": "number",
    "euro": "euro a year",
}
Text = tuple[str, str, str]
"""Found, allowed, advice."""
Row = dict[str, Any]
"""One row of `with_limits`, and `at`, its number."""


@dataclass(frozen=True)
class Describer:
    """Writes the findings of failed checks.

    Parameters
    ----------
    frame : all rows of `with_limits`, good and bad; neighbours and first occurrences are looked up in it.
    """

    frame: pd.DataFrame
    framework: Framework
    observations: Observations

    def add(self, code: str, column: str, index: int, report: Report) -> None:
        """Add the finding of one failed check of one row."""
        row = self._row(index)
        code = self._precise(code, column, row)
        column = self._unknown_cell(row) if code == "unknown-group" else column
        found, allowed, advice = _TEXTS.get(code, Describer._plain)(self, row, column)
        place = self.observations.place(row["file"], int(row["line"]), column)
        report.add(code, place, found, allowed, advice, state=row["state"], indicator=row["indicator"])

    def _row(self, index: int) -> Row:
        return {str(name): cell for name, cell in self.frame.loc[index].items()} | {"at": index}

    def _precise(self, code: str, column: str, row: Row) -> str:
        """Return the more precise code where one failed check stands for several kinds of fault."""
        if code == "not-a-number":
            return self._number_fault(row, column)[0]
        item = self.framework.observed.get(row["indicator"])
        if code == "unknown-level" and isinstance(item, PolicyIndicator):
            elsewhere = {exception.score for exception in item.exceptions}
            return "undeclared-exception" if row["number"] in elsewhere else code
        return code

    def _unknown_cell(self, row: Row) -> str:
        """Return the first of group, sex, age and duration that the definition does not name."""
        it = self.framework.observed[row["indicator"]]
        admitted = {
            "group": getattr(it, "groups", ()) or ("TOTAL",),
            "sex": getattr(it, "sexes", ("T",)),
            "age": (getattr(it, "age", "TOTAL"),),
        }
        return next((cell for cell, known in admitted.items() if row[cell] not in known), "duration")

    def _number_fault(self, row: Row, column: str) -> tuple[str, str]:
        low, high = (row["low"], row["high"]) if column == "value" else (0.0, np.inf)
        return number_fault(row[column], low, high)

    # One method per kind of fault follows; the table _TEXTS at the end says which is whose.

    def _plain(self, row: Row, column: str) -> Text:
        return f"{column} = '{shown(row[column])}'", "", ""

    def _state(self, row: Row, column: str) -> Text:
        advice = suggest(row["state"], self.framework.states)
        return f"'{shown(row['state'])}'", "a code of data/states.csv", advice

    def _folder(self, row: Row, column: str) -> Text:
        return f"'{shown(row['state'])}' in the folder of {row['folder']}", row["folder"], ""

    def _indicator(self, row: Row, column: str) -> Text:
        code = row["indicator"]
        base = getattr(self.framework.indicators.get(code), "observations_of", None)
        if base:
            return f"'{code}' has no observations of its own", base, f"give the values of {base} instead"
        return f"'{shown(code)}'", "", suggest(code, self.framework.observed)

    def _year(self, row: Row, column: str) -> Text:
        return f"year = {shown(row['year'])}", f"{FIRST_YEAR} to the current year", ""

    def _number(self, row: Row, column: str) -> Text:
        name = shown(row["indicator"]) if column == "value" else column
        meant = self._number_fault(row, column)[1]
        advice = f"was {meant} meant?" if meant else self._neighbours(row)
        return f"{name} = '{shown(row[column])}'", "a number with a decimal point", advice

    def _out_of_range(self, row: Row, column: str) -> Text:
        if column != "value":
            return f"{column} = {shown(row[column])}", "0 or more", ""
        it = self.framework.observed[row["indicator"]]
        assert isinstance(it, StatisticIndicator)  # policy items have levels instead
        allowed = f"{row['low']:g}–{row['high']:g} ({UNITS[it.unit]})"
        return f"{it.code} = {shown(row['value'])}", allowed, self._neighbours(row)

    def _level(self, row: Row, column: str) -> Text:
        it = self.framework.observed[row["indicator"]]
        assert isinstance(it, PolicyIndicator)
        levels = ", ".join(f"{level.score:g}" for level in it.levels)
        return f"{it.code} = {shown(row['value'])}", levels, ""

    def _group(self, row: Row, column: str) -> Text:
        it = self.framework.observed[row["indicator"]]
        groups = ", ".join(getattr(it, "groups", ()) or ("TOTAL",))
        sexes = ", ".join(getattr(it, "sexes", ("T",)))
        cells = ", ".join(f"{name} {shown(row[name])}" for name in ("group", "sex", "age", "duration"))
        age = getattr(it, "age", "TOTAL")
        return cells, f"group {groups}; sex {sexes}; age {age}; duration TOTAL", ""

    def _missing(self, row: Row, column: str) -> Text:
        found = f"{shown(row['indicator'])} {shown(row['year'])} has neither value nor status"
        return found, "a value or a status", ""

    def _status(self, row: Row, column: str) -> Text:
        return f"status = '{shown(row['status'])}'", f"letters of {FLAGS}", ""

    def _secret(self, row: Row, column: str) -> Text:
        return f"status {shown(row['status'])} with a value", "no value beside C or N", ""

    def _source(self, row: Row, column: str) -> Text:
        declared = self.observations.sources.get(row["folder"], {})
        there = ", ".join(sorted(declared)) or "nothing"
        return f"'{shown(row['source'])}'", "", f"data/{row['folder']}/sources.yaml declares: {there}"

    def _duplicate(self, row: Row, column: str) -> Text:
        first = self._row(int(self._first[row["at"]]))
        kind = (
            "the same value" if first["value"] == row["value"] else f"another value, {shown(first['value'])}"
        )
        elsewhere = "" if first["file"] == row["file"] else f" of {first['file']}"
        what = f"{shown(row['indicator'])} {shown(row['year'])}"
        return f"{what} stands already on line {first['line']}{elsewhere}, with {kind}", "", ""

    @cached_property
    def _first(self) -> npt.NDArray[np.intp]:
        """Row → the first row with the same key."""
        number = combinations(self.frame, KEY)
        return np.unique(number, return_index=True)[1][number]

    @cached_property
    def _series(self) -> tuple[npt.NDArray[np.intp], dict[int, npt.NDArray[np.intp]]]:
        """Number of each row's series, and of each series its rows."""
        number = combinations(self.frame, SERIES)
        order = np.argsort(number, kind="stable")
        starts = np.flatnonzero(np.diff(number[order], prepend=-1))
        return number, dict(enumerate(np.split(order, starts[1:])))

    @cached_property
    def _numbers(self) -> npt.NDArray[np.float64]:
        return self.frame["number"].to_numpy()

    def _neighbours(self, row: Row) -> str:
        """Return where the state's other values of this series lie, or nothing if there are too few."""
        number, rows = self._series
        at = rows[int(number[row["at"]])]
        same = self._numbers[at[at != row["at"]]]
        others = same[(same >= row["low"]) & (same <= row["high"])]
        if len(others) < 3:
            return ""
        state = shown(row["state"])
        return f"{state}'s other values of this series lie between {others.min():g} and {others.max():g}"


_TEXTS: dict[str, Callable[[Describer, Row, str], Text]] = {
    "unknown-state": Describer._state,
    "state-folder-mismatch": Describer._folder,
    "unknown-indicator": Describer._indicator,
    "year-out-of-range": Describer._year,
    "future-year": Describer._year,
    "not-a-number": Describer._number,
    "decimal-comma": Describer._number,
    "thousands-separator": Describer._number,
    "value-out-of-range": Describer._out_of_range,
    "unknown-level": Describer._level,
    "undeclared-exception": Describer._level,
    "unknown-group": Describer._group,
    "missing-without-status": Describer._missing,
    "status-unknown": Describer._status,
    "confidential-value-published": Describer._secret,
    "source-not-declared": Describer._source,
    "duplicate-observation": Describer._duplicate,
}
