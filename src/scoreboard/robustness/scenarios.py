"""Combinations of alternatives: each an altered frozen index, compiled once, with all that its draws share."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from scoreboard.definitions.models import Index
from scoreboard.observations import Panel
from scoreboard.robustness.factors import CHOICES, declared, factor, options_of
from scoreboard.robustness.sampling import Sampled, SampledBlock
from scoreboard.scoring import Block, Plan, compile_plan, measure_block, prepare, settle
from scoreboard.scoring.plan import Prepared


def alternatives(index: Index) -> list[Index]:
    """Return an index and all that its choices may make of it, each choice altered by itself."""
    known = {name: alter for name, alter in options_of(index).items() if name in declared(index)}
    return [index] + [
        alter(index, option)
        for name, alter in known.items()
        for option in range(1, factor(index, name, 0, index.robustness.seed).options)
    ]


@dataclass(frozen=True)
class Scenario:
    """One combination of alternatives: a compiled index with settled weights, and the values it starts from."""

    plan: Plan
    block: Block
    nominal: Prepared
    """Leaf scores where nothing but weights and inclusion varies."""
    sampled: SampledBlock | None = None
    """The same block with observations that can be drawn."""


@dataclass(frozen=True)
class Scenarios:
    """The scenarios of a study, each made when it is first asked for.

    Parameters
    ----------
    panel, index : validated observations and the index whose alternatives are combined.
    years : the years that are looked at; all of the index if None.
    sampled : observations that can be drawn; None where sampling error does not vary.
    """

    panel: Panel
    index: Index
    years: tuple[int, ...] | None
    sampled: Sampled | None
    _made: dict[tuple[int, ...], Scenario] = field(default_factory=dict, repr=False)
    _blocks: dict[int, Block] = field(default_factory=dict, repr=False)
    _drawable: dict[tuple[int, int], SampledBlock] = field(default_factory=dict, repr=False)

    def of(self, options: tuple[int, ...]) -> Scenario:
        """Return the scenario in which each choice of `CHOICES` takes an option; () is the index's own."""
        if options not in self._made:
            self._made[options] = self._make(options)
        return self._made[options]

    def _make(self, options: tuple[int, ...]) -> Scenario:
        index, alter = self.index, options_of(self.index)
        for name, option in zip(CHOICES, options, strict=False):
            index = alter[name](index, option)
        plan = compile_plan(index, self.panel.framework)
        block = self._block(index, plan)
        whole = prepare(plan, block.values.T[:, None], block.peers)
        plan = replace(plan, tree=settle(plan.tree, whole.scores, block.peers))
        if self.years is not None and not plan.compares_years:
            block = block.of_years(self.years)
            whole = prepare(plan, block.values.T[:, None], block.peers)
        return Scenario(plan, block, whole, self._sampled_block(index.reach, block))

    def _block(self, index: Index, plan: Plan) -> Block:
        """Return the measures; only how far values are carried forward makes a difference."""
        if index.reach not in self._blocks:
            self._blocks[index.reach] = measure_block(self.panel, index, plan.tree.leaves)
        return self._blocks[index.reach]

    def _sampled_block(self, reach: int, block: Block) -> SampledBlock | None:
        """Return a block whose observations can be drawn; scenarios with the same rows share it."""
        if self.sampled is None:
            return None
        key = (reach, len(block.years))
        if key not in self._drawable:
            self._drawable[key] = self.sampled.of_block(block)
        return self._drawable[key]
