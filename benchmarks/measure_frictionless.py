"""Check release.csv with frictionless against a Table Schema; prints JSON. Runs in an environment of its own."""

from __future__ import annotations

import json
import os
import sys
import time
from itertools import islice
from pathlib import Path

import frictionless


def peak_memory() -> float:
    """Return the most megabytes this process ever held; getrusage would count what its parent held."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


file, schema = sys.argv[1:]
os.chdir(Path(file).parent)  # frictionless calls absolute paths unsafe


def resource(path: str) -> frictionless.Resource:
    descriptor = json.loads(Path(schema).read_text())
    return frictionless.Resource(path=path, schema=frictionless.Schema.from_descriptor(descriptor))


with Path(file).open() as whole, Path("head.csv").open("w") as head:
    head.writelines(islice(whole, 10))
resource("head.csv").validate()  # imports what is imported late
table = resource(Path(file).name)
start, cpu = time.perf_counter(), time.process_time()
report = table.validate(limit_errors=100_000)
seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
errors = report.task.errors
if not report.task.stats.get("rows"):
    raise SystemExit(f"frictionless read nothing: {report}")
print(
    json.dumps(
        {
            "rows": report.task.stats.get("rows", 0),
            "seconds": seconds,
            "cpu": cpu,
            "megabytes": peak_memory(),
            "found": [(file, getattr(error, "row_number", None), error.type) for error in errors],
        }
    )
)
