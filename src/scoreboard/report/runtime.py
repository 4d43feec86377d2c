"""The scripts and styles of the book, written once into the built site and loaded where they are needed.

- ``scoreboard.css`` and ``site.js`` (sorting, small repairs of the theme): every page;
- ``charts.js``: pages with a chart. It loads ``vega.js``, made from the copy of Vega inside vl-convert, when a
  chart is about to be seen, and ``shapes.js`` with it for a map;
- ``choice.js``: pages with views to choose from;
- ``groups.js``: pages that may be limited to a group of states;
- ``print.css``: every page, on paper;
- the files of `PAGES`: What if and Compare.
"""

from __future__ import annotations

import json
from pathlib import Path
from zlib import crc32

from scoreboard.report import icons, theme, topology

ASSETS = Path(__file__).parent / "assets"
FOLDER = "scoreboard"
EVERYWHERE = ("site.js",)
VEGA_LITE = "6.4"
"""The version that Altair writes and vl-convert carries."""
GLOBALS = "window.vegaEmbed = vegaEmbed;"
PAGES = {
    "what_if": ("engine.js", "page.js", "answers.js", "whatif.js", "interactive.css"),
    "compare": ("page.js", "compare.js", "interactive.css"),
    "pathways": ("page.js", "filters.js", "pathways.js", "interactive.css"),
}
"""Pages that compute in the browser → what they load."""
INTERACTIVE = tuple(dict.fromkeys(name for names in PAGES.values() for name in names))
SCRIPTS = {"charts": ("charts.js",), "choice": ("choice.js",), "groups": ("groups.js",), **PAGES}


def write(static: Path) -> list[Path]:
    """Write all scripts and styles to ``<static>/scoreboard/`` and return the files; unchanged ones are kept.

    Parameters
    ----------
    static : the `_static` folder of the built site.
    """
    folder = static / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("icon.svg", "print.css", "site.js", "choice.js", "groups.js", *INTERACTIVE):
        _write(folder / name, (ASSETS / name).read_text(encoding="utf-8"))
    _write(folder / "scoreboard.css", (ASSETS / "scoreboard.css").read_text(encoding="utf-8") + icons.style())
    _write(folder / "charts.js", charts_script())
    _write(folder / "shapes.js", shapes_script())
    _write_vega(folder / "vega.js")
    return sorted(folder.iterdir())


def charts_script() -> str:
    """Return charts.js, preceded by the colours that a dark page changes and the files that it loads."""
    dark = json.dumps(theme.dark(), separators=(",", ":"))
    versions = {"vega": vega_header(), "shapes": shapes_script()}
    files = {name: f"{name}.js?v={crc32(content.encode()):08x}" for name, content in versions.items()}
    given = f"window.scoreboardDark={dark};\nwindow.scoreboardLibraries={json.dumps(files)};\n"
    return given + (ASSETS / "charts.js").read_text(encoding="utf-8")


def shapes_script() -> str:
    """Return the topology as a script."""
    return f"window.scoreboardShapes={json.dumps(topology.read(), separators=(',', ':'))};\n"


def vega_header() -> str:
    """Return the first line of vega.js: what is in it, and its licence."""
    import vl_convert

    versions = f"vega {vl_convert.get_vega_version()}, vega-lite {VEGA_LITE}, "
    versions += f"vega-embed {vl_convert.get_vega_embed_version()}"
    return f"/*! {versions}; University of Washington Interactive Data Lab, BSD-3-Clause */\n"


def vega_script() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script.

    The function around it keeps its names from colliding with Sphinx's own (`_` among them).
    """
    import vl_convert

    bundle = vl_convert.javascript_bundle(GLOBALS, vl_version=VEGA_LITE)
    return f"{vega_header()}(function(){{{bundle}\n}})();\n"


def _write_vega(path: Path) -> None:
    """Write vega.js unless the same versions are there; making it takes a second."""
    header = vega_header()
    if not path.exists() or not path.read_text(encoding="utf-8").startswith(header):
        _write(path, vega_script())


def _write(path: Path, content: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != content:
        path.write_text(content, encoding="utf-8")
