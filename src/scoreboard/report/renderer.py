"""The Altair renderer of the book: a chart's specification as it is, with no script around it.

Altair's own type for Vega-Lite 6 ends in ``.json``, which the notebook format refuses; ours ends in
``+json``. `mime.VegaMimeRenderer` turns it into a figure when the book is built.
"""

from __future__ import annotations

from typing import Any

NAME = "scoreboard"
MIME_TYPE = "application/vnd.vegalite.v6+json"


def render(spec: dict[str, Any], **_options: object) -> dict[str, Any]:
    """Return the MIME bundle of a chart: its specification, and its alternative text."""
    return {MIME_TYPE: spec, "text/plain": str(spec.get("description", "A chart."))}
