"""A synthetic release as large as one likes, made from the real definitions, clean or with known faults."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from scoreboard import Project
from scoreboard.definitions.models import StatisticIndicator

REPOSITORY = Path(__file__).parent.parent
HEADER = ("state", "indicator", "year", "group", "age", "value", "source")
SOURCE = """sources:
  STAT-1:
    {provider: Nobody, title: Synthetic, dataset: none, licence: CC0, url: none, accessed: 2025-01-01}
"""
FIRST_YEAR = 1950

Cells = list[str]


def _cell(column: str, text: str) -> Callable[[Cells], list[Cells]]:
    at = HEADER.index(column)
    return lambda cells: [[*cells[:at], text, *cells[at + 1 :]]]


FAULTS: dict[str, Callable[[Cells], list[Cells]]] = {
    "letters for a value": _cell("value", "n/a"),
    "decimal comma": _cell("value", '"12,5"'),
    "value out of range": _cell("value", "1e300"),
    "value below its range": _cell("value", "-7"),
    "no value, no status": _cell("value", ""),
    "year in words": _cell("year", "2019a"),
    "year to come": _cell("year", "2900"),
    "unknown state": _cell("state", "QQ"),
    "unknown indicator": _cell("indicator", "employment_rat"),
    "unknown group": _cell("group", "MARTIANS"),
    "age of another indicator": _cell("age", "Y15-19"),
    "source not declared": _cell("source", "STAT-2"),
    "cell too many": lambda cells: [[*cells, "x"]],
    "row twice": lambda cells: [cells, cells],
}
"""What is done to one row; the fault is in the last of the rows that come of it."""


@dataclass(frozen=True)
class Series:
    """What the definitions say of the rows of one group of one indicator."""

    indicator: str
    group: str
    age: str
    low: float
    high: float


def series_of(project: Project) -> list[Series]:
    result = []
    for code, it in project.framework.observed.items():
        if isinstance(it, StatisticIndicator) and it.possible:
            high = min(it.possible.high, 99.9)
            result += [Series(code, group, it.age, 0.1, high) for group in it.groups or ("TOTAL",)]
    return result


def make_release(folder: Path, rows: int, seed: int, places: int) -> dict[str, list[int]]:
    """Write a project of `rows` observations, and the same rows in one file, `release.csv`.

    Parameters
    ----------
    places : rows into which each of `FAULTS` is put; 0 for a clean release.

    Returns
    -------
    Fault → lines of release.csv where it is; `lines.csv` beside it gives file and line in the project.
    """
    for name in ("indicators", "schemas"):
        shutil.copytree(REPOSITORY / name, folder / name)
    for file in ("book/references.bib", "data/states.csv", "data/codelists.csv"):
        (folder / file).parent.mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / file, folder / file)
    random, project = Random(seed), Project(folder)
    chosen = random.sample(range(rows), places * len(FAULTS))
    faulty = {row: list(FAULTS)[at % len(FAULTS)] for at, row in enumerate(chosen)}
    return _write(folder, project, rows, faulty, random)


def _write(
    folder: Path, project: Project, rows: int, faulty: dict[int, str], random: Random
) -> dict[str, list[int]]:
    lines: dict[str, list[int]] = {name: [] for name in FAULTS}
    header = ",".join(HEADER) + "\n"
    whole, places, number = [header], ["file,line\n", "release.csv,1\n"], 0
    for state, quota in _quotas(list(project.states), rows):
        own = [header]
        for cells in _rows(state, series_of(project), quota, random):
            for out in FAULTS[faulty[number]](cells) if number in faulty else [cells]:
                own.append(",".join(out) + "\n")
                places.append(f"data/{state}/release.csv,{len(own)}\n")
            if number in faulty:
                lines[faulty[number]].append(len(whole) + len(own) - 1)
            number += 1
        whole += own[1:]
        (folder / "data" / state).mkdir()
        (folder / "data" / state / "release.csv").write_text("".join(own))
        (folder / "data" / state / "sources.yaml").write_text(SOURCE)
    (folder / "release.csv").write_text("".join(whole))
    (folder / "lines.csv").write_text("".join(places))
    return lines


def _quotas(states: list[str], rows: int) -> list[tuple[str, int]]:
    each, rest = divmod(rows, len(states))
    return [(state, each + (at < rest)) for at, state in enumerate(states)]


def _rows(state: str, series: list[Series], quota: int, random: Random) -> list[Cells]:
    """Return the rows of one state: all series, as many years back as it takes."""
    years = range(date.today().year, FIRST_YEAR - 1, -1)
    keys = [(it, year) for year in years for it in series][:quota]
    if len(keys) < quota:
        raise ValueError(f"the definitions allow {len(keys)} rows a state, not {quota}")
    usual = {it: random.uniform(0.3, 0.6) for it in series}
    keys.sort(key=lambda key: (key[0].indicator, key[0].group, key[1]))
    return [
        [state, it.indicator, str(year), it.group, it.age, _value(it, usual[it], random), "STAT-1"]
        for it, year in keys
    ]


def _value(it: Series, usual: float, random: Random) -> str:
    """Return a value near what is usual in the series, so that the release is as calm as real data."""
    return f"{it.low + (it.high - it.low) * (usual + random.uniform(-0.05, 0.05)):.1f}"
