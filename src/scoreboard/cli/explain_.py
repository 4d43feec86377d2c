"""`scoreboard explain`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoreboard.cli.common import clean_project, project_option

if TYPE_CHECKING:
    from scoreboard.project import Project
    from scoreboard.scoring import Scores


@click.command("explain")
@click.argument("state")
@click.argument("year", type=int)
@click.argument("node", default="overall")
@project_option
@click.option("--lens", type=click.Choice(["policy", "outcome"]), help="Only this lens.")
@click.option("--draw", type=click.IntRange(0), help="Explain this draw of the uncertainty analysis, from 0.")
@click.option("--seed", type=click.IntRange(0), help="Of the draws; as the index declares if not given.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    state: str,
    year: int,
    node: str,
    root: Path,
    lens: str | None,
    draw: int | None,
    seed: int | None,
    form: str,
) -> None:
    """Show every step from a score down to the lines of data it rests on.

    Each line: score, weight among its siblings, name, formula, and the file and line of each observation.

    Example: scoreboard explain AT 2019 labour_market
    """
    project = clean_project(root)
    steps = {}
    for each in [lens] if lens else project.framework.indices:
        try:
            steps[each] = _scores(project, each, draw, seed).explain(state, year, node)
        except KeyError:
            continue
    if not steps:
        raise click.UsageError(_nothing(project.framework.indices, state, year, node))
    if form == "json":
        click.echo(json.dumps({each: step.as_dict() for each, step in steps.items()}, indent=1))
        return
    for each, step in steps.items():
        index = project.framework.indices[each]
        name = project.states[state].name
        click.echo(f"{index.title} {index.version}, {name} ({state}), {year}: {step.title}\n{step}\n")


def _scores(project: Project, lens: str, draw: int | None, seed: int | None) -> Scores:
    """Return the scores of a lens, or of one draw of it."""
    if draw is None:
        return project.scores(lens)
    from scoreboard.robustness import uncertainty

    return uncertainty(project.panel(), project.framework.indices[lens], draw + 1, seed).replay(draw)


def _nothing(lenses: Iterable[str], state: str, year: int, node: str) -> str:
    tried = ", ".join(lenses)
    return f"no '{node}' for {state} in {year} ({tried}); scoreboard score --format csv lists what there is."
