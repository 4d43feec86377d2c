"""`scoreboard compare`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoreboard.cli.common import open_project, paint, project_option

if TYPE_CHECKING:
    from scoreboard.observations import Panel


@click.command("compare")
@click.argument("base")
@click.argument("head", required=False)
@project_option
@click.option("--gate", is_flag=True, help="Exit 1 if a large move is neither approved nor explained.")
@click.option("--all", "everything", is_flag=True, help="Show every node, indicator and move.")
@click.option(
    "--save",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write BASE to this file, to compare with later, and compare nothing.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True
)
def command(
    base: str, head: str | None, root: Path, gate: bool, everything: bool, save: Path | None, form: str
) -> None:
    """Show which scores and ranks move between two editions, and why.

    BASE and HEAD are folders, results saved before, or git revisions, tried in this order; without HEAD it
    is the project. Each change is split into new data, revised data, changed definition, moved goalposts
    and changed coverage. Both editions must be clean, or their findings are shown and the exit code is 1.

    Example: scoreboard compare HEAD~1 --gate --format markdown
    """
    from scoreboard.analysis.comparison import FORMATS, compare, judge, save_edition

    if save and (head or gate):
        raise click.UsageError("--save writes one edition: name no HEAD and no --gate.")
    if save and not save.resolve().parent.is_dir():
        raise click.BadParameter(f"there is no folder {save.parent}", param_hint="--save")
    names = [base] if save else [base, head or str(root)]
    editions = [_edition(name, root) for name in names]
    before, after = editions[0][0], editions[-1][0]
    if before is None or after is None:
        sys.exit(1)
    if save:
        save_edition(before, save)
        _tell(f"saved {editions[0][1]}: {save}")
        return
    comparison = compare(before, after, progress=_tell)
    verdict = judge(comparison) if gate else None
    titles = (editions[0][1], editions[1][1])
    click.echo(FORMATS[form](comparison, verdict, titles, everything))
    sys.exit(0 if verdict is None or verdict.ok else 1)


def _edition(name: str, root: Path) -> tuple[Panel | None, str]:
    """Return the panel of a folder, a saved result or a git revision, and what to call it; None if faulty."""
    from scoreboard.analysis.comparison import SavedResultError, load_edition

    path = Path(name)
    _tell(f"reading {name}")
    if (path / "indicators").is_dir():
        return _clean(path, name), name
    if path.is_file():
        try:
            return load_edition(path), name
        except SavedResultError as error:
            raise click.UsageError(f"{name} is no saved result: {error}.") from error
    return _revision(name, root)


def _revision(name: str, root: Path) -> tuple[Panel | None, str]:
    from scoreboard.analysis.comparison import UnknownRevisionError, extract_revision

    with tempfile.TemporaryDirectory() as folder:
        try:
            commit = extract_revision(root, name, Path(folder))
        except UnknownRevisionError as error:
            message = f"'{name}' is no project folder, no saved result and no git revision: {error}."
            raise click.UsageError(message) from error
        title = name if name.startswith(commit) else f"{name} ({commit})"
        return _clean(Path(folder), title), title


def _clean(root: Path, name: str) -> Panel | None:
    """Return the panel of a folder, or tell its errors and return None."""
    from scoreboard.findings import Report, Severity
    from scoreboard.findings.renderers.text import render as as_text

    project = open_project(root)
    report = project.validate()
    if report.ok:
        return project.panel()
    errors = [finding for finding in report if finding.severity is Severity.ERROR]
    click.echo(f"{name} is not clean:\n{as_text(Report(errors, report.checked), paint=paint)}", err=True)
    return None


def _tell(message: str) -> None:
    click.echo(message, err=True)
