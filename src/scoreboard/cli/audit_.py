"""`scoreboard audit`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoreboard.cli.common import clean_project, project_option

if TYPE_CHECKING:
    import pandas as pd

    from scoreboard.analysis.audit import Audit
    from scoreboard.project import Project
    from scoreboard.scoring import Scores


@click.command("audit")
@project_option
@click.option("--lens", type=click.Choice(["policy", "outcome"]), help="Only this lens.")
@click.option("--year", type=int, help="The year that is looked at; the latest with ranks by default.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True
)
def command(root: Path, lens: str | None, year: int | None, form: str) -> None:
    """Check an index along the ten steps of the OECD/JRC Handbook.

    Each question gets its number, the limit and where the limit comes from, and a verdict: pass, warn, or not
    applicable. A warning says what a careful reader should know, so the exit code is 0 all the same. json has
    all cases, and the correlations, α, components and importance behind them, unrounded.

    Example: scoreboard audit --lens policy --format markdown
    """
    from scoreboard.analysis.audit import FORMATS

    project = clean_project(root)
    lenses = [lens] if lens else list(project.framework.indices)
    for each in lenses:
        _check(project, each, year)
    click.echo(FORMATS[form]([_audit(project, each, year) for each in lenses]))


def _check(project: Project, lens: str, year: int | None) -> None:
    from scoreboard.definitions import suggest

    if lens not in project.framework.indices:
        raise click.UsageError(f"there is no index of the lens {lens}.")
    known = sorted(set(project.scores(lens).block.years.tolist()))
    if year is not None and year not in known:
        raise click.UsageError(f"{lens} has no year {year}: {suggest(str(year), list(map(str, known)))}")


def _audit(project: Project, lens: str, year: int | None) -> Audit:
    from scoreboard.analysis.audit import audit

    book = project.root / "book"
    pages = (
        {page.stem for page in book.rglob("*") if page.suffix in (".md", ".ipynb")} if book.is_dir() else None
    )
    scores = project.scores(lens)
    return audit(
        scores,
        year,
        sensitivity=_sensitivity(scores, year, lens),
        pages=pages,
        tell=lambda step: click.echo(f"{lens}: {step}", err=True),
        progress=_bar(f"{lens}, uncertainty"),
    )


def _sensitivity(scores: Scores, year: int | None, lens: str) -> pd.DataFrame | None:
    """Return the sensitivity indices of the overall; None where no factor varies or it has no scores."""
    from scoreboard.robustness.coherence import latest_year
    from scoreboard.robustness.sensitivity import sensitivity

    index, chosen = scores.index, latest_year(scores) if year is None else year
    try:
        found = sensitivity(
            scores.panel, index, index.tree[0].node or "", chosen, progress=_bar(f"{lens}, sensitivity")
        )
    except (KeyError, ValueError):
        return None
    return found.indices


def _bar(what: str) -> Callable[[int, int], None]:
    """Return what tells of draws, about ten times in all."""
    told = [0]

    def tell(done: int, draws: int) -> None:
        if done - told[0] >= draws / 10 or done == draws:
            told[0] = done
            click.echo(f"{what}: {done:,} of {draws:,} draws", err=True)

    return tell
