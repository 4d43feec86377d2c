"""An edition as Parquet: one file a table, typed and described, codes stored once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from scoreboard.exchange.publishing.columns import Column
from scoreboard.exchange.publishing.release import Release, Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

MARK = b"integration-scoreboard"
"""Key of the file's metadata that holds what `Release.about` says, as JSON, and the name of the table."""


def write(release: Release, folder: Path) -> list[Path]:
    """Write each table of the edition as a file."""
    import pyarrow.parquet as pq

    files = []
    for table in release.tables.values():
        path = folder / f"{table.name}.parquet"
        pq.write_table(arrow_table(release, table), path, compression="zstd")
        files.append(path)
    return files


def arrow_table(release: Release, table: Table) -> pa.Table:
    """Return a table in Arrow's types; an empty text of a column that may be empty is null."""
    import pyarrow as pa

    columns = [_array(table.frame[it.name], it) for it in table.columns]
    fields = [
        pa.field(it.name, array.type, nullable=not it.required, metadata={"description": it.description})
        for it, array in zip(table.columns, columns, strict=True)
    ]
    about = json.dumps({"table": table.name, **release.about}, ensure_ascii=False)
    metadata = {MARK: about.encode(), b"title": f"{release.title}: {table.title.lower()}".encode()}
    return pa.table(columns, schema=pa.schema(fields, metadata=metadata))


def _array(cells: pd.Series, column: Column) -> pa.Array:
    import pyarrow as pa

    types = {"integer": pa.int64(), "number": pa.float64(), "year": pa.int32()}
    if column.kind in types:
        return pa.array(cells, types[column.kind], from_pandas=True)
    texts = cells if column.required else cells.mask(cells == "", None)
    array = pa.array(texts.astype(object), pa.string(), from_pandas=True)
    if column.kind == "date":
        return array.cast(pa.date32())
    return array.dictionary_encode() if column.codes else array
