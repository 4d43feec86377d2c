"""`scoreboard commitments`."""

from __future__ import annotations

from pathlib import Path

import click

from scoreboard.cli.common import clean_project, project_option
from scoreboard.cli.tables import check_known, format_option, print_table

SHOWN = ["treaty", "state", "status", "signed", "ratified", "in_force", "confidence"]


@click.command("commitments")
@project_option
@click.option("--state", help="Only this state, by its code.")
@click.option("--treaty", help="Only this treaty, by its code.")
@format_option
def command(root: Path, state: str | None, treaty: str | None, form: str) -> None:
    """Show which state has signed or is bound by which treaty on migrants' rights, and since when.

    One row for each state and treaty. `not_verified` means that nobody has looked, or that no source could be
    read; it does not mean that a state has not joined. No score is made of it.

    Example: scoreboard commitments --state AT
    """
    commitments = clean_project(root).commitments()
    if not commitments:
        raise click.UsageError("this project has no data/treaties.yaml and data/commitments.csv.")
    check_known("state", state, commitments.states)
    check_known("treaty", treaty, commitments.treaties)
    table = commitments.table(complete=True)
    for column, wanted in (("state", state), ("treaty", treaty)):
        table = table[table[column] == wanted] if wanted else table
    print_table(table, form, "Legal commitments; not_verified says nothing about a state", SHOWN)
