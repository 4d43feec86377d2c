"""National datasets as files: text first, then each file whole or not at all, only if it changes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd
import yaml

from scoreboard.definitions.registers import Dataset, SourceEntry
from scoreboard.exchange.shapes import Delivery
from scoreboard.observations.tables import COLUMNS, DEFAULTS

ORDER = ["indicator", "year", "group", "sex", "age", "duration"]
SCHEMA_LINE = "# yaml-language-server: $schema=../../schemas/state-sources.json\n"


def as_csv(rows: pd.DataFrame) -> str:
    """Return observations as the text of a national CSV, in the order of indicator, year and group."""
    rows = rows[list(COLUMNS)].sort_values(ORDER, kind="stable")
    for column, default in DEFAULTS.items():
        rows[column] = rows[column].mask(rows[column] == default, "")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows.itertuples(index=False, name=None))
    return text.getvalue()


def source_entry(
    key: str,
    dataset: Dataset,
    delivery: Delivery,
    urls: Iterable[str],
    before: SourceEntry | None,
    today: date,
) -> SourceEntry:
    """Return what sources.yaml says of one dataset in one state.

    Parameters
    ----------
    urls : of the state's rows, where the table has them; the most frequent one is given.
    before : the entry as it stands; its date is kept while the file is the same.
    """
    given = pd.Series([url for url in urls if url], dtype="str").mode()  # ties: the first in order
    same = before is not None and before.sha256 == delivery.sha256
    return SourceEntry(
        provider=dataset.provider,
        title=dataset.title,
        dataset=key,
        licence=dataset.licence,
        url=str(given.iloc[0]) if len(given) else dataset.url,
        accessed=before.accessed if before and same else today.isoformat(),
        sha256=delivery.sha256,
        updated=delivery.updated or None,
    )


def as_yaml(entries: dict[str, SourceEntry]) -> str:
    """Return the text of a state's sources.yaml."""
    plain = {"sources": {key: entry.model_dump(exclude_none=True) for key, entry in entries.items()}}
    return SCHEMA_LINE + yaml.safe_dump(plain, sort_keys=True, allow_unicode=True, width=10_000)


def write_changed(root: Path, files: dict[str, str | None]) -> list[str]:
    """Write the files that differ from what is there; None removes one.

    Each is written beside its place and then renamed, so that no reader ever sees half a file.

    Returns
    -------
    The paths that changed, relative to `root`.
    """
    changed = []
    for file, text in sorted(files.items()):
        path = root / file
        old = path.read_bytes() if path.is_file() else None
        new = None if text is None else text.encode("utf-8")
        if new == old:
            continue
        changed.append(file)
        if new is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.part")
        beside.write_bytes(new)
        beside.replace(path)
    return changed
