"""Whether a response is the whole of what was asked for."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterable
from math import prod
from typing import Any

from scoreboard.exchange.fetching.faults import FetchError, TransientError
from scoreboard.exchange.fetching.structure import Structure
from scoreboard.exchange.sdmx_csv import TIME, VALUE

LARGEST = 512 * 2**20
"""Bytes of one response, decompressed; a hundred times the largest dataset that the definitions ask for."""

_GZIP = b"\x1f\x8b"


def unpack(raw: bytes, encoding: str) -> bytes:
    """Decompress a response, whether the transport or the service compressed it, or both.

    Raises
    ------
    TransientError
        If the compressed data are damaged or cut off, which their checksum and length tell.
    FetchError
        If they are larger than any dataset.
    """
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(f"a compression that was not asked for: {encoding}")
    if encoding.endswith("gzip") and raw and not raw.startswith(_GZIP):
        raise TransientError("the compressed response is damaged")
    for _ in range(2):
        raw = _gunzip(raw) if raw.startswith(_GZIP) else raw
    return raw


def _gunzip(raw: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
            content = packed.read(LARGEST + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise TransientError("the compressed response is damaged or cut off") from error
    if len(content) > LARGEST:
        raise FetchError(f"more than {LARGEST // 2**20} MiB", "file-too-large")
    return content


def check_ended(raw: bytes, body: bytes) -> None:
    """Check that a response ends like a document; the checksum of a compressed one says more than this.

    Raises
    ------
    TransientError
        If an uncompressed response ends within a line: its announced length may have been too short.
    """
    if raw is body and not body.rstrip(b" ").endswith((b"\n", b"}", b">")):
        raise TransientError("the response is cut off: its last line does not end")


def check_data(body: bytes, key: str, structure: Structure | None, dimensions: Iterable[str]) -> int:
    """Check that a response holds the dataset: its columns, all rows of one length, at least one.

    Parameters
    ----------
    body : SDMX-CSV or JSON-stat, decompressed.
    key : of the dataset, for sentences.
    structure : what the service said that the dataset has; every dimension of it must be there.
    dimensions : those that the definitions ask for, where there is no structure.

    Returns
    -------
    The number of cells.

    Raises
    ------
    TransientError
        If the response is cut off.
    FetchError
        If it has other dimensions, or holds nothing.
    """
    expected = set(structure.codes) if structure else set(dimensions)
    if body.lstrip().startswith(b"{"):
        count, present = _json_stat(body)
    else:
        count, present = _csv(body)
    absent = sorted(expected - set(present))
    if absent:
        raise FetchError(
            f"the structure of {key} has changed: the data have no {', '.join(absent)}", "missing-column"
        )
    if structure and (added := sorted(_dimensions(present) - expected)):
        raise FetchError(
            f"the structure of {key} has changed: the data have also {', '.join(added)}", "unknown-column"
        )
    if count == 0:
        raise FetchError(f"{key} holds nothing of what is asked for")
    return count


def _dimensions(columns: Iterable[str]) -> set[str]:
    """Return the columns that can be dimensions: attributes and what describes the file are in capitals."""
    return {column for column in columns if column.islower()}


def _csv(body: bytes) -> tuple[int, list[str]]:
    """Count the rows of SDMX-CSV, each of the header's length."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TransientError("the response is cut off in a character, or no UTF-8") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        lengths = [len(row) for row in reader if row]
    except csv.Error as error:
        raise TransientError(f"the response is cut off or damaged: {error}") from error
    if not {TIME, VALUE} <= set(header):
        raise TransientError("the response does not begin like SDMX-CSV")
    if set(lengths) - {len(header)}:
        raise TransientError("the response is cut off or damaged: a row has another length than the header")
    return len(lengths), header


def _json_stat(body: bytes) -> tuple[int, list[str]]:
    """Count the cells of JSON-stat; the parser has read to the closing bracket."""
    document: dict[str, Any] = json.loads(body)
    try:
        cells, names = len(document["value"]), [str(name) for name in document["id"]]
        if cells > prod(document["size"]) or len(names) != len(document["size"]):
            raise KeyError("size")
    except (KeyError, TypeError) as error:
        raise TransientError(f"the response is no JSON-stat dataset: {error} is absent or wrong") from error
    return cells, [name for name in names if name != "time"]
