"""The space that a drawing will take on its page, told from its specification, so that nothing moves when it comes.

Vega alone knows to the pixel; the pieces below are what it takes under the theme of the book, and the tests hold
the charts of the real book to them in a browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scoreboard.report import topology

Spec = Mapping[str, Any]

FRAME = 18
"""Pixels around a drawing: its padding, and the line that it stands on."""
LABELS, TITLE, ABOVE = 21, 11, 9
"""Pixels of an axis: its labels, its title, and what one above the drawing takes more than one below it."""
RAMP, SYMBOLS, ROW = 62, 15, 15
"""Pixels of a legend: a ramp of colours; beside rows of symbols, and each of these rows."""
BELOW = 37
"""Pixels between a drawing and the legend below it, more than those to one above it."""
HEADER, LINE, GAP = 27, 14, 20
"""Pixels of small drawings side by side: the heading of each, each further line of it, and what parts their rows."""
LEGENDS = ("color", "fill", "stroke", "shape", "size", "opacity", "strokeDash")
"""Channels that have a legend, the first of which says how large it is."""


def kept(spec: Spec) -> str | None:
    """Return the style that keeps the space for a drawing; None if its height is not told.

    It says how high the drawing is, how much stands around it, and how many choices below; scoreboard.css adds
    these up, for the choices wrap on a phone. A map is never higher than it is wide.
    """
    height = drawing(spec)
    if not height:
        return None
    around = FRAME + axis(spec) + legend(spec)
    inner = f"min({height:g}px, 90vw)" if topology.names(spec) else f"{height:g}px"
    choices = sum("bind" in each for each in spec.get("params", ()))
    return f"--sb-inner:{inner};--sb-around:{around}px" + (f";--sb-choices:{choices}" if choices else "")


def drawing(spec: Spec) -> float:
    """Return the height of what is drawn between the axes, in pixels; 0 if the specification does not tell."""
    if "facet" in spec:
        return small_drawings(spec)
    height = spec.get("height")
    if isinstance(height, int | float):
        return height
    below = [drawing(part) for part in spec.get("vconcat", ())]
    beside = [drawing(part) for part in spec.get("hconcat", ())]
    return sum(below) or max(beside, default=0)


def small_drawings(spec: Spec) -> float:
    """Return the height of small drawings in rows, each as high as its places on the axis need."""
    each, place = spec["facet"].get("field"), spec["spec"].get("encoding", {}).get("y", {}).get("field")
    step = spec["spec"].get("height")
    if not isinstance(step, Mapping) or not each:
        return 0
    places: dict[str, set[Any]] = {}
    for row in rows(spec, each):
        places.setdefault(row[each], set()).add(row.get(place))
    heights = [
        step["step"] * len(found) + HEADER + LINE * name.count("|") + GAP for name, found in places.items()
    ]
    columns = spec.get("columns", len(heights) or 1)
    return float(sum(max(heights[first : first + columns]) for first in range(0, len(heights), columns)))


def axis(spec: Spec) -> int:
    """Return the height of the horizontal axis: labels, and a title if one is given; of a map, none."""
    across = [encoding["x"] for encoding in encodings(spec) if "field" in encoding.get("x", ())]
    if not across or any(each.get("axis", 0) is None for each in across):
        return 0
    titled = any(each.get("title") for each in across)
    above = any(each.get("axis", {}).get("orient") == "top" for each in across)
    return LABELS + TITLE * titled + ABOVE * above


def legend(spec: Spec) -> int:
    """Return the height of the legend: a ramp, or as many rows of symbols as its columns make."""
    told = (
        encoding[channel]
        for channel in LEGENDS
        for encoding in encodings(spec)
        if "field" in encoding.get(channel, ()) and encoding[channel].get("legend", 0) is not None
    )
    shown = next(told, None)
    if shown is None:
        return 0
    look = shown.get("legend", {})
    if shown["type"] == "quantitative":
        return RAMP + BELOW if look.get("orient") == "bottom" else RAMP
    domain = shown.get("scale", {}).get("domain")
    symbols: int = len(domain or {row[shown["field"]] for row in rows(spec, shown["field"])})
    columns: int = look.get("columns", symbols or 1)
    return SYMBOLS + ROW * -(-symbols // columns)


def encodings(spec: Spec) -> Iterator[Spec]:
    """Yield what the marks of each part of a drawing stand for."""
    if "encoding" in spec:
        yield spec["encoding"]
    below = [spec["spec"]] if "spec" in spec else []
    for part in (*spec.get("layer", ()), *spec.get("vconcat", ()), *spec.get("hconcat", ()), *below):
        yield from encodings(part)


def rows(spec: Spec, column: str) -> Iterator[Spec]:
    """Yield the rows of all datasets that have a column."""
    return (row for data in datasets(spec) if isinstance(data, list) for row in data if column in row)


def datasets(part: object) -> Iterator[Any]:
    """Yield every dataset written into a specification, at any depth."""
    if isinstance(part, Mapping):
        yield from part.get("datasets", {}).values()
        data = part.get("data")
        if isinstance(data, Mapping) and "values" in data:
            yield data["values"]
        for key, value in part.items():
            if key not in ("datasets", "data", "usermeta"):
                yield from datasets(value)
    elif isinstance(part, list):
        for item in part:
            yield from datasets(item)
