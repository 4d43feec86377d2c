"""What a page loads: the styles and scripts that it has a use for, none of which keeps it from being seen.

The theme gives every page a search index, the script of 2,000 icons, and the styles of notebooks, code and
cards, and has the browser wait for most of them. Searching happens on the page *Search*, which loads its own.
"""

from __future__ import annotations

import re
from typing import Any

from scoreboard.report import runtime
from scoreboard.report.html import Html

USED_WITH = {
    "clipboard": r"highlight",
    "copybutton": r"highlight",
    "design-tabs": r"sd-tab-set",
    "mystnb": r"cell",
    "pygments": r"highlight",
    "sphinx-design": r"sd-[a-z-]+",
    "togglebutton": r"(?:toggle|dropdown)",
}
"""How the name of a style or script begins → the class of an element without which it has no effect."""
NOT_LOADED = ("fontawesome", "searchtools", "language_data", "searchindex")
"""Scripts of the theme that no page needs at once: icons are in the style, the page *Search* searches."""
ICON = f"_static/{runtime.FOLDER}/icon.svg"

_REMOVED = re.compile(rf'\s*<script[^>]* src="[^"]*(?:{"|".join(NOT_LOADED)})\.js[^"]*"></script>')
_IMPORTING = re.compile(r"styles/theme\.css\?[^\"]*")
_WAITED_FOR = re.compile(r"<script(?=[^>]* src=)(?![^>]* (?:async|defer))")
_NAME = re.compile(r"[^/]*$")


def lean(_app: Any, _page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:  # noqa: ANN401
    """Leave out of a page what it has no use for, and have scripts wait for the page; a hook of Sphinx."""
    body = str(context.get("body") or "")
    context["css_files"] = [file for file in context["css_files"] if _used(file, body)]
    context["script_files"] = [_waiting(file) for file in context["script_files"] if _used(file, body)]
    context |= {"scoreboard_lean": lean_head, "scoreboard_deferred": deferred}
    context["scoreboard_icon"] = "" if context.get("favicon_url") else ICON


def lean_head(markup: str) -> Html:
    """Return a part of the head without `NOT_LOADED`, and with the style itself for one that only imports it.

    >>> lean_head('<script defer src="../searchindex.js"></script><link href="styles/theme.css?digest=1"/>')
    '<link href="basic.css"/>'
    """
    return Html(_IMPORTING.sub("basic.css", _REMOVED.sub("", markup)))


def deferred(markup: str) -> Html:
    """Return markup whose scripts run when the page has been read.

    >>> deferred('<script src="a.js"></script><script defer src="b.js"></script>')
    '<script defer src="a.js"></script><script defer src="b.js"></script>'
    """
    return Html(_WAITED_FOR.sub("<script defer", markup))


def _used(file: Any, body: str) -> bool:  # noqa: ANN401  (a style or script of Sphinx, as below)
    name = _NAME.findall(str(file.filename or ""))[0]
    classes = next((each for begins, each in USED_WITH.items() if name.startswith(begins)), None)
    return classes is None or bool(re.search(rf'class="(?:[^"]* )?{classes}[ "]', body))


def _waiting(file: Any) -> Any:  # noqa: ANN401
    """Return a script that runs when the page has been read; the order of all scripts stays."""
    given = dict(file.attributes)
    if file.filename:
        given |= {} if "async" in given else {"defer": "defer"}
    elif "DOCUMENTATION_OPTIONS" in given.get("body", ""):
        given["type"] = "module"  # what browsers run between deferred scripts; the options are one of these
    return type(file)(file.filename, priority=file.priority, **given)
