"""How things look in a notebook: a short table with caption and headings, escaped, legible on light and dark.

The colours are those around it, so it needs to know nothing of the theme. Whatever is left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from scoreboard.findings.renderers.elements import Element, element
from scoreboard.findings.visible import visible

MOST = 12
"""Rows that are shown."""
STYLE = """
.sb-show{color:inherit;overflow-x:auto}
.sb-show p{margin:.4em 0}
.sb-show table{border-collapse:collapse;color:inherit;font-variant-numeric:tabular-nums;margin:0 0 .6em;
min-width:min(100%,24em)}
.sb-show caption{caption-side:top;text-align:left;font-weight:600;color:inherit;padding:0 0 .3em}
.sb-show tbody tr,.sb-show tbody tr:hover{background:none;color:inherit}
.sb-show th,.sb-show td{padding:.2em 1em .2em 0;border:0;text-align:left;vertical-align:baseline;color:inherit;
border-bottom:1px solid color-mix(in srgb,currentColor 25%,transparent);max-width:36em;white-space:normal}
.sb-show tbody th{font-weight:400}
.sb-show .sb-number{text-align:right}
.sb-show .sb-words{min-width:16em;overflow-wrap:anywhere}
"""
WORDS = 30
"""Letters from which a cell is as wide as words need."""
Cell = str | float | None


def show(title: str, *parts: Element | str) -> str:
    """Return a whole output: its parts below each other, in a frame that can be scrolled by keyboard.

    Parameters
    ----------
    title : what the frame is called by a screen reader.
    parts : elements as they are; texts become paragraphs.
    """
    told = [element("p", visible(part)) if isinstance(part, str) else part for part in parts if part != ""]
    frame = element(
        "div",
        element("style", STYLE.replace("\n", "")),
        *told,
        class_="sb-show sb-scroll",
        role="group",
        tabindex=0,
        aria_label=visible(title),
    )
    return ElementTree.tostring(frame, "unicode", method="html")


def table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], whole: int = 0, most: int = MOST
) -> Element:
    """Return a table of the first rows; the first cell of each is its heading.

    Parameters
    ----------
    caption : what the table shows.
    rows : texts, whole numbers, numbers that are shown with one decimal, and None where there is no value.
    whole : how many rows there are in all, if `rows` does not hold them.
    most : rows that are shown.
    """
    every = list(rows)
    first, left_out = every[:most], max(whole, len(every)) - min(len(every), most)
    number = [_is_number([row[place] for row in first]) for place in range(len(columns))]
    head = element(
        "tr", *(_cell("th", name, numeric, "col") for name, numeric in zip(columns, number, strict=True))
    )
    body = [
        element(
            "tr",
            *(
                _cell("td" if place else "th", cell, number[place], None if place else "row")
                for place, cell in enumerate(row)
            ),
        )
        for row in first
    ]
    more = f"; {left_out:,} more rows are not shown" if left_out else ""
    return element(
        "table",
        element("caption", visible(caption + more)),
        element("thead", head),
        element("tbody", *body),
        class_="sb-table",
    )


def _is_number(cells: Sequence[Cell]) -> bool:
    present = [cell for cell in cells if cell is not None]
    return bool(present) and not any(isinstance(cell, str) for cell in present)


def _cell(tag: str, cell: Cell, numeric: bool, scope: str | None) -> Element:
    """Return a cell; no value is a dash that is read out as such."""
    kind = "sb-number" if numeric else "sb-words" if isinstance(cell, str) and len(cell) > WORDS else None
    if _missing(cell):
        return element(tag, element("span", "–", role="img", aria_label="no value"), class_=kind, scope=scope)
    text = f"{cell:,.1f}" if isinstance(cell, float) else f"{cell:,}" if isinstance(cell, int) else str(cell)
    return element(tag, visible(text), class_=kind, scope=scope)


def _missing(cell: Cell) -> bool:
    return cell is None or cell != cell
