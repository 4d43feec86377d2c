"""The book built from nothing, and again after one change: seconds, pages written, and the ratio to the whole build.

python benchmarks/book.py [--preview]

Works on a copy of the repository. `--preview` builds as `scoreboard book --serve` does, in a process that has all
libraries loaded already; without it each build is a command of its own.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
IGNORED = shutil.ignore_patterns("_build", ".git", ".venv*", "__pycache__", "node_modules", ".*_cache")
BUILD = """
import pathlib, sys
from scoreboard.report.building import build
sys.exit(not build(pathlib.Path(sys.argv[1])))
"""
LABOUR = Path("data", "AT", "labour_market.csv")
TARGET = 10.0
"""Seconds within which a change of one state should be in the book."""

Change = Callable[[Path], None]


def value(indicator: str, year: str, group: str, sex: str, by: float) -> Change:
    """Return a change of one observation of a state by an amount."""

    def change(root: Path) -> None:
        with (root / LABOUR).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        place = {name: number for number, name in enumerate(rows[0])}
        wanted = {"indicator": indicator, "year": year, "group": group, "sex": sex}
        (own,) = (row for row in rows if all(row[place[name]] == it for name, it in wanted.items()))
        own[place["value"]] = str(round(float(own[place["value"]]) + by, 1))
        with (root / LABOUR).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    return change


def prose(root: Path) -> None:
    with (root / "book" / "method.md").open("a", encoding="utf-8") as page:
        page.write("\nA sentence more.\n")


CHANGES: dict[str, Change] = {
    "nothing": lambda _root: None,
    "a sentence of a page": prose,
    "a value beside the index": value("employment_rate_birth_20_64", "2019", "NEU27_2020_FOR", "M", 0.1),
    "a value of the index, 2019": value("employment_rate_citizenship", "2019", "NEU27_2020_FOR", "", 0.1),
    "a value of the index, latest year": value("employment_rate_citizenship", "2024", "NEU27_2020_FOR", "", 0.1),
    "a policy item, latest year": value("diploma_recognition", "2019", "", "", 50.0),
}  # fmt: skip


def command(root: Path) -> None:
    """Build the book in a process of its own."""
    subprocess.run([sys.executable, "-c", BUILD, str(root)], check=True, stdout=subprocess.DEVNULL)


def preview(root: Path) -> None:
    """Build the book as the preview does."""
    from scoreboard.report import serving

    if not serving.rebuild(root, "en", lambda _said: None):
        raise SystemExit("the book could not be built")


def timed(build: Change, root: Path) -> tuple[float, int]:
    """Return seconds and the number of pages that were written."""
    begun, before = time.time(), time.monotonic()
    build(root)
    seconds = time.monotonic() - before
    pages = (root / "_build" / "html").rglob("*.html")
    return seconds, sum(page.stat().st_mtime >= begun for page in pages)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--preview", action="store_true")
    given = parser.parse_args()
    build = preview if given.preview else command
    if given.preview:
        from scoreboard.report import serving

        serving.load()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "project")
        shutil.copytree(ROOT, root, ignore=IGNORED)
        whole, pages = timed(build, root)
        print(f"{'built':36} {'seconds':>8} {'of whole':>9} {'pages':>6}")
        print(f"{'from nothing':36} {whole:8.1f} {1:9.0%} {pages:6}", flush=True)
        late = 0
        for name, change in CHANGES.items():
            change(root)
            seconds, pages = timed(build, root)
            late += seconds > TARGET
            print(f"{name:36} {seconds:8.1f} {seconds / whole:9.0%} {pages:6}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(
        f"largest process {peak:.2f} GB; {os.cpu_count()} cores; {late} of {len(CHANGES)} took over {TARGET:g} s"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
