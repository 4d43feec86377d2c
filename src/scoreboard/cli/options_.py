"""`scoreboard options`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoreboard.cli.common import clean_project, project_option
from scoreboard.cli.tables import check_known, format_option, print_table

if TYPE_CHECKING:
    from scoreboard.analysis.options import Question, Way
    from scoreboard.project import Project

SHOWN = ["indicator", "before", "after", "steps", "alone", "holders"]


@click.command("options")
@project_option
@click.argument("state")
@click.option("--node", default="overall", show_default=True, help="Node or indicator, e.g. education.")
@click.option(
    "--target",
    default="median",
    show_default=True,
    help="A score, median, or points to gain: 60, median, +5.",
)
@click.option("--lens", type=click.Choice(["policy", "outcome"]), default="policy", show_default=True)
@click.option("--year", type=int, help="Default: the last year of the index.")
@click.option("--jumps", type=click.Choice(["any", "next"]), default="any", show_default=True,
              help="An item may rise to any higher level, or to the next one only.")  # fmt: skip
@click.option("--count", type=click.Choice(["steps", "items"]), default="steps", show_default=True,
              help="What is to be small: levels climbed, or items touched.")  # fmt: skip
@format_option
def command(root: Path, state: str, node: str, target: str, form: str, **given: Any) -> None:  # noqa: ANN401
    """Show the smallest set of policy changes that lifts STATE to a score, and who has each already.

    The set is exact: no smaller one reaches the target, and of equally small ones this gains most. It is
    scored again by the same engine as every score. It says how the index would read, and is no forecast and
    no advice. Exit code 1: the target is out of reach.

    Example: scoreboard options AT --node education --target +10 --format csv
    """
    from scoreboard.analysis.options import OptionsError, options_table

    question = _question(clean_project(root), state, node, **given)
    try:
        way = question.way(target)
    except OptionsError as error:
        raise click.UsageError(str(error)) from error
    table = options_table(question, way)
    if form != "table" or not table.empty:
        print_table(table, form, _title(question, way), SHOWN)
    if way.reason:
        click.echo(_title(question, way), err=form != "table")
    if way.reason and way.reason != "reached already":
        raise SystemExit(1)


def _question(project: Project, state: str, node: str, **given: Any) -> Question:  # noqa: ANN401
    """Return the question, or refuse names that do not exist."""
    from scoreboard.analysis.options import Question

    check_known("lens", given["lens"], list(project.framework.indices))
    scores = project.scores(given["lens"])
    year = scores.index.years.last if given["year"] is None else given["year"]
    check_known("node", node, scores.tree.columns)
    check_known("year", year, sorted(set(scores.block.years.tolist())))
    check_known("state", state, sorted(set(scores.block.states.tolist())))
    return Question(scores, state, year, node, given["jumps"], given["count"])


def _title(question: Question, way: Way) -> str:
    asked = f"{question.state} {question.year}, {question.node}: {way.start:.1f}, target {way.target:.1f}"
    return f"{asked}: {way.reason}" if way.reason else f"{asked}, reached {way.reached:.1f}"
