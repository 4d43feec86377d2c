"""The JSON API beside the pages: one copy for all languages of the book, at the same paths as `scoreboard export`."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path

import pandas as pd

from scoreboard.exchange.publishing import Release, UnpublishableError, json_api, make_release
from scoreboard.exchange.publishing.headlines import headlines
from scoreboard.report.edition import BOUNDS, Edition
from scoreboard.report.i18n import SOURCE, active
from scoreboard.report.site.citing import edition_citation

TOP = "api"
STAMP = ".inputs"
KEYS = ["lens", "state", "year", "node"]


def home() -> str:
    """Return the way from a site to the folder that holds the API: English lies there, the others below it."""
    return "" if active() == SOURCE else "../"


def write_api(edition: Edition, site: Path, stamp: str, pages: Collection[str]) -> Path | None:
    """Write the API, unless it was made from the same inputs; whole or not at all.

    Parameters
    ----------
    site : the built site of one language.
    stamp : hash of the data, the definitions and the program.
    pages : names of the pages of that site; only the English ones are linked to.

    Returns
    -------
    The folder `api`, or None where nothing says of which day the edition is.
    """
    folder = site / home() / TOP
    made = folder / STAMP
    stamp = sha256(repr((stamp, edition_citation(edition), sorted(pages))).encode()).hexdigest()
    if made.is_file() and made.read_text("utf-8") in {f"{stamp} {SOURCE}", f"{stamp} {active()}"}:
        return folder
    try:
        edition_now = release(edition)
    except UnpublishableError:
        return None
    beside = folder.with_name(f".{TOP}.new")
    shutil.rmtree(beside, ignore_errors=True)
    json_api.write(edition_now, beside, pages if active() == SOURCE else ())
    (beside / TOP / STAMP).write_text(f"{stamp} {active()}", "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    (beside / TOP).rename(folder)
    beside.rmdir()
    return folder


def release(edition: Edition) -> Release:
    """Return the edition as data to publish, with the intervals that its pages show and no others.

    Those of every node and year cost more than all else in the API; `scoreboard export` has them.

    Raises
    ------
    UnpublishableError
        If nothing says of which day the edition is.
    """
    shown = [(lens, node, edition.latest(lens, node)) for lens, node in headlines(edition.framework)]
    parts = [edition.year(lens, node, year) for lens, node, year in shown if year is not None]
    none = edition.frame.iloc[:0].assign(**dict.fromkeys(BOUNDS, pd.Series(dtype=float)))
    scores = [edition.scores(lens) for lens in edition.lenses]
    return make_release(
        edition.project.root,
        edition.panel,
        [each.frame for each in scores],
        [each[[*KEYS, *BOUNDS]] for each in (none, *parts)],
        {state: edition.project.sources(state) for state in edition.framework.states},
        weights=[each.weights for each in scores],
    )
