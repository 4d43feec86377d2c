"""A chart as a figure of a page: caption, drawing, data table.

What a chart says beside its drawing travels inside it:

- ``title`` (text, or text and subtitle) becomes the caption, where it wraps on a phone;
- ``description`` is the alternative text;
- ``usermeta["scoreboard"]`` holds ``table`` ``{"caption", "columns", "rows", "decimals"}``, the numbers
  drawn, with null where missing; ``source``, a line under the drawing; and ``empty``, what to say
  when there is nothing to draw.

`describe` sets all of them. A map refers to the shared shapes by a dataset's name; see `topology`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from docutils import nodes

from scoreboard.report import space, topology
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.i18n import _
from scoreboard.report.tables import is_missing, rows_html

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

CHART = '<figure class="sb-figure sb-chart"'
"""How the markup of every drawn chart begins; `anchored` gives it an identifier."""
Spec = Mapping[str, Any]


def describe(
    chart: alt.TopLevelMixin,
    *,
    title: str,
    alt_text: str,
    table: pd.DataFrame,
    subtitle: str = "",
    source: str = "",
    caption: str = "",
    decimals: int | Mapping[str, int] = 1,
    empty: str = "",
) -> Any:  # noqa: ANN401  (the same kind of chart that came in)
    """Return the chart with its title, alternative text and the table of the numbers it draws.

    Parameters
    ----------
    chart : a complete chart; of a layered or joined one, the outermost.
    table : one row per state or other unit, the first column naming it; missing numbers as NaN.
    subtitle : unit and year. source : attribution. caption : the table's, if not the title.
    decimals : digits printed in the table, for all columns or by column.
    empty : what the reader is told when every number is missing.
    """
    rows = [[None if is_missing(cell) else cell for cell in row] for row in table.astype(object).to_numpy()]
    numbers = {
        "caption": caption or _("{title}: the numbers").format(title=title),
        "columns": [str(column) for column in table.columns],
        "rows": rows,
        "decimals": dict(decimals) if isinstance(decimals, Mapping) else decimals,
    }
    heading = {"text": title, "subtitle": subtitle} if subtitle else title
    extra = {"table": numbers, "source": source, "empty": empty}
    return chart.properties(title=heading, description=alt_text, usermeta={"scoreboard": extra})


def chart_html(chart: Any) -> Html:  # noqa: ANN401  (an Altair chart of any class, or its specification)
    """Return a chart as a ``<figure>``; drawn by charts.js, its table can be read without it."""
    spec = _specification(chart)
    extra = spec.get("usermeta", {}).get("scoreboard", {})
    caption = _caption(spec.get("title"))
    if not has_data(spec):
        message = extra.get("empty") or _("There is not enough data to draw this chart.")
        return Html(f'<figure class="sb-figure">{caption}<p class="sb-empty">{text(message)}</p></figure>')
    drawn = {key: value for key, value in spec.items() if key not in ("title", "usermeta", "$schema")}
    return Html(
        f"{CHART}{attributes(data_shapes=' '.join(topology.names(spec)) or None)}>"
        f'{caption}<div class="sb-plot"{attributes(style=space.kept(spec))}></div>'
        f'<script type="application/json" class="sb-spec">{_json(drawn)}</script>'
        f"<noscript><p>{_('The drawing needs JavaScript; its numbers stand in the table below.')}</p></noscript>"
        f"{_source(extra)}{_table(extra)}{_tools()}</figure>"
    )


def chart_node(chart: Any, name: str = "") -> nodes.raw:  # noqa: ANN401
    """Return a chart as a docutils node; its attribute `scripts` names what the page must load.

    Parameters
    ----------
    name : what links to the chart are made of, the same from one edition to the next.
    """
    markup = chart_html(chart)
    scripts = ["charts"] if "sb-spec" in markup else []
    return nodes.raw("", markup, format="html", scripts=scripts, chart=name)


def anchor_charts(_app: Any, page: nodes.document) -> None:  # noqa: ANN401  (a hook of Sphinx)
    """Give every chart of a page an identifier to link to, from its name or its place on the page."""
    taken: set[str] = set()
    for node in page.findall(nodes.raw):
        if CHART in node.astext():
            name = f"chart-{nodes.make_id(node.get('chart', ''))}".rstrip("-")
            node.children = [nodes.Text(anchored(node.astext(), name, taken))]


def anchored(markup: str, name: str, taken: set[str]) -> str:
    """Return the markup of charts with an identifier each; those in `taken` are avoided, and new ones added."""

    def mark(_found: re.Match[str]) -> str:
        numbered = (f"{name}-{number}" for number in count(2 if name != "chart" else 1))
        free = next(each for each in chain([name] if name != "chart" else [], numbered) if each not in taken)
        taken.add(free)
        return f'<figure id="{free}"{CHART.removeprefix("<figure")}'

    return re.sub(re.escape(CHART), mark, markup)


def has_data(spec: Spec) -> bool:
    """Return whether a chart has anything to draw.

    It has none if each of its own datasets is empty, or if its table holds no number at all.
    """
    table = spec.get("usermeta", {}).get("scoreboard", {}).get("table", {})
    cells = [cell for row in table.get("rows", []) for cell in row[1:]]
    if table and not any(not is_missing(cell) for cell in cells):
        return False
    own = list(space.datasets(spec))
    return not own or any(own)


def _specification(chart: Any) -> Spec:  # noqa: ANN401
    # Checking every chart against Vega-Lite's schema takes as long as drawing it; tests do it once for all.
    return chart if isinstance(chart, Mapping) else chart.to_dict(validate=False)


def _json(value: object) -> str:
    """Return compact JSON that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _caption(title: Any) -> str:  # noqa: ANN401  (Vega-Lite allows text, a list of lines or an object)
    heading, subtitle = title, ""
    if isinstance(title, Mapping):
        heading, subtitle = title.get("text", ""), title.get("subtitle", "")
    if not heading:
        return ""
    under = f'<span class="sb-subtitle">{text(_line(subtitle))}</span>' if subtitle else ""
    return f'<figcaption><span class="sb-title">{text(_line(heading))}</span>{under}</figcaption>'


def _line(words: object) -> str:
    return " ".join(map(str, words)) if isinstance(words, list) else str(words)


def _source(extra: Spec) -> str:
    return f'<p class="sb-source">{text(extra["source"])}</p>' if extra.get("source") else ""


def _table(extra: Spec) -> str:
    table = extra.get("table")
    if not table:
        return ""
    numbers = rows_html(table["columns"], table["rows"], table["caption"], decimals=table.get("decimals", 1))
    return f'<details class="sb-data"><summary>{_("Show the numbers")}</summary>{numbers}</details>'


def _tools() -> str:
    """Return the buttons that save and share a chart; charts.js gives them their effect."""
    buttons = [
        ("save", "csv", "CSV"),
        ("save", "svg", "SVG"),
        ("save", "png", "PNG"),
        ("copy", "link", _("Copy link")),
        ("copy", "embed", _("Copy embed code")),
    ]
    shown = "".join(
        f'<button type="button" data-{kind}="{what}"{attributes(data_done=_("Copied") if kind == "copy" else None)}>'
        f"{text(words)}</button>"
        for kind, what, words in buttons
    )
    name = attributes(role="group", aria_label=_("Save or share this chart"))
    return f'<div class="sb-tools pst-js-only"{name}>{shown}<span role="status"></span></div>'
