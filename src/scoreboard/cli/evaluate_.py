"""`scoreboard evaluate`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoreboard.cli.common import clean_project, project_option
from scoreboard.cli.tables import check_known, format_option, print_table, progress

if TYPE_CHECKING:
    import pandas as pd

    from scoreboard.analysis.evaluation import Evaluation
    from scoreboard.observations import Panel

SHOWN = {
    "estimates": "estimator errors effect se low high p note",
    "path": "since effect low high states",
    "without": "state changed effect",
    "placebos": "placebo states effect low high p note",
    "association": "lag kind states cells slope low high p reason",
    "sample": "state role year before after reason",
}
"""Table → its columns where it is shown as text."""
LISTED = ["item", "outcome", "domain", "changes", "usable", "others", "first", "last", "enough"]
SURVEYED = [
    "item",
    "outcome",
    "changed",
    "others",
    "effect",
    "low",
    "high",
    "p",
    "p_holm",
    "detectable",
    "verdict",
]


@click.command("evaluate")
@project_option
@click.option("--item", help="A policy item, e.g. education/school_guidance or school_guidance.")
@click.option("--outcome", help="An outcome indicator, e.g. tertiary_attainment_birth.")
@click.option("--list", "listing", is_flag=True, help="List which pairs have enough data, and leave.")
@click.option(
    "--survey", "surveying", is_flag=True, help="Weigh every item with enough data at once, and leave."
)
@click.option("--group", help="Another group than the outcome names, e.g. NEU27_2020_FOR.")
@click.option("--sex", type=click.Choice(["T", "F", "M"]), help="Another sex than the outcome names.")
@click.option("--least", type=click.FloatRange(0, 100), default=0.0, show_default=True,
              help="Points of the item's levels that count as a change.")  # fmt: skip
@click.option("--draws", type=click.IntRange(99, 1_000_000), default=999, show_default=True,
              help="Number of permutations.")  # fmt: skip
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the permutations."
)
@click.option("--table", "name", type=click.Choice(list(SHOWN)), default="estimates", show_default=True)
@click.option("--placebo", is_flag=True, help="Short for --table placebos.")
@format_option
def command(
    root: Path,
    item: str | None,
    outcome: str | None,
    listing: bool,
    surveying: bool,
    group: str | None,
    sex: str | None,
    least: float,
    draws: int,
    seed: int,
    name: str,
    placebo: bool,
    form: str,
) -> None:
    """Did it work? Hold an outcome after a change of policy against states without the change.

    A change is the first rise of a policy item in a state. The verdict comes first, by rule from the numbers;
    --table shows what it rests on: estimators side by side, the path by years since the change, the
    difference without each state, placebo tests, how policy and outcome go together by lag, and which states
    are used. csv and json are unrounded. The same seed gives the same numbers.

    Example: scoreboard evaluate --item education/school_guidance --outcome tertiary_attainment_birth
    """
    if listing and surveying:
        raise click.UsageError("--list and --survey are two tables: choose one.")
    if not (listing or surveying) and not (item and outcome):
        raise click.UsageError("name --item and --outcome; --list shows which pairs have enough data.")
    if not (listing or surveying):
        _require_extra()
    panel = clean_project(root).panel()
    if listing or surveying:
        _print_overview(panel, surveying, draws, seed, form)
        return
    from scoreboard.analysis.evaluation import evaluate

    assert item is not None
    assert outcome is not None
    code = _item(panel, item)
    _check_outcome(panel, outcome, group)
    with progress("evaluating") as tell:
        options = {"group": group, "sex": sex}
        found = evaluate(panel, code, outcome, **options, least=least, draws=draws, seed=seed, progress=tell)
    _print(found, "placebos" if placebo else name, form)


def _require_extra() -> None:
    """Leave with a plain sentence where the library of the extra is not installed."""
    if find_spec("pyfixest") is None:
        from scoreboard.analysis.evaluation.library import MISSING

        raise click.UsageError(MISSING)


def _item(panel: Panel, item: str) -> str:
    """Return the code of an item that may stand behind its domain; misuse if there is none."""
    items = {it.code: it.domain for it in panel.framework.indicators.values() if it.lens == "policy"}
    *domain, code = item.split("/")
    check_known("policy item", code, items)
    if domain and domain != [items[code]]:
        raise click.UsageError(f"{code} is an item of {items[code]}, not of {'/'.join(domain)}.")
    return code


def _check_outcome(panel: Panel, outcome: str, group: str | None) -> None:
    """Refuse an outcome that does not exist, and a group that it has no value of."""
    check_known(
        "outcome", outcome, [it.code for it in panel.framework.indicators.values() if it.lens == "outcome"]
    )
    base = panel.framework.base(outcome).code
    observed = panel.frame.loc[panel.frame["indicator"] == base, "group"]
    check_known("group", group, sorted(observed.unique()))


def _print_overview(panel: Panel, surveying: bool, draws: int, seed: int, form: str) -> None:
    from scoreboard.analysis.evaluation import candidates, survey

    if not surveying:
        table = candidates(panel)
        title = (
            f"{table['enough'].sum()} of {len(table)} pairs of a policy item and an outcome have enough data"
        )
        print_table(table, form, title, LISTED)
        return
    with progress("weighing") as tell:
        table = survey(panel, draws=draws, seed=seed, progress=tell)
    print_table(table, form, f"{len(table)} items that enough states changed, p corrected by Holm", SURVEYED)


def _print(found: Evaluation, name: str, form: str) -> None:
    """Print a table; as text below the verdict and what was compared."""
    table: pd.DataFrame = getattr(found, name if name != "sample" else "states")
    if form == "table":
        click.echo(found.sentence)
        click.echo(found.compared)
    if form != "table" or len(table):
        print_table(table, form, f"{found.item}, {found.outcome}: {name}", SHOWN[name].split())
