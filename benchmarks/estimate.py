"""Estimates from microdata: ours beside hand-written SQL for the same table on the same engine, and Spark.

    python benchmarks/estimate.py --persons 1e7 [--persons 1e8] [--spark PYTHON]

Invented persons of a labour force survey (30 states, 10 years, 400 PSUs in 40 strata each) are made by DuckDB from
a seed, straight to Parquet. Each run has a process of its own; its peak memory is that of the process. Seconds go from
an empty process to the cells, without the check of the rows against the contract, which stands apart; CPU seconds
hold all of it. The cells, with standard errors, counts and the two largest contributions, must be equal. PYTHON is
that of an environment with requirements-spark.lock.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[1]
STATES = (
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS",
    "IT", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI",
)  # fmt: skip
MAPPING = """
source: {key: s, provider: nobody, title: invented, licence: CC BY 4.0, url: "https://www.example.org"}
variables:
  state: {column: state}
  year: {column: year}
  weight: {column: weight}
  stratum: {column: stratum}
  psu: {column: psu}
  sex: {column: sex, codes: {1: M, 2: F}}
  age: {column: age}
  citizenship: {column: citizenship, codes: {0: NAT, 1: EU27_2020_FOR, 2: NEU27_2020_FOR}}
  birth: {column: birth, codes: {0: NAT, 1: EU27_2020_FOR, 2: NEU27_2020_FOR}}
  activity: {column: activity, codes: {1: employed, 2: unemployed, 3: inactive}}
  education: {column: education, codes: {0: ED0-2, 1: ED3_4, 2: ED5-8}}
  in_education: {column: in_education}
  occupation: {column: occupation}
