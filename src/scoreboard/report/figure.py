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
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from docutils import nodes

from scoreboard.report import topology
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.tables import MISSING, is_missing, rows_html

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

NO_SCRIPT = "The drawing needs JavaScript; its numbers stand in the table below."
IDENTIFIER = r"\b(?:clip|gradient_)\d+\b"
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
        "caption": caption or f"{title}: the numbers",
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
        message = extra.get("empty") or f"There is {MISSING} to draw this chart."
        return Html(f'<figure class="sb-figure">{caption}<p class="sb-empty">{text(message)}</p></figure>')
    drawn = {key: value for key, value in spec.items() if key not in ("title", "usermeta", "$schema")}
    return Html(
        f'<figure class="sb-figure sb-chart"{attributes(data_shapes=" ".join(topology.names(spec)) or None)}>'
        f'{caption}<div class="sb-plot"></div>'
        f'<script type="application/json" class="sb-spec">{_json(drawn)}</script>'
        f"<noscript><p>{NO_SCRIPT}</p></noscript>{_source(extra)}{_table(extra)}</figure>"
    )


def chart_node(chart: Any) -> nodes.raw:  # noqa: ANN401
    """Return a chart as a docutils node; its attribute `scripts` names what the page must load."""
    markup = chart_html(chart)
    scripts = [name for name, sign in (("charts", "sb-spec"), ("shapes", "data-shapes")) if sign in markup]
    return nodes.raw("", markup, format="html", scripts=scripts)


def has_data(spec: Spec) -> bool:
    """Return whether a chart has anything to draw.

    It has none if each of its own datasets is empty, or if its table holds no number at all.
    """
    table = spec.get("usermeta", {}).get("scoreboard", {}).get("table", {})
    cells = [cell for row in table.get("rows", []) for cell in row[1:]]
    if table and not any(not is_missing(cell) for cell in cells):
        return False
    own = list(_datasets(spec))
    return not own or any(own)


def _datasets(part: object) -> Iterator[Any]:
    """Yield every dataset written into a specification, at any depth."""
    if isinstance(part, Mapping):
        yield from part.get("datasets", {}).values()
        data = part.get("data")
        if isinstance(data, Mapping) and "values" in data:
            yield data["values"]
        for key, value in part.items():
            if key not in ("datasets", "data", "usermeta"):
                yield from _datasets(value)
    elif isinstance(part, list):
        for item in part:
            yield from _datasets(item)


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
    return f'<details class="sb-data"><summary>Show the numbers</summary>{numbers}</details>'
