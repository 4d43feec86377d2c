"""Editions between two editions: any set of causes applied, the others not, and scored as usual."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from scoreboard.analysis.comparison.attribution import Edition
from scoreboard.analysis.comparison.rows import Rows, series_of, sort_rows
from scoreboard.definitions import Framework
from scoreboard.definitions.models import Goalposts, StatisticIndicator
from scoreboard.observations import Panel
from scoreboard.scoring import Block, Scores, compile_plan, evaluate, measure_block
from scoreboard.scoring.methods.formulas import Array

_ROWS = frozenset({"new", "revised"})
_ON_MEASURES = _ROWS | {"definition"}
"""The causes that act before normalisation."""


@dataclass(frozen=True)
class Mixture:
    """One lens of two editions, and everything between them.

    Parameters
    ----------
    base, head : the scores of the editions, of one lens.
    units : (state, year) of the rows of all arrays.
    nodes : names of the columns of all arrays.
    """

    base: Scores
    head: Scores
    units: pd.MultiIndex
    nodes: tuple[str, ...]
    _scores: dict[Edition, Array] = field(default_factory=dict, repr=False)
    _measured: dict[Edition, Array] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        everything = _ON_MEASURES & frozenset(self.causes)
        self._measured.update({frozenset(): self._aligned(self.base.block)})
        self._measured.update({everything: self._aligned(self.head.block)} if everything else {})

    @property
    def lens(self) -> str:
        """The lens of both editions."""
        return self.base.index.lens

    @cached_property
    def rows(self) -> Rows:
        """The rows of both editions, sorted by what happened to them."""
        return sort_rows(self.base.panel, self.head.panel, self.lens)

    @cached_property
    def causes(self) -> tuple[str, ...]:
        """The causes that differ between the editions, in the order of `PARTS`."""
        new, revised = len(self.rows.new) > 0, len(self.rows.revised) + len(self.rows.gone) > 0
        differs = {
            "new": new,
            "revised": revised,
            "definition": self._definitions(self.base) != self._definitions(self.head),
            "goalposts": bool(self._moved_goalposts),
            "coverage": new or revised,
        }
        return tuple(cause for cause, yes in differs.items() if yes)

    def score(self, applied: Edition) -> Array:
        """Score the edition in which some causes are applied.

        An indicator that is present by the rows of both editions takes the value of the mixed rows; one
        that is present by those of one edition only has that value, before or after coverage is applied.

        Returns
        -------
        Array [unit, node], NaN where there is no score.
        """
        if applied not in self._scores:
            definition = applied & {"definition"}
            first, last = self._measure(definition), self._measure(definition | _ROWS)
            mixed = self._measure(applied)
            settled = np.where(np.isnan(mixed), first, mixed)  # gone, and its replacement not there yet
            both = ~np.isnan(first) & ~np.isnan(last)
            values = np.where(both, settled, last if "coverage" in applied else first)
            self._scores[applied] = self._evaluate(applied, values)
        return self._scores[applied]

    def score_as_it_stands(self, applied: Edition) -> Array:
        """Score the edition in which some causes are applied, with the indicators that its rows give."""
        return self._evaluate(applied, self._measure(applied))

    def _side(self, applied: Edition) -> Scores:
        return self.head if "definition" in applied else self.base

    def _measure(self, applied: Edition) -> Array:
        """Return the measures [unit, indicator] by one edition's definition and mixed rows."""
        applied = applied & _ON_MEASURES & frozenset(self.causes)
        if applied not in self._measured:
            side = self._side(applied)
            frame = self.rows.frame("definition" in applied, "new" in applied, "revised" in applied)
            panel = Panel(frame, side.panel.framework)
            self._measured[applied] = self._aligned(measure_block(panel, side.index, side.tree.leaves))
        return self._measured[applied]

    def _aligned(self, block: Block) -> Array:
        units = pd.MultiIndex.from_arrays([block.states, block.years])
        return pd.DataFrame(block.values, index=units).reindex(self.units).to_numpy()

    def _evaluate(self, applied: Edition, values: Array) -> Array:
        side = self._side(applied)
        block = Block(
            states=self.units.get_level_values(0).to_numpy(str),
            years=self.units.get_level_values(1).to_numpy(int),
            indicators=side.tree.leaves,
            values=values,
            rows=np.full((*values.shape, 2), -1),
            carried=np.zeros(values.shape, int),
        )
        framework = self._with_goalposts(side.panel.framework, "goalposts" in applied)
        plan = compile_plan(side.index, framework)
        scores, _ = evaluate(plan, block.values, block.peers)
        return pd.DataFrame(scores, columns=list(side.tree.columns)).reindex(columns=self.nodes).to_numpy()

    def _with_goalposts(self, framework: Framework, of_head: bool) -> Framework:
        """Return a framework with the moved goalposts of base or head."""
        posts = {code: pair[of_head] for code, pair in self._moved_goalposts.items()}
        moved = {
            code: framework.indicators[code].model_copy(update={"goalposts": it})
            for code, it in posts.items()
        }
        return replace(framework, indicators=framework.indicators | moved)

    @cached_property
    def _moved_goalposts(self) -> dict[str, tuple[Goalposts | None, Goalposts | None]]:
        """Indicator → its goalposts in base and head, where they differ and all else is alike."""
        before, after = (_statistics(it) for it in (self.base, self.head))
        return {
            code: (before[code].goalposts, after[code].goalposts)
            for code in before.keys() & after.keys()
            if _bounds(before[code]) != _bounds(after[code])
            and all(getattr(before[code], key) == getattr(after[code], key) for key in _SAME_SCALE)
        }

    def _definitions(self, side: Scores) -> object:
        """Return all that a score depends on beside rows and the goalposts that can be moved alone."""
        used = {code: side.panel.framework.indicators[code] for code in side.tree.leaves}
        alone = {
            code: it.model_copy(update={"goalposts": None}) if code in self._moved_goalposts else it
            for code, it in used.items()
        }
        return side.index, alone, series_of(side.panel.framework, side.index)


_SAME_SCALE = ("measure", "unit", "direction")
"""What must stay for goalposts to be comparable."""


def _statistics(side: Scores) -> dict[str, StatisticIndicator]:
    indicators = side.panel.framework.indicators
    return {code: it for code in side.tree.leaves if isinstance(it := indicators[code], StatisticIndicator)}


def _bounds(it: StatisticIndicator) -> tuple[float, float] | None:
    return (it.goalposts.low, it.goalposts.high) if it.goalposts else None
