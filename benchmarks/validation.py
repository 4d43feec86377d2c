"""A release of 500,000 observations: our single-table checks beside those of frictionless, on the same rows.

    python benchmarks/validation.py             # makes its own environment with frictionless in a temporary folder
    python benchmarks/validation.py --frictionless-python PATH

The release is made from the real definitions: every state, statistic and group, and as many years as it takes.
Two editions are measured, one clean and one with faults of known kinds on known lines. Each tool runs in a
process of its own, one after the other; the time is that of reading and checking, without starting Python or
importing (each has checked a few rows before), and the memory is the largest that the process ever held.
Frictionless gets one file with a schema of seven fields and a primary key, and in the edition with faults also
every constraint that Table Schema can express; we read the same rows from one file for each state, as projects
hold them.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import release

HERE = Path(__file__).parent
FRICTIONLESS = "frictionless==5.21.0"


def make_environment(folder: Path) -> Path:
    """Return the Python of a new environment that holds frictionless and nothing else."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", FRICTIONLESS], check=True)
    return python


def measure(python: Path | str, script: str, *arguments: Path | str) -> dict:
    """Run one measuring script alone; it prints seconds, megabytes and findings as JSON."""
    command = [str(python), str(HERE / script), *map(str, arguments)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def table_schemas(folder: Path) -> tuple[Path, Path]:
    """Write the schema of seven typed fields with a primary key, and one with all constraints; return both."""
    release_file = folder / "release.csv"
    with release_file.open() as handle:
        rows = list(csv.DictReader(handle))
    types = {"year": "integer", "value": "number"}
    fields = [{"name": name, "type": types.get(name, "string")} for name in release.HEADER]
    key = ["state", "indicator", "year", "group", "age"]
    plain = {"fields": fields, "primaryKey": key, "missingValues": [""]}
    limits: dict[str, dict] = {
        name: {"required": True, "enum": sorted({row[name] for row in rows})}
        for name in ("state", "indicator", "group", "age", "source")
    }
    years = [int(row["year"]) for row in rows]
    limits["year"] = {"required": True, "minimum": min(years), "maximum": max(years)}
    limits["value"] = {"required": True, "minimum": 0, "maximum": 100}
    bound = plain | {"fields": [field | {"constraints": limits[field["name"]]} for field in fields]}
    paths = folder / "plain.json", folder / "bound.json"
    for path, content in zip(paths, (plain, bound), strict=True):
        path.write_text(json.dumps(content))
    return paths


def score_finds(
    measured: dict, lines: dict[str, list[int]], places: list[tuple[str, int]]
) -> Iterator[tuple]:
    """Yield (fault, injected, located to the line) and at the end the lines that were named wrongly."""
    named = {(file, line) for file, line, _ in measured["found"] if line is not None}
    expected = set()
    for fault, numbers in lines.items():
        here = [places[number - 1] for number in numbers]
        expected |= set(here)
        yield fault, len(here), sum(place in named for place in here)
    yield "lines named wrongly", 0, len(named - expected)


def show_times(rows: int, own: dict, other: dict) -> None:
    everything = own | {"seconds": own["all_seconds"], "cpu": own["all_cpu"]}
    print(f"\nclean release, {rows:,} rows, 7 columns{'':10}{'seconds':>9}{'CPU':>9}{'MB':>7}{'errors':>8}")
    for name, it in (
        ("ours: single-table checks", own),
        ("ours: all checks, with time and peers", everything),
        ("frictionless: 7 fields, primary key", other),
    ):
        times = f"{it['seconds']:9.2f}{it['cpu']:9.2f}{it['megabytes']:7.0f}"
        print(f"{name:43}{times}{len(it['found']):8}   {it['rows']:,} rows")
    for name, it in (("single-table checks", own), ("all checks", everything)):
        ratio, cpu = other["seconds"] / it["seconds"], other["cpu"] / it["cpu"]
        print(f"{name}: {ratio:.1f} times as fast as frictionless, {cpu:.1f} times by CPU")


def show_finds(columns: dict[str, list[tuple]], seconds: dict[str, float]) -> None:
    print(f"\nfaults located to the line{'':10}{'injected':>10}" + "".join(f"{name:>26}" for name in columns))
    for rows in zip(*columns.values(), strict=True):
        print(f"{rows[0][0]:36}{rows[0][1]:10}" + "".join(f"{row[2]:26}" for row in rows))
    print(f"{'seconds':46}" + "".join(f"{seconds[name]:26.2f}" for name in columns))


def compare(folder: Path, python: Path, rows: int, places: int) -> bool:
    """Measure both tools on a clean and a faulty release; return whether ours missed nothing."""
    clean, faulty = folder / "clean", folder / "faulty"
    clean.mkdir()
    faulty.mkdir()
    release.make_release(clean, rows, 1, 0)
    lines = release.make_release(faulty, rows, 1, places)
    plain, bound = table_schemas(clean)
    own = measure(sys.executable, "measure_own.py", clean)
    show_times(rows, own, measure(python, "measure_frictionless.py", clean / "release.csv", plain))
    with (faulty / "lines.csv").open() as handle:
        project_places = [(row["file"], int(row["line"])) for row in csv.DictReader(handle)]
    file = str(faulty / "release.csv")
    file_places = [(file, number + 1) for number in range(len(project_places))]
    runs = {
        "ours": (measure(sys.executable, "measure_own.py", faulty), project_places),
        "frictionless": (measure(python, "measure_frictionless.py", file, plain), file_places),
        "frictionless, constraints": (measure(python, "measure_frictionless.py", file, bound), file_places),
    }
    columns = {name: list(score_finds(it, lines, where)) for name, (it, where) in runs.items()}
    show_finds(columns, {name: it["seconds"] for name, (it, _) in runs.items()})
    print(f"our codes: {dict(Counter(code for *_, code in runs['ours'][0]['found']))}")
    ours = columns["ours"]
    return not own["found"] and not ours[-1][2] and all(hit == all_ for _, all_, hit in ours[:-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--places", type=int, default=20, help="rows into which each fault is put")
    parser.add_argument("--frictionless-python", type=Path, help="a Python that has frictionless already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = options.frictionless_python or make_environment(folder / "environment")
        return 0 if compare(folder, python, options.rows, options.places) else 1


if __name__ == "__main__":
    sys.exit(main())
