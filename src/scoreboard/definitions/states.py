"""The one code list of states: data/states.csv."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from scoreboard.definitions.characters import shown
from scoreboard.definitions.files import read_text
from scoreboard.findings import Place, Report

UNIONS = ("EU",)
"""Folders of data/ that hold what binds several states: records, and no observations."""


@dataclass(frozen=True, slots=True)
class State:
    """One row of data/states.csv.

    Parameters
    ----------
    code : ISO 3166-1 alpha-2 (XK for Kosovo, under UNSCR 1244).
    eurostat : Eurostat's code where it differs (EL, UK), else the same.
    aliases : other names and codes that publishers use.
    eu_from, eu_to : first and last day of membership of the European Union, ISO dates or empty.
    efta, eea, coe_member, osce : whether the state belongs to EFTA, the European Economic Area, the Council of
        Europe and the OSCE; `groups` says when.
    osce_since, icmpd_since : first day in the OSCE and in the ICMPD, or its month or year; empty if not recorded.
        Like `eea`, None where the code list lacks the column.
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
    eea: bool | None = None
    osce_since: str | None = None
    icmpd_since: str | None = None


def read_states(path: Path, file: str, report: Report) -> dict[str, State]:
    """Read the code list; a state's row number is its line in the file.

    Returns
    -------
    dict, state code → `State`, in code order; empty with a finding when the file or a column is absent.
    """
    text = read_text(path, file, report)
    if text is None:
        return {}
    states: dict[str, State] = {}
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(table, [])
        missing = [column for column in _COLUMNS if column not in header]
        for column in missing:
            report.add("missing-column", Place(file, 1, 1), f"'{column}' is absent", ", ".join(_COLUMNS))
        for cells in table if not missing else ():
            place = Place(file, table.line_num)
            if len(cells) != len(header):
                report.add("row-length", place, f"{len(cells)} cells", f"{len(header)}, as in the header")
                continue
            state = _state(dict(zip(header, cells, strict=True)))
            if not re.fullmatch("[A-Z]{2}", state.code):
                report.add("wrong-value", place, f"code = '{shown(state.code)}'", "two letters A to Z")
            elif state.code in states:
                report.add("duplicate-code", place, f"'{state.code}' stands already further up")
            else:
                states[state.code] = state
    except csv.Error as error:
        report.add("csv-syntax", Place(file, table.line_num), str(error))
    report.checked["states"] += len(states)
    return dict(sorted(states.items()))


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
        eea=row["eea"] == "1" if "eea" in row else None,
        osce_since=row.get("osce_since"),
        icmpd_since=row.get("icmpd_since"),
    )
