"""Complete tables for download: scores, observations, indicators and datasets of the edition as CSV."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from scoreboard.report.edition import Edition

FOLDER = "downloads"
STAMP = ".inputs"
SCORE_COLUMNS = ["lens", "state", "year", "node", "score", "coverage", "observed", "rank", "reason"]


def scores(edition: Edition) -> pd.DataFrame:
    """Return every score: one row per lens, state, year and node; unrounded, missing with its reason."""
    return edition.frame[SCORE_COLUMNS]


def observations(edition: Edition) -> pd.DataFrame:
    """Return every observation with status, source, and the file and line it stands in."""
    return edition.panel.frame


def indicators(edition: Edition) -> pd.DataFrame:
    """Return every indicator with its title, lens, domain and datasets."""
    rows = [
        (code, it.title, it.lens, it.domain, " ".join(source.dataset for source in it.sources))
        for code, it in edition.framework.indicators.items()
    ]
    return pd.DataFrame(rows, columns=["indicator", "title", "lens", "domain", "datasets"])


def datasets(edition: Edition) -> pd.DataFrame:
    """Return every dataset with provider, licence and how to name it."""
    rows = [
        (key, it.title, it.provider, it.licence, it.attribution, it.url)
        for key, it in sorted(edition.framework.datasets.items())
    ]
    return pd.DataFrame(rows, columns=["dataset", "title", "provider", "licence", "attribution", "url"])


TABLES: dict[str, Callable[[Edition], pd.DataFrame]] = {
    "scores": scores,
    "observations": observations,
    "indicators": indicators,
    "datasets": datasets,
}
"""Name of the file → the function that makes its table; the first line of its docstring describes it."""


def about(make: Callable[[Edition], pd.DataFrame]) -> str:
    """Return what a table holds, in English: what its function says that it returns."""
    said = (make.__doc__ or "").split("\n")[0].removeprefix("Return ")
    return said[:1].upper() + said[1:]


def write_downloads(edition: Edition, site: Path, stamp: str) -> list[Path]:
    """Write all tables to ``<site>/downloads/``, unless they were made from the same inputs.

    Parameters
    ----------
    stamp : hash of everything that the tables depend on.

    Returns
    -------
    The files, in the order of `TABLES`.
    """
    folder = site / FOLDER
    files = [folder / f"{name}.csv" for name in TABLES]
    made = folder / STAMP
    if made.is_file() and made.read_text("utf-8") == stamp and all(file.is_file() for file in files):
        return files
    folder.mkdir(parents=True, exist_ok=True)
    for file, table in zip(files, TABLES.values(), strict=True):
        table(edition).to_csv(file, index=False, lineterminator="\n")
    made.write_text(stamp, "utf-8")
    return files
