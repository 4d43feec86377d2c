"""National datasets as files: text first, then all files that change, or none."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd
import yaml

from scoreboard.definitions.registers import Dataset, SourceEntry
from scoreboard.exchange.shapes import Delivery
from scoreboard.observations.tables import COLUMNS, DEFAULTS

JOURNAL = "data/.writing.json"
"""What is being brought to its place; there only for a moment, or after an interruption."""
_BESIDE = ".part"
ORDER = ["indicator", "year", "group", "sex", "age", "duration"]
SCHEMA_LINE = "# yaml-language-server: $schema=../../schemas/state-sources.json\n"


def as_csv(rows: pd.DataFrame) -> str:
    """Return observations as the text of a national CSV, in the order of indicator, year and group."""
    rows = rows[list(COLUMNS)].astype("str")
    for column, default in DEFAULTS.items():  # before the order, in which a default comes first
        rows[column] = rows[column].mask(rows[column] == default, "")
    rows = rows.sort_values(ORDER, kind="stable")
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
    """Write the files that differ from what is there, all of them or none; None removes one.

    Each is written beside its place. Then a journal of them all is renamed into data/: from that moment the
    new files are the data, and `finish_interrupted` brings them to their places, now or, if the program
    dies meanwhile, whenever the project is opened next.

    Returns
    -------
    The paths that changed, relative to `root`.
    """
    finish_interrupted(root)
    changed = {file: text for file, text in sorted(files.items()) if _differs(root / file, text)}
    if not changed:
        return []
    for stray in (root / "data").glob(f"*/.*{_BESIDE}"):  # of a program that died before its journal
        stray.unlink()
    for file, text in changed.items():
        if text is not None:
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            _write(_beside(root / file), text.encode("utf-8"))
    journal = root / JOURNAL
    _write(_beside(journal), json.dumps({file: text is not None for file, text in changed.items()}).encode())
    _beside(journal).replace(journal)
    finish_interrupted(root)
    return list(changed)


def finish_interrupted(root: Path) -> bool:
    """Finish a writing of data/ that was interrupted after it was decided; may be called at any time.

    Returns
    -------
    Whether there was one.
    """
    journal = root / JOURNAL
    try:
        files: dict[str, bool] = json.loads(journal.read_text("utf-8"))
    except FileNotFoundError:
        return False
    for file, stays in files.items():
        path = root / file
        if not stays:
            path.unlink(missing_ok=True)
        elif _beside(path).exists():
            _beside(path).replace(path)
    journal.unlink(missing_ok=True)
    return True


def _differs(path: Path, text: str | None) -> bool:
    old = path.read_bytes() if path.is_file() else None
    return old != (None if text is None else text.encode("utf-8"))


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}{_BESIDE}")


def _write(path: Path, content: bytes) -> None:
    """Write a file and have it on the disk, so that no crash leaves a name without its content."""
    with path.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
