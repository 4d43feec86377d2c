"""What the charts share: scales, the source line, what to say when there is nothing to draw."""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from scoreboard.report.edition import Edition
from scoreboard.report.i18n import _
from scoreboard.report.ledger import read
from scoreboard.report.words import count, in_words, inside

POINTS = alt.Scale(domain=[0, 100])
"""The scale of every score."""


WRAP = 24
"""Letters in a line of a label that stands beside a chart on a phone."""
WRAPPED = alt.Axis(
    labelExpr="split(datum.label, '|')",
    labelLimit=190,
    # the lines of a label hang below its first, so that two of them lie around the tick
    labelBaseline={
        "condition": {"test": "indexof(datum.value, '|') > 0", "value": "bottom"},
        "value": "middle",
    },
)
"""The axis of labels from `wrapped`."""


def wrapped(label: str) -> str:
    """Return a long label with a bar where a line ends; `WRAPPED` breaks it there.

    >>> wrapped("Employment gap of people born outside the EU")
    'Employment gap of people|born outside the EU'
    """
    return "|".join(textwrap.wrap(label, WRAP, break_on_hyphens=False))


def subject(edition: Edition, lens: str, node: str) -> str:
    """Return the words for a node in a title: "labour market policy", "education outcomes"."""
    label = edition.framework.label(lens, node)
    if node == "overall":
        return _("policy overall") if lens == "policy" else _("outcomes overall")
    name = inside(label)
    return (
        _("{name} policy").format(name=name) if lens == "policy" else _("{name} outcomes").format(name=name)
    )


def out_of(some: int, whole: int) -> str:
    """Return a share of the states in words, as it stands within a sentence.

    >>> out_of(6, 38), out_of(20, 38), out_of(0, 1)
    ('six of 38 states', '20 of 38 states', 'none of one state')
    """
    small = in_words(some) if some else _("none")
    states = count(whole, "state") if whole == 1 else _("{n} states").format(n=whole)
    return _("{small} of {states}").format(small=small, states=states)


def source_line(edition: Edition, indicators: list[str]) -> str:
    """Return the attributions of the datasets behind some indicators, Eurostat's tables in one list."""
    known = edition.framework.datasets
    used = {
        source.dataset
        for code in indicators
        for source in edition.framework.base(code).sources
        if source.dataset in edition.used_datasets and source.dataset in known
    }
    tables = sorted(key for key in used if known[key].attribution == f"Source: Eurostat, {key}")
    others = sorted({known[key].attribution.removeprefix("Source: ") for key in used.difference(tables)})
    parts = [f"Eurostat ({', '.join(tables)})"] if tables else []
    return f"{_('Source: ')}{'; '.join([*parts, *others])}" if used else ""


@read
def node_leaves(edition: Edition, lens: str, node: str) -> list[str]:
    """Return the indicators below a node that have any value."""
    block = edition.scores(lens).block
    known = (~np.isnan(block.values)).sum(axis=0)
    filled = {code for code, count in zip(block.indicators, known, strict=True) if count}
    return [code for code in edition.leaves(lens, node) if code in filled]


def records(frame: pd.DataFrame, columns: list[str]) -> alt.InlineData:
    """Return inline data with the columns a chart needs, nulls for missing and floats at 4 digits."""
    rounded = frame[columns].round(4).astype(object)
    rows: list[dict[str, Any]] = rounded.where(rounded.notna(), None).to_dict("records")  # type: ignore[assignment]
    return alt.InlineData(values=rows)
