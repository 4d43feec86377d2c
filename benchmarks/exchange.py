"""Every format of `scoreboard export`, written and read back, beside the same rows by pandas' own writers.

    python benchmarks/exchange.py [PROJECT] [--repeat 3]

An edition is made once of the project (this repository if none is named); making it is not measured. Each format
then writes all of its tables into a new folder, and pandas writes the same tables with nothing but `to_csv`,
`to_parquet` and `to_excel`: no types, no metadata, no checks. The time is the least of the repeats, after one
run that loads the libraries; rows are those of the tables that a format writes row by row, MB are those of its
files. Rates are per second of CPU, which another program on the machine does not change.
Reading is what `scoreboard import` reads: observations and sources, compared with the edition to the last bit.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from scoreboard.cli.export_ import FORMATS, PUBLISHING
from scoreboard.exchange.editions import find_editions, read_edition
from scoreboard.exchange.publishing import Release
from scoreboard.exchange.publishing.sdmx.naming import PUBLISHED
from scoreboard.findings import Report
from scoreboard.project import Project

ROOT = Path(__file__).parents[1]
FEWER = {"sdmx-csv": PUBLISHED, "sdmx-ml": PUBLISHED, "geojson": (), "json-api": (), "ro-crate": ()}
"""Formats that write only some tables, or none, row by row; SDMX has the others as code lists."""
Writer = Callable[[Release, Path], object]


def by_pandas(suffix: str) -> Writer:
    """Return what writes every table with pandas' own writer of a kind of file."""

    def write(release: Release, folder: Path) -> None:
        for name, table in release.tables.items():
            getattr(table.frame, f"to_{suffix}")(
                folder / f"{name}.{SUFFIXES.get(suffix, suffix)}", index=False
            )

    return write


SUFFIXES = {"excel": "xlsx"}
PLAIN = {f"pandas to_{suffix}": by_pandas(suffix) for suffix in ("csv", "parquet", "excel")}


def measure(write: Writer, release: Release, repeat: int, room: Path) -> tuple[float, float, float, Path]:
    """Return the least seconds, also of CPU, the megabytes, and the folder of the last run."""
    times, processor = [], []
    for number in range(repeat + 1):
        shutil.rmtree(room, ignore_errors=True)
        folder = room / str(number)
        folder.mkdir(parents=True)
        start, busy = time.perf_counter(), time.process_time()
        write(release, folder)
        times.append(time.perf_counter() - start)
        processor.append(time.process_time() - busy)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    return min(times[1:]), min(processor[1:]), size, folder


def read_back(folder: Path, release: Release) -> tuple[str, float] | None:
    """Return whether observations read back to the last bit, and how many seconds of CPU it takes; None if unread."""
    found = list(find_editions(folder))
    if not found:
        return None
    start = time.process_time()
    edition = read_edition(*found[0], "", Report())
    seconds = time.process_time() - start
    assert edition is not None
    return ("yes" if same(edition.observations, release.observations) else "NO"), seconds


def same(theirs: pd.DataFrame, ours: pd.DataFrame) -> bool:
    numbers = {
        name: pd.to_numeric(theirs[name].replace("", None)).astype(float) for name in ("value", "se", "n")
    }
    texts = [name for name in ours if name not in numbers]
    return all(np.array_equal(numbers[name], ours[name], equal_nan=True) for name in numbers) and all(
        theirs[name].tolist() == ours[name].astype(str).tolist() for name in texts
    )


def main(room: Path) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("project", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    release = Project(asked.project).release()
    sizes = {name: len(table.frame) for name, table in release.tables.items()}
    print(
        f"{sizes['observations']:,} observations, {sizes['scores']:,} scores, {sum(sizes.values()):,} rows in all"
    )
    print("\n| writer | rows/s | MB/s | seconds | CPU s | MB | same bits read back | CPU s to read |")
    print("|---|---:|---:|---:|---:|---:|---|---:|")
    able = [name for name, it in FORMATS.items() if all(map(find_spec, it.needs))]
    ours = {name: import_module(f"{PUBLISHING}.{FORMATS[name].module}").write for name in able}
    failed = False
    for name, write in {**ours, **PLAIN}.items():
        rows = sum(sizes[table] for table in FEWER.get(name, sizes))
        seconds, busy, size, folder = measure(write, release, asked.repeat, room)
        back = read_back(folder, release) if name in ours else None
        failed |= back is not None and back[0] == "NO"
        rate = f"{rows / busy:,.0f}" if rows else "–"
        again = f"{back[0]} | {back[1]:.2f}" if back else "– | –"
        print(
            f"| {name} | {rate} | {size / busy:.1f} | {seconds:.2f} | {busy:.2f} | {size:.1f} | {again} |",
            flush=True,
        )
    return int(failed)


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        sys.exit(main(Path(made, "room")))
