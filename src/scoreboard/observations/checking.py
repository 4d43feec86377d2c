"""From failed contracts to findings that name the cell, what is allowed, and what was probably meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pandera.errors

from scoreboard.definitions import Framework, suggest
from scoreboard.definitions.models import PolicyIndicator, StatisticIndicator
from scoreboard.findings import Place, Report
from scoreboard.observations.contracts import FIRST_YEAR, FLAGS, KEY, contract, with_limits
from scoreboard.observations.plausibility import check_plausibility
from scoreboard.observations.reading import Observations

UNITS = {
    "per_cent": "per cent",
    "percentage_points": "percentage points",
    "ratio": "ratio",
    "per_100_foreign_citizens": "per 100 foreign citizens",
    "number": "number",
    "euro": "euro a year",
}


def check_observations(observations: Observations, framework: Framework, report: Report) -> None:
    """Add every fault of the rows to `report`: contracts first, then plausibility and sources."""
    frame = with_limits(observations.frame, framework)
    failures = _failures(frame, framework, observations)
    describe = _Describer(frame, framework, observations)
    for code, column, index in failures:
        describe.add(code, column, frame.loc[index], report)
    faulty = {index for _, _, index in failures}
    check_plausibility(frame.drop(index=list(faulty)), framework, observations, report)
    _check_unused_sources(observations, report)


def _failures(
    frame: pd.DataFrame, framework: Framework, observations: Observations
) -> list[tuple[str, str, Any]]:
    """Return (finding code, column, row index) of each failed check, each once."""
    if frame.empty:
        return []
    try:
        contract(framework, observations.sources).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        if cases["index"].isna().any():  # a check that did not run must not pass for one that found nothing
            raise RuntimeError(f"checks that could not run: {set(cases['check'])}") from errors
        found = {
            (case.check, _COLUMN_OF.get(case.check, case.column), case.index) for case in cases.itertuples()
        }
        return sorted(found, key=lambda case: (case[2], case[0], case[1]))
    return []


_COLUMN_OF = {
    "state-folder-mismatch": "state",
    "year-out-of-range": "year",
    "value-out-of-range": "value",
    "unknown-level": "value",
    "unknown-group": "group",
    "missing-without-status": "value",
    "confidential-value-published": "value",
    "source-not-declared": "source",
    "duplicate-observation": "indicator",
}
"""Checks over whole rows → the column whose cell is at fault."""


@dataclass(frozen=True)
class _Describer:
    """Writes what was found and what is allowed, for each finding code."""

    frame: pd.DataFrame
    framework: Framework
    observations: Observations

    def add(self, code: str, column: str, row: pd.Series[Any], report: Report) -> None:
        found, allowed, advice = _TEXTS.get(code, _Describer.plain)(self, row, column)
        report.add(
            code,
            self.observations.place(row["file"], int(row["line"]), column),
            found,
            allowed,
            advice,
            state=row["state"],
            indicator=row["indicator"],
        )

    def plain(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        return f"{column} = '{row[column]}'", "", ""

    def state(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        return f"'{row['state']}'", "a code of data/states.csv", suggest(row["state"], self.framework.states)

    def folder(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        return f"'{row['state']}' in the folder of {row['folder']}", row["folder"], ""

    def indicator(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        code = row["indicator"]
        base = getattr(self.framework.indicators.get(code), "observations_of", None)
        if base:
            return f"'{code}' has no observations of its own", base, f"give the values of {base} instead"
        return f"'{code}'", "", suggest(code, self.framework.observed)

    def year(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        return f"year = {row['year']}", f"{FIRST_YEAR} to the current year", ""

    def number(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        name = row["indicator"] if column == "value" else column
        return f"{name} = '{row[column]}'", "a number with a decimal point", self._neighbours(row)

    def out_of_range(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        it = self.framework.observed[row["indicator"]]
        assert isinstance(it, StatisticIndicator)  # policy items have levels instead
        allowed = f"{row['low']:g}–{row['high']:g} ({UNITS[it.unit]})"
        return f"{it.code} = {row['value']}", allowed, self._neighbours(row)

    def level(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        it = self.framework.observed[row["indicator"]]
        assert isinstance(it, PolicyIndicator)
        levels = ", ".join(f"{level.score:g}" for level in it.levels)
        return f"{it.code} = {row['value']}", levels, ""

    def group(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        it = self.framework.observed[row["indicator"]]
        groups = ", ".join(getattr(it, "groups", ()) or ("TOTAL",))
        sexes = ", ".join(getattr(it, "sexes", ("T",)))
        found = f"group {row['group']}, sex {row['sex']}, age {row['age']}, duration {row['duration']}"
        age = getattr(it, "age", "TOTAL")
        return found, f"group {groups}; sex {sexes}; age {age}; duration TOTAL", ""

    def missing(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        return f"{row['indicator']} {row['year']} has neither value nor status", "a value or a status", ""

    def status(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        return f"status = '{row['status']}'", f"letters of {FLAGS}", ""

    def secret(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        return f"status {row['status']} with a value", "no value beside C or N", ""

    def source(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        declared = self.observations.sources.get(row["folder"], {})
        there = ", ".join(sorted(declared)) or "nothing"
        return f"'{row['source']}'", "", f"data/{row['folder']}/sources.yaml declares: {there}"

    def duplicate(self, row: pd.Series[Any], column: str) -> tuple[str, str, str]:
        same = (self.frame[KEY] == row[KEY]).all(axis="columns")
        first = self.frame[same].iloc[0]
        kind = "the same value" if first["value"] == row["value"] else f"another value, {first['value']}"
        return f"{row['indicator']} {row['year']} stands already on line {first['line']}, with {kind}", "", ""

    def _neighbours(self, row: pd.Series[Any]) -> str:
        """Return where the state's other values of this series lie, or nothing if there are too few."""
        series = [key for key in KEY if key != "year"]
        same = (self.frame[series] == row[series]).all(axis="columns")
        others = self.frame.loc[same, "number"].drop(index=row.name, errors="ignore").dropna()
        others = others[(others >= row["low"]) & (others <= row["high"])]
        if len(others) < 3:
            return ""
        return (
            f"{row['state']}'s other values of this series lie between {others.min():g} and {others.max():g}"
        )


_Text = Callable[[_Describer, "pd.Series[Any]", str], tuple[str, str, str]]
_TEXTS: dict[str, _Text] = {
    "unknown-state": _Describer.state,
    "state-folder-mismatch": _Describer.folder,
    "unknown-indicator": _Describer.indicator,
    "year-out-of-range": _Describer.year,
    "not-a-number": _Describer.number,
    "value-out-of-range": _Describer.out_of_range,
    "unknown-level": _Describer.level,
    "unknown-group": _Describer.group,
    "missing-without-status": _Describer.missing,
    "status-unknown": _Describer.status,
    "confidential-value-published": _Describer.secret,
    "source-not-declared": _Describer.source,
    "duplicate-observation": _Describer.duplicate,
}


def _check_unused_sources(observations: Observations, report: Report) -> None:
    used = set(zip(observations.frame["folder"], observations.frame["source"], strict=True))
    for state, entries in observations.sources.items():
        for source in entries:
            if (state, source) not in used:
                report.add("unused-source", Place(f"data/{state}/sources.yaml"), f"'{source}'", state=state)
