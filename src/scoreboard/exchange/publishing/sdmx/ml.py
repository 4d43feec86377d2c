"""An edition as SDMX-ML 3.0, structure-specific data."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

import pandas as pd

from scoreboard.exchange.publishing.release import Release, Table
from scoreboard.exchange.publishing.sdmx import naming
from scoreboard.exchange.publishing.sdmx.structure import (
    artefacts,
    header,
    write_structure,
)

END = "\t</mes:DataSet>"


def write(release: Release, folder: Path) -> list[Path]:
    """Write observations, scores and sources as SDMX-ML 3.0, and their structure."""
    files = [write_structure(release, folder)]
    for name in naming.PUBLISHED:
        path = folder / f"{name}.xml"
        path.write_text(message(release, release.tables[name]), "utf-8", newline="")
        files.append(path)
    return files


def message(release: Release, table: Table) -> str:
    """Return one table as a message of structure-specific data, one element a row.

    The envelope is pysdmx's; the rows are not, since its writer doubles backslashes and leaves some quotation
    marks bare (1.21).
    """
    envelope = _envelope(release, table)
    start, found, end = envelope.partition(END)
    if not found:
        raise ValueError("pysdmx ends a data set in another way than it did")
    return "".join([start, *_rows(naming.rows(table)), found, end])


def _envelope(release: Release, table: Table) -> str:
    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format
    from pysdmx.io.pd import PandasDataset
    from pysdmx.model import Dataflow, Schema

    flow = next(it for it in artefacts(release) if isinstance(it, Dataflow) and it.id == naming.flow(table))
    components = flow.structure.components  # type: ignore[union-attr]
    schema = Schema("dataflow", naming.AGENCY, flow.id, components, flow.version)
    nothing = pd.DataFrame(columns=[it.id for it in components])
    data = PandasDataset(structure=schema, data=nothing)
    return str(write_sdmx([data], Format.DATA_SDMX_ML_3_0, header=header(release, flow.id)))


def _rows(frame: pd.DataFrame) -> list[str]:
    """Return each row as an element; what is empty is left out."""
    cells = [
        frame[name].map({text: f" {name}={quoteattr(text)}" if text else "" for text in frame[name].unique()})
        for name in frame
    ]
    return [f"\t\t<Obs{''.join(row)}/>\n" for row in zip(*cells, strict=True)]
