"""`scoreboard fetch`."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoreboard.cli.common import fail, open_project, written_project_option
from scoreboard.cli.tables import check_known, machine_text

if TYPE_CHECKING:
    from scoreboard.definitions import Framework
    from scoreboard.exchange.fetching import FetchReport, Request, Wish

ADDRESSES = "SCOREBOARD_SERVICES"
"""Environment variable that names other addresses of services, as --service does, separated by blanks."""


@click.command("fetch")
@written_project_option
@click.option(
    "--indicator", "indicators", metavar="CODE", multiple=True, help="Only this one; may be repeated."
)
@click.option("--state", "states", metavar="CODE", multiple=True, help="Only this one; may be repeated.")
@click.option("--since", type=click.IntRange(1900, 2200), help="First year; all years if not given.")
@click.option("--until", type=click.IntRange(1900, 2200), help="Last year.")
@click.option("--dry-run", is_flag=True, help="List the requests; ask nobody and write nothing.")
@click.option("--refresh", is_flag=True, help="Ask for everything anew, whatever the cache holds.")
@click.option("--keep-going", is_flag=True, help="Import what came although something is missing.")
@click.option(
    "--cache",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for whole responses; the platform's own if not given.",
)
@click.option(
    "--service",
    "addresses",
    metavar="NAME=URL",
    multiple=True,
    envvar=ADDRESSES,
    help=f"Another address of a service, such as a mirror's; also in {ADDRESSES}.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True,
    help="csv: the requests, or the datasets that came.",
)  # fmt: skip
def command(
    root: Path,
    indicators: tuple[str, ...],
    states: tuple[str, ...],
    since: int | None,
    until: int | None,
    dry_run: bool,
    refresh: bool,
    keep_going: bool,
    folder: Path | None,
    addresses: tuple[str, ...],
    form: str,
) -> None:
    """Bring the datasets that the definitions name from Eurostat and other services, and import them.

    A dataset is asked for what the indicators need of it, once, where indicators/sources.yaml says under `fetch`.
    Whole responses are kept: what has come is not asked for again, so an interrupted run goes on where it was.
    data/ changes only when everything has come, and as a whole. With an error nothing is written, and the exit
    code is 1.

    Example: scoreboard fetch --indicator overcrowding_rate_citizenship --state AT --dry-run
    """
    _require_extra()
    from scoreboard.definitions import check_framework, load_framework
    from scoreboard.exchange.fetching import Cache, default_folder, fetch

    open_project(root)  # misuse if the folder is no project
    framework, findings = load_framework(root)
    check_framework(framework, root, findings)
    if not findings.ok:
        fail(findings, root)
    wish = _wish(framework, indicators, states, since, until)
    framework = _addressed(framework, addresses)
    cache = Cache(folder or default_folder())
    if dry_run:
        _print_requests(_requests(framework, wish, cache), form)
        return
    report = fetch(root, framework, wish, cache, keep_going=keep_going, refresh=refresh, tell=_tell)
    _print_report(report, form)
    sys.exit(0 if report.ok else 1)


def _require_extra() -> None:
    """Leave with a plain sentence where the libraries of the extra are not installed."""
    absent = [name for name in ("httpx", "pysdmx", "platformdirs") if find_spec(name) is None]
    if absent:
        raise click.UsageError(
            f"fetch needs {', '.join(absent)}: pip install 'integration-scoreboard[fetch]'."
        )


def _wish(
    framework: Framework,
    indicators: tuple[str, ...],
    states: tuple[str, ...],
    since: int | None,
    until: int | None,
) -> Wish:
    """Return what is wanted; misuse for names that do not exist, and where nothing can be fetched."""
    from scoreboard.exchange.fetching import Wish

    for code in indicators:
        check_known("indicator", code, framework.indicators)
    for code in states:
        check_known("state", code, framework.states)
    if not any(dataset.fetch for dataset in framework.datasets.values()):
        raise click.UsageError("no dataset has `fetch` in indicators/sources.yaml: nothing to ask for.")
    if since and until and since > until:
        raise click.UsageError(f"--since {since} lies after --until {until}.")
    observed = tuple(dict.fromkeys(framework.base(code).code for code in indicators))
    for code in observed:
        sources = [framework.datasets[source.dataset] for source in framework.indicators[code].sources]
        if not any(source.fetch for source in sources):
            raise click.UsageError(
                f"no dataset of {code} can be fetched: none has `fetch` in indicators/sources.yaml; "
                "use scoreboard import."
            )
    return Wish(observed, states, (since, until))


def _addressed(framework: Framework, addresses: tuple[str, ...]) -> Framework:
    """Return the definitions with the addresses that the user gives."""
    from scoreboard.exchange.fetching import with_addresses

    pairs = dict(address.partition("=")[::2] for address in addresses)
    for name in pairs:
        check_known("service", name, framework.services)
    try:
        return with_addresses(framework, pairs)
    except ValueError as error:
        raise click.UsageError(
            f"--service needs NAME=URL with an address such as https://…: {pairs}"
        ) from error


def _requests(framework: Framework, wish: Wish, cache: object) -> list[Request]:
    from scoreboard.exchange.fetching import Cache, Fetcher, Patience, Transport, open_client

    assert isinstance(cache, Cache)
    with open_client(Patience()) as client:
        return Fetcher(framework, wish, cache, Transport(client)).requests()


def _print_requests(requests: list[Request], form: str) -> None:
    """Print the requests of a dry run."""
    if form != "text":
        click.echo(_table(requests, form), nl=False)
        return
    for one in requests:
        click.echo(f"{one.dataset} ({one.service}; the cache holds: {one.cached})")
        click.echo(f"  for {', '.join(one.indicators)}\n  {one.address}")
    click.echo(f"{len(requests)} requests")


def _table(requests: list[Request], form: str) -> str:
    from dataclasses import asdict

    import pandas as pd

    rows = [asdict(one) | {"indicators": " ".join(one.indicators)} for one in requests]
    return machine_text(pd.DataFrame(rows), form)


def _print_report(report: FetchReport, form: str) -> None:
    if form == "json":
        import json

        click.echo(json.dumps(report.as_dict(), indent=2, ensure_ascii=False))
    elif form == "csv":
        import pandas as pd

        columns = ["dataset", "how", "cells", "size", "sha256", "fetched"]
        rows = [
            [one.request.dataset, *(getattr(one, name) for name in columns[1:])] for one in report.fetched
        ]
        click.echo(machine_text(pd.DataFrame(rows, columns=columns), form), nl=False)
        if not report.ok:
            click.echo(report.as_text(), err=True)
    else:
        click.echo(report.as_text(), nl=False)


def _tell(message: str) -> None:
    click.echo(message, err=True)
