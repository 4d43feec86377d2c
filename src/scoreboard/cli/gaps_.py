"""`scoreboard gaps`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoreboard.cli.common import clean_project, project_option
from scoreboard.cli.grouping import Chosen, chosen_group, group_options
from scoreboard.cli.tables import format_option, machine_text, print_table

if TYPE_CHECKING:
    import pandas as pd

    from scoreboard.observations import Panel
    from scoreboard.scoring.gaps import By

DECIMALS = {"difference": 1, "level": 1, "achievement": 1}
SHOWN = {
    "state": "state", "group": "group", "sex": "sex", "age": "age", "duration": "duration", "level": "level",
    "reference_level": "reference", "value": "value", "se": "se", "low": "low", "high": "high",
    "score": "score", "se_kind": "se from", "flags": "flags", "reason": "reason",
}  # fmt: skip
STANDARDISED = {
    "state": "state", "group": "group", "share": "share", "reference_share": "ref. share",
    "difference": "difference", "standardised_difference": "standardised", "se": "se", "low": "low",
    "high": "high", "rates_part": "by rates", "composition_part": "by composition", "reason": "reason",
}  # fmt: skip
"""Column → its heading in the table; a column that is empty or the same throughout is left out."""
SHOWN_AVERAGES = ["average", "se", "low", "high", "members", "with_data", "share", "weights", "reason"]


@click.command("gaps")
@click.argument("indicator")
@project_option
@click.option(
    "--by",
    type=click.Choice(["group", "sex", "age", "duration"]),
    help="What tells the groups apart. Default: group.",
)
@click.option("--reference", help="Code of the reference; that of the indicator's gap, NAT, or M by sex.")
@click.option(
    "--measure",
    "measures",
    multiple=True,
    type=click.Choice(["level", "difference", "ratio", "log_ratio", "relative_gap", "achievement"]),
    help="Default: difference; may be repeated.",
)
@click.option("--average", help="Indicator that gives the population average, for achievement.")
@click.option(
    "--standardise",
    "over",
    type=click.Choice(["sex", "age", "duration"]),
    help="Give groups the reference's composition.",
)
@click.option(
    "--interval", type=click.FloatRange(0, 1, True, True), default=0.95, show_default=True, help="Level."
)
@click.option("--year", type=int, help="Only this year.")
@click.option("--state", help="Only this state, by its code.")
@click.option("--group", help="Only this group, by its code.")
@group_options("--states")
@click.option(
    "--mean", is_flag=True, help="With --states: their average with an interval, and not each of them."
)
@format_option
def command(root: Path, form: str, **options: Any) -> None:  # noqa: ANN401  (options of different types)
    """Hold every group of an indicator against a reference, with standard errors.

    Errors are published ones, or made from the number of persons asked, or assumed for the status letter; each
    says which. Two samples count as independent. csv and json are unrounded and complete; the table is for
    reading, by default of the latest year.

    Example: scoreboard gaps employment_rate_citizenship --by sex --year 2023 --state AT
    """
    from scoreboard.scoring.gaps import NothingToCompareError

    panel = clean_project(root).panel()
    asked = chosen_group(panel.framework, options.pop("of_states"), options.pop("on"))
    mean, interval = options.pop("mean"), options["interval"]
    if mean and (asked is None or options["state"] is not None):
        raise click.UsageError("--mean goes with --states, and not with --state.")
    filters = {name: options.pop(name) for name in ("year", "state", "group")}
    try:
        frame = _compare(panel, **options)
    except (NothingToCompareError, KeyError) as error:
        raise click.UsageError(str(error.args[0])) from None
    frame = _only(asked.rows(frame) if asked else frame, filters)
    if mean and asked:
        _print_averages(frame, panel, asked, interval, form)
        return
    click.echo(_tables(frame, panel) + "\n" if form == "table" else machine_text(frame, form), nl=False)


def _compare(
    panel: Panel,
    indicator: str,
    by: By | None,
    reference: str | None,
    measures: tuple[str, ...],
    average: str | None,
    over: By | None,
    interval: float,
) -> pd.DataFrame:
    if over is None:
        from scoreboard.scoring.gaps import group_gaps

        chosen = measures or ("difference",)
        return group_gaps(
            panel, indicator, by or "group", reference, chosen, average=average, interval=interval
        )
    if by not in {None, "group"} or measures or average:
        raise click.UsageError("--standardise goes with neither --by, --measure nor --average.")
    from scoreboard.scoring.standardising import standardised_gaps

    return standardised_gaps(panel, indicator, over, reference, interval=interval)


def _print_averages(frame: pd.DataFrame, panel: Panel, asked: Chosen, interval: float, form: str) -> None:
    """Print the average of every gap over a group of states; of the latest year for reading."""
    from scoreboard.analysis.groups import Weighing, average_values, counts_of

    if "measure" not in frame:
        raise click.UsageError("--mean does not go with --standardise.")
    groups = panel.framework.groups
    weighing = Weighing(groups, counts_of(panel.frame, groups), asked.on)
    keys = [name for name in ("indicator", "measure", "group", "sex", "age", "duration") if name in frame]
    table = average_values(frame, weighing, asked.group, keys, interval)
    shown = table[table["year"] == table["year"].max()] if form == "table" else table
    print_table(shown, form, f"{groups[asked.group].title}: averages", [*keys, "year", *SHOWN_AVERAGES])


def _only(frame: pd.DataFrame, filters: dict[str, object]) -> pd.DataFrame:
    from scoreboard.definitions import suggest

    for column, wanted in filters.items():
        if wanted is None:
            continue
        known = [str(value) for value in sorted(frame[column].unique())]
        if str(wanted) not in known:
            raise click.UsageError(f"no gap has {column} {wanted}: {suggest(str(wanted), known)}")
        frame = frame[frame[column] == wanted]
    return frame


def _tables(frame: pd.DataFrame, panel: Panel) -> str:
    latest = frame[frame["year"] == frame["year"].max()]
    title = panel.framework.indicators[latest["indicator"].iloc[0]].title
    heading = f"{title}, {latest['year'].iloc[0]}"
    if "measure" not in latest:
        one = latest.iloc[0]
        what = f"composition by {one['over']} of {one['reference']} (shares of {one['class']})"
        return f"{heading}: {what}\n{_table(latest, STANDARDISED, 2)}"
    parts = [
        f"{heading}: {measure} by {part['by'].iloc[0]} beside {part['reference'].iloc[0]}\n"
        f"{_table(part, SHOWN, DECIMALS.get(str(measure), 3))}"
        for measure, part in latest.groupby("measure", sort=False)
    ]
    return "\n\n".join(parts)


def _table(part: pd.DataFrame, headings: dict[str, str], decimals: int) -> str:
    """Return rows as text, rounded, without the columns that say nothing."""
    telling = [
        name for name in headings if name in {"state", "group"} or part[name].replace("", None).nunique() > 0
    ]
    constant = {"sex", "age", "duration"}
    kept = [name for name in telling if name not in constant or part[name].nunique() > 1]
    shown = part[kept].rename(columns=headings)
    return str(shown.to_string(index=False, float_format=f"{{:.{decimals}f}}".format, na_rep="–"))
