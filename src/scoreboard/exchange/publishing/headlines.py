"""What of an index is told first: the overall, what stands beside it, and the domains."""

from __future__ import annotations

import pandas as pd

from scoreboard.definitions import Framework
from scoreboard.exchange.publishing.codes import nodes


def headlines(framework: Framework) -> list[tuple[str, str]]:
    """Return (lens, node) of the roots of every tree and of the groups directly below them, in their order."""
    places = list(nodes(framework))
    roots = [(lens, name) for lens, name, parent, _ in places if not parent]
    groups = [(lens, name) for lens, name, parent, node in places if (lens, parent) in roots and node.node]
    return list(dict.fromkeys([*roots, *groups]))


def only_headlines(scores: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Return the rows of scores that belong to a headline."""
    shown = set(headlines(framework))
    return scores[[pair in shown for pair in zip(scores["lens"], scores["node"], strict=True)]]
