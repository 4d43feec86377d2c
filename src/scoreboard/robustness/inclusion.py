"""What can be left out of an index one at a time, and what is left of each group then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoreboard.scoring import Tree


@dataclass(frozen=True)
class Items:
    """The items of a tree.

    Parameters
    ----------
    names : indicators, and look-ups, whose indicators make sense together only.
    keep : group name → bool array [child, item + 1]: whether a child stays; column 0 leaves out nothing.
    """

    names: tuple[str, ...]
    keep: dict[str, NDArray[np.bool_]]

    @property
    def count(self) -> int:
        """How many items can be left out."""
        return len(self.names)


def items_of(tree: Tree) -> Items:
    """Return what can be left out of a tree; a group that has nothing left goes with its last child."""
    inside = {child for group in tree.groups if group.rule == "lookup" for child in group.children}
    outside = {child for group in tree.groups if group.rule != "lookup" for child in group.children}
    lookups = {len(tree.leaves) + n for n, group in enumerate(tree.groups) if group.rule == "lookup"}
    columns = [c for c in range(len(tree.leaves)) if c in outside - inside] + sorted(lookups & outside)
    stays = np.ones((len(tree.columns), len(columns) + 1), bool)
    stays[columns, np.arange(1, len(columns) + 1)] = False
    for position, group in enumerate(tree.groups, start=len(tree.leaves)):
        stays[position] &= stays[list(group.children)].any(axis=0)
    keep = {group.name: stays[list(group.children)] for group in tree.groups}
    return Items(tuple(tree.columns[column] for column in columns), keep)
