"""The files that `scoreboard export` wrote: which they are, told by their content, and what they hold."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd

from scoreboard.exchange import tables
from scoreboard.exchange.publishing import columns, csvw, data_package, excel, parquet
from scoreboard.exchange.publishing.columns import Column
from scoreboard.exchange.publishing.sdmx import naming
from scoreboard.exchange.publishing.texts import column_texts, number_text
from scoreboard.findings import Place, Report

Tables = tuple[pd.DataFrame, pd.DataFrame]
"""Observations and sources, as text in the columns of an edition."""
FLOW = f"{naming.AGENCY}:OBSERVATIONS("
HEAD = 4096
"""Bytes at the beginning of a text that say what it is."""


@dataclass(frozen=True)
class EditionFile:
    """One edition in one format.

    Parameters
    ----------
    file : the file by which it was known, relative to the imported folder.
    shape : the name of its format, for the report.
    observations, sources : DataFrame of text in the columns of `columns.OBSERVATIONS` and `columns.SOURCES`;
        a column that the file lacks is absent.
    """

    file: str
    shape: str
    observations: pd.DataFrame
    sources: pd.DataFrame

    def place(self, position: int) -> Place:
        """Return where the observation at `position` stands: its line, where the format has a header and lines."""
        return Place(self.file, None if self.shape in ("Parquet", "SDMX-ML") else position + 2)


@dataclass(frozen=True)
class Reader:
    """A format of ours: which files may be of it, whether one is, and how it is read."""

    pattern: str
    knows: Callable[[Path], bool]
    read: Callable[[Path, Report], Tables]


def find_editions(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield (shape, file) of every edition in a folder or below it, the most exact formats first."""
    for shape, reader in READERS.items():
        yield from ((shape, path) for path in sorted(folder.rglob(reader.pattern)) if reader.knows(path))


def read_edition(shape: str, path: Path, file: str, report: Report) -> EditionFile | None:
    """Read one edition.

    Returns
    -------
    The edition, or None with a finding where it cannot be read.

    Raises
    ------
    ImportError
        If the library of the format is not installed.
    """
    before = len(report)
    try:
        observations, sources = READERS[shape].read(path, report)
    except ImportError:
        raise
    except Exception as error:  # each library has its own for a damaged file
        report.add("wrong-value", Place(file), f"not readable as {shape}: {error}", "", "Export it again.")
    return EditionFile(file, shape, observations, sources) if len(report) == before else None


def _starts_with(text: str) -> Callable[[Path], bool]:
    """Return whether the text stands near the beginning of a file."""

    def knows(path: Path) -> bool:
        with path.open("rb") as handle:
            return text.encode() in handle.read(HEAD)

    return knows


def _ends_with(mark: bytes) -> Callable[[Path], bool]:
    """Return whether a mark stands near the end of a file, where Parquet keeps its metadata."""

    def knows(path: Path) -> bool:
        return mark in path.read_bytes()[-64 * HEAD :]

    return knows


def _says(key: str, value: object) -> Callable[[Path], bool]:
    """Return whether a file is a JSON object that says this of itself."""

    def knows(path: Path) -> bool:
        try:
            found = json.loads(path.read_text("utf-8"))
        except (ValueError, OSError):
            return False
        return isinstance(found, dict) and found.get(key) == value

    return knows


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return excel.MARK.encode() in archive.read("docProps/custom.xml")
    except (zipfile.BadZipFile, KeyError, OSError):
        return False


def _read_package(path: Path, report: Report) -> Tables:
    return _csv(path.with_name("observations.csv"), report), _csv(path.with_name("sources.csv"), report)


def _csv(path: Path, report: Report) -> pd.DataFrame:
    return tables.read(path.read_text("utf-8"), path.name, report)[0]


def _read_sdmx_csv(path: Path, report: Report) -> Tables:
    return _ours(_csv(path, report), columns.OBSERVATIONS), _ours(
        _csv(path.with_name("sources.csv"), report), columns.SOURCES
    )


def _read_sdmx_ml(path: Path, report: Report) -> Tables:
    return _ours(_elements(path), columns.OBSERVATIONS), _ours(
        _elements(path.with_name("sources.xml")), columns.SOURCES
    )


def _elements(path: Path) -> pd.DataFrame:
    """Return the attributes of every Obs element; what one of them lacks is empty."""
    rows = []
    for _, element in ElementTree.iterparse(path):
        if element.tag == "Obs":
            rows.append(dict(element.attrib))
        element.clear()
    return pd.DataFrame(rows).fillna("").astype("str")


def _ours(frame: pd.DataFrame, described: tuple[Column, ...]) -> pd.DataFrame:
    """Return SDMX's concepts as our columns, and identifiers as codes; an attribute nobody has is empty."""
    made = pd.DataFrame(index=frame.index)
    for column in described:
        if column.concept in frame:
            cells = frame[column.concept]
            coded = column.codes and column.name != "status"
            made[column.name] = (
                cells.map({it: naming.code_of(it) for it in cells.unique()}) if coded else cells
            )
        elif column.role == "attribute" and not column.required:
            made[column.name] = ""
    return made.astype("str")


def _read_excel(path: Path, report: Report) -> Tables:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        return _sheet(book["Observations"]), _sheet(book["Sources"])
    finally:
        book.close()


def _sheet(sheet: object) -> pd.DataFrame:
    head, *rows = sheet.iter_rows(values_only=True)  # type: ignore[attr-defined]
    return pd.DataFrame([[_word(cell) for cell in row] for row in rows], columns=list(head), dtype="str")


def _word(cell: object) -> str:
    """Return a cell as text: numbers in their shortest form, days as ISO, nothing as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, float | int):
        return number_text(cell)
    return cell.date().isoformat() if hasattr(cell, "date") else str(cell)


def _read_parquet(path: Path, report: Report) -> Tables:
    import pyarrow.parquet as pq

    def texts(file: Path) -> pd.DataFrame:
        frame = pq.read_table(file).to_pandas()
        numeric = {name: pd.api.types.is_numeric_dtype(cells) for name, cells in frame.items()}
        plain = frame.astype(object).where(frame.notna(), "").astype("str")
        return pd.DataFrame(
            {name: column_texts(frame[name]) if numeric[name] else plain[name] for name in frame}
        )

    return texts(path), texts(path.with_name("sources.parquet"))


READERS = {
    "Parquet": Reader("observations.parquet", _ends_with(parquet.MARK), _read_parquet),
    "Data Package": Reader(data_package.FILE, _says("name", data_package.NAME), _read_package),
    "CSVW": Reader(csvw.FILE, _says("dc:identifier", data_package.NAME), _read_package),
    "SDMX-CSV": Reader("observations.csv", _starts_with(FLOW), _read_sdmx_csv),
    "SDMX-ML": Reader("observations.xml", _starts_with(FLOW), _read_sdmx_ml),
    "Excel": Reader("*.xlsx", _is_workbook, _read_excel),
}
"""Name of a format → how its editions are known and read; the most exact first."""
