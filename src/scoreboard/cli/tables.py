"""How verbs print a table: csv and json unrounded and whole, text for reading; and progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ["table", "csv", "json"]


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--format``: table for reading, csv and json unrounded and whole."""
    return click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)(
        command
    )


def machine_text(frame: pd.DataFrame, form: str) -> str:
    """Return a table as csv or json, unrounded, and missing as nothing or null."""
    if form == "csv":
        return frame.to_csv(index=False, lineterminator="\n")
    plain = frame.astype(object).where(frame.notna(), None)  # to_json would cut to 15 decimals
    return json.dumps(plain.to_dict("records"), indent=1, ensure_ascii=False) + "\n"


def print_table(frame: pd.DataFrame, form: str, title: str = "", shown: Sequence[str] | None = None) -> None:
    """Print a table in one of `FORMATS`.

    Parameters
    ----------
    title : first line of the text for reading.
    shown : columns of the text for reading; those that are empty throughout are left out.
    """
    if form != "table":
        text = machine_text(frame, form)
    else:
        columns = [name for name in shown or frame.columns if name in frame and not _empty(frame[name])]
        plain = {name: "float" for name in columns if frame[name].dtype == "Int64"}  # prints – and not <NA>
        body = frame[columns].astype(plain).to_string(index=False, float_format="{:.4g}".format, na_rep="–")
        text = f"{title} (unrounded with --format csv)\n{body}\n"
    click.echo(text, nl=False)


def _empty(column: pd.Series) -> bool:
    return bool((column.isna() | (column.astype(str) == "")).all())


def check_known(what: str, wanted: object, known: Collection[Any]) -> None:
    """Refuse a name that does not exist, with the nearest that does; None is always fine."""
    from scoreboard.definitions import suggest

    if wanted is not None and wanted not in known:
        raise click.UsageError(f"there is no {what} {wanted}: {suggest(str(wanted), list(map(str, known)))}")


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function (done, in all) that shows how far work has come, on a terminal's stderr only."""
    shown = sys.stderr.isatty()

    def tell(done: int, whole: int) -> None:
        if shown:
            click.echo(f"\r{label}: {done:,} of {whole:,}", err=True, nl=False)

    yield tell
    if shown:
        click.echo("\r\033[K", err=True, nl=False)
