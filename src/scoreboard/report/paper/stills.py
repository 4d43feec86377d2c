"""Charts that stand still: each drawing of a page's markup becomes a picture with its alternative text."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scoreboard.report import topology
from scoreboard.report.html import Html, attributes
from scoreboard.report.runtime import VEGA_LITE, vega_header

FOLDER = "charts"
WIDTH = 660
"""Pixels of a drawing that is as wide as its page."""
FONT = "Liberation Sans, Arial, sans-serif"
"""Measured by vl-convert, which carries it; a browser without it takes one of the same widths."""
_DRAWING = re.compile(
    r'<div class="sb-plot"[^>]*></div><script type="application/json" class="sb-spec">(.*?)</script>'
    r"<noscript>.*?</noscript>",
    re.DOTALL,
)
_MOVING = re.compile(
    r'<details class="sb-data">.*?</details>|<div class="sb-tools[^>]*>.*?</div>|'
    r'(?<=<figure) id="[^"]*"(?= class="sb-figure)',
    re.DOTALL,
)
"""What a reader of paper cannot use: numbers to unfold, buttons, and names of charts, the same on many pages."""


def still(markup: str, static: Path) -> str:
    """Return the markup of a page with every chart as a picture.

    Parameters
    ----------
    static : the folder ``_static`` of the built site; pictures go to ``charts/`` in it, and one that is
        there is not drawn again, as its name is the hash of what it shows.
    """

    def picture(found: re.Match[str]) -> str:
        spec = fixed(json.loads(found[1]))
        alt = spec.pop("description", "")
        file = _draw(spec, static / FOLDER)
        source = f"{static.name}/{FOLDER}/{file.name}"
        return Html(f"<img{attributes(class_='sb-still', src=source, alt=alt)}/>")

    stilled = _MOVING.sub("", _DRAWING.sub(picture, markup))
    # the picture alone is a figure with an alternative text; what holds it and its caption is a group
    return stilled.replace("<figure ", '<figure role="group" ')


def fixed(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a specification of a given width, in a font that every machine measures alike."""
    made: dict[str, Any] = _wide(spec)
    made["config"] = made.get("config", {}) | {"font": FONT}
    return made


def _wide(part: Any) -> Any:  # noqa: ANN401  (any part of a specification)
    if isinstance(part, Mapping):
        wide = {key: value if key == "datasets" else _wide(value) for key, value in part.items()}
        return wide | {"width": WIDTH} if wide.get("width") == "container" else wide
    return [_wide(item) for item in part] if isinstance(part, list) else part


def _draw(spec: dict[str, Any], folder: Path) -> Path:
    text = json.dumps(spec, sort_keys=True)
    made_of = f"{vega_header()}{text}"
    file = folder / f"{hashlib.sha256(made_of.encode()).hexdigest()[:20]}.svg"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(svg(spec), "utf-8")
    return file


def svg(spec: dict[str, Any]) -> str:
    """Return a specification as a drawing; a map gets the shared shapes."""
    import vl_convert

    shapes = {name: topology.read() for name in topology.names(spec)}
    whole = spec | {"datasets": spec.get("datasets", {}) | shapes}
    drawn: str = vl_convert.vegalite_to_svg(whole, vl_version=VEGA_LITE)
    return drawn
