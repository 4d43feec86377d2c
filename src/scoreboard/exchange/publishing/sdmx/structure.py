"""The structure of an edition in SDMX: code lists, concepts, data structure definitions, dataflows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scoreboard.exchange.publishing.codes import code_lists
from scoreboard.exchange.publishing.columns import Column
from scoreboard.exchange.publishing.release import Release, Table
from scoreboard.exchange.publishing.sdmx import naming

if TYPE_CHECKING:
    from pysdmx.model import Codelist, Component, ConceptScheme, Dataflow, DataStructureDefinition
    from pysdmx.model.__base import MaintainableArtefact
    from pysdmx.model.message import Header

FILE = "structure.xml"
LISTS = {
    "lenses": ("CL_LENS", "Lenses"),
    "states": ("CL_AREA", "States"),
    "indicators": ("CL_INDICATOR", "Indicators"),
    "nodes": ("CL_NODE", "Nodes of the indices"),
    "groups": ("CL_POP_GROUP", "Population groups"),
    "sexes": ("CL_SEX", "Sexes"),
    "ages": ("CL_AGE", "Age classes"),
    "durations": ("CL_DURATION", "Durations of stay"),
    "sources": ("CL_SOURCE", "Sources"),
    "obs_status": ("CL_OBS_STATUS", "Observation status"),
}
"""Code list → its identifier and name."""
_RELATION = re.compile(r"\s*<str:MeasureRelationship>.*?</str:MeasureRelationship>", re.DOTALL)
"""Says again that an attribute belongs to the only measure there is; not every reader knows the element."""
KINDS = {"string": "STRING", "date": "STRING", "integer": "INTEGER", "number": "DOUBLE", "year": "PERIOD"}
"""Kind of a column → pysdmx's name of the data type."""


def write_structure(release: Release, folder: Path) -> Path:
    """Write the structure message of an edition (SDMX-ML 3.0) into a folder."""
    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format

    text = write_sdmx(artefacts(release), Format.STRUCTURE_SDMX_ML_3_0, header=header(release, "STRUCTURE"))
    path = folder / FILE
    path.write_text(_RELATION.sub("", str(text)), "utf-8", newline="")
    return path


def header(release: Release, name: str) -> Header:
    """Return the header of a message, stamped with the day of the edition."""
    from pysdmx.model import Organisation
    from pysdmx.model.message import Header

    sender = Organisation(id=naming.AGENCY)
    return Header(id=f"{name}_{release.date:%Y%m%d}", prepared=release.time, sender=sender)


def artefacts(release: Release) -> list[MaintainableArtefact]:
    """Return all structures of an edition, those first that others refer to."""
    lists = codelists(release)
    concepts = concept_scheme(release)
    tables = [release.tables[name] for name in naming.PUBLISHED]
    structures = [definition(release, table, lists, concepts) for table in tables]
    flows = [dataflow(release, it) for it in structures]
    return [*lists.values(), concepts, *structures, *flows]


def codelists(release: Release) -> dict[str, Codelist]:
    """Return code list → its artefact; identifiers stand for codes, names say what they mean."""
    from pysdmx.model import Code, Codelist

    listed = {**code_lists(release), "obs_status": naming.STATUS_NAMES}
    return {
        name: Codelist(
            id=LISTS[name][0],
            name=LISTS[name][1],
            agency=naming.AGENCY,
            version=naming.version(release),
            items=[Code(id=naming.identifier(code), name=label) for code, label in listed[name].items()],
        )
        for name in LISTS
    }


def concept_scheme(release: Release) -> ConceptScheme:
    """Return the concepts of all columns, each once."""
    from pysdmx.model import Concept, ConceptScheme

    columns = {it.concept: it for name in naming.PUBLISHED for it in naming.described(release.tables[name])}
    return ConceptScheme(
        id="CS_SCOREBOARD",
        name="Concepts of the edition",
        agency=naming.AGENCY,
        version=naming.version(release),
        items=[Concept(id=concept, name=_name(it)) for concept, it in columns.items()],
    )


def _name(column: Column) -> str:
    return column.name.replace("_", " ").capitalize()


def definition(
    release: Release, table: Table, lists: Mapping[str, Codelist], concepts: ConceptScheme
) -> DataStructureDefinition:
    """Return the data structure definition of one table."""
    from pysdmx.model import Components, DataStructureDefinition

    return DataStructureDefinition(
        id=naming.flow(table),
        name=table.title,
        description=f"{release.title}: {table.title.lower()}",
        agency=naming.AGENCY,
        version=naming.version(release),
        components=Components([*_components(naming.described(table), lists, concepts)]),
    )


def _components(
    columns: Iterable[Column], lists: Mapping[str, Codelist], concepts: ConceptScheme
) -> Iterable[Component]:
    from pysdmx.model import Component, DataType, ItemReference, Role

    # a time dimension stands behind all others
    for column in sorted(columns, key=lambda it: it.concept == "TIME_PERIOD"):
        yield Component(
            id=column.concept,
            required=column.required,
            role=Role[column.role.upper()],
            concept=ItemReference(
                sdmx_type="Concept",
                agency=naming.AGENCY,
                id=concepts.id,
                version=concepts.version,
                item_id=column.concept,
            ),
            local_dtype=DataType[KINDS[column.kind]],
            local_codes=lists.get(column.codes),
            description=column.description,
            attachment_level="O" if column.role == "attribute" else None,
        )


def dataflow(release: Release, structure: DataStructureDefinition) -> Dataflow:
    """Return the dataflow of a table: who publishes what, and how it is cited."""
    from pysdmx.model import Dataflow

    return Dataflow(
        id=structure.id,
        name=f"{release.title}: {(structure.name or '').lower()}",
        description=f"{release.citation.text} Licence: {release.licence}; figures: those of their sources.",
        agency=naming.AGENCY,
        version=structure.version,
        structure=structure,
    )
