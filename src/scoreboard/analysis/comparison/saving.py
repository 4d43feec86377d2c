"""An edition as one small file that holds all that a later comparison needs."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field, ValidationError

from scoreboard.definitions import Framework, State
from scoreboard.definitions.basics import Closed
from scoreboard.definitions.models import Index, PolicyIndicator, StatisticIndicator
from scoreboard.observations import Panel
from scoreboard.scoring import score

FORMAT = "integration-scoreboard/edition"
VERSION = 1
_LARGEST = 1 << 30
"""Bytes after unpacking; a file that claims more is refused before it fills the memory."""
_TEXTS = (
    "state",
    "indicator",
    "group",
    "sex",
    "age",
    "duration",
    "status",
    "flags",
    "source",
    "note",
    "file",
)
_NUMBERS = ("year", "value", "se", "n", "line")
_WHOLE = ("year", "line")


class SavedResultError(ValueError):
    """A file that is no saved result of this version, or does not hold what it says."""


class _State(Closed):
    """One state, with the fields of `State`."""

    code: str
    name: str
    iso3: str
    eurostat: str
    aliases: tuple[str, ...]
    eu_from: str
    eu_to: str
    efta: bool
    coe_member: bool
    osce: bool
    eea: bool | None = None
    osce_since: str | None = None
    icmpd_since: str | None = None


_Indicator = Annotated[PolicyIndicator | StatisticIndicator, Field(discriminator="lens")]


class _Saved(Closed):
    """The content of the file, before packing."""

    format: Literal["integration-scoreboard/edition"]
    version: Literal[1]
    states: tuple[_State, ...]
    indicators: tuple[_Indicator, ...]
    indices: dict[Literal["policy", "outcome"], Index]
    texts: dict[str, tuple[str, ...]]
    """Column of the panel → its cells, written once each; `cells` refers to them."""
    cells: dict[str, tuple[Annotated[int, Field(ge=0)], ...]]
    numbers: dict[str, tuple[float | None, ...]]
    scores: dict[str, tuple[float | None, ...]]
    """Lens → the unrounded scores, in the order of the score table: what re-scoring must give."""


def save_edition(panel: Panel, path: Path) -> None:
    """Write a panel, its definitions and its scores to one file.

    The same edition gives the same bytes. The file appears whole or not at all.
    """
    framework = panel.framework
    columns = {name: pd.factorize(panel.frame[name], sort=True) for name in _TEXTS}
    content = {
        "format": FORMAT,
        "version": VERSION,
        "states": [asdict(state) for state in framework.states.values()],
        "indicators": [it.model_dump(mode="json") for it in framework.indicators.values()],
        "indices": {lens: index.model_dump(mode="json") for lens, index in framework.indices.items()},
        "texts": {name: [str(text) for text in known] for name, (_, known) in columns.items()},
        "cells": {name: codes.tolist() for name, (codes, _) in columns.items()},
        "numbers": {name: _plain(panel.frame[name]) for name in _NUMBERS},
        "scores": {lens: _scores(panel, index) for lens, index in framework.indices.items()},
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(gzip.compress(text.encode(), mtime=0))
    beside.replace(path)


def _plain(values: pd.Series[Any]) -> list[float | None]:
    return [None if np.isnan(value) else value for value in values.to_numpy(float).tolist()]


def _scores(panel: Panel, index: Index) -> list[float | None]:
    return _plain(score(panel, index).frame["score"])


def load_edition(path: Path) -> Panel:
    """Read an edition back, and check that it still has the scores it was saved with.

    Raises
    ------
    SavedResultError
        If the file is no saved result of this version, is damaged, or scores differently now.
    """
    saved = _read(path)
    framework = Framework(
        indicators={it.code: it for it in saved.indicators},
        indices={str(lens): index for lens, index in saved.indices.items()},
        states={
            it.code: State(**{f.name: getattr(it, f.name) for f in fields(State)}) for it in saved.states
        },
    )
    panel = Panel(_frame(saved), framework)
    for lens, index in saved.indices.items():
        _check_scores(panel, index, saved.scores.get(lens, ()))
    return panel


def _read(path: Path) -> _Saved:
    try:
        with gzip.open(path) as file:
            text = file.read(_LARGEST + 1)
    except (OSError, EOFError, ValueError) as error:
        raise SavedResultError(f"not a gzip file: {error}") from error
    if len(text) > _LARGEST:
        raise SavedResultError(f"larger than {_LARGEST:,} bytes when unpacked")
    try:
        return _Saved.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(map(str, fault["loc"])) or "content"
        raise SavedResultError(f"{where}: {fault['msg']} ({error.error_count()} faults)") from error


def _frame(saved: _Saved) -> pd.DataFrame:
    """Return the panel's frame, or raise if the columns do not fit together."""
    if (
        set(saved.texts) != set(_TEXTS)
        or set(saved.cells) != set(_TEXTS)
        or set(saved.numbers) != set(_NUMBERS)
    ):
        raise SavedResultError("its columns are not those of a panel")
    if len({len(column) for column in (*saved.cells.values(), *saved.numbers.values())}) != 1:
        raise SavedResultError("its columns differ in length")
    if any(max(codes, default=-1) >= len(saved.texts[name]) for name, codes in saved.cells.items()):
        raise SavedResultError("a cell refers to a text that is not there")
    texts = {name: pd.Series(saved.texts[name], dtype="str").take(saved.cells[name]) for name in _TEXTS}
    numbers = {name: np.array(saved.numbers[name], dtype=float) for name in _NUMBERS}
    if any(np.isnan(numbers[name]).any() for name in _WHOLE):
        raise SavedResultError("a row has no year or line")
    frame = pd.DataFrame({name: column.to_numpy() for name, column in texts.items()} | numbers)
    return frame.astype(dict.fromkeys(_WHOLE, int))


def _check_scores(panel: Panel, index: Index, expected: tuple[float | None, ...]) -> None:
    try:
        found = np.array(_scores(panel, index), dtype=float)
    except (KeyError, ValueError) as error:
        raise SavedResultError(f"{index.lens}: cannot be scored ({error})") from error
    wanted = np.array(expected, dtype=float)
    if found.shape != wanted.shape or not np.allclose(found, wanted, rtol=0, atol=1e-9, equal_nan=True):
        raise SavedResultError(
            f"{index.lens}: scores differ from those saved; the method or the file has changed"
        )
