"""Charts of computed chapters: what myst-nb does with a cell's Vega-Lite output."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes

from scoreboard.report.figure import chart_node
from scoreboard.report.renderer import MIME_TYPE

BUILDERS = ("html", "dirhtml", "singlehtml")


class VegaMimeRenderer:
    """Turns a chart into a figure, before any other form of the same output."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = [
        (builder, MIME_TYPE, 1) for builder in BUILDERS
    ]

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:  # noqa: ANN401
        """Return the figure, or None for output that is not a chart of ours."""
        if inline or data.mime_type != MIME_TYPE:
            return None
        return [chart_node(data.content)]
