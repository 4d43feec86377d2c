"""A user's table of pathways (CSV or a workbook) as records in the registers of states, by a mapping of its columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from scoreboard.definitions import suggest
from scoreboard.definitions.pathway_fields import Field, fields
from scoreboard.definitions.pathways import Override, PathwayColumns, RecordSource, StatePathways, Term
from scoreboard.definitions.states import State
from scoreboard.findings import Place, Report
from scoreboard.records.pathways.checks import check_records, inherited_versions, value_faults
from scoreboard.records.pathways.inserting import EMPTY, block, inserted
from scoreboard.records.pathways.reading import FILE, read_records
from scoreboard.records.pathways.workbooks import Row, read_rows

RECORD = (
    "state",
    "pathway",
    "group",
    "title",
    "act",
    "article",
    "celex",
    "url",
    "valid_from",
    "valid_to",
    "note",
)
"""Columns that say something of the record rather than of a field."""
NEEDED = ("state", "title", "act")


@dataclass
class Imported:
    """What became of a table.

    Attributes
    ----------
    files : path in the project → text of each register that changes; empty if anything is at fault.
    rows : how many rows were read, and of them kept, already there, and left out.
    report : what could not be read, with line and column of the table.
    """

    files: dict[str, str] = field(default_factory=dict)
    rows: Counter[str] = field(default_factory=Counter)
    report: Report = field(default_factory=Report)

    def as_text(self) -> str:
        """Return the counts in one line, and the registers written."""
        counts = ", ".join(f"{self.rows[it]} {it}" for it in ("read", "kept", "already there", "left out"))
        return "\n".join([f"rows: {counts}", *(f"  {file}" for file in self.files)])


@dataclass(frozen=True)
class Registers:
    """What a project has before the import.

    Parameters
    ----------
    texts : state → text of its register, of states that have one.
    national : state → its register as read.
    inherited : state → the versions that it inherits.
    """

    texts: Mapping[str, str]
    national: Mapping[str, StatePathways]
    inherited: Mapping[str, Collection[str]]


def registers_of(root: Path, states: Collection[str], report: Report) -> Registers:
    """Return what a project has; `report` receives what is wrong with it."""
    records = read_records(root, states, report)
    check_records(records, states, report)
    if not report.ok:
        return Registers({}, {}, {})
    texts = {state: (root / "data" / state / FILE).read_text("utf-8") for state in records.national}
    return Registers(texts, records.national, inherited_versions(records))


def import_table(
    path: Path, columns: PathwayColumns, states: Mapping[str, State], registers: Registers
) -> Imported:
    """Read a table and return the registers with its records; nothing is written.

    Parameters
    ----------
    path : a .csv or .xlsx file.
    columns : which column is which field, and where the table comes from.

    Raises
    ------
    ModuleNotFoundError
        If the file is a workbook and openpyxl is not installed.
    """
    done = Imported()
    rows = read_rows(path, columns.sheet, done.report)
    done.rows["read"] = done.rows["left out"] = len(done.report)  # rows of another length than the header
    if not _check_columns(columns, rows, path.name, done.report):
        return done
    key = _slug(columns.source.title)
    found: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    known = _names(states)
    for row in rows:
        done.rows["read"] += 1
        record = _record(row, columns, known, key, done.report)
        if record is None:
            done.rows["left out"] += 1
            continue
        state, version, content = record
        own = registers.national.get(state)
        if own and (version in own.pathways or version in own.overrides):
            done.rows["already there"] += 1
        elif (state, version) in found:
            done.report.add(
                "duplicate-code",
                row.place("state"),
                f"{state} has '{version}' already further up",
                state=state,
            )
            done.rows["left out"] += 1
        else:
            section = "overrides" if version in registers.inherited.get(state, ()) else "pathways"
            found[state, version] = section, content
            done.rows["kept"] += 1
    if done.report.ok:
        done.files = _registers(found, key, columns.source, registers)
    return done


def _check_columns(columns: PathwayColumns, rows: list[Row], file: str, report: Report) -> bool:
    """Report fields that do not exist, needed ones that are absent, and columns that the table lacks."""
    before = len(report)
    for name in columns.columns:
        if name not in fields() and name not in RECORD:
            report.add("unknown-field", Place(file), f"'{name}'", advice=suggest(name, [*fields(), *RECORD]))
    for name in NEEDED:
        if name not in columns.columns:
            report.add(
                "missing-column", Place(file), f"no column is named for '{name}'", "one of the table's"
            )
    there = rows[0].header if rows else ()
    for name, column in columns.columns.items():
        if rows and column not in there:
            report.add("missing-column", Place(file, 1), f"'{column}' for '{name}'", ", ".join(there))
    return len(report) == before


def _names(states: Mapping[str, State]) -> dict[str, str]:
    """Return every code and name of a state, in small letters → its code."""
    return {
        word.casefold(): code
        for code, it in states.items()
        for word in (code, it.iso3, it.eurostat, it.name, *it.aliases)
        if word
    }


def _record(
    row: Row, columns: PathwayColumns, states: Mapping[str, str], key: str, report: Report
) -> tuple[str, str, dict[str, Any]] | None:
    """Return state, version and content of one row, or None with findings."""
    before = len(report)
    cells = {name: _cell(row, name, columns) for name in columns.columns}
    state = states.get((cells["state"] or "").casefold())
    if state is None:
        report.add("unknown-state", row.place(columns.columns["state"]), f"'{cells['state'] or ''}'")
    for name in ("title", "act"):
        if not cells[name]:
            report.add("missing-key", row.place(columns.columns[name]), f"'{name}' is empty")
    _check_days(row, cells, columns, report)
    terms = dict(_terms(row, cells, columns, key, report))
    if len(report) > before or state is None:
        return None
    version = _slug(cells.get("pathway") or cells["title"] or "")
    basis = {name: cells[name] for name in ("act", "article", "celex", "url") if cells.get(name)}
    content = {
        "group": _slug(cells.get("group") or version), "title": cells["title"], "legal_basis": basis,
        **{name: cells[name] for name in ("valid_from", "valid_to") if cells.get(name)},
        "sources": [key], "confidence": columns.source.confidence,
        **({"note": cells["note"]} if cells.get("note") else {}), **({"terms": terms} if terms else {}),
    }  # fmt: skip
    return state, version, content


def _cell(row: Row, name: str, columns: PathwayColumns) -> str | None:
    """Return a cell in our words; None where it says that it is not recorded."""
    text = row.cells.get(columns.columns[name], "").strip()
    if text.casefold() in {word.casefold() for word in columns.missing}:
        return None
    return columns.values.get(name, {}).get(text, text)


def _check_days(row: Row, cells: Mapping[str, str | None], columns: PathwayColumns, report: Report) -> None:
    days = [(name, day) for name in ("valid_from", "valid_to") if (day := cells.get(name))]
    for name, day in days:
        try:
            date.fromisoformat(day)
        except ValueError:
            report.add(
                "wrong-value", row.place(columns.columns[name]), f"{name} = {day}", "a day, as YYYY-MM-DD"
            )
    if len(days) == 2 and days[1][1] < days[0][1]:
        place = row.place(columns.columns["valid_to"])
        report.add("dates-out-of-order", place, f"valid_to {days[1][1]} lies before valid_from {days[0][1]}")


def _terms(
    row: Row, cells: Mapping[str, str | None], columns: PathwayColumns, key: str, report: Report
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, text in cells.items():
        if name in RECORD or text is None:
            continue
        term = _term(fields()[name], text, columns, key)
        faults = list(value_faults(fields()[name], term))
        for it in faults:
            report.add(it.code, row.place(columns.columns[name]), it.found, it.allowed, it.advice)
        if not faults:
            yield name, term.model_dump(exclude_none=True)


def _term(known: Field, text: str, columns: PathwayColumns, key: str) -> Term:
    """Return a cell as a term; what is no number stays text, and is found at fault where one is asked."""
    value: float | str | tuple[str, ...] = text
    unit = year = None
    if known.kind == "number" and re.fullmatch(r"-?\d+(\.\d+)?", text):
        value, unit = float(text), columns.units.get(known.field, known.unit)
        year = columns.years.get(known.field)
    elif known.kind == "list":
        words = columns.values.get(known.field, {})
        value = tuple(words.get(it.strip(), it.strip()) for it in text.split(columns.separator) if it.strip())
    return Term.model_construct(value=value, unit=unit, year=year, source=key)


def _registers(
    found: Mapping[tuple[str, str], tuple[str, dict[str, Any]]],
    key: str,
    source: RecordSource,
    registers: Registers,
) -> dict[str, str]:
    files: dict[str, str] = {}
    for (state, version), (section, content) in sorted(found.items()):
        file = f"data/{state}/{FILE}"
        own = registers.national.get(state)
        text = files.get(file) or registers.texts.get(state, EMPTY)
        if file not in files and not (own and key in own.sources):
            text = inserted(text, "sources", block(key, source.model_dump(exclude_none=True)))
        overriding = {name: value for name, value in content.items() if name in Override.model_fields}
        files[file] = inserted(
            text, section, block(version, overriding if section == "overrides" else content)
        )
    return {file: _closed(text) for file, text in files.items()}


def _closed(text: str) -> str:
    """Return a register whose last section, if nothing was put into it, says so."""
    return text.removesuffix("pathways:\n") + "pathways: {}\n" if text.endswith("\npathways:\n") else text


def _slug(words: str) -> str:
    """Return words as a code: small letters, digits and underscores, at most 60.

    >>> _slug("Skilled Worker Visa (§ 18a)")
    'skilled_worker_visa_18a'
    """
    plain = re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_")[:60]
    return plain if plain[:1].isalpha() else f"p_{plain}"
