"""Excel and Parquet: typed, described, and the same when read back; a workbook holds nothing that runs."""

from __future__ import annotations

import json
from datetime import datetime

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoreboard.exchange.publishing import UnpublishableError, excel, parquet

from .conftest import AWKWARD


@pytest.fixture
def book(awkward, tmp_path):
    (path,) = excel.write(awkward, tmp_path)
    return openpyxl.load_workbook(path)


def test_a_workbook_has_a_sheet_for_each_table_behind_a_page_that_explains_them(book, awkward):
    assert book.sheetnames == ["Read me", *map(excel.sheet_name, awkward.tables.values())]
    explained = {row[:2] for row in book["Read me"].iter_rows(min_row=2, values_only=True)}
    for table in awkward.tables.values():
        assert {(excel.sheet_name(table), column.name) for column in table.columns} <= explained
    assert {(None, "licence"), (None, "citation"), (None, "version")} <= explained


@pytest.mark.parametrize(
    "name", ["observations", "scores", "sources", "indicators", "tree", "states", "codes"]
)
def test_cells_read_back_equal_and_missing_is_empty(book, awkward, name):
    table = awkward.tables[name]
    head, *rows = book[excel.sheet_name(table)].iter_rows(values_only=True)
    assert list(head) == list(table.frame)
    assert len(rows) == len(table.frame)
    for place, column in enumerate(table.columns):
        for row, ours in zip(rows, table.frame[column.name], strict=True):
            theirs = row[place]
            if ours is pd.NA or ours != ours or ours == "":
                assert theirs is None
            elif column.kind == "date":
                assert theirs == datetime.fromisoformat(ours)
            elif column.kind in ("number", "integer", "year"):
                assert not isinstance(theirs, str)
                assert repr(float(theirs)) == repr(float(ours))
            else:
                assert theirs == ours


def test_a_workbook_has_no_formula_and_marks_texts_that_look_like_one(book):
    texts = {}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "d"), (sheet.title, cell.coordinate)
                if isinstance(cell.value, str):
                    texts.setdefault(cell.value, cell)
    risky = [text for text in AWKWARD if text.startswith(("=", "+", "-", "@"))]
    assert len(risky) == 5
    assert all(texts[text].quotePrefix for text in risky)
    assert texts["0012"].data_type == "s"


def test_headers_are_frozen_and_filtered_and_columns_have_room(book):
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(8 <= sheet.column_dimensions[name].width <= 61 for name in ("A", "B"))


def test_what_excel_would_cut_off_is_refused(awkward, tmp_path, monkeypatch):
    monkeypatch.setattr(excel, "MOST_ROWS", 50)
    with pytest.raises(UnpublishableError, match="observations has 62 rows, and a sheet holds 49"):
        excel.write(awkward, tmp_path)
    monkeypatch.setattr(excel, "MOST_ROWS", 1000)
    monkeypatch.setattr(excel, "LONGEST", 20)
    with pytest.raises(UnpublishableError, match="longer than the 20 characters"):
        excel.write(awkward, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_parquet_is_typed_and_says_what_it_is(awkward, tmp_path):
    parquet.write(awkward, tmp_path)
    for table in awkward.tables.values():
        read = pq.read_table(tmp_path / f"{table.name}.parquet")
        said = json.loads(read.schema.metadata[parquet.MARK])
        assert said["table"] == table.name
        assert {"licence", "version", "date", "citation"} <= said.keys()
        for column in table.columns:
            field = read.schema.field(column.name)
            assert field.metadata[b"description"].decode() == column.description
            assert field.nullable is not column.required
            assert pa.types.is_dictionary(field.type) is bool(column.codes)


@pytest.mark.parametrize("name", ["observations", "scores", "sources", "indicators"])
def test_parquet_reads_back_equal(awkward, tmp_path, name):
    parquet.write(awkward, tmp_path)
    table = awkward.tables[name]
    read = pq.read_table(tmp_path / f"{name}.parquet")
    for column in table.columns:
        theirs, ours = read[column.name].to_pylist(), table.frame[column.name]
        if column.kind in ("number", "integer", "year"):
            numbers = [np.nan if cell is None else float(cell) for cell in theirs]
            assert list(map(repr, numbers)) == list(map(repr, ours.to_numpy(float, na_value=np.nan).tolist()))
        else:
            assert ["" if cell is None else str(cell) for cell in theirs] == ours.tolist()
