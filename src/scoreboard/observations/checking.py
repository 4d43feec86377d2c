"""From failed contracts to findings that name the cell, what is allowed, and what was probably meant."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pandas as pd
import pandera.errors

from scoreboard.definitions import Framework
from scoreboard.findings import Place, Report
from scoreboard.observations.contracts import MOST_FAILURES, contract, with_limits
from scoreboard.observations.describing import Describer
from scoreboard.observations.identities import check_identities
from scoreboard.observations.plausibility import check_plausibility
from scoreboard.observations.reading import Observations
from scoreboard.observations.timeliness import check_timeliness

Failure = tuple[str, str, int]
"""Finding code, column, row."""


def check_observations(
    observations: Observations, framework: Framework, report: Report, today: date | None = None
) -> None:
    """Add every fault of the rows to `report`: contracts first, then plausibility and sources.

    Parameters
    ----------
    today : the day of the check; now if left out.
    """
    frame = with_limits(observations.frame, framework)
    failures = _failures(frame, framework, observations, today or date.today())
    describe = Describer(frame, framework, observations)
    for code, column, index in failures:
        describe.add(code, column, index, report)
    _say_what_is_not_listed(failures, report)
    wrong = {index for code, _, index in failures if code != "formula-cell"}
    clean = frame.drop(index=list(wrong)) if wrong else frame
    check_plausibility(clean, framework, observations, report)
    check_identities(clean, framework, observations, report)
    check_timeliness(clean, observations, report)
    _check_unused_sources(observations, report)


def _failures(
    frame: pd.DataFrame, framework: Framework, observations: Observations, today: date
) -> list[Failure]:
    """Return (finding code, column, row index) of each failed check, each once."""
    if frame.empty:
        return []
    try:
        contract(framework, observations.sources, today).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        if cases["index"].isna().any():  # a check that did not run must not pass for one that found nothing
            raise RuntimeError(f"checks that could not run: {set(cases['check'])}") from errors
        found = {
            (case.check, _column(case.schema_context, case.check, case.column), int(case.index))
            for case in cases.itertuples()
        }
        return sorted(found, key=lambda case: (case[2], case[0], case[1]))
    return []


def _column(context: str, code: str, column: str) -> str:
    """Return the column whose cell is at fault; checks over whole rows are told once for every column."""
    if context == "DataFrameSchema":
        return _COLUMN_OF[code]
    return "year" if column == "year_number" else column


_COLUMN_OF = {
    "state-folder-mismatch": "state",
    "value-out-of-range": "value",
    "unknown-level": "value",
    "unknown-group": "group",
    "missing-without-status": "value",
    "confidential-value-published": "value",
    "source-not-declared": "source",
    "duplicate-observation": "indicator",
}
"""Checks over whole rows → the column whose cell is at fault."""


def _say_what_is_not_listed(failures: list[Failure], report: Report) -> None:
    for (code, column), count in Counter((code, column) for code, column, _ in failures).items():
        if count >= MOST_FAILURES:
            report.add(
                "more-faults", Place("data"), f"{code} in column {column}: the first {count:,} are listed"
            )


def _check_unused_sources(observations: Observations, report: Report) -> None:
    used = {tuple(pair) for pair in observations.frame[["folder", "source"]].drop_duplicates().to_numpy()}
    for state, entries in observations.sources.items():
        for source in entries:
            if (state, source) not in used:
                report.add("unused-source", observations.declared[state, source], f"'{source}'", state=state)
