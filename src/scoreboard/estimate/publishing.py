"""Protected cells as observations, written as an import writes them: whole files or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pandas as pd

from scoreboard.definitions import Framework
from scoreboard.definitions.estimating import MicrodataSource
from scoreboard.definitions.registers import Dataset
from scoreboard.exchange.cells import Cells
from scoreboard.exchange.national import National, national_files, read_national
from scoreboard.exchange.shapes import Delivery
from scoreboard.exchange.slices import KEY
from scoreboard.exchange.writing import write_changed
from scoreboard.findings import Report
from scoreboard.observations.tables import COLUMNS, DEFAULTS

NOTE = "own estimate from microdata"
MOST_HASHED = 4 * 2**30
"""Bytes of the largest file whose hash is kept with its source."""


@dataclass(frozen=True)
class Written:
    """What became of the observations.

    Parameters
    ----------
    files : those that changed, relative to the data folder's parent.
    gave_way : observations left out because the state has them from another source.
    """

    files: tuple[str, ...]
    gave_way: int


def observation_rows(cells: pd.DataFrame, source: MicrodataSource) -> pd.DataFrame:
    """Return protected cells as rows of text, in the columns of observations and `url`.

    Parameters
    ----------
    cells : `Protected.cells`; what is empty there stays empty.
    """
    rows = pd.DataFrame({name: cells[name].astype("str") for name in KEY})
    rows["value"], rows["se"], rows["n"] = (_numbers(cells[name]) for name in ("value", "se", "n"))
    return rows.assign(status=cells["status"], source=source.key, note=NOTE, url=source.url)[
        [*COLUMNS, "url"]
    ]


def _numbers(column: pd.Series[float]) -> pd.Series[str]:
    texts = ["" if pd.isna(number) else f"{number:.12g}" for number in column]
    return pd.Series(texts, index=column.index, dtype="str")


def publish(
    rows: pd.DataFrame,
    microdata: Path,
    source: MicrodataSource,
    root: Path,
    framework: Framework,
    report: Report,
    *,
    replaces: bool = False,
    today: date | None = None,
) -> Written:
    """Write observations into data/ of a project, with their source; with an error nothing is written.

    Parameters
    ----------
    rows : from `observation_rows`.
    root : the project folder.
    replaces : what a state has from other sources gives way to the estimates, and not they to it.
    """
    national = read_national(root, framework, [source.key], list(framework.observed), report)
    if not report.ok:
        return Written((), 0)
    ours, gave_way = rows, 0
    if replaces:
        national = replace(national, own=_without(national.own, rows), replaced=_joined(national, rows))
    else:
        ours = _without(rows, national.own)
        gave_way = len(rows) - len(ours)
    dataset = Dataset(
        provider=source.provider, title=source.title, licence=source.licence, attribution=source.provider,
        url=source.url,
    )  # fmt: skip
    framework = replace(framework, datasets={**framework.datasets, source.key: dataset})
    nothing = pd.DataFrame()
    delivery = Delivery(microdata.name, _hash(microdata), "microdata", nothing, pd.Index([]).to_numpy())
    cells = {source.key: Cells(source.key, delivery, nothing, {}, nothing)}
    files = national_files(ours, national, cells, framework, today or date.today())
    return Written(tuple(write_changed(root, files)), gave_way)


def _without(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose key the others do not have."""
    here, there = (_keys(frame) for frame in (rows, others))
    return rows[~here.isin(there)]


def _joined(national: National, rows: pd.DataFrame) -> pd.DataFrame:
    """Return what an earlier run made, and what of other sources gives way now."""
    theirs = national.own[_keys(national.own).isin(_keys(rows))]
    return pd.concat([national.replaced, theirs])


def _keys(frame: pd.DataFrame) -> pd.MultiIndex:
    texts = frame[KEY].astype("str").replace({column: {"": default} for column, default in DEFAULTS.items()})
    return pd.MultiIndex.from_frame(texts)


def _hash(microdata: Path) -> str:
    """Return the hash of a file that is not too large to be read once more; empty for others."""
    if not microdata.is_file() or microdata.stat().st_size > MOST_HASHED:
        return ""
    digest = sha256()
    with microdata.open("rb") as file:
        while block := file.read(2**20):
            digest.update(block)
    return digest.hexdigest()
