"""Faults of what law and practice put on record: positions of states to treaties, and described practices."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from injection import Fault, Injection, Sample

POSITIONS = "data/commitments.csv"
Cells = dict[str, str]


def position(
    name: str, code: str, column: str, change: Callable[[Cells], str], fits: Callable[[Cells], bool]
) -> Fault:
    """Return the fault of one cell in a random row that suits; the finding stands at the cell."""

    def inject(sample: Sample, random: Random) -> Injection | None:
        header, *lines = sample.text(POSITIONS).splitlines()
        names = header.split(",")
        number = random.randrange(len(lines))
        cells = dict(zip(names, lines[number].split(","), strict=False))
        if len(lines[number].split(",")) != len(names) or not fits(cells):
            return None
        cells[column] = change(cells)
        before = sum(len(cells[name]) + 1 for name in names[: names.index(column)])
        lines[number] = ",".join(cells.values())
        content = "\n".join([header, *lines, ""]).encode()
        return Injection(POSITIONS, content, (POSITIONS, number + 2, before + 1))

    return Fault(name, code, inject)


def _doubled(sample: Sample, random: Random) -> Injection:
    """A position that stands once more at the end."""
    lines = sample.text(POSITIONS).splitlines()
    lines.append(random.choice(lines[1:]))
    return Injection(POSITIONS, "\n".join([*lines, ""]).encode(), (POSITIONS, len(lines), 1))


def practice(name: str, code: str, old: str, new: str, key: str) -> Fault:
    """Return the fault of a described practice in which `old` stands; the finding stands at `key`."""

    def inject(sample: Sample, random: Random) -> Injection | None:
        file = random.choice(sample.files("practices/*.yaml"))
        text = sample.text(file)
        if text.count(old) != 1:
            return None
        text = text.replace(old, new)
        line = text[: text.index(f"\n{key}:") + 1].count("\n") + 1
        return Injection(file, text.encode(), (file, line, 1))

    return Fault(name, code, inject)


FAULTS = [
    position("treaty misspelt", "unknown-treaty", "treaty", lambda it: f"{it['treaty']}X", lambda it: True),
    Fault("position given twice", "duplicate-commitment", _doubled),
    position(
        "signatory with a ratification", "status-contradicts-dates", "ratified",
        lambda it: "2020-01-01", lambda it: it["status"] == "signatory",
    ),
    position(
        "ratified before signed", "dates-out-of-order", "ratified",
        lambda it: "1950", lambda it: bool(it["signed"]) and it["status"] == "party",
    ),
    position(
        "party without its date", "party-without-date", "ratified",
        lambda it: "", lambda it: bool(it["ratified"]) and not it["in_force"],
    ),
    practice("read, but not when", "claim-unsupported", "\nread: 2026-11-22", "", "confidence"),
    practice(
        "practice from memory", "practice-from-memory", "confidence: read", "confidence: from_memory", "confidence"
    ),
]  # fmt: skip
