"""`scoreboard score`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoreboard.cli.common import clean_project, project_option
from scoreboard.cli.grouping import Chosen, chosen_group, group_averages, group_options
from scoreboard.cli.tables import format_option, machine_text, print_table

if TYPE_CHECKING:
    import pandas as pd

    from scoreboard.definitions import Framework
    from scoreboard.project import Project

AVERAGES = [
    "lens",
    "node",
    "year",
    "average",
    "low",
    "high",
    "members",
    "with_data",
    "share",
    "weights",
    "reason",
]


@click.command("score")
@project_option
@click.option("--lens", type=click.Choice(["policy", "outcome"]), help="Only this lens.")
@click.option("--year", type=int, help="Only this year.")
@click.option("--state", help="Only this state, by its code.")
@click.option("--node", help="Only this node of the tree, e.g. labour_market.")
@group_options()
@click.option(
    "--mean", "average", is_flag=True, help="With --group: its average with an interval, and not its members."
)
@format_option
def command(
    root: Path,
    lens: str | None,
    year: int | None,
    state: str | None,
    node: str | None,
    of_states: str | None,
    on: str | None,
    average: bool,
    form: str,
) -> None:
    """Score every lens, node, state and year.

    csv and json are unrounded and complete, and a score that is missing says why. The table is for
    reading: one line per state, the domains side by side, rounded; by default of the latest year.

    With --group only members are shown, with the ranks that they have among all states. The interval of an
    average holds the averages of the draws that the index declares; without data of enough members there is none.

    Example: scoreboard score --lens policy --year 2019
    """
    import pandas as pd

    from scoreboard.scoring.scores import COLUMNS

    project = clean_project(root)
    asked = chosen_group(project.framework, of_states, on)
    lenses = [lens] if lens else list(project.framework.indices)
    if average:
        _print_averages(project, lenses, asked, year, state, node, form)
        return
    frame = pd.concat([project.scores(each).frame for each in lenses], ignore_index=True)
    for column, wanted in (("year", year), ("state", state), ("node", node)):
        if wanted is not None:
            if wanted not in set(frame[column]):
                raise click.UsageError(_unknown(column, wanted, frame))
            frame = frame[frame[column] == wanted]
    frame = asked.rows(frame) if asked else frame
    if form != "table":
        click.echo(machine_text(frame[COLUMNS] if form == "csv" else frame, form), nl=False)
    else:
        click.echo("\n\n".join(_table(part, project.framework, year) for _, part in frame.groupby("lens")))


def _print_averages(
    project: Project,
    lenses: list[str],
    asked: Chosen | None,
    year: int | None,
    state: str | None,
    node: str | None,
    form: str,
) -> None:
    """Print the averages of a group; of the latest year for reading, and of the nodes that the lens has."""
    import pandas as pd

    if asked is None or state is not None:
        raise click.UsageError("--mean goes with --group, and not with --state.")
    known = {lens: project.scores(lens).frame for lens in lenses}
    for column, wanted in (("year", year), ("node", node)):
        whole = pd.concat(known.values())
        if wanted is not None and wanted not in set(whole[column]):
            raise click.UsageError(_unknown(column, wanted, whole))
    parts = []
    for lens, frame in known.items():
        groups = [it.name for it in project.scores(lens).tree.groups]
        nodes = [name for name in groups if node in (None, name)]
        chosen = year if year is not None or form != "table" else int(frame["year"].max())
        if nodes and (chosen is None or chosen in set(frame["year"])):
            parts.append(group_averages(project, lens, asked, chosen, nodes))
    title = project.framework.groups[asked.group].title
    if not parts:
        raise click.UsageError("a group has averages of domains and the overall: name such a --node.")
    print_table(pd.concat(parts, ignore_index=True), form, f"{title}: average scores", AVERAGES)


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
