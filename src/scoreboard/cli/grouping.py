"""How verbs are limited to a group of states: the options, the members' rows, the average of the group."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from scoreboard.cli.tables import check_known, progress

if TYPE_CHECKING:
    import pandas as pd

    from scoreboard.definitions import Framework
    from scoreboard.project import Project


@dataclass(frozen=True)
class Chosen:
    """The group that was asked for, and the day whose members count in all years; their own years if None."""

    group: str
    on: str | None
    framework: Framework

    def members(self, year: int) -> tuple[str, ...]:
        """Return who counts in a year."""
        return self.framework.groups.members(self.group, self.on or year)

    def rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of members; every row counts by its `year`."""
        inside = {int(year): set(self.members(int(year))) for year in frame["year"].unique()}
        pairs = zip(frame["state"], frame["year"], strict=True)
        return frame[[state in inside[int(year)] for state, year in pairs]]


def group_options(name: str = "--group") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the option of a group of states, and ``--on``, the day whose members count."""

    def added(command: Callable[..., Any]) -> Callable[..., Any]:
        day = click.option(
            "--on",
            callback=_day,
            metavar="DAY",
            help="With a group of states: who belonged on this day (YYYY-MM-DD, or YYYY for its last day) counts "
            "in all years; else who belonged at the end of each year.",
        )
        return click.option(name, "of_states", help="Only the members of this group of states, e.g. EU.")(
            day(command)
        )

    return added


def _day(_context: click.Context, _option: click.Parameter, day: str | None) -> str | None:
    """Return a day, the last one of a year; misuse if it is none."""
    whole = f"{day}-12-31" if day and re.fullmatch(r"\d{4}", day) else day
    try:
        return None if whole is None else date.fromisoformat(whole).isoformat()
    except ValueError:
        raise click.BadParameter(f"'{day}' is no day: YYYY-MM-DD, or YYYY.") from None


def chosen_group(framework: Framework, group: str | None, on: str | None) -> Chosen | None:
    """Return the group that was asked for, or None; misuse if it does not exist, or a day goes with no group."""
    if group is None and on is not None:
        raise click.UsageError("--on goes with a group of states.")
    check_known("group of states", group, list(framework.groups))
    return None if group is None else Chosen(group, on, framework)


def group_averages(
    project: Project, lens: str, asked: Chosen, year: int | None, nodes: list[str] | None
) -> pd.DataFrame:
    """Return the averages of a group's scores, with the intervals that the draws of the index give them."""
    from scoreboard.analysis.groups import Weighing, average_scores, counts_of
    from scoreboard.robustness import uncertainty

    panel, groups = project.panel(), project.framework.groups
    weighing = Weighing(groups, counts_of(panel.frame, groups), asked.on)
    with progress("draws") as tell:
        found = uncertainty(
            panel, project.framework.indices[lens],
            years=None if year is None else [year], nodes=nodes, progress=tell,
        )  # fmt: skip
        return average_scores(found, weighing, (asked.group,))