"""
WORK, LABOUR = "age BETWEEN 20 AND 64", "activity IN (1, 2)"
TABLES = {
    "activity_rate_citizenship": ("citizenship", WORK, LABOUR),
    "employment_rate_citizenship": ("citizenship", WORK, "activity = 1"),
    "unemployment_rate_citizenship": ("citizenship", f"{WORK} AND {LABOUR}", "activity = 2"),
    "overqualification_rate_citizenship": (
        "citizenship",
        f"{WORK} AND activity = 1 AND education = 2",
        "occupation BETWEEN 4 AND 9",
    ),
    "employment_rate_birth": ("birth", "age BETWEEN 15 AND 64", "activity = 1"),
    "unemployment_rate_birth": ("birth", f"age BETWEEN 15 AND 74 AND {LABOUR}", "activity = 2"),
    "early_leavers_birth": ("birth", "age BETWEEN 18 AND 24", "education = 0 AND NOT in_education"),
    "tertiary_attainment_birth": ("birth", "age BETWEEN 25 AND 64", "education = 2"),
    "young_tertiary_attainment_birth": ("birth", "age BETWEEN 25 AND 34", "education = 2"),
    "low_attainment_birth": ("birth", "age BETWEEN 25 AND 64", "education = 0"),
}
"""Indicator → what tells groups apart, denominator and numerator, as one would write them for these columns."""
CELL = ["state", "indicator", "year", "group", "sex"]
NUMBERS = ["value", "se", "n", "weight", "numerator", "top1", "top2"]


def make(file: Path, persons: int) -> None:
    """Write the persons, states and years one after the other as offices deliver them."""
    import duckdb

    def draw(of: int, number: int) -> str:
        return f"(hash(i * 64 + {number}) % {of})"

    states = ", ".join(f"'{state}'" for state in STATES)
    duckdb.connect(config={"memory_limit": "2GB"}).execute(
        f"""COPY (SELECT ([{states}])[1 + i * 30 // {persons}] AS state,
            (2014 + (i * 300 // {persons}) % 10)::SMALLINT AS year,
            {draw(40, 1)}::SMALLINT AS stratum, {draw(10, 2)}::SMALLINT AS psu,
            (1 + {draw(2, 3)})::TINYINT AS sex, (15 + {draw(60, 4)})::TINYINT AS age,
            (CASE WHEN {draw(100, 5)} < 88 THEN 0 WHEN {draw(100, 5)} < 94 THEN 1 ELSE 2 END)::TINYINT AS citizenship,
            (CASE WHEN {draw(100, 6)} < 84 THEN 0 WHEN {draw(100, 6)} < 91 THEN 1 ELSE 2 END)::TINYINT AS birth,
            (CASE WHEN {draw(100, 7)} < 60 + {draw(10, 2)} THEN 1 WHEN {draw(100, 7)} < 75 THEN 2 ELSE 3 END)::TINYINT
                AS activity,
            {draw(3, 8)}::TINYINT AS education, {draw(10, 9)}::TINYINT AS occupation,
            {draw(8, 10)} = 0 AS in_education, 50 + {draw(100000, 11)} / 1000.0::DOUBLE AS weight
        FROM range({persons}) AS t(i)) TO '{file}' (FORMAT parquet)"""
    )


def by_hand(file: Path) -> pd.DataFrame:
    """Make the cells by SQL: one pass for PSUs, one for counts and largest contributions, then errors."""
    import duckdb

    connection = duckdb.connect(config={"memory_limit": "2GB"})
    connection.execute(
        "CREATE TABLE sexes AS FROM (VALUES ('M', 1), ('F', 2), ('T', 1), ('T', 2)) t(sx, sex)"
    )
    groups = "('NAT', 0), ('EU27_2020_FOR', 1), ('NEU27_2020_FOR', 2), ('FOR', 1), ('FOR', 2)"
    total = "('TOTAL', 0), ('TOTAL', 1), ('TOTAL', 2)"
    connection.execute(f"CREATE TABLE groups AS FROM (VALUES {groups}, {total}) t(grp, code)")
    sums = ", ".join(
        f"sum(weight) FILTER (WHERE {base}) AS x{at}, sum(weight) FILTER (WHERE {base} AND {yes}) AS y{at}"
        for at, (_, base, yes) in enumerate(TABLES.values())
    )
    who = "state, year, citizenship, birth, sex"
    connection.execute(
        f"CREATE TEMP TABLE psus AS SELECT {who}, stratum, psu, {sums} FROM '{file}' GROUP BY {who}, stratum, psu"
    )
    counts = ", ".join(
        f"count(*) FILTER (WHERE {base}) AS n{at}, max(weight, 2) FILTER (WHERE {base} AND {yes}) AS t{at}"
        for at, (_, base, yes) in enumerate(TABLES.values())
    )
    connection.execute(f"CREATE TEMP TABLE counts AS SELECT {who}, {counts} FROM '{file}' GROUP BY {who}")
    connection.execute(
        "CREATE TEMP TABLE sizes AS SELECT state, year, stratum, count(DISTINCT psu) AS n_h FROM psus GROUP BY ALL"
    )
    published = groups_of()
    found = [
        connection.execute(_cells_by_hand(at, code, by, published[code])).to_arrow_table().to_pandas()
        for at, (code, (by, *_)) in enumerate(TABLES.items())
    ]
    return pd.concat(found)


def _cells_by_hand(at: int, code: str, by: str, published: dict[str, list[str]]) -> str:
    groups, sexes = (", ".join(f"'{name}'" for name in names) for names in published.values())
    margin = f"JOIN groups ON {by} = code JOIN sexes USING (sex) WHERE grp IN ({groups}) AND sx IN ({sexes})"
    return f"""
    WITH units AS (SELECT state, year, grp, sx, stratum, psu, coalesce(sum(x{at}), 0) AS x, coalesce(sum(y{at}), 0) AS y
            FROM psus {margin} GROUP BY ALL),
        rates AS (SELECT state, year, grp, sx, sum(x) AS w, sum(y) AS yes FROM units GROUP BY ALL HAVING sum(x) > 0),
        strata AS (SELECT state, year, grp, sx, stratum, sum(((y - yes / w * x) / w) ** 2) AS q,
                sum((y - yes / w * x) / w) AS s
            FROM units JOIN rates USING (state, year, grp, sx) GROUP BY ALL),
        errors AS (SELECT state, year, grp, sx, sum(n_h / (n_h - 1) * (q - s * s / n_h)) AS v
            FROM strata JOIN sizes USING (state, year, stratum) GROUP BY ALL),
        largest AS (SELECT state, year, grp, sx, sum(n{at}) AS n, list_reverse_sort(flatten(list(t{at}))) AS t
            FROM counts {margin} GROUP BY ALL)
    SELECT state, '{code}' AS indicator, year, grp AS "group", sx AS sex, 100 * yes / w AS value,
        100 * sqrt(greatest(v, 0)) AS se, n, w AS weight, yes AS numerator, coalesce(t[1], 0) AS top1,
        coalesce(t[2], 0) AS top2
    FROM rates JOIN errors USING (state, year, grp, sx) JOIN largest USING (state, year, grp, sx)"""


def groups_of() -> dict[str, dict[str, list[str]]]:
    """Return indicator → the groups and sexes that its definition publishes."""
    from scoreboard.definitions import load_framework

    framework, _ = load_framework(ROOT)
    chosen = {code: framework.indicators[code] for code in TABLES}
    return {code: {"groups": list(it.groups), "sexes": list(it.sexes)} for code, it in chosen.items()}


def ours(file: Path, engine_name: str) -> tuple[pd.DataFrame, float]:
    """Make the cells by the definitions; return them and the seconds that the contract of the rows took."""
    from scoreboard.definitions import load_framework
    from scoreboard.definitions.estimating import Mapping
    from scoreboard.definitions.reading import parse_yaml, validate
    from scoreboard.estimate import estimate_cells
    from scoreboard.estimate.engines import connect
    from scoreboard.findings import Report

    report, times = Report(), []
    framework, _ = load_framework(ROOT)
    document = parse_yaml(MAPPING, "mapping.yaml", report)
    mapping = validate(document, Mapping, report)
    engine = connect(engine_name, "local[*]")
    found = estimate_cells(
        engine,
        file,
        mapping,
        document,
        framework,
        indicators=list(TABLES),
        progress=lambda message: times.append(time.perf_counter()),
    )
    assert found.findings.ok, list(found.findings)
    return found.cells, times[1] - times[0]


def one(way: str, file: Path, cells: Path) -> None:
    """Run one way in this process and tell its seconds and memory as JSON."""
    start = time.perf_counter()
    contract = 0.0
    if way == "SQL":
        frame = by_hand(file)
    else:
        frame, contract = ours(file, {"DuckDB": "duckdb", "Spark": "spark"}[way])
    seconds = time.perf_counter() - start
    frame[[*CELL, *NUMBERS]].to_parquet(cells)
    told = {
        "seconds": seconds - contract,
        "contract": contract,
        "cpu": time.process_time(),
        "memory": _memory() / 2**30,
    }
    print(json.dumps(told))


def _memory() -> float:
    """Return the peak of this process and of those that it started, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    for children in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        for child in children.read_text().split():
            status = Path(f"/proc/{child}/status").read_text()
            peak += sum(
                int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")
            )
    return peak


def run(way: str, python: str, file: Path, folder: Path) -> dict[str, float]:
    """Run one way in a process of its own."""
    words = [python, "-W", "ignore", __file__, "--one", way, str(file), str(folder / f"{way}.parquet")]
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path}
    )
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def compare(here: Path, there: Path) -> int:
    """Assert that two ways give the same cells; return their number."""
    first, second = (pd.read_parquet(file).sort_values(CELL, ignore_index=True) for file in (here, there))
    assert (first[CELL].astype(str) == second[CELL].astype(str)).all(axis=None)
    for name in NUMBERS:
        np.testing.assert_allclose(
            first[name].astype(float), second[name].astype(float), rtol=1e-9, err_msg=name
        )
    return len(first)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--persons", action="append", type=float)
    parser.add_argument("--spark", help="Python of the environment with Spark")
    parser.add_argument("--repeat", type=int, default=1, help="the fastest of so many runs counts")
    parser.add_argument("--one", nargs=3)
    given = parser.parse_args()
    if given.one:
        one(given.one[0], Path(given.one[1]), Path(given.one[2]))
        return
    print("persons      way     seconds   to SQL   contract s   CPU s   memory GiB   cells")
    for persons in map(int, given.persons or [1e7]):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            file = folder / "people.parquet"
            make(file, persons)
            ways = {"SQL": sys.executable, "DuckDB": sys.executable}
            ways |= {"Spark": given.spark} if given.spark and persons <= 1e7 else {}
            first = 0.0
            for way, python in ways.items():
                runs = [run(way, python, file, folder) for _ in range(1 if way == "Spark" else given.repeat)]
                best = min(runs, key=lambda it: it["seconds"])
                first = first or best["seconds"]
                cells = compare(folder / "SQL.parquet", folder / f"{way}.parquet")
                memory = max(it["memory"] for it in runs)
                print(
                    f"{persons:<12,} {way:7} {best['seconds']:7.1f}   {best['seconds'] / first:6.2f}"
                    f"   {best['contract']:10.1f}   {best['cpu']:5.0f}   {memory:10.2f}   {cells:,}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
