"""`scoreboard groups`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoreboard.cli.common import clean_project, project_option
from scoreboard.cli.grouping import chosen_group, group_options
from scoreboard.cli.tables import format_option, print_table

if TYPE_CHECKING:
    import pandas as pd

    from scoreboard.definitions import Framework


@click.command("groups")
@project_option
@group_options()
@click.option("--all", "ever", is_flag=True, help="With --group: also who has left, or was not yet in.")
@format_option
def command(root: Path, of_states: str | None, on: str | None, ever: bool, form: str) -> None:
    """List groups of states and who belongs to them.

    Without --group one line for each group, else one for each member with its first and last day. Without --on it
    is about today. A date of which only the year is recorded stands as a year, and what is empty is not recorded.

    Example: scoreboard groups --group EU --on 2019-12-31
    """
    framework, day = clean_project(root).framework, on or date.today().isoformat()
    if of_states is None:
        print_table(_listed(framework, day), form, f"Groups of states on {day}")
        return
    chosen_group(framework, of_states, on)
    title = framework.groups[of_states].title
    print_table(
        _members(framework, of_states, None if ever else day), form, f"{title}{'' if ever else f', {day}'}"
    )


def _listed(framework: Framework, day: str) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {
            "group": code,
            "title": group.title,
            "members": len(framework.groups.members(code, day)),
            "weights": group.weights,
            "complete_since": group.complete_since or "",
            "states": " ".join(framework.groups.members(code, day)),
        }
        for code, group in framework.groups.items()
    ]
    return pd.DataFrame(rows, columns=["group", "title", "members", "weights", "complete_since", "states"])


def _members(framework: Framework, group: str, day: str | None) -> pd.DataFrame:
    """Return one row per state and time in a group, of those that hold on a day, or of all."""
    import pandas as pd

    rows = [
        {
            "state": state,
            "name": framework.states[state].name,
            "since": it.since or "",
            "until": it.until or "",
        }
        for state, times in framework.groups.periods[group].items()
        for it in times
        if day is None or it.holds(day)
    ]
    return pd.DataFrame(rows, columns=["state", "name", "since", "until"])
