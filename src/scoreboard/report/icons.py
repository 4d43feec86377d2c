"""The icons of the theme as a style: its own script of all 2,000 has 1.5 MB, and its font 150 KB.

Drawings come from the copy of Font Awesome Free (icons CC BY 4.0) that the theme carries.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

SCRIPT = "theme/pydata_sphinx_theme/static/scripts/fontawesome.js"
"""Where the theme keeps the drawings of all icons."""
NAMES = (
    "angle-left",
    "angle-right",
    "arrow-up",
    "bars",
    "circle-half-stroke",
    "expand",
    "list",
    "magnifying-glass",
    "moon",
    "sun",
    "xmark",
)
"""The icons of our pages; a test holds that no page shows another."""
ADMONITIONS = {
    "bell": [""],
    "circle-exclamation": [".attention", ".important"],
    "circle-info": [".note"],
    "circle-xmark": [".error"],
    "lightbulb": [".hint", ".tip"],
    "pencil": [".admonition-todo"],
    "share": [".seealso"],
    "triangle-exclamation": [".caution", ".danger", ".warning"],
}
"""Icon → the kinds of admonition that the theme gives it, in its colour; the first is of all others."""
DRAWN = """\
.fa-solid, .fas, .admonition > .admonition-title::after { font-family: inherit !important; \
background: currentcolor; mask: var(--sb-icon) center / contain no-repeat; }
.fa-solid, .fas { display: inline-block; width: 1.25em; height: 1em; vertical-align: -.125em; }
.fa-solid::before, .fas::before { content: none !important; }
.admonition > .admonition-title::after { content: "" !important; top: .7rem; }
@media (forced-colors: active) {
  .fa-solid, .fas, .admonition > .admonition-title::after { forced-color-adjust: none; background: ButtonText; }
}
"""


def style() -> str:
    """Return the style that draws the icons; they take the colour and the size of the text around them."""
    icons = {f".fa-{name}": name for name in NAMES}
    icons |= {
        f".admonition{kind} > .admonition-title::after": name
        for name, kinds in ADMONITIONS.items()
        for kind in kinds
    }
    shapes = _shapes()
    return DRAWN + "".join(
        f"{what} {{ --sb-icon: {_address(*shapes[name])}; }}\n" for what, name in icons.items()
    )


def _address(width: str, height: str, path: str) -> str:
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><path d="{path}"/></svg>'
    )
    return f'url("data:image/svg+xml,{quote(drawing, safe=" =:/")}")'.replace("%22", "'")


@cache
def _shapes() -> dict[str, tuple[str, str, str]]:
    """Return name → width, height and outline of every solid icon: the last of its name in the script."""
    found = find_spec("pydata_sphinx_theme")
    assert found is not None
    assert found.origin is not None
    script = (Path(found.origin).parent / SCRIPT).read_text(encoding="utf-8")
    drawn = re.findall(r'[{,]"?([a-z][a-z0-9-]*)"?:\[(\d+),(\d+),\[[^\]]*\],"[0-9a-f]+","([^"]+)"\]', script)
    return {name: (width, height, path) for name, width, height, path in drawn}
