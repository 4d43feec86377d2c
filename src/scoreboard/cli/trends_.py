"""`scoreboard trends`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoreboard.cli.common import clean_project, project_option
from scoreboard.cli.grouping import chosen_group, group_options
from scoreboard.cli.tables import check_known, format_option, machine_text

if TYPE_CHECKING:
    import pandas as pd

    from scoreboard.definitions.models import Index
    from scoreboard.definitions.targets import TimeRule

SHOWN = {
    "trend": "state years first_year last_year slope low high theil_sen mann_kendall_p trend reason",
    "targets": "state last_year last distance ratio expected_year expected_low expected_high status reason",
    "convergence": "first_year last_year states sigma_first sigma_last beta beta_se r_squared gamma reason",
    "classes": "state level change level_z change_z class reason",
    "changes": "state first last change low high verdict reason",
}
"""Table → its columns where it is shown as text; csv and json have all."""


@click.command("trends")
@project_option
@click.option("--lens", type=click.Choice(["policy", "outcome"]), required=True, help="Which lens.")
@click.option("--node", help="Only this node or indicator, e.g. labour_market.")
@click.option("--from", "first", type=int, help="First year.")
@click.option("--to", "last", type=int, help="Last year.")
@click.option(
    "--table", "name", type=click.Choice(list(SHOWN)), help="Default: trend; targets with --target."
)
@click.option("--target", type=float, help="What is to be reached: a score, or a value with --of value.")
@click.option("--by", type=click.IntRange(1900, 2200), help="The deadline of --target, a year.")
@click.option("--of", type=click.Choice(["score", "value"]), default="score", show_default=True)
@click.option("--observed", type=click.FloatRange(0, 1), help="Least share of a year's data observed in it.")
@click.option("--minimum-years", type=click.IntRange(3), help="Fewer years with data give no trend.")
@group_options()
@format_option
def command(root: Path, lens: str, node: str | None, form: str, **options: Any) -> None:  # noqa: ANN401
    """Show how scores moved: trends, targets, convergence, classes, changes.

    csv and json are unrounded and hold all nodes unless --node names one; the table for reading holds the
    overall. With --of value it is about the values of the indicators, in their units, and not their scores.
    Changes and classes compare the two years named, or the last two in which enough states have data.
    With --group the members at the end of the index's last year, or --on a day, are followed through all years.

    Example: scoreboard trends --lens policy --node overall --table targets --target 60 --by 2030
    """
    of_states, on = options.pop("of_states"), options.pop("on")
    _check(**options)
    from scoreboard.analysis.time.tables import subject, time_table

    scores = clean_project(root).scores(lens)
    asked = chosen_group(scores.panel.framework, of_states, on)
    states = asked.members(scores.index.years.last) if asked else None
    frame = subject(scores, options["of"])
    check_known("node", node, list(dict.fromkeys(frame["node"])))
    for year in (options["first"], options["last"]):
        check_known("year", year, sorted(set(frame["year"])))
    nodes = [node] if node else list(dict.fromkeys(frame["node"]))
    nodes = nodes if form != "table" else nodes[:1]
    rule = _rule(scores.index, nodes, **options)
    name = options["name"] or ("trend" if options["target"] is None else "targets")
    chosen = {key: options[key] for key in ("of", "first", "last")}
    table = time_table(name, scores, nodes=nodes, rule=rule, states=states, **chosen)
    if table.empty and asked:
        raise click.UsageError(f"nothing is known of the members of {asked.group}.")
    if table.empty:
        raise click.UsageError("the index declares no such target: name one with --target and --by.")
    click.echo(_render(table, name, form, f"{scores.index.title}, {nodes[0]}: {name}"), nl=False)


def _check(*, name: str | None, target: float | None, by: int | None, of: str, **years: Any) -> None:  # noqa: ANN401
    """Refuse options that do not go together."""
    first, last = years["first"], years["last"]
    faults = {
        "--target and --by go together: what is to be reached, and when.": (target is None) != (by is None),
        f"--target has no effect on --table {name}.": target is not None and name not in (None, "targets"),
        "--target: a score lies between 0 and 100.": target is not None
        and of == "score"
        and not 0 <= target <= 100,
        "--from must be before --to.": first is not None and last is not None and first >= last,
    }
    for text, wrong in faults.items():
        if wrong:
            raise click.UsageError(text)


def _rule(index: Index, nodes: list[str], **options: Any) -> TimeRule:  # noqa: ANN401
    """Return the rule of the index with what the options change."""
    from scoreboard.definitions.targets import Target

    update = {key: options[key] for key in ("observed", "minimum_years") if options[key] is not None}
    if options["target"] is not None:
        asked = {
            "value": options["target"],
            "by": options["by"],
            "of": options["of"],
            "reason": "command line",
        }
        update["targets"] = tuple(Target(node=node, **asked) for node in nodes)
    return index.time.model_copy(update=update)


def _render(table: pd.DataFrame, name: str, form: str, title: str) -> str:
    if form != "table":
        return machine_text(table, form)
    shown = [column for column in SHOWN[name].split() if column in table and not _empty(table[column])]
    text = table[shown].to_string(index=False, float_format="{:.4g}".format, na_rep="–")
    evidence = "".join(f"\n{line}" for line in table.get("evidence", []) if line)
    return f"{title} (unrounded with --format csv)\n{text}{evidence}\n"


def _empty(column: pd.Series) -> bool:
    return bool((column.isna() | (column == "")).all())
