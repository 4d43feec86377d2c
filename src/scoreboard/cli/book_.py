"""`scoreboard book`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from scoreboard.cli.common import clean_project, require, written_project_option

LIBRARIES = ("altair", "babel", "jupyter_book", "latex2mathml", "pypdf", "typst", "vl_convert")


@click.command("book")
@written_project_option
@click.option(
    "--lang", "languages", multiple=True, help="en, fr or de; may be repeated; all for all. Default: en."
)
@click.option("--pdf", is_flag=True, help="Print the whole book as one PDF, with Chromium or Chrome.")
@click.option("--serve", is_flag=True, help="Preview in a browser; pages follow the files that you save.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Of the preview."
)
@click.option("--address", default="", help="Where the site will stand, for site map, feed and shared links.")
@click.option(
    "--catalogues", is_flag=True, help="Renew the message catalogues, and say how complete they are."
)
def command(
    root: Path, languages: tuple[str, ...], pdf: bool, serve: bool, port: int, address: str, catalogues: bool
) -> None:
    """Build the report: a site that opens from a folder, in one language or several.

    The site is _build/html, that of another language a folder in it. What a catalogue does not translate stands
    in English and is marked. With --pdf the book is _build/pdf/scoreboard.pdf instead: contents, page numbers,
    still charts, tagged for screen readers.

    Example: scoreboard book --lang en --lang fr
    """
    require("the book", "report", *LIBRARIES)
    chosen = _languages(languages)
    wanted = {"--pdf": pdf, "--serve": serve, "--catalogues": catalogues}
    ways = [name for name, asked in wanted.items() if asked]
    if len(ways) > 1:
        raise click.UsageError(f"{' and '.join(ways)} exclude each other.")
    project = clean_project(root)
    from scoreboard.report.building import NoBookError

    try:
        if catalogues:
            _catalogues(project.root)
        elif serve:
            _serve(project.root, chosen, port)
        elif pdf:
            _print(project.root, chosen)
        else:
            _build(project.root, chosen, address)
    except NoBookError as error:
        raise click.UsageError(str(error)) from None


def _languages(chosen: tuple[str, ...]) -> tuple[str, ...]:
    from scoreboard.definitions import suggest
    from scoreboard.report.i18n import LANGUAGES, SOURCE

    wanted = tuple(LANGUAGES) if "all" in chosen else chosen or (SOURCE,)
    for language in wanted:
        if language not in LANGUAGES:
            raise click.UsageError(
                f"there is no language {language}: {suggest(language, [*LANGUAGES, 'all'])}"
            )
    return tuple(dict.fromkeys(wanted))


def _build(root: Path, languages: tuple[str, ...], address: str) -> None:
    from scoreboard.report.building import build, site_folder
    from scoreboard.robustness.spreading import forked

    settings = {"html_baseurl": address if address.endswith("/") else f"{address}/"} if address else {}
    for language in languages:
        work = partial(build, root, language, languages=languages, settings=settings)
        # a process for each of several, so that none holds what another has read
        if not (forked(work)() if len(languages) > 1 else work()):
            sys.exit(1)
        click.echo(site_folder(root, language) / "index.html")


def _print(root: Path, languages: tuple[str, ...]) -> None:
    from scoreboard.report.paper.printing import NoBrowserError, print_book

    for language in languages:
        try:
            goal = print_book(root, language)
        except NoBrowserError as error:
            raise click.UsageError(str(error)) from None
        if goal is None:
            sys.exit(1)
        click.echo(goal)


def _serve(root: Path, languages: tuple[str, ...], port: int) -> None:
    from scoreboard.report.serving import serve

    if len(languages) > 1:
        raise click.UsageError("--serve previews one language.")
    try:
        serve(root, languages[0], port, lambda line: click.echo(line, err=True))
    except KeyboardInterrupt:
        click.echo("", err=True)
    except OSError as error:
        raise click.UsageError(f"port {port} cannot be used: {error.strerror}") from None


def _catalogues(root: Path) -> None:
    from scoreboard.cli.tables import print_table
    from scoreboard.report.i18n.extracting import renew

    print_table(renew(root), "table", "Messages by catalogue and language")
