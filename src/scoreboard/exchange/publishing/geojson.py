"""GeoJSON (RFC 7946): the shape of every state with its overall and domain scores, for maps.

One feature per state, in code order. A property `<lens>_<node>_<year>` is an unrounded score, or null; then
`<lens>_<node>_<year>_missing` says why. Ranks are left out, because a map has no room for their intervals. A
state whose shape is not known, such as one that a study invents, is a feature without a geometry, as section 3.2
of the RFC has it, and is named in `unlocated`.
"""

from __future__ import annotations

import json
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd

from scoreboard.exchange.publishing import shapes
from scoreboard.exchange.publishing.headlines import only_headlines
from scoreboard.exchange.publishing.release import Release

FILE = "scores.geojson"


def write(release: Release, folder: Path) -> list[Path]:
    """Write `scores.geojson`."""
    path = folder / FILE
    path.write_text(json.dumps(collection(release), ensure_ascii=False, allow_nan=False) + "\n", "utf-8")
    return [path]


def collection(release: Release) -> dict[str, Any]:
    """Return the FeatureCollection; what the RFC does not name are foreign members (section 6.1)."""
    features = [_feature(release, code, rows) for code, rows in _by_state(release)]
    located = [it["bbox"] for it in features if "bbox" in it]
    return {
        "type": "FeatureCollection",
        "title": release.title,
        "version": release.version,
        "date": release.date.isoformat(),
        "licence": release.licence,
        "citation": release.citation.text,
        "shapes": "Natural Earth, public domain, by way of world-atlas; the frame ends at 95° east",
        "unlocated": [it["id"] for it in features if it["geometry"] is None],
        **({"bbox": _around(located)} if located else {}),
        "features": features,
    }


def _by_state(release: Release) -> list[tuple[str, pd.DataFrame]]:
    """Return state → its rows of headline scores."""
    rows = only_headlines(release.scores, release.framework)
    parts = dict(iter(rows.groupby("state")))
    return [(code, parts.get(code, rows.iloc[:0])) for code in release.states]


def _feature(release: Release, code: str, rows: pd.DataFrame) -> dict[str, Any]:
    geometry = shapes.geometries().get(code)
    properties: dict[str, Any] = {"state": code, "name": release.states[code].name}
    columns = (rows[name].tolist() for name in ("lens", "node", "year", "score", "reason"))
    for lens, node, year, score, reason in zip(*columns, strict=True):
        name, missing = f"{lens}_{node}_{year}", isnan(score)
        properties[name] = None if missing else score
        if missing:
            properties[f"{name}_missing"] = reason
    bbox = {"bbox": list(shapes.bounds(geometry))} if geometry else {}
    return {"type": "Feature", "id": code, **bbox, "geometry": geometry, "properties": properties}


def _around(boxes: list[list[float]]) -> list[float]:
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]
