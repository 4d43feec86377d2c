"""`scoreboard robustness`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from scoreboard.cli.common import clean_project, project_option, require
from scoreboard.cli.grouping import chosen_group, group_options
from scoreboard.cli.tables import check_known, format_option, print_table, progress

if TYPE_CHECKING:
    import pandas as pd

    from scoreboard.cli.grouping import Chosen
    from scoreboard.definitions.models import Index
    from scoreboard.observations import Panel

Tables = dict[str, "pd.DataFrame"]


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    node: str | None
    year: int | None
    draws: int | None
    seed: int | None
    base: int
    workers: int | None
    memory: int
    factors: tuple[str, ...]


@dataclass(frozen=True)
class Analysis:
    """One kind of analysis: its tables, the first by default, and what is shown of each for reading."""

    run: Callable[[Panel, Index, Request, tuple[str, ...]], Tables]
    shown: dict[str, str]


def _uncertainty(panel: Panel, index: Index, asked: Request, names: tuple[str, ...]) -> Tables:
    from scoreboard.robustness import uncertainty

    with progress("draws") as tell:
        return uncertainty(
            panel,
            index,
            draws=asked.draws,
            seed=asked.seed,
            years=None if asked.year is None else [asked.year],
            nodes=None if asked.node is None else [asked.node],
            factors=asked.factors or None,
            memory=asked.memory * 1_000_000,
            workers=asked.workers,
            progress=tell,
        ).tables(*names)


def _sensitivity(panel: Panel, index: Index, asked: Request, names: tuple[str, ...]) -> Tables:
    from scoreboard.robustness.sensitivity import sensitivity

    with progress("runs") as tell:
        return sensitivity(
            panel,
            index,
            node=_node(index, asked),
            year=asked.year,
            base=asked.base,
            seed=asked.seed,
            factors=asked.factors or None,
            workers=asked.workers,
            progress=tell,
        ).tables(*names)


def _bounds(panel: Panel, index: Index, asked: Request, names: tuple[str, ...]) -> Tables:
    from scoreboard.robustness.bounds import bounds

    years = None if asked.year is None else [asked.year]
    nodes = None if asked.node is None else [asked.node]
    return {"bounds": bounds(panel, index, years, nodes)}


def _dominance(panel: Panel, index: Index, asked: Request, names: tuple[str, ...]) -> Tables:
    from scoreboard.robustness.dominance import dominance
    from scoreboard.scoring import score

    found = dominance(score(panel, index), _node(index, asked), asked.year)
    return {"dominance": found.pairs, "levels": found.levels}


def _leave_one_out(panel: Panel, index: Index, asked: Request, names: tuple[str, ...]) -> Tables:
    from scoreboard.robustness.leave_one_out import leave_one_out

    found = leave_one_out(panel, index, _node(index, asked), asked.year)
    return {"items": found.items, "moves": found.moves}


def _node(index: Index, asked: Request) -> str:
    return asked.node or index.tree[0].node or ""


ANALYSES = {
    "uncertainty": Analysis(
        _uncertainty,
        {
            "intervals": "state year node score score_low score_high rank rank_low rank_high rank_expected",
            "ranks": "state year node rank probability at_most",
            "pairs": "year node state other probability tied",
            "ties": "state year node group tied_with",
            "changes": "state node since year change low high rises real",
        },
    ),
    "sensitivity": Analysis(
        _sensitivity,
        {
            "indices": "target state factor first first_low first_high total total_low total_high reason",
            "sums": "target state variance sum_first interactions interactions_low interactions_high reason",
            "convergence": "target state factor rows first first_low first_high total total_low total_high",
        },
    ),
    "bounds": Analysis(
        _bounds,
        {"bounds": "state year node score score_low score_high rank rank_best rank_worst filled reason"},
    ),
    "dominance": Analysis(_dominance, {"dominance": "", "levels": ""}),
    "leave-one-out": Analysis(_leave_one_out, {"items": "", "moves": ""}),
}
"""Name of an analysis → how it is made and shown."""

TABLES = [name for analysis in ANALYSES.values() for name in analysis.shown]


def _flag(name: str, text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(f"--{name}", "analyses", flag_value=name, multiple=True, help=text)


@click.command("robustness")
@project_option
@click.option("--lens", type=click.Choice(["policy", "outcome"]), default="policy", show_default=True)
@click.option("--year", type=int, help="Only this year; sensitivity: the latest with ranks if not given.")
@click.option("--node", help="Only this node; sensitivity and the like: the overall if not given.")
@click.option("--state", help="Only the rows of this state, by its code.")
@click.option("--draws", type=click.IntRange(100), help="How many; as the index declares if not given.")
@click.option("--seed", type=click.IntRange(0), help="As the index declares if not given.")
@click.option("--factor", "factors", multiple=True, help="Only this factor; may be given several times.")
@_flag("sensitivity", "Which factor moves scores and ranks: Sobol' indices.")
@_flag("bounds", "Best and worst score and rank that missing data leave open.")
@_flag("dominance", "Which states are ahead of which whatever the weights are.")
@_flag("leave-one-out", "What changes when an item is left out.")
@click.option("--base", type=int, default=2048, show_default=True, help="Rows of the sensitivity analysis.")
@click.option("--table", "name", type=click.Choice(TABLES), help="Which table; the first if not given.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Write all tables as Parquet here."
)
@click.option("--workers", type=click.IntRange(1), help="Threads; one a core if not given.")
@click.option(
    "--memory", type=click.IntRange(10), default=1000, show_default=True, help="Megabytes for draws."
)
@group_options()
@format_option
def command(root: Path, lens: str, form: str, **options: Any) -> None:  # noqa: ANN401
    """Show how sure scores and ranks are, and what they depend on.

    Draws vary all that the index file declares as uncertain, together; the same seed gives the same numbers
    whatever --workers and --memory are. Tables of the draws: intervals, ranks (how often each rank occurs),
    pairs (how probable it is that one state is ahead of another), ties, changes.

    Example: scoreboard robustness --lens policy --year 2019 --draws 10000 --seed 1 --format csv
    """
    of_states, on = options.pop("of_states"), options.pop("on")
    analysis = _analysis(options.pop("analyses"), options["name"])
    name, state, out = (options.pop(key) for key in ("name", "state", "out"))
    asked = Request(**options)
    if out is not None:
        require("--out", "parquet", "pyarrow")
    project = clean_project(root)
    index = project.framework.indices[lens]
    _check(index, asked)
    check_known("state", state, project.panel().states)
    group = chosen_group(project.framework, of_states, on)
    chosen = name or next(iter(analysis.shown))
    tables = analysis.run(project.panel(), index, asked, tuple(analysis.shown) if out else (chosen,))
    if out is not None:
        _write(tables, out)
    frame = tables[chosen]
    if state is not None:
        frame = frame[frame["state"] == state]
    if group is not None:
        frame = _of_members(frame, group, index)
    print_table(frame, form, f"{index.title}: {chosen}", analysis.shown[chosen].split() or None)


def _of_members(frame: pd.DataFrame, group: Chosen, index: Index) -> pd.DataFrame:
    """Return the rows of members, and of pairs of members; ranks and ties stay those among all states."""
    if "state" not in frame:
        raise click.UsageError("--group has no effect on this table: it does not tell states apart.")
    if "year" in frame:
        rows = group.rows(frame)
        return (
            group.rows(rows.assign(state=rows["other"])).assign(state=rows["state"])
            if "other" in rows
            else rows
        )
    return frame[frame["state"].isin(group.members(index.years.last))]


def _analysis(flags: tuple[str, ...], table: str | None) -> Analysis:
    """Return the analysis of a flag, or of the table that is asked for."""
    if len(set(flags)) > 1:
        raise click.UsageError(f"one analysis at a time: {' or '.join('--' + flag for flag in flags)}.")
    of_table = next((key for key, it in ANALYSES.items() if table in it.shown), None)
    name = flags[0] if flags else of_table or "uncertainty"
    if of_table not in (None, name):
        raise click.UsageError(f"--table {table} belongs to --{of_table}.")
    return ANALYSES[name]


def _check(index: Index, asked: Request) -> None:
    from scoreboard.definitions import walk
    from scoreboard.robustness.factors import declared

    check_known("node", asked.node, [node.node for _, node in walk(index.tree) if node.node])
    check_known("year", asked.year, range(index.years.first, index.years.last + 1))
    for factor in asked.factors:
        check_known("declared factor", factor, declared(index))
    if asked.base < 64 or asked.base & (asked.base - 1):
        raise click.UsageError(f"--base {asked.base}: a power of two, at least 64.")


def _write(tables: Tables, folder: Path) -> None:
    """Write every table as Parquet, all or none."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as made:
        for name, frame in tables.items():
            frame.to_parquet(Path(made, f"{name}.parquet"), index=False)
        folder.mkdir(exist_ok=True)
        for file in sorted(Path(made).iterdir()):
            file.replace(folder / file.name)
