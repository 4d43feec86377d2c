"""`scoreboard score`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoreboard.cli.common import clean_project, project_option
from scoreboard.cli.tables import format_option, machine_text

if TYPE_CHECKING:
    import pandas as pd

    from scoreboard.definitions import Framework


@click.command("score")
@project_option
@click.option("--lens", type=click.Choice(["policy", "outcome"]), help="Only this lens.")
@click.option("--year", type=int, help="Only this year.")
@click.option("--state", help="Only this state, by its code.")
@click.option("--node", help="Only this node of the tree, e.g. labour_market.")
@format_option
def command(
    root: Path, lens: str | None, year: int | None, state: str | None, node: str | None, form: str
) -> None:
    """Score every lens, node, state and year.

    csv and json are unrounded and complete, and a score that is missing says why. The table is for
    reading: one line per state, the domains side by side, rounded; by default of the latest year.

    Example: scoreboard score --lens policy --year 2019
    """
    import pandas as pd

    from scoreboard.scoring.scores import COLUMNS

    project = clean_project(root)
    lenses = [lens] if lens else list(project.framework.indices)
    frame = pd.concat([project.scores(each).frame for each in lenses], ignore_index=True)
    for column, wanted in (("year", year), ("state", state), ("node", node)):
        if wanted is not None:
            if wanted not in set(frame[column]):
                raise click.UsageError(_unknown(column, wanted, frame))
            frame = frame[frame[column] == wanted]
    if form != "table":
        click.echo(machine_text(frame[COLUMNS] if form == "csv" else frame, form), nl=False)
    else:
        click.echo("\n\n".join(_table(part, project.framework, year) for _, part in frame.groupby("lens")))


def _unknown(column: str, wanted: object, frame: pd.DataFrame) -> str:
    from scoreboard.definitions import suggest

    known = [str(value) for value in frame[column].unique()]
    return f"no score has {column} {wanted}: {suggest(str(wanted), known)}"


def _table(frame: pd.DataFrame, framework: Framework, year: int | None) -> str:
    """Return one lens as text: states down, nodes across, rounded to one decimal."""
    lens = frame["lens"].iloc[0]
    chosen = frame["year"].max() if year is None else year
    roots = framework.indices[lens].tree
    columns = [root.node for root in roots] + [child.node for root in roots for child in root.children]
    shown = frame[(frame["year"] == chosen) & frame["node"].isin([name for name in columns if name])]
    shown = frame[frame["year"] == chosen] if shown.empty else shown
    wide = shown.pivot(index="state", columns="node", values="score")
    wide = wide[[name for name in dict.fromkeys([*columns, *wide.columns]) if name in wide.columns]]
    title = f"{framework.indices[lens].title}, {chosen} (0–100, – = no score)"
    return f"{title}\n{wide.to_string(float_format='{:.1f}'.format, na_rep='–', index_names=False)}"
