"""A new state: its folder with empty files, and its row in the code list."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from functools import cache

from scoreboard.definitions import OBSERVATION_COLUMNS, Framework
from scoreboard.scaffold.writing import Plan, template

STATES = "data/states.csv"
OWNERS = ".github/CODEOWNERS"
DEFAULTS = {"efta": "0", "eea": "0", "coe_member": "0", "osce": "0", "in_geo": "0"}


@cache
def known_states() -> dict[str, dict[str, str]]:
    """Return code → what is known of a state anywhere in the world.

    For Europe's states and other members of the OSCE the whole row of the code list that comes with the program;
    for all others the codes of ISO 3166-1 and the English name of the Unicode CLDR.
    """
    known = {row["code"]: {"eurostat": row["code"], **row} for row in _rows("countries.csv")}
    return known | {row["code"]: row for row in _rows("states.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(template(name), newline=""))


def state_plan(code: str, framework: Framework) -> Plan:
    """Return the files of a new state folder: no source yet, and each domain's CSV with its header alone."""
    header = ",".join(OBSERVATION_COLUMNS) + "\n"
    domains = sorted({indicator.domain for indicator in framework.observed.values()})
    return {
        f"data/{code}/sources.yaml": template("state_sources.yaml"),
        **{f"data/{code}/{domain}.csv": header for domain in domains},
    }


def with_row(table: str, code: str, facts: Mapping[str, str]) -> str:
    """Return data/states.csv with a row for `code` in the order of codes, all other lines as they stand.

    Parameters
    ----------
    table : text of the file, with its header.
    facts : column → cell; columns that the file lacks are left out, those without a fact stay empty or 0.
    """
    lines = table.splitlines(keepends=True)
    header = next(csv.reader([lines[0]]))
    row = io.StringIO()
    cells = {**DEFAULTS, **facts, "code": code}
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    csv.writer(row, lineterminator=end).writerow([cells.get(column, "") for column in header])
    return _in_order(lines, row.getvalue(), r"([A-Z]{2}),", code)


def with_owner(owners: str, code: str) -> str:
    """Return the text of CODEOWNERS with a line for the state's folder, owned like the folder of a neighbour."""
    known = re.search(r"^/data/[A-Z]{2}/ +(.*\S)", owners, re.MULTILINE)
    if known is None or re.search(rf"^/data/{code}/ ", owners, re.MULTILINE):
        return owners
    return _in_order(
        owners.splitlines(keepends=True), f"/data/{code}/ {known[1]}\n", r"/data/([A-Z]{2})/ ", code
    )


def _in_order(lines: list[str], line: str, pattern: str, code: str) -> str:
    """Insert a line before the first one whose code comes later, or after the last one that has a code."""
    codes = [(at, found[1]) for at, each in enumerate(lines) if (found := re.match(pattern, each))]
    later = [at for at, other in codes if other > code]
    place = later[0] if later else (codes[-1][0] + 1 if codes else len(lines))
    before = "".join(lines[:place])
    return (before if before.endswith("\n") else before + "\n") + line + "".join(lines[place:])
