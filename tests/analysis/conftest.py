"""Editions of the mini project that differ in what a test says, made without files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from scoreboard.analysis.comparison import Comparison
from scoreboard.analysis.comparison.moves import Move, each
from scoreboard.definitions.models import Node
from scoreboard.observations import Panel

Cell = tuple[str, str, int, str]
"""State, indicator, year and group, of both sexes together."""


def with_cells(panel: Panel, cells: Mapping[Cell, float | None]) -> Panel:
    """Give cells another value, add those that are not there, and take away those without a value."""
    frame = panel.frame.copy()
    for (state, indicator, year, group), value in cells.items():
        wanted = {"state": state, "indicator": indicator, "year": year, "group": group, "sex": "T"}
        here = (frame[list(wanted)] == pd.Series(wanted)).all(axis="columns")
        if value is None:
            frame = frame[~here]
        elif here.any():
            frame.loc[here, "value"] = value
        else:
            like = frame[(frame["indicator"] == indicator) & (frame["sex"] == "T")].iloc[0]
            row = like.to_frame().T.assign(**wanted, value=value).astype(frame.dtypes.to_dict())
            frame = pd.concat([frame, row], ignore_index=True)
    return replace(panel, frame=frame)


def with_indicator(panel: Panel, code: str, **changes: Any) -> Panel:
    """Change keys of one indicator; a dictionary changes keys of what stands there."""
    it = panel.framework.indicators[code]
    update = {key: _nested(getattr(it, key), value) for key, value in changes.items()}
    indicators = panel.framework.indicators | {code: it.model_copy(update=update)}
    return replace(panel, framework=replace(panel.framework, indicators=indicators))


def with_index(panel: Panel, lens: str, **changes: Any) -> Panel:
    """Change keys of one index; a dictionary changes keys of what stands there."""
    index = panel.framework.indices[lens]
    update = {key: _nested(getattr(index, key), value) for key, value in changes.items()}
    indices = panel.framework.indices | {lens: index.model_copy(update=update)}
    return replace(panel, framework=replace(panel.framework, indices=indices))


def with_node(panel: Panel, lens: str, name: str, **changes: Any) -> Panel:
    """Change keys of one node or indicator wherever it stands in the tree."""
    tree = tuple(_in_tree(root, name, changes) for root in panel.framework.indices[lens].tree)
    return with_index(panel, lens, tree=tree)


def _in_tree(node: Node, name: str, changes: dict[str, Any]) -> Node:
    children = tuple(_in_tree(child, name, changes) for child in node.children)
    update = {"children": children} | (changes if name in (node.node, node.indicator) else {})
    return node.model_copy(update=update)


def _nested(value: Any, change: Any) -> Any:
    return value.model_copy(update=change) if isinstance(change, dict) else change


@pytest.fixture(scope="session")
def panel(mini) -> Panel:
    return mini.panel()


@pytest.fixture(scope="session")
def move_of() -> Callable[..., Move]:
    """Find the one move of a cell."""

    def find(comparison: Comparison, lens: str, node: str, state: str, year: int) -> Move:
        cell = {"lens": lens, "node": node, "state": state, "year": year}
        here = (comparison.moves[list(cell)] == pd.Series(cell)).all(axis="columns")
        (move,) = each(comparison.moves[here])
        return move

    return find
