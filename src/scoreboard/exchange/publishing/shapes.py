"""The shapes of Europe as GeoJSON geometries, from the one topology that the maps of the book use too.

`europe.topo.json` holds the borders once each (Natural Earth, public domain, by way of world-atlas), in degrees
of WGS 84 on a grid of some hundred metres. The format is described in the TopoJSON specification, sections 2.1.3
(arcs) and 2.1.4 (arc indexes); what comes out keeps RFC 7946, section 3.1.6: rings are closed, outer ones run
counter-clockwise and holes clockwise.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "europe.topo.json"
DECIMALS = 4
"""Of a degree: about ten metres, finer than the grid."""

Position = tuple[float, float]
Ring = list[Position]


@cache
def topology() -> dict[str, Any]:
    """Return the topology; shared, so do not change it."""
    read: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return read


@cache
def geometries() -> dict[str, dict[str, Any]]:
    """Return state code → its geometry: Polygon or MultiPolygon, or Point where it is smaller than the grid."""
    arcs = _arcs(topology())
    shapes = [it for part in ("states", "context") for it in topology()["objects"][part]["geometries"]]
    return {it["id"]: _geometry(it, arcs) for it in shapes}


def bounds(geometry: dict[str, Any]) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a geometry."""
    positions = list(_positions(geometry["coordinates"]))
    east, north = zip(*positions, strict=True)
    return min(east), min(north), max(east), max(north)


def signed_area(ring: Sequence[Position]) -> float:
    """Return the area of a closed ring in square degrees, positive if it runs counter-clockwise.

    >>> signed_area([(0, 0), (1, 0), (1, 1), (0, 0)])
    0.5
    """
    return sum(x * v - u * y for (x, y), (u, v) in pairwise(ring)) / 2


def _arcs(source: dict[str, Any]) -> list[Ring]:
    """Return every arc in degrees: each step of the file is a difference on the grid."""
    (width, height), (west, south) = source["transform"]["scale"], source["transform"]["translate"]

    def add(place: Sequence[int], step: Sequence[int]) -> tuple[int, int]:
        return place[0] + step[0], place[1] + step[1]

    return [
        [
            (round(x * width + west, DECIMALS), round(y * height + south, DECIMALS))
            for x, y in accumulate(arc, add)
        ]
        for arc in source["arcs"]
    ]


def _geometry(shape: dict[str, Any], arcs: list[Ring]) -> dict[str, Any]:
    given = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    polygons = [rings for polygon in given if (rings := _polygon(polygon, arcs))]
    if not polygons:
        return {"type": "Point", "coordinates": _middle(_stitched(given[0][0], arcs))}
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _polygon(indexes: list[list[int]], arcs: list[Ring]) -> list[Ring]:
    """Return the rings of a polygon, or none if the grid has swallowed it."""
    outer, *holes = (_stitched(ring, arcs) for ring in indexes)
    if not _is_ring(outer):
        return []
    return [_turned(outer, 1), *(_turned(hole, -1) for hole in holes if _is_ring(hole))]


def _stitched(indexes: list[int], arcs: list[Ring]) -> Ring:
    """Return the arcs of a ring end to end; the index ~i means arc i backwards."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
    return [*parts[0], *(place for part in parts[1:] for place in part[1:])]


def _is_ring(ring: Ring) -> bool:
    return len(ring) >= 4 and signed_area(ring) != 0


def _turned(ring: Ring, sign: int) -> Ring:
    return ring if signed_area(ring) * sign > 0 else ring[::-1]


def _middle(ring: Ring) -> Position:
    """Return the mean of the different places of a ring."""
    places = sorted(set(ring))
    x, y = zip(*places, strict=True)
    return round(sum(x) / len(places), DECIMALS), round(sum(y) / len(places), DECIMALS)


def _positions(coordinates: Any) -> Any:  # noqa: ANN401  (as deep as the kind of geometry)
    if isinstance(coordinates, tuple):
        yield coordinates
    else:
        for part in coordinates:
            yield from _positions(part)
