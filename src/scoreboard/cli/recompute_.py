"""`scoreboard recompute`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoreboard.cli.tables import progress

if TYPE_CHECKING:
    from scoreboard.exchange.publishing.replication.faults import Fault, Held
    from scoreboard.project import Project

SHOWN = 20
"""Faults that the text shows of each kind; json has them all."""


@click.command("recompute")
@click.argument("pack", type=click.Path(exists=True, path_type=Path))
@click.option("--exact", is_flag=True, help="Count a number that differs by 1e-9 or less as different.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(pack: Path, exact: bool, form: str) -> None:
    """Make all scores again from a replication pack, and compare them with those it records.

    PACK is the zip that `scoreboard export --format ro-crate` writes, or its unpacked folder. Every file is held
    against its hash; scores, intervals, ranks and weights are made again from the pack's definitions and data and
    held against those recorded, to the last bit; on another machine or with other libraries they may differ
    by up to 1e-9, which is told. Exit code 0: all as recorded; 1: something differs, or the data are not clean.

    Example: scoreboard recompute public/ro-crate/integration-scoreboard-replication-2026-11-22.zip
    """
    from scoreboard.exchange.publishing.replication.checking import opened
    from scoreboard.exchange.publishing.replication.faults import NoPackError

    try:
        with opened(pack) as folder:
            parts, about = _held(folder)
    except NoPackError as error:
        raise click.UsageError(f"{pack} is no replication pack: {error}.") from error
    ok = all(not held.faults and not (exact and held.near) for held in parts.values())
    click.echo(_as_json(parts, about, ok) if form == "json" else _as_text(parts, about, ok, pack))
    sys.exit(0 if ok else 1)


def _held(folder: Path) -> tuple[dict[str, Held], dict[str, Any]]:
    """Return part of the pack → what came of holding it against what it should be, and what else to tell."""
    import scoreboard
    from scoreboard.exchange.publishing.replication import checking, comparing, layout
    from scoreboard.exchange.publishing.replication.packing import source_hashes
    from scoreboard.project import Project

    day = checking.published(folder)
    recorded = {name: comparing.read_recorded(folder, name) for name in layout.KEYS}
    changed = checking.changed_source(folder, source_hashes())
    about = {"date": day.isoformat(), "program": scoreboard.__version__, "changed_source": changed}
    parts = {"files": checking.check_files(folder)}
    project = Project(folder / layout.PROJECT, today=day)
    if not project.validate().ok:
        return {**parts, "findings": _findings(project)}, about
    with progress("draws") as tell:
        release = project.release(day, tell)
    for part, file, again in (
        ("weights", layout.WEIGHTS, release.weights),
        ("scores", layout.SCORES, release.scores),
    ):
        parts[part] = comparing.check_table(part[:-1], recorded[file], again, layout.KEYS[file])
    return parts, about


def _findings(project: Project) -> Held:
    """Return the errors of a project as faults: nothing can be scored."""
    from scoreboard.exchange.publishing.replication.faults import Fault, Held
    from scoreboard.findings import Severity

    errors = [finding for finding in project.validate() if finding.severity is Severity.ERROR]
    return Held(0, faults=tuple(Fault("finding", str(it.place), it.code, it.found) for it in errors))


def _as_json(parts: dict[str, Held], about: dict[str, Any], ok: bool) -> str:
    told = {
        part: {**asdict(held), "faults": [_plain(asdict(fault)) for fault in held.faults]}
        for part, held in parts.items()
    }
    return json.dumps({"ok": ok, **about, **told}, indent=1, ensure_ascii=False)


def _plain(fault: dict[str, Any]) -> dict[str, Any]:
    """Return a fault with null where there is no difference: JSON has no NaN."""
    return {**fault, "difference": fault["difference"] if isfinite(fault["difference"]) else None}


def _as_text(parts: dict[str, Held], about: dict[str, Any], ok: bool, pack: Path) -> str:
    lines = [f"{pack.resolve().name}, edition of {about['date']}"]
    lines += [f"{part:9}{_count(held)}" for part, held in parts.items()]
    changed = about["changed_source"]
    words = "file differs" if len(changed) == 1 else "files differ"
    source = f"{len(changed)} {words} from the pack's" if changed else "the very source of the pack"
    lines.append(f"{'program':9}{about['program']}, {source}")
    if changed and "findings" in parts:
        lines.append(
            "A program of another version may not read the pack: its README.md says how to run its own."
        )
    for held in parts.values():
        lines += [_line(fault) for fault in held.faults[:SHOWN]]
        if len(held.faults) > SHOWN:
            lines.append(f"… and {len(held.faults) - SHOWN:,} more of these: --format json has them all")
    return "\n".join([*lines, "Everything is as recorded." if ok else "This is not what the pack records."])


def _count(held: Held) -> str:
    told = {
        "as recorded": held.equal,
        "equal to 1e-9": held.near,
        "different": len(held.faults),
        "rows left out by the export": held.more,
    }
    return ", ".join(
        f"{number:,} {words}" for words, number in told.items() if number or words == "as recorded"
    )


def _line(fault: Fault) -> str:
    moved = f" ({fault.difference:+.3g})" if isfinite(fault.difference) else ""
    was, now = fault.recorded or "nothing", fault.found or "nothing"
    return f"{fault.what} {fault.where}: recorded {was}, found {now}{moved}"
