"""An index worked on a panel step by step, to see where values are lost on the way to scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoreboard.definitions import leaves, walk
from scoreboard.definitions.checks.faults import Fault, Path_
from scoreboard.definitions.models import Index
from scoreboard.observations import Panel
from scoreboard.scoring.measures import Block, measure_block
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.moments import constant
from scoreboard.scoring.methods.weighting import WeightingError
from scoreboard.scoring.plan import Plan, compile_plan, prepare
from scoreboard.scoring.scaling import scale
from scoreboard.scoring.tree import Group, join
from scoreboard.scoring.weights import fitted_weights


@dataclass(frozen=True)
class Trial:
    """An index worked on a panel, step by step, to see where something is lost.

    Parameters
    ----------
    panel : clean observations.
    index : the index; its weights need not be possible.
    """

    panel: Panel
    index: Index

    @cached_property
    def plan(self) -> Plan:
        """The compiled index."""
        return compile_plan(self.index, self.panel.framework)

    @cached_property
    def block(self) -> Block:
        """The measures."""
        return measure_block(self.panel, self.index, self.plan.tree.leaves)

    @cached_property
    def paths(self) -> dict[str, Path_]:
        """Node or indicator → its first place in the tree."""
        places = [(node.node or node.indicator or "", path) for path, node in walk(self.index.tree)]
        return dict(reversed(places))

    @cached_property
    def _values_and_scores(self) -> tuple[Array, Array]:
        """Values as they go into normalisation, and what comes out, arrays [leaf, unit]."""
        values = self.block.values.T
        prepared = prepare(self.plan, values[:, None], self.block.peers)
        imputed = values if prepared.imputed is None else prepared.imputed.values[:, 0]
        return imputed, prepared.scores[:, 0]

    def empty_groups(self) -> Iterator[Fault]:
        """Yield the topmost groups of which no indicator has a value in any year."""
        seen = {
            name for name, column in zip(self.block.indicators, self.block.values.T, strict=True)
            if not np.isnan(column).all()
        }  # fmt: skip
        told: list[Path_] = []
        for path, node in walk(self.index.tree):
            inside = any(path[: len(above)] == above for above in told)
            if node.children and not inside and not seen & set(leaves(node)):
                told.append(path)
                found = f"{node.node}: no value of {', '.join(leaves(node))} in {_years(self.index)}"
                yield Fault("empty-group", (*path, "node"), found)

    def lost_leaves(self) -> Iterator[Fault]:
        """Yield the indicators whose values are there and have no score."""
        values, scores = self._values_and_scores
        for batch in self.plan.leaves:
            for position in batch.positions:
                code = self.plan.tree.leaves[position]
                place = (*self.paths[code], "indicator")
                yield from self._lost(code, place, values[position], scores[position], batch.how.over)

    def _lost(self, name: str, place: Path_, values: Array, scores: Array, over: str) -> Iterator[Fault]:
        """Yield values [unit] that have no score: constant ones, and single ones without it."""
        lost = ~np.isnan(values) & np.isnan(scores)
        if not lost.any():
            return
        same = np.zeros(len(lost), bool)
        for units in self.block.peers.groups(over):
            same[units] = constant(values[units])
        if (lost & same).any():
            where = self._when(lost & same)
            found = f"{name} is {values[lost & same][0]:g} in all states, {where}"
            yield Fault("constant-indicator", place, found)
        if (lost & ~same).any():
            first = int(np.flatnonzero(lost & ~same)[0])
            state, year = self.block.states[first], self.block.years[first]
            count = int((lost & ~same).sum())
            found = f"{name} = {values[first]:g} of {state} {year}" + (
                f" and {count - 1} more" if count > 1 else ""
            )
            yield Fault("value-without-score", place, found)

    def _when(self, units: NDArray[np.bool_]) -> str:
        years = np.unique(self.block.years[units])
        every = len(years) == len(self.block.peers.by_year)
        return "in every year" if every else ", ".join(str(year) for year in years)

    def group_faults(self) -> Iterator[Fault]:
        """Yield groups whose weights cannot be had, and group scores that are lost where they are compared."""
        tree, peers = self.plan.tree, self.block.peers
        planes = list(self._values_and_scores[1][:, None])
        for group in tree.groups:
            names = [tree.columns[child] for child in group.children]
            children = np.stack([planes[child][0] for child in group.children])
            yield from self._weights(group, names, children)
            if group.rule == "mazziotta_pareto":
                for name, child in zip(names, children, strict=True):
                    nothing = np.where(constant(child), np.nan, child)
                    yield from self._lost(name, self._place(name), child, nothing, "panel")
            raw, _ = join(replace(group, scaling=None), planes, peers)
            planes.append(raw if group.scaling is None else scale(raw, group.scaling, peers))
            if group.scaling is not None:
                place = (*self.paths[group.name], "normalisation")
                yield from self._lost(group.name, place, raw[0], planes[-1][0], group.scaling.over)

    def _place(self, name: str) -> Path_:
        return (*self.paths[name], "indicator" if name in self.plan.tree.leaves else "node")

    def _weights(self, group: Group, names: list[str], children: Array) -> Iterator[Fault]:
        if group.weighting is None:
            return
        try:
            fitted_weights(group.weighting, names, children)
        except WeightingError as error:
            concerned = ", ".join(names[it] for it in error.children if isinstance(it, int))
            found = f"{group.weighting.method} weights of {group.name}" + (
                f": {concerned}" if concerned else ""
            )
            place = (*self.paths[group.name], "weighting")
            yield Fault("weights-not-fitted", place, found, advice=reason_of(error))


def reason_of(error: WeightingError) -> str:
    """Return why weights cannot be had, without the positions of children, which mean nothing to a reader."""
    message = str(error)
    return message.partition(": ")[2] if message.startswith("Children ") and ": " in message else message


def _years(index: Index) -> str:
    return f"{index.years.first}–{index.years.last}"
