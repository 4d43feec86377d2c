"""The shapes of Europe, kept once for the whole book and named by the maps that use them.

A dataset called ``europe_states`` or ``europe_context`` means the object `states` or `context` of
`exchange/publishing/europe.topo.json` (identifier: ISO alpha-2 code; Natural Earth, public domain). A page with a map
loads the shapes once as a script, because a page opened from a folder may not fetch a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from scoreboard.exchange.publishing.shapes import topology as read

if TYPE_CHECKING:
    import altair as alt

__all__ = ["names", "read", "shapes"]

PREFIX = "europe"


def shapes(part: str = "states") -> alt.NamedData:
    """Return the data of a map layer: ``states`` (scored or not), or ``context`` (neighbours, drawn grey).

    Join scores to them by ``transform_lookup(lookup="id", from_=alt.LookupData(frame, "state", [...]))``.
    """
    import altair as alt

    return alt.NamedData(name=f"{PREFIX}_{part}", format=alt.TopoDataFormat(type="topojson", feature=part))


def names(spec: object) -> list[str]:
    """Return the names of the shared shapes that a specification refers to, sorted."""
    return sorted(set(_names(spec)))


def _names(part: object) -> Iterator[str]:
    if isinstance(part, Mapping):
        data = part.get("data")
        name = data.get("name") if isinstance(data, Mapping) else None
        if isinstance(name, str) and name.split("_")[0] == PREFIX:
            yield name
        for key, value in part.items():
            if key != "datasets":
                yield from _names(value)
    elif isinstance(part, list):
        for item in part:
            yield from _names(item)
