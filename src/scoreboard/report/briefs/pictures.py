"""The charts of a brief: those of the page, drawn as SVG without a browser."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from scoreboard.report.charts import state_profile, state_trend
from scoreboard.report.edition import Edition
from scoreboard.report.figure import has_data
from scoreboard.report.ledger import read

WIDTH = 430
"""Pixels; two charts stand side by side on a page."""
FONT = "Libertinus Serif"
"""The font of the briefs, which typst carries, so that they look alike on every machine."""


@dataclass(frozen=True)
class Picture:
    """A chart to be drawn: its specification as text, its title and alternative text."""

    name: str
    spec: str
    title: str
    alt: str

    @property
    def said(self) -> dict[str, str]:
        """What the template needs of it."""
        return {"file": f"{self.name}.svg", "title": self.title, "alt": self.alt}


@read(kept=True)
def pictures(edition: Edition, state: str) -> list[Picture]:
    """Return the charts of a state that have something to draw."""
    charts = {
        f"{state}-{kind}-{lens}": make(edition, state, lens)
        for kind, make in (("profile", state_profile), ("trend", state_trend))
        for lens in edition.lenses
    }
    return [
        _picture(name, spec)
        for name, chart in charts.items()
        if has_data(spec := chart.to_dict(validate=False))
    ]


def _picture(name: str, spec: dict[str, Any]) -> Picture:
    heading = spec.pop("title")
    title = heading["text"] if isinstance(heading, dict) else heading
    spec.pop("usermeta", None)
    spec["width"] = WIDTH
    spec["config"] = spec.get("config", {}) | {"font": FONT, "background": None}
    return Picture(name, json.dumps(spec, sort_keys=True), title, spec["description"])
