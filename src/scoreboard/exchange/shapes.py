"""Which shape a file has, told by its content, and its cells in one form whatever the shape."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from scoreboard.exchange import eurostat_tsv, json_stat, sdmx_csv, tables
from scoreboard.exchange.codelists import CodeLists, to_codes
from scoreboard.findings import Place, Report


@dataclass(frozen=True)
class Delivery:
    """One input file, read.

    Parameters
    ----------
    file : its path below the imported folder.
    sha256 : of the file as delivered.
    shape : name of the shape, for the report.
    frame : DataFrame of text, one row per cell that the file holds. Eurostat's shapes all come in the
        columns of SDMX-CSV (dimensions, TIME_PERIOD, OBS_VALUE, OBS_FLAG); plain tables keep theirs.
    lines : line of each cell in the file; 0 where the shape has no lines.
    updated : last update as the file states it, ISO date or empty.
    """

    file: str
    sha256: str
    shape: str
    frame: pd.DataFrame
    lines: tables.Lines
    updated: str = ""

    @property
    def official(self) -> bool:
        """True for Eurostat's own shapes, which say themselves what their columns mean."""
        return self.shape != tables.SHAPE

    def place(self, position: int) -> Place:
        """Return where the row at `position` of the frame stands in the file."""
        return Place(self.file, int(self.lines[position]) or None)


def read_delivery(path: Path, file: str, codelists: CodeLists, report: Report) -> Delivery | None:
    """Read one file of any shape.

    Returns
    -------
    The cells, or None with findings where the file cannot be read.
    """
    content = path.read_bytes()
    text = _text(content, file, report)
    if text is None:
        return None
    before = len(report)
    shape, (frame, lines, updated) = _read(text, file, report)
    if len(report) > before:
        return None
    delivery = Delivery(file, hashlib.sha256(content).hexdigest(), shape, frame, lines, updated)
    if shape == sdmx_csv.SHAPE and sdmx_csv.has_labels(frame):
        dimensions = sdmx_csv.coded_dimensions(frame)
        coded = to_codes(frame, dimensions, codelists, delivery.place, report)
        return replace(delivery, shape=sdmx_csv.SHAPE_LABELS, frame=coded)
    return delivery


Read = tuple[pd.DataFrame, tables.Lines, str]
"""Frame of text, line of each row, and last update."""


def _read(text: str, file: str, report: Report) -> tuple[str, Read]:
    header = text.partition("\n")[0]
    if text.lstrip().startswith("{"):
        return json_stat.SHAPE, json_stat.read(text, file, report)
    if eurostat_tsv.is_header(header):
        return eurostat_tsv.SHAPE, eurostat_tsv.read(text, file, report)
    if sdmx_csv.is_header(header):
        return sdmx_csv.SHAPE, sdmx_csv.read(text, file, report)
    return tables.SHAPE, (*tables.read(text, file, report), "")


def _text(content: bytes, file: str, report: Report) -> str | None:
    try:
        if content.startswith(b"\x1f\x8b"):
            content = gzip.decompress(content)
        return content.decode("utf-8-sig")
    except (EOFError, OSError, zlib.error):
        report.add("csv-syntax", Place(file), "the compressed file is damaged", "", "Download it again.")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        report.add("encoding-not-utf8", Place(file, line), f"byte 0x{content[error.start]:02X}")
    return None
