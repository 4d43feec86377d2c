"""The charts of a brief: those of the page, drawn as SVG without a browser."""

from __future__ import annotations

import json
from dataclasses import dataclass

from scoreboard.report.charts import state_profile, state_trend
from scoreboard.report.edition import Edition
from scoreboard.report.figure import has_data
from scoreboard.report.ledger import read

WIDTH = 430
"""Pixels; two charts stand side by side on a page."""
FONT = "Libertinus Serif"
"""The font of the briefs, which typst carries, so that they look alike on every machine."""
CHARTS = {"profile": state_profile, "trend": state_trend}


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


def pictures(edition: Edition, state: str) -> list[Picture]:
    """Return the charts of a state that have something to draw."""
    found = (picture(edition, state, kind, lens) for kind in CHARTS for lens in edition.lenses)
    return [it for it in found if it]


@read(kept=True)
def picture(edition: Edition, state: str, kind: str, lens: str) -> Picture | None:
    """Return one of `CHARTS`; None if it has nothing to draw."""
    spec = CHARTS[kind](edition, state, lens).to_dict(validate=False)
    if not has_data(spec):
        return None
    heading = spec.pop("title")
    title = heading["text"] if isinstance(heading, dict) else heading
    spec.pop("usermeta", None)
    spec["width"] = WIDTH
    spec["config"] = spec.get("config", {}) | {"font": FONT, "background": None}
    return Picture(f"{state}-{kind}-{lens}", json.dumps(spec, sort_keys=True), title, spec["description"])
