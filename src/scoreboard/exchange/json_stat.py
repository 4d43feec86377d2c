"""JSON-stat 2.0 datasets: values along the product of the dimensions, dense or sparse."""

from __future__ import annotations

import json
from math import prod
from typing import Any

import numpy as np
import pandas as pd

from scoreboard.exchange.sdmx_csv import FLAG, TIME, VALUE, as_date
from scoreboard.exchange.tables import Lines
from scoreboard.findings import Place, Report

SHAPE = "JSON-stat"
_NOTHING = (pd.DataFrame(), np.array([], dtype=np.int64), "")


def read(text: str, file: str, report: Report) -> tuple[pd.DataFrame, Lines, str]:
    """Read the cells in the columns of SDMX-CSV; values keep the digits of the file.

    Returns
    -------
    Frame with one row per cell that the file holds (with a value or a status); no lines (0); last update.

    Notes
    -----
    `value` and `status` may each be a list or an object of positions; a single text is the status of all
    (json-stat.org/full).
    """
    try:
        document = json.loads(text, parse_float=str)
        if document.get("class", "dataset") != "dataset" or not str(document["version"]).startswith("2"):
            raise KeyError("a dataset of version 2.0")
        frame = _cells(document)
    except json.JSONDecodeError as error:
        report.add("wrong-value", Place(file, error.lineno, error.colno), f"not JSON: {error.msg}")
        return _NOTHING
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        found = f"not JSON-stat 2.0: {type(error).__name__} {error}"
        advice = "Download the dataset again as JSON-stat 2.0, or as SDMX-CSV."
        report.add("wrong-value", Place(file), found, "", advice)
        return _NOTHING
    return frame, np.zeros(len(frame), dtype=np.int64), as_date(str(document.get("updated", "")))


def _cells(document: dict[str, Any]) -> pd.DataFrame:
    sizes = [int(size) for size in document["size"]]
    values = _sparse(document["value"], prod(sizes))
    status = document.get("status") or {}
    flags = dict.fromkeys(values, status) if isinstance(status, str) else _sparse(status, prod(sizes))
    positions = sorted(values | flags)
    frame = pd.DataFrame(index=range(len(positions)))
    for name, places in zip(document["id"], np.unravel_index(positions, sizes), strict=True):
        codes = np.array(_codes(document["dimension"][name]["category"]), dtype=object)
        frame[TIME if name == "time" else name] = codes[places]
    frame[VALUE] = [_text(values.get(position)) for position in positions]
    frame[FLAG] = [_text(flags.get(position)) for position in positions]
    return frame.astype("str")


def _sparse(cells: dict[str, Any] | list[Any], size: int) -> dict[int, Any]:
    """Return position → cell of an object or a list of cells.

    Raises
    ------
    ValueError
        If there are cells beyond the product of the dimensions.
    """
    pairs = enumerate(cells) if isinstance(cells, list) else ((int(key), v) for key, v in cells.items())
    found = dict(pairs)
    if found and not 0 <= min(found) <= max(found) < size:
        raise ValueError(f"cell {max(found)} of {size}")
    return found


def _codes(category: dict[str, Any]) -> list[str]:
    """Return the codes of a dimension in order; a dimension of one category may leave the index out."""
    index = category.get("index", list(category.get("label", {})))
    return sorted(index, key=index.__getitem__) if isinstance(index, dict) else list(index)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
