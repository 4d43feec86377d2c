"""`scoreboard pathways`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoreboard.cli.common import fail, open_project, project_option
from scoreboard.cli.tables import format_option, print_table

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd

    from scoreboard.records.pathways import Catalogue

SHOWN = ("state", "title", "standing", "since", "until", "act", "left_to_state")
SHOWN_TERMS = ("state", "version", "label", "status", "value", "unit", "article", "source")


@click.command("pathways")
@click.option("--state", "states", metavar="CODE", multiple=True, help="Only this state; may be repeated.")
@click.option(
    "--where",
    "conditions",
    metavar="CONDITION",
    multiple=True,
    help="Only records that meet it, such as 'duration_max>=24'; may be repeated, and all must be met.",
)
@click.option("--filters", metavar="JSON", help="The same conditions as the page of pathways has them.")
@click.option("--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), help="Only what was open on this day.")
@click.option("--terms", is_flag=True, help="Every field on record, with article and source.")
@click.option("--changes", is_flag=True, help="What began, followed and ended.")
@click.option("--explain", metavar="STATE/PATHWAY/FIELD", help="Where one field comes from.")
@format_option
@project_option
def command(root: Path, form: str, explain: str | None, **asked: Any) -> None:  # noqa: ANN401  (click's options)
    """Print legal pathways: one row for each state, pathway and version.

    A condition is a field, an operator (= != < <= > >= in has is) and a value; several values stand between commas.
    What is not recorded, or left to the states, never meets one: stderr says how many records it is of.
    This replaces no official information.

    Example: scoreboard pathways --where pathway=blue_card --where labour_market_test=none --where 'duration_max>=24'
    """
    catalogue = _catalogue(root)
    if explain is not None:
        _print_explanation(catalogue, explain, form)
        return
    found, more = _selected(
        catalogue, **{key: asked[key] for key in ("states", "conditions", "filters", "day")}
    )
    if more:
        click.echo(f"{more} more may match: what was asked is not recorded, or left to the states.", err=True)
    if asked["changes"]:
        _print(found.changes(), form, "Changes of pathways")
    elif asked["terms"]:
        _print(found.terms(), form, "Fields on record", SHOWN_TERMS)
    else:
        _print(found.table(), form, f"Records of pathways: {len(found)}", SHOWN)


def _print(frame: pd.DataFrame, form: str, title: str, shown: tuple[str, ...] | None = None) -> None:
    print_table(frame if form != "table" else frame.where(frame.notna(), "–"), form, title, shown)


def _catalogue(root: Path) -> Catalogue:
    """Return the catalogue of a project, or leave with the findings of its registers."""
    from scoreboard.findings import InvalidDataError

    try:
        return open_project(root).pathways()
    except InvalidDataError as error:
        fail(error.report, root)


def _selected(
    catalogue: Catalogue,
    states: tuple[str, ...],
    conditions: tuple[str, ...],
    filters: str | None,
    day: datetime | None,
) -> tuple[Catalogue, int]:
    """Return what meets all conditions, and how many more may; misuse for a condition that cannot be asked."""
    from scoreboard.cli.tables import check_known
    from scoreboard.records.pathways.filters import FilterError, on_day

    for state in states:
        check_known("record of", state, {it.state for it in catalogue})
    try:
        asked = [*conditions, *_parsed(filters), *(on_day(f"{day:%Y-%m-%d}") if day else ())]
        asked += [{"field": "state", "op": "in", "value": states}] if states else []
        return catalogue.filter(*asked), len(catalogue.may_match(*asked))
    except FilterError as error:
        raise click.UsageError(str(error)) from error


def _parsed(filters: str | None) -> list[dict[str, Any]]:
    try:
        found = json.loads(filters or "[]")
    except json.JSONDecodeError as error:
        raise click.UsageError(f"--filters is no JSON: {error}") from error
    if not isinstance(found, list) or not all(isinstance(it, dict) for it in found):
        raise click.UsageError('--filters is a list such as [{"field": "quota", "op": "=", "value": "none"}]')
    return found


def _print_explanation(catalogue: Catalogue, asked: str, form: str) -> None:
    try:
        state, pathway, field = asked.split("/")
        found = catalogue.explain(state, pathway, field)
    except ValueError as error:
        words = f"'{asked}': write STATE/PATHWAY/FIELD, such as DE/blue_card/quota"
        raise click.UsageError(words) from error
    except KeyError as error:
        raise click.UsageError(str(error.args[0])) from error
    machine = json.dumps(found.as_dict(), indent=2, ensure_ascii=False)
    click.echo(machine if form == "json" else found.as_text())
