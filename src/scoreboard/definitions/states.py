"""The one code list of states: data/states.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from scoreboard.findings import Place, Report


@dataclass(frozen=True, slots=True)
class State:
    """One row of data/states.csv.

    Parameters
    ----------
    code : ISO 3166-1 alpha-2 (XK for Kosovo, under UNSCR 1244).
    eurostat : Eurostat's code where it differs (EL, UK), else the same.
    aliases : other names and codes that publishers use.
    eu_from, eu_to : first and last day of membership of the European Union, ISO dates or empty.
    """

    code: str
    name: str
    iso3: str
    eurostat: str
    aliases: tuple[str, ...]
    eu_from: str
    eu_to: str
    efta: bool
    coe_member: bool
    osce: bool

    def in_eu(self, year: int) -> bool:
        """Return whether the state was a member of the European Union at the end of `year`."""
        end = f"{year}-12-31"
        return bool(self.eu_from) and self.eu_from <= end and (not self.eu_to or self.eu_to > end)


def read_states(path: Path, file: str, report: Report) -> dict[str, State]:
    """Read the code list; a state's row number is its line in the file.

    Returns
    -------
    dict, state code → `State`, in code order; empty with a finding when the file or a column is absent.
    """
    if not path.is_file():
        report.add("file-missing", Place(file), "the code list of states is absent")
        return {}
    with path.open(encoding="utf-8", errors="replace", newline="") as handle:
        table = csv.DictReader(handle)
        missing = [column for column in _COLUMNS if column not in (table.fieldnames or ())]
        states = [] if missing else [_state(row) for row in table]
    for column in missing:
        report.add("missing-column", Place(file, 1, 1), f"'{column}' is absent", ", ".join(_COLUMNS))
    report.checked["states"] += len(states)
    return {state.code: state for state in sorted(states, key=lambda state: state.code)}


_COLUMNS = ("code", "iso3", "eurostat", "name", "aliases", "eu_from", "eu_to", "efta", "coe_member", "osce")


def _state(row: dict[str, str]) -> State:
    return State(
        code=row["code"],
        name=row["name"],
        iso3=row["iso3"],
        eurostat=row["eurostat"],
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        eu_from=row["eu_from"],
        eu_to=row["eu_to"],
        efta=row["efta"] == "1",
        coe_member=row["coe_member"] == "1",
        osce=row["osce"] == "1",
    )
