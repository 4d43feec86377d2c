"""The look of every chart: one light theme, and what differs from it on a dark page.

Colours of categories are those of Okabe and Ito (2008), legible with every common form of colour
blindness; ramps follow ColorBrewer's Blues and PuOr. No red against green: a score is not a verdict.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from scoreboard.report.i18n import numbers

NAME = "scoreboard"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"

BLUE, VERMILION, GREEN = "#0072B2", "#D55E00", "#009E73"
ORANGE, SKY, PURPLE = "#E69F00", "#56B4E9", "#CC79A7"
CATEGORIES = (BLUE, VERMILION, GREEN, ORANGE, SKY, PURPLE)
BLUES = ("#deebf7", "#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#084594")
BLUES_ON_DARK = ("#16324a", "#1c4a70", "#2a6596", "#4487b9", "#6ba9d6", "#9ccbec", "#d3e9fb")
DIVERGING = ("#b35806", "#f1a340", "#fee0b6", "#f2f2f2", "#d8daeb", "#998ec3", "#542788")

PAGE = {"light": "#ffffff", "dark": "#14181e"}
INK = {"light": "#2b3036", "dark": "#e6e8eb"}
SOFT_INK = {"light": "#545b64", "dark": "#b4bbc4"}
GRID = {"light": "#e3e6ea", "dark": "#343b44"}
NO_DATA = {"light": "#d9dce0", "dark": "#3d444d"}
BORDER = {"light": "#ffffff", "dark": "#14181e"}

Config = dict[str, Any]


def colours(mode: str) -> Config:
    """Return the part of the theme that depends on the page: `mode` is "light" or "dark".

    The style names serve marks: ``mark_geoshape(style="no-data")`` is the grey base layer of a map,
    ``style="state"`` a filled state, ``style="guide"`` a reference line.
    """
    ink, soft, grid = INK[mode], SOFT_INK[mode], GRID[mode]
    ramp = list(BLUES if mode == "light" else BLUES_ON_DARK)
    return {
        "axis": {"labelColor": soft, "titleColor": soft, "gridColor": grid, "domainColor": grid,
                 "tickColor": grid},
        "header": {"labelColor": ink, "titleColor": ink},
        "legend": {"labelColor": soft, "titleColor": soft},
        "title": {"color": ink, "subtitleColor": soft},
        "text": {"color": ink},
        "rule": {"color": soft},
        "range": {"ramp": ramp, "heatmap": ramp, "ordinal": ramp},
        "style": {
            "no-data": {"color": NO_DATA[mode], "stroke": BORDER[mode], "strokeWidth": 0.5},
            "state": {"stroke": BORDER[mode], "strokeWidth": 0.5},
            "guide": {"stroke": soft, "strokeDash": [3, 3]},
        },
    }  # fmt: skip


def light() -> Config:
    """Return the Vega-Lite configuration of a chart on a light page; sizes in pixels."""
    shape = {
        "background": "transparent",
        "font": FONT,
        "padding": 4,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "view": {"stroke": None, "continuousHeight": 280},
        "title": {"anchor": "start", "frame": "group", "fontSize": 16, "subtitleFontSize": 13, "offset": 12},
        "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 150,
                 "labelOverlap": "greedy"},
        "axisX": {"titleAnchor": "start", "tickCount": 5},
        "axisBand": {"grid": False, "ticks": False, "domain": False},
        "header": {"labelFontSize": 13, "titleFontSize": 13, "labelAnchor": "start", "titleAnchor": "start"},
        "legend": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "orient": "top",
                   "labelLimit": 220, "gradientLength": 160, "titleLimit": 300},
        "bar": {"fill": BLUE, "cornerRadiusEnd": 1},
        "point": {"color": BLUE, "filled": True, "opacity": 1, "size": 60},
        "line": {"color": BLUE, "strokeWidth": 2},
        "range": {"category": list(CATEGORIES), "diverging": list(DIVERGING)},
        "text": {"fontSize": 12},
    }  # fmt: skip
    return merge(shape, colours("light"))


def dark() -> Config:
    """Return what a dark page changes; merged over a chart's own configuration by charts.js."""
    return colours("dark")


def merge(base: Config, over: Config) -> Config:
    """Return `base` with `over` laid on it, level by level; neither is changed."""
    joined = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(joined.get(key), dict)
        joined[key] = merge(joined[key], value) if both else value
    return joined


def enable() -> None:
    """Register the theme with Altair and use it."""
    import altair as alt

    alt.theme.register(NAME, enable=True)(_altair_theme)


def used() -> AbstractContextManager[Any]:
    """Use the theme while something is done, whatever theme is in use otherwise."""
    import altair as alt

    alt.theme.register(NAME, enable=False)(_altair_theme)
    made: AbstractContextManager[Any] = alt.theme.enable(NAME)
    return made


def _altair_theme() -> Any:  # noqa: ANN401  (Altair's ThemeConfig is a type for checkers only)
    return {"config": light() | numbers.of_charts()}
