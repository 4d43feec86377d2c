"""An index, its panel and its factors made ready to be scored in any realisation of them.

A realisation gives each factor a number; `Study.score` scores many at once through the same compiled tree as
the published scores. Realisations that choose the same alternatives share an altered frozen index; all else
varies by draw within the arrays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoreboard.definitions.models import Index
from scoreboard.observations import Panel
from scoreboard.robustness.factors import (
    CHOICES,
    Draws,
    Factor,
    WeightDraws,
    factor,
    goalpost_shifts,
)
from scoreboard.robustness.inclusion import Items, items_of
from scoreboard.robustness.sampling import Sampled, imputation_noise, sampled
from scoreboard.robustness.scenarios import Scenario, Scenarios
from scoreboard.scoring import (
    Scores,
    Tree,
    aggregate,
    compile_tree,
    prepare,
)
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.peers import Peers
from scoreboard.scoring.plan import Prepared, columns_last
from scoreboard.scoring.tree import Group

Realisations = Mapping[str, Draws]
"""Factor → int array [draw]; a factor that is not there keeps to the index's own way."""


@dataclass(frozen=True)
class Study:
    """What is varied, and where it is looked at.

    Parameters
    ----------
    panel, index : validated observations and the index that scores them.
    years : the years that are looked at; all of the index if None.
    seed : of all random streams.
    size : how many realisations each factor has.
    factors : names of the factors that vary.
    """

    panel: Panel
    index: Index
    years: tuple[int, ...] | None
    seed: int
    size: int
    factors: tuple[str, ...]

    @cached_property
    def tree(self) -> Tree:
        """The tree of the index itself; every scenario has the same columns."""
        return compile_tree(self.index)

    @cached_property
    def items(self) -> Items:
        """What can be left out one at a time."""
        return items_of(self.tree)

    @cached_property
    def sources(self) -> dict[str, Factor]:
        """Factor name → how realisations are drawn."""
        return {name: factor(self.index, name, self.items.count, self.seed) for name in self.factors}

    @cached_property
    def peers(self) -> Peers:
        """The units that are looked at: states of the chosen years, years ascending."""
        return self.scenario(()).block.of_years(self.years).peers

    @property
    def cells(self) -> int:
        """How many scores one draw makes: of the groups only, where the leaves are common to all draws."""
        varied = {"sampling", "goalposts", "imputation"} & set(self.factors)
        columns = len(self.tree.leaves) if varied else len(self.tree.groups)
        return columns * len(self.scenario(()).block.years)

    def prepare(self, options: Collection[tuple[int, ...]]) -> None:
        """Make all that draws have in common, so that forked workers inherit it."""
        for each in options:
            self.scenario(each)
        _ = self.items, self.unscored, self._weights, self._shifts

    @cached_property
    def _scenarios(self) -> Scenarios:
        return Scenarios(self.panel, self.index, self.years, self._sampled)

    def scenario(self, options: tuple[int, ...]) -> Scenario:
        """Return the scenario in which each choice of `CHOICES` takes an option; () is the index's own."""
        return self._scenarios.of(options)

    @cached_property
    def _weights(self) -> tuple[Array, ...] | None:
        how = self.index.robustness.weights
        if "weights" not in self.factors or how is None:
            return None
        tree = self.scenario(()).plan.tree
        return WeightDraws(tree, how, self.seed, self.size).multipliers

    @cached_property
    def _shifts(self) -> Array | None:
        how = self.index.robustness.goalposts
        if "goalposts" not in self.factors or how is None:
            return None
        return goalpost_shifts(len(self.tree.leaves), how.within, self.seed, self.size)

    @cached_property
    def _sampled(self) -> Sampled | None:
        how = self.index.robustness.sampling
        if "sampling" not in self.factors or how is None:
            return None
        return sampled(self.panel, self.index, how, self.seed)

    def score(self, drawn: Realisations, options: tuple[int, ...], nodes: Collection[str]) -> list[Array]:
        """Score realisations that choose the same alternatives.

        Parameters
        ----------
        drawn : factor → realisation of each draw.
        options : the alternatives that all of them choose.
        nodes : the nodes that are wanted.

        Returns
        -------
        For each node a plane [draw, unit], units as in `peers`. A state that the index itself gives no
        score takes part in no draw, so that all draws compare the same states.
        """
        scenario = self.scenario(options)
        leaf_scores = self._prepared(scenario, drawn).scores
        peers, columns = scenario.block.peers, scenario.plan.tree
        if self.years is not None and not scenario.plan.joins_compare_years:
            keep = np.isin(peers.years, self.years)
            leaf_scores, peers = leaf_scores[..., keep], peers.select(keep)
        tree = columns.needed(list(nodes)).with_groups(lambda group: self._group(group, drawn))
        scores, _ = aggregate(tree, leaf_scores, peers)
        wanted = np.ones(len(peers.years), bool) if self.years is None else np.isin(peers.years, self.years)
        planes = [scores[tree.column(node)][:, wanted] for node in nodes]
        return [
            np.where(without, np.nan, plane) if without.any() else plane
            for plane, without in zip(planes, (self.unscored[node] for node in nodes), strict=True)
        ]

    @cached_property
    def unscored(self) -> dict[str, NDArray[np.bool_]]:
        """Node → the units, as in `peers`, that the index itself gives no score."""
        scenario = self.scenario(())
        planes, _ = aggregate(scenario.plan.tree, scenario.nominal.scores, scenario.block.peers)
        units = np.isin(scenario.block.years, np.unique(self.peers.years))
        tree = scenario.plan.tree
        return {group.name: np.isnan(planes[tree.column(group.name)][0, units]) for group in tree.groups}

    def replay(self, realisation: Mapping[str, int]) -> Scores:
        """Return all scores of one realisation, to be looked at or explained like any others.

        Parameters
        ----------
        realisation : factor → its number; see `Uncertainty.drawn`.
        """
        drawn = {name: np.array([number]) for name, number in realisation.items()}
        options = tuple(
            int(realisation[name]) % self.sources[name].options if name in realisation else 0
            for name in CHOICES
        )
        scenario = self.scenario(options)
        prepared = self._prepared(scenario, drawn)
        tree = scenario.plan.tree.with_groups(lambda group: first_draw(self._group(group, drawn)))
        planes, shares = aggregate(tree, prepared.scores, scenario.block.peers)
        values = scenario.block.values
        if scenario.sampled is not None and "sampling" in drawn:
            values = scenario.sampled.measured(drawn["sampling"])[:, 0].T
        return Scores(
            self.panel,
            replace(scenario.plan, tree=tree),
            replace(scenario.block, values=values),
            prepared,
            columns_last(planes),
            columns_last(shares),
        )

    def _prepared(self, scenario: Scenario, drawn: Realisations) -> Prepared:
        """Return leaf scores [leaf, draw, unit], with one draw where they do not differ."""
        values, moved, noise = scenario.block.values.T[:, None], None, None
        changed = False
        if self._sampled is not None and "sampling" in drawn:
            assert scenario.sampled is not None  # made with the scenario
            values, changed = scenario.sampled.measured(drawn["sampling"]), True
        if self._shifts is not None and "goalposts" in drawn:
            moved, changed = self._moved(scenario, drawn["goalposts"]), True
        if scenario.plan.index.imputation.method == "multiple" and "imputation" in drawn:
            streams = drawn["imputation"] // self.sources["imputation"].options
            noise = imputation_noise(self.seed, streams, scenario.block)
            changed = True
        if not changed:
            return scenario.nominal
        return prepare(scenario.plan, values, scenario.block.peers, moved, noise)

    def _moved(self, scenario: Scenario, drawn: Draws) -> tuple[Array, Array]:
        """Return moved goalposts, two arrays [leaf, draw, 1]; other methods have none to move."""
        assert self._shifts is not None  # the caller has seen to it
        moved = np.full((2, len(self.tree.leaves), len(drawn), 1), np.nan)
        for batch in scenario.plan.leaves:
            bounds = np.stack([batch.low, batch.high])[..., None, None]
            logarithmic = batch.how.transform == "log"
            bounds = np.log(bounds) if logarithmic else bounds  # they move on the scale on which they act
            shift = self._shifts[:, batch.positions][:, :, drawn, None]
            here = bounds + shift * (bounds[1] - bounds[0])
            moved[:, batch.positions] = np.exp(here) if logarithmic else here
        return moved[0], moved[1]

    def _group(self, group: Group, drawn: Realisations) -> Group:
        """Return a group with the weights of each draw, and without what is left out."""
        nominal, weights = group.nominal, group.weights
        if self._weights is not None and "weights" in drawn:
            position = [it.name for it in self.tree.groups].index(group.name)
            weights = weights[:, None] * self._weights[position][:, drawn["weights"]]
        if "inclusion" in drawn:
            left_out = drawn["inclusion"] % self.sources["inclusion"].options
            keep = self.items.keep[group.name][:, left_out]
            nominal = nominal[:, None] * keep
            weights = (weights if weights.ndim > 1 else weights[:, None]) * keep
        return replace(group, nominal=nominal, weights=weights)


def first_draw(group: Group) -> Group:
    """Return a group with the weights of its first draw only."""
    nominal, weights = (it[:, 0] if it.ndim > 1 else it for it in (group.nominal, group.weights))
    return replace(group, nominal=nominal, weights=weights)
