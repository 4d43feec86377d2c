"""What a service says of a dataset before it is asked for data: its dimensions and the codes that hold data."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree import ElementTree

from scoreboard.exchange.fetching.demands import TIME


@dataclass(frozen=True)
class Structure:
    """Dimensions and codes of one dataset.

    Parameters
    ----------
    codes : dimension → the codes that hold data, without the dimension of time.
    order : dimensions in the order of the key; empty if the service was not asked for it.
    """

    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    order: tuple[str, ...] = ()


def read_structure(*documents: bytes) -> Structure:
    """Read SDMX-ML structure messages, of version 2.1 or 3.0.

    Parameters
    ----------
    documents : a constraint (``KeyValue`` with ``Value``: the codes in use), and, where the key has to be
        written in order, a data structure definition (``Dimension`` with its position).

    Raises
    ------
    ValueError
        If a document is no SDMX-ML, or none of them names a dimension.

    Notes
    -----
    Elements are told by their local names, which the two versions share: the namespaces differ, and
    services are not strict about them. SDMX 3.0, section 3B, "Data and metadata constraints".
    """
    codes: dict[str, tuple[str, ...]] = {}
    positions: dict[str, int] = {}
    for document in documents:
        for element in parse(document).iter():
            name = local(element)
            if name == "KeyValue" and element.get("id"):
                codes[element.attrib["id"]] = tuple(
                    (value.text or "").strip() for value in element if local(value) == "Value"
                )
            elif name == "Dimension" and element.get("id"):
                positions[element.attrib["id"]] = int(element.get("position", len(positions) + 1))
    codes.pop(TIME, None)
    if not codes:
        raise ValueError("a structure without dimensions")
    return Structure(codes, tuple(sorted(positions, key=positions.__getitem__)))


def parse(document: bytes) -> ElementTree.Element:
    """Parse XML without a document type, which no service needs and which could name other files.

    Raises
    ------
    ValueError
        If it is no well-formed XML.
    """
    if b"<!DOCTYPE" in document[:2000] or b"<!ENTITY" in document:
        raise ValueError("XML with a document type")
    try:
        return ElementTree.fromstring(document)  # no document type, so no entities
    except ElementTree.ParseError as error:
        raise ValueError(f"not XML: {error}") from error


def local(element: ElementTree.Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
