"""Read and check the release in a folder with this project's own observations room; prints JSON.

Measured are the checks of single rows and keys, as frictionless makes them, and all checks that a release gets,
with series, groups and states held against each other.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pandera.errors

from scoreboard import Project
from scoreboard.findings import Report, Severity
from scoreboard.observations import check_observations, read_observations
from scoreboard.observations.contracts import contract, with_limits


def peak_memory() -> float:
    """Return the most megabytes this process ever held; getrusage would count what its parent held."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def clock() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


root = Path(sys.argv[1])
Project(Path(__file__).parent.parent / "tests/mini").validate()  # imports what is imported late
framework, report = Project(root).framework, Report()
clocks = [clock()]
observations = read_observations(root, framework, report)
clocks.append(clock())
with contextlib.suppress(pandera.errors.SchemaErrors):
    frame = with_limits(observations.frame, framework)
    contract(framework, observations.sources, date.today()).validate(frame, lazy=True)
clocks.append(clock())
check_observations(observations, framework, report)
clocks.append(clock())
(reading, reading_cpu), (single, single_cpu), (checks, checks_cpu) = (
    (b[0] - a[0], b[1] - a[1]) for a, b in pairwise(clocks)
)
found = [
    (finding.place.file, finding.place.line, finding.code)
    for finding in report
    if finding.severity is Severity.ERROR
]
result = {
    "rows": report.checked["observations"],
    "reading": reading,
    "seconds": reading + single,
    "cpu": reading_cpu + single_cpu,
    "all_seconds": reading + checks,
    "all_cpu": reading_cpu + checks_cpu,
    "megabytes": peak_memory(),
    "found": found,
}
print(json.dumps(result))
