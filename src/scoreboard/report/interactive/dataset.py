"""What the interactive pages know: leaf scores by state and year, labels, levels and published bands, as plain data.

Numbers travel unrounded, since a page that recomputes must come to the same scores.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from scoreboard.analysis.options import levels_of
from scoreboard.definitions.models import PolicyIndicator
from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.html import Html, attributes
from scoreboard.report.i18n import _
from scoreboard.report.i18n.prose import foreign
from scoreboard.report.interactive.program import obstacles, program
from scoreboard.report.words import inside
from scoreboard.scoring import Scores
from scoreboard.scoring.methods.formulas import Array

Data = dict[str, Any]


def labels(edition: Edition, lens: str) -> list[str]:
    """Return the name of every column of a lens, in plain words."""
    indicators = edition.framework.indicators
    return [
        indicators[name].title if name in indicators else edition.framework.label(lens, name)
        for name in edition.scores(lens).tree.columns
    ]


def nodes(edition: Edition, lens: str) -> list[str]:
    """Return the nodes that a reader may look at: the first root and the domains that some year ranks."""
    known = dict.fromkeys((edition.framework.indices[lens].tree[0].node or "", *edition.domains(lens)))
    return [node for node in known if edition.latest(lens, node) is not None]


def years(edition: Edition, lens: str) -> list[int]:
    """Return the years in which any of these nodes is ranked, the latest first."""
    minimum = edition.framework.indices[lens].minimum_states
    found: set[int] = set()
    for node in nodes(edition, lens):
        sizes = edition.series(lens, node)["year"].value_counts()
        found.update(sizes.index[sizes >= minimum].tolist())
    return sorted(found, reverse=True)


def lens_data(edition: Edition, lens: str) -> Data:
    """Return what holds for all years of a lens: its program, labels, and the levels of its items."""
    scores = edition.scores(lens)
    names = labels(edition, lens)
    first = scores.tree.column(edition.framework.indices[lens].tree[0].node or "")
    return {
        "title": scores.index.title,
        "name": _(LENS_NAMES[lens]),
        "program": program(scores.tree, scores.index.minimum_states),
        "labels": names,
        "inside": {str(it): inside(names[it]) for it in scores.tree.group(first).children},
        "top": first,
        "nodes": [scores.tree.column(node) for node in nodes(edition, lens)],
        "proxies": [scores.tree.column(it) for it in edition.domains(lens) if _proxy(edition, lens, it)],
        "obstacles": obstacles(scores.tree, names),
        "years": years(edition, lens),
        "items": items(edition, scores),
    }


def _proxy(edition: Edition, lens: str, node: str) -> bool:
    return bool(edition.framework.nodes[lens, node].proxy)


def items(edition: Edition, scores: Scores) -> Data:
    """Return the levels of each item whose answer may be changed, lowest first.

    Leaf column → [score, condition, the language of the condition if it is not the page's].
    """
    found = {}
    for column, levels in levels_of(scores).items():
        item = edition.framework.indicators[scores.tree.leaves[column]]
        assert isinstance(item, PolicyIndicator)  # nothing else has levels
        words = {level.score: level.condition for level in item.levels}
        found[str(column)] = [
            [level.score, words[level.value], foreign(words[level.value])] for level in levels
        ]
    return found


def year_data(edition: Edition, lens: str, year: int) -> Data:
    """Return one year of a lens: leaf scores of every state with any, and the published rank bands by node."""
    scores = edition.scores(lens)
    units = np.flatnonzero((scores.block.years == year) & ~np.isnan(scores.values).all(axis=1))
    states = scores.block.states[units].tolist()
    leaf_scores = scores.prepared.scores[:, 0, units].T
    return {
        "states": states,
        "leaves": [line(row) for row in leaf_scores],
        "bands": {str(scores.tree.column(node)): bands(edition, lens, node, year, states)
                  for node in nodes(edition, lens)},
    }  # fmt: skip


def line(row: Array) -> str:
    """Return numbers between commas, unrounded, and nothing where missing.

    >>> line(np.array([0.0, np.nan, 1 / 3]))
    '0,,0.3333333333333333'
    """
    return ",".join("" if np.isnan(value) else f"{value!r}".removesuffix(".0") for value in row.tolist())


def bands(edition: Edition, lens: str, node: str, year: int, states: list[str]) -> list[list[int] | None]:
    """Return the published band of ranks of each state, [best, worst] or None."""
    rows = edition.year(lens, node, year).set_index("state").reindex(states)
    rows = rows.where(rows["rank"].notna())
    return [
        None if pd.isna(low) else [int(low), int(high)]
        for low, high in zip(rows["rank_low"], rows["rank_high"], strict=True)
    ]


def embedded(kind: str, data: Data, **names: object) -> Html:
    """Return plain data as a script element that a page's script reads; it cannot end the element early."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace(
        "<", "\\u003c"
    )
    return Html(f'<script type="application/json"{attributes(class_=f"sb-{kind}", **names)}>{text}</script>')
