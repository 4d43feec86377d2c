"""Fault injection: how often does `validate` name the right fault at the right file, line and column?

Every type of fault is put into a copy of the real repository at many random places, one at a time:

    python benchmarks/faults.py                     # all types, 25 places each
    python benchmarks/faults.py --only yaml-syntax anchor --places 3 --verbose

*Detected*: a finding of the right code is there. *Located*: it names the right file and line, and the right
column where it has one. *Follow*: the mean number of errors elsewhere that must follow, because what was broken
is used there. *False*: places with any other error. *Raised*: places with an exception. Exit code 1 unless all
are located and none is false.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from random import Random

import cell_faults
import definition_faults
import project_faults
import record_faults
from injection import REPOSITORY, Fault, Injection, Sample

from scoreboard import Project
from scoreboard.findings import Finding, Report, Severity, catalogue

ALL = (
    *definition_faults.FAULTS, *definition_faults.METHOD_FAULTS, *cell_faults.FAULTS, *project_faults.FAULTS,
    *record_faults.FAULTS,
)  # fmt: skip
FAULTS = {fault.name: fault for fault in ALL}
assert len(FAULTS) == len(ALL), "two types of fault have one name"
DRAWS = 10_000
"""Places looked at for one that suits, before a type of fault counts as impossible."""


@dataclass(frozen=True)
class Outcome:
    """What validation said of one injection."""

    fault: str
    detected: bool
    located: bool
    followed: int
    false_alarms: tuple[str, ...]
    raised: str
    expected: str


def try_fault(name: str, places: int, seed: int, root: Path) -> list[Outcome]:
    """Put one type of fault into a fresh copy of the sample, at `places` places one after the other."""
    sample, random, fault = Sample.copy(root), Random(f"{seed} {name}"), FAULTS[name]
    usual = set(sample.findings)
    return [_try_one(fault, it, sample, usual) for it in _draw(fault, sample, random, places)]


def _draw(fault: Fault, sample: Sample, random: Random, places: int) -> list[Injection]:
    """Return as many injections as asked for, or fewer if hardly any place suits."""
    drawn = (fault.inject(sample, random) for _ in range(DRAWS))
    return list(islice((injection for injection in drawn if injection), places))


def _try_one(fault: Fault, injection: Injection, sample: Sample, usual: set[Finding]) -> Outcome:
    before = sample.put(injection.contents)
    try:
        report = Project(sample.root, against=sample.before if fault.against else None).validate()
    except Exception:
        return Outcome(fault.name, False, False, 0, (), traceback.format_exc(limit=-2), str(injection.place))
    finally:
        sample.put(before)
    return _judge(fault, injection, report, usual)


def _judge(fault: Fault, injection: Injection, report: Report, usual: set[Finding]) -> Outcome:
    new = [finding for finding in report if finding not in usual]
    hits = [finding for finding in new if finding.code == fault.code]
    located = any(_is_at(finding, injection.place) for finding in hits)
    others = [it for it in new if it.severity is Severity.ERROR and it not in hits]
    alarms = [it for it in others if it.code not in fault.follows]
    if fault.code not in fault.follows:
        alarms += [it for it in hits if it.severity is Severity.ERROR and it.place.file != injection.place[0]]
    expected = f"{':'.join(map(str, injection.place))} {fault.code}; there is "
    nearest = sorted(new, key=lambda it: (it.code != fault.code, it.place.file != injection.place[0]))
    expected += "; ".join(f"{it.place} {it.code} {it.found:.80}" for it in nearest[:3]) or "nothing new"
    told = tuple(f"{it.place} {it.code} {it.found}" for it in alarms)
    return Outcome(fault.name, bool(hits), located, len(others) - len(alarms), told, "", expected)


def _is_at(finding: Finding, place: tuple[str, int | None, int | None]) -> bool:
    file, line, column = place
    there = finding.place
    return (there.file, there.line) == (file, line) and (there.column is None or there.column == column)


def _work(job: tuple[str, int, int]) -> list[Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        return try_fault(*job, Path(folder) / "sample")


def run(names: Iterable[str], places: int, seed: int) -> dict[str, list[Outcome]]:
    """Return fault name → outcomes; one process for each core."""
    jobs = [(name, places, seed) for name in names]
    results: dict[str, list[Outcome]] = {}
    with Pool(os.cpu_count()) as pool:
        for (name, *_), outcomes in zip(jobs, pool.imap(_work, jobs), strict=True):
            results[name] = outcomes
            print(f"{len(results)}/{len(jobs)} {name}: {_counts(outcomes)}", file=sys.stderr)
    return results


def print_table(results: dict[str, list[Outcome]]) -> None:
    print(
        f"{'fault':36}{'finding':30}{'injected':>9}{'detected':>9}{'located':>9}{'follow':>9}{'false':>7}{'raised':>7}"
    )
    for name, outcomes in results.items():
        print(f"{name:36}{FAULTS[name].code:30}{_counts(outcomes)}")
    print(f"{f'{len(results)} types':36}{'':30}{_counts([it for many in results.values() for it in many])}")


def _counts(outcomes: list[Outcome]) -> str:
    detected, located = sum(it.detected for it in outcomes), sum(it.located for it in outcomes)
    false, raised = sum(bool(it.false_alarms) for it in outcomes), sum(bool(it.raised) for it in outcomes)
    followed = sum(it.followed for it in outcomes) / max(len(outcomes), 1)
    return f"{len(outcomes):9}{detected:9}{located:9}{followed:9.1f}{false:7}{raised:7}"


def print_misses(results: dict[str, list[Outcome]], everything: bool) -> None:
    for outcomes in results.values():
        bad = [it for it in outcomes if not it.located or it.false_alarms]
        for outcome in bad if everything else bad[:1]:
            alarms = "; ".join(outcome.false_alarms[:3])
            print(f"\n{outcome.fault}: expected {outcome.expected}")
            print(f"false: {alarms}" if alarms else outcome.raised, end="\n" if alarms else "")


def clean_errors() -> int:
    """Return how many errors the whole, unchanged repository has: each would be a false alarm."""
    report = Project(REPOSITORY).validate()
    counts = ", ".join(f"{report.count(severity)} {severity}" for severity in Severity)
    print(f"clean repository: {counts}; {dict(report.checked)}")
    return report.count(Severity.ERROR)


def print_coverage(tried: set[str]) -> None:
    known = Counter(kind.code for kind in catalogue().values())
    codes = {fault.code for fault in FAULTS.values()}
    print(f"\ncodes of the catalogue: {len(known)}, of which a fault type here: {len(codes & set(known))}")
    print(f"without a fault type: {', '.join(sorted(set(known) - codes)) or 'none'}")
    left_out = sorted(name for name, fault in FAULTS.items() if fault.code not in known)
    print(f"left out, code not in the catalogue: {', '.join(left_out) or 'none'}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=int, default=25, help="random places for each type of fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=[""], help="finding codes, or parts of faults' names")
    parser.add_argument("--verbose", action="store_true", help="every miss, not the first of each type")
    options = parser.parse_args()
    names = [
        name
        for name, fault in FAULTS.items()
        if fault.code in catalogue() and any(it == fault.code or it in name for it in options.only)
    ]
    errors = clean_errors()
    results = run(names, options.places, options.seed)
    print_table(results)
    print_misses(results, options.verbose)
    print_coverage(set(names))
    full = all(len(outcomes) == options.places for outcomes in results.values())
    perfect = full and all(it.located and not it.false_alarms for many in results.values() for it in many)
    return 0 if perfect and not errors else 1


if __name__ == "__main__":
    sys.exit(main())
