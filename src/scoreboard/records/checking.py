"""What can be wrong with positions of states to treaties: names, dates, sources, and dates against status."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from itertools import pairwise

from scoreboard.definitions import State, suggest
from scoreboard.definitions.characters import shown
from scoreboard.definitions.reading import Document
from scoreboard.definitions.treaties import TreatyRegister
from scoreboard.findings import Report
from scoreboard.records.positions import CONFIDENCES, DATES, STATUSES, earlier, split_sources
from scoreboard.records.rows import Row

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
MAY_HAVE = {"party": DATES, "signatory": ("signed",), "none": ()}
"""Status → dates that go with it."""


def check_positions(
    rows: list[Row], document: Document, register: TreatyRegister, states: dict[str, State], report: Report
) -> list[Row]:
    """Report every fault of the rows, and each source that none of them names.

    Returns
    -------
    The rows without an error.
    """
    first: dict[tuple[str, str], int] = {}
    sound = []
    for row in rows:
        before = len(report)
        _check_names(row, register.treaties, states, report)
        _check_words(row, report)
        _check_sources(row, register.sources, report)
        _check_dates(row, report)
        _check_double(row, first, report)
        if len(report) == before:
            _remark_undated(row, report)
            sound.append(row)
    named = {code for row in rows for code in split_sources(row.cells["source"])}
    for code in register.sources.keys() - named:
        report.add("unused-source", document.place(("sources", code)), f"'{code}'")
    return sound


def _check_names(row: Row, treaties: Collection[str], states: Collection[str], report: Report) -> None:
    known = (("treaty", treaties, "unknown-treaty"), ("state", states, "unknown-state"))
    for column, names, code in known:
        cell = row.cells[column]
        if cell not in names:
            report.add(code, row.place(column), f"'{shown(cell)}'", advice=suggest(cell, names))


def _check_words(row: Row, report: Report) -> None:
    words: tuple[tuple[str, Callable[[str], bool], str], ...] = (
        ("status", STATUSES.__contains__, ", ".join(STATUSES)),
        ("confidence", CONFIDENCES.__contains__, ", ".join(CONFIDENCES)),
        *((column, _is_date_or_empty, "YYYY, YYYY-MM or YYYY-MM-DD, or nothing") for column in DATES),
    )
    for column, fits, allowed in words:
        cell = row.cells[column]
        if not fits(cell):
            report.add("wrong-value", row.place(column), f"{column} = '{shown(cell)}'", allowed)


def _is_date_or_empty(cell: str) -> bool:
    if not _DATE.fullmatch(cell):
        return cell == ""
    try:
        date.fromisoformat(cell + "-01-01"[len(cell) - 4 :])
    except ValueError:
        return False
    return True


def _check_sources(row: Row, declared: Collection[str], report: Report) -> None:
    codes = split_sources(row.cells["source"])
    missing = [code for code in codes if code not in declared] if codes else [""]
    for code in missing:
        found = f"'{shown(code)}' is not in data/treaties.yaml" if code else "no source"
        allowed = ", ".join(sorted(declared))
        report.add("source-not-declared", row.place("source"), found, allowed)


def _check_dates(row: Row, report: Report) -> None:
    dated = list(_dates(row))
    allowed = MAY_HAVE.get(row.cells["status"], DATES)
    for column, day in dated:
        if column not in allowed:
            found = f"status {row.cells['status']}, but {column} = {day}"
            report.add("status-contradicts-dates", row.place(column), found)
    for (before, day), (after, later) in pairwise(dated):
        if earlier(later, day):
            found = f"{after} = {later}, {before} = {day}"
            report.add("dates-out-of-order", row.place(after), found)


def _dates(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the dates that can be read, in the order in which they come."""
    for column in DATES:
        if row.cells[column] and _is_date_or_empty(row.cells[column]):
            yield column, row.cells[column]


def _check_double(row: Row, first: dict[tuple[str, str], int], report: Report) -> None:
    key = row.cells["treaty"], row.cells["state"]
    if key in first:
        found = f"{' '.join(map(shown, key))} stands already on line {first[key]}"
        report.add("duplicate-commitment", row.place("treaty"), found)
    first.setdefault(key, row.line)


def _remark_undated(row: Row, report: Report) -> None:
    if row.cells["status"] == "party" and not (row.cells["ratified"] or row.cells["in_force"]):
        found = f"{row.cells['state']} is a party to {row.cells['treaty']}"
        report.add("party-without-date", row.place("ratified"), found, state=row.cells["state"])
