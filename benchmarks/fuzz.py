"""Fuzzing: bytes of real CSVs and YAMLs, damaged at random, through all readers, checks and renderers.

    python benchmarks/fuzz.py                   # 20,000 inputs on all cores
    python benchmarks/fuzz.py --inputs 500 --seed 7 --keep crashes

Each input is one damaged file in a small whole project (`tests/mini`), which `scoreboard validate` then reads
in one of its formats. Nothing may be raised, not even a warning; no input may take longer than `SECONDS`; and
what passes validation must be scored without an exception. The seeds are the files of that small project, where
a change can break any check, and definitions and slices of data of the real repository.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from random import Random

from click.testing import CliRunner

from scoreboard import Project
from scoreboard.cli import validate_

REPOSITORY = Path(__file__).parent.parent
MINI = REPOSITORY / "tests/mini"
SECONDS = 10
ROWS = 40
FORMATS = next(option.type.choices for option in validate_.command.params if option.name == "form")
TOKENS = [
    token.encode() if isinstance(token, str) else token
    for token in (
        *("\0", "\ufeff", "\u200f", "\u200b", "\u2028", "\x85", "\r", "\r\n", "\t", "\n", "\x1b[31m", "\x7f"),
        *(b"\xff", b"\xed\xa0\x80", b"\xc3", b"\xf4\x90\x80\x80", "А", "٤٢", "４２", "\U0001f600", "e\u0301"),
        *(
            "&a ",
            "*a",
            "!!python/object:os.system ",
            "<<: ",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "? ",
            ": ",
            " #",
        ),
        *(
            "[" * 60,
            "{" * 60,
            "- " * 60,
            "[[]" * 99,
            '"',
            "'",
            "|\n",
            ">-\n",
            "~",
            "null",
            "true",
            "{}",
            "[]",
        ),
        *(",", ",,,,,,", '""', '"\n"', "=1+1", "@x", "-", "+", "..", "../../x", "/", "\\", "%", "<b>", "]]>"),
        *(
            "9" * 400,
            "-1",
            "0",
            "1e999",
            "1e-999",
            "nan",
            ".inf",
            "0x1F",
            "1_000",
            "1,5",
            "2019-01-01",
            "x" * 9999,
        ),
    )
]


@dataclass(frozen=True)
class Failure:
    """An input that raised or took too long; `where` tells equal failures from others."""

    where: str
    file: str
    content: bytes
    trace: str


def seeds() -> list[tuple[str, bytes]]:
    """Return (path in the project, content): each file of the small project, and real ones beside them."""
    own = [path for path in sorted(MINI.rglob("*")) if path.is_file()]
    small = [(path.relative_to(MINI).as_posix(), path.read_bytes()) for path in own]
    definitions = sorted((REPOSITORY / "indicators").rglob("*.yaml"))
    real = [(path.relative_to(REPOSITORY).as_posix(), path.read_bytes()) for path in definitions]
    data = [path for state in ("AT", "BE", "SE") for path in sorted((REPOSITORY / "data" / state).iterdir())]
    real += [(path.relative_to(REPOSITORY).as_posix(), path.read_bytes()) for path in data]
    return small * (len(real) // len(small) + 1) + real


def slice_of(file: str, content: bytes, random: Random) -> bytes:
    """Return the header and some successive rows of a dataset; other files whole."""
    lines = content.splitlines(keepends=True)
    if not file.endswith(".csv") or len(lines) <= ROWS:
        return content
    start = random.randrange(1, len(lines) - 1)
    return b"".join([lines[0], *lines[start : start + ROWS]])


def _span(content: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(content))
    return start, min(len(content), start + int(random.expovariate(1 / 12)) + 1)


def flip(content: bytes, other: bytes, random: Random) -> bytes:
    at = random.randrange(len(content) or 1)
    flipped = bytes(byte ^ 1 << random.randrange(8) for byte in content[at : at + 1])
    return content[:at] + flipped + content[at + 1 :]


def delete(content: bytes, other: bytes, random: Random) -> bytes:
    at, end = _span(content, random)
    return content[:at] + content[end:]


def duplicate(content: bytes, other: bytes, random: Random) -> bytes:
    at, end = _span(content, random)
    return content[:end] + content[at:end] * random.choice([1, 1, 1, 2, 500]) + content[end:]


def insert(content: bytes, other: bytes, random: Random) -> bytes:
    at, _ = _span(content, random)
    return content[:at] + random.choice(TOKENS) + content[at:]


def overwrite(content: bytes, other: bytes, random: Random) -> bytes:
    at, end = _span(content, random)
    return content[:at] + random.choice(TOKENS) + content[end:]


def splice(content: bytes, other: bytes, random: Random) -> bytes:
    (at, _), (start, _) = _span(content, random), _span(other, random)
    return content[:at] + other[start : start + random.choice([20, 200, 2000])] + content[at:]


def truncate(content: bytes, other: bytes, random: Random) -> bytes:
    return content[: _span(content, random)[0]]


def move_line(content: bytes, other: bytes, random: Random) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    line = lines.pop(random.randrange(len(lines)))
    lines.insert(random.randint(0, len(lines)), line)
    return b"".join(lines)


def indent(content: bytes, other: bytes, random: Random) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    at = random.randrange(len(lines))
    lines[at] = lines[at].removeprefix(b"  ") if random.random() < 0.5 else b"  " + lines[at]
    return b"".join(lines)


def change_value(content: bytes, other: bytes, random: Random) -> bytes:
    """Replace what stands between two separators: a cell, or the value of a key."""
    cut = random.choice([b",", b": ", b"\n", b" "])
    parts = content.split(cut)
    parts[random.randrange(len(parts))] = random.choice(TOKENS)
    return cut.join(parts)


MUTATIONS: tuple[Callable[[bytes, bytes, Random], bytes], ...] = (
    *(flip, delete, duplicate, insert, overwrite, splice, truncate, move_line, indent, change_value),
)


def inputs(count: int, seed: int) -> Iterator[tuple[str, bytes, str]]:
    """Yield (file, damaged content, format to render in)."""
    random, pool = Random(seed), seeds()
    for _ in range(count):
        (file, content), (_, other) = random.choice(pool), random.choice(pool)
        content = slice_of(file, content, random)
        for _ in range(random.choice([1, 1, 1, 2, 4])):
            content = random.choice(MUTATIONS)(content, other, random)
        yield file, content, random.choice(FORMATS)


def _too_slow(*_: object) -> None:
    raise TimeoutError(f"more than {SECONDS} seconds")


def check(root: Path, file: str, content: bytes, form: str) -> Failure | None:
    """Validate the project with one damaged file in it; leaves the project as it was."""
    path = root / file
    original = path.read_bytes() if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        _validate_and_score(root, form)
    except BaseException as error:
        steps = traceback.extract_tb(error.__traceback__)
        own = next((step for step in reversed(steps) if "scoreboard" in step.filename), steps[-1])
        where = f"{type(error).__name__} in {Path(own.filename).name}:{own.lineno} {own.name}: {error!s:.120}"
        return Failure(where, file, content, traceback.format_exc())
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        path.unlink() if original is None else path.write_bytes(original)
    return None


def _validate_and_score(root: Path, form: str) -> None:
    arguments = ["--project", str(root), "--format", form]
    result = CliRunner().invoke(validate_.command, arguments, catch_exceptions=False)
    if result.exit_code not in (0, 1):
        raise AssertionError(f"exit code {result.exit_code}: {result.output[-200:]}")
    if result.exit_code == 0:
        project = Project(root)
        for lens in project.framework.indices:
            project.scores(lens)


def run(count: int, seed: int) -> tuple[list[Failure], float]:
    """Return what failed among `count` inputs, and the longest time of one in seconds."""
    failures, longest = [], 0.0
    signal.signal(signal.SIGALRM, _too_slow)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        root = Path(shutil.copytree(MINI, Path(folder) / "project"))
        for file, content, form in inputs(count, seed):
            start = time.perf_counter()
            failure = check(root, file, content, form)
            longest = max(longest, time.perf_counter() - start)
            failures += [failure] if failure else []
    return failures, longest


def _work(job: tuple[int, int]) -> tuple[list[Failure], float]:
    return run(*job)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the smallest input of each failure")
    options = parser.parse_args()
    batch = 500
    jobs = [(min(batch, options.inputs - at), options.seed + at) for at in range(0, options.inputs, batch)]
    start, failures, longest = time.perf_counter(), [], 0.0
    with Pool(os.cpu_count()) as pool:
        for done, (found, slowest) in enumerate(pool.imap(_work, jobs), 1):
            failures, longest = failures + found, max(longest, slowest)
            print(f"{done * batch:,} inputs, {len(failures)} failures", file=sys.stderr)
    seconds = time.perf_counter() - start
    print(f"{options.inputs:,} inputs in {seconds:.0f} s, longest {longest:.2f} s, {len(failures)} failures")
    show(failures, options.keep)
    return 1 if failures else 0


def show(failures: list[Failure], keep: Path | None) -> None:
    """Print each kind of failure once, with its smallest input."""
    for where in sorted({failure.where for failure in failures}):
        same = [failure for failure in failures if failure.where == where]
        smallest = min(same, key=lambda failure: len(failure.content))
        print(
            f"\n{len(same)} × {where}\n{smallest.file}: {smallest.content[-300:]!r}\n{smallest.trace[-1200:]}"
        )
        if keep:
            keep.mkdir(exist_ok=True)
            (keep / f"{abs(hash(where)):x}-{Path(smallest.file).name}").write_bytes(smallest.content)


if __name__ == "__main__":
    sys.exit(main())
