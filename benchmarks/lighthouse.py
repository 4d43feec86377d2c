"""Lighthouse's scores of the built book, and what they come from: a phone on slow 4G, simulated, and a desk.

python benchmarks/lighthouse.py [--site _build/html] [PAGE ...]

Needs a built book, npm and Chromium. Scores of speed vary by some points from run to run, more on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / "tests" / "lighthouse"
PAGES = ["intro.html", "states/AT.html", "what_if.html"]
TARGETS = {"performance": 90, "accessibility": 100, "best-practices": 95}
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
HEADINGS = ("page", "form", *TARGETS, "FCP ms", "LCP ms", "TBT ms", "shift", "kB")


def audits(site: Path, pages: list[str]) -> list[dict]:
    with tempfile.TemporaryDirectory() as folder:
        for path in TOOLS.iterdir():
            if path.suffix in (".json", ".mjs"):
                shutil.copy(path, folder)
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        subprocess.run(["npm", "ci", *quiet], cwd=folder, check=True, stdout=sys.stderr)
        given = os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}
        command = ["node", "audit.mjs", str(site.resolve()), *pages]
        return json.loads(
            subprocess.run(command, cwd=folder, env=given, check=True, stdout=subprocess.PIPE).stdout
        )


def row(audit: dict) -> list[str]:
    scores, times = audit["scores"], audit["milliseconds"]
    numbers = [*(scores[name] for name in TARGETS), *(times[name] for name in TIMES)]
    return [
        audit["page"],
        audit["form"],
        *map(str, numbers),
        f"{audit['shift']:.3f}",
        str(round(audit["bytes"] / 1000)),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("pages", nargs="*", default=PAGES)
    given = parser.parse_args()
    found = audits(given.site, given.pages)
    rows = [list(HEADINGS), *map(row, found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())
    missed = [it for it in found if any(it["scores"][name] < least for name, least in TARGETS.items())]
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
