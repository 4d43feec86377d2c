"""`scoreboard practices`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoreboard.cli.common import clean_project, project_option
from scoreboard.cli.tables import check_known, format_option, print_table

if TYPE_CHECKING:
    import pandas as pd

    from scoreboard.project import Project

SHOWN = ["state", "item", "title", "evidence", "result", "start", "confidence"]
PRECEDENTS = ["state", "indicator", "before", "before_year", "year", "until"]


@click.command("practices")
@project_option
@click.option("--state", help="Only this state, by its code.")
@click.option("--item", help="Only this item, by the code of its indicator.")
@click.option("--evidence", help="Only this level of evidence, e.g. randomised.")
@click.option(
    "--precedents", "raised", is_flag=True, help="The rises of policy items to their top level, instead."
)
@format_option
def command(
    root: Path, state: str | None, item: str | None, evidence: str | None, raised: bool, form: str
) -> None:
    """Show described practices with the evidence of what they did, or who raised a policy item to its top level.

    A practice is described in practices/*.yaml; results that show no difference, or a change for the worse, are among
    them. A precedent lies between two answers of the policy data: from level `before` in `before_year` to the top
    in `year`.

    Example: scoreboard practices --item job_search_support --evidence randomised
    """
    project = clean_project(root)
    check_known("state", state, list(project.states))
    check_known("indicator", item, list(project.framework.indicators))
    if raised:
        if evidence:
            raise click.UsageError("--evidence goes with described practices, not with --precedents.")
        table = _only(project.precedents(), state=state, indicator=item)
        print_table(table, form, "Rises to the top level of a policy item", PRECEDENTS)
        return
    print_table(_described(project, state, item, evidence), form, "Described practices", SHOWN)


def _described(project: Project, state: str | None, item: str | None, evidence: str | None) -> pd.DataFrame:
    from scoreboard.records.practices import EVIDENCE

    check_known("level of evidence", evidence, EVIDENCE)
    if not project.practices():
        raise click.UsageError("this project describes no practices: scoreboard new practice begins one.")
    return _only(project.practices().table(), state=state, item=item, evidence=evidence)


def _only(table: pd.DataFrame, **wanted: str | None) -> pd.DataFrame:
    for column, value in wanted.items():
        table = table[table[column] == value] if value else table
    return table
