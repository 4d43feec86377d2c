"""Uncertainty analysis: one seeded Monte Carlo over all declared factors, every state, year and node.

Saisana, Saltelli, Tarantola (2005), doi 10.1111/j.1467-985X.2005.00350.x.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from scoreboard.definitions.models import Index
from scoreboard.observations import Panel
from scoreboard.robustness.factors import Draws, declared
from scoreboard.robustness.simulating import Progress, simulate
from scoreboard.robustness.study import Study
from scoreboard.robustness.tables import TABLES, Drawn
from scoreboard.scoring import Scores, score

MEMORY = 1_000_000_000
"""Bytes that the draws may take at once; more nodes than fit are worked on one part after another."""
_BYTES = 10
"""A score and a rank of one draw."""


@dataclass(frozen=True)
class Uncertainty:
    """An uncertainty analysis; tables are made when they are asked for.

    Parameters
    ----------
    study : what varies, and where it is looked at.
    nodes : the group nodes that are looked at.
    draws : how many.
    memory : bytes that the draws may take at once.
    chunk, workers : draws at once and threads; they change the time, and no bit of the result.
    progress : called with the number of draws done and in all.

    Examples
    --------
    >>> from scoreboard import Project
    >>> project = Project("tests/mini")
    >>> analysis = uncertainty(project.panel(), project.framework.policy, draws=200, seed=1, years=[2019])
    >>> sure = analysis.intervals.query("node == 'overall'")
    >>> sure[["state", "score_low", "score_high"]].round(1).to_dict("list")
    {'state': ['AT', 'BE', 'SE'], 'score_low': [61.5, 74.2, 96.5], 'score_high': [68.1, 80.1, 98.2]}
    """

    study: Study
    nodes: tuple[str, ...]
    draws: int
    memory: int = MEMORY
    chunk: int | None = None
    workers: int | None = None
    progress: Progress | None = None

    @cached_property
    def drawn(self) -> dict[str, Draws]:
        """Factor → realisation of each draw, common to all states and years."""
        return {name: source.realise(self.draws) for name, source in self.study.sources.items()}

    @cached_property
    def nominal(self) -> Scores:
        """The scores by the index as it is."""
        return score(self.study.panel, self.study.index)

    def replay(self, draw: int) -> Scores:
        """Return all scores of one draw, to be explained like the published ones.

        Parameters
        ----------
        draw : its number, from 0.

        Raises
        ------
        IndexError
            If there is no such draw, counted from 0.
        """
        return self.study.replay({name: int(numbers[draw]) for name, numbers in self.drawn.items()})

    @cached_property
    def intervals(self) -> pd.DataFrame:
        """Score and rank with their intervals; see `tables.intervals`."""
        return self.tables("intervals")["intervals"]

    def _repr_html_(self) -> str:
        from scoreboard.robustness.showing import uncertainty_html

        return uncertainty_html(self)

    def tables(self, *names: str, **others: Callable[[Drawn], pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return tables by name: intervals, ranks, pairs, ties, changes; all if nothing is named.

        Parameters
        ----------
        names : of tables.
        others : name → what makes a further table of a part of the nodes, from the same draws.

        Raises
        ------
        KeyError
            If there is no table of that name.
        """
        wanted = names if names or others else tuple(TABLES)
        makers = {name: TABLES[name] for name in wanted} | others
        parts = [{name: make(part) for name, make in makers.items()} for part in self.parts()]
        return {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in makers}

    def parts(self) -> Iterator[Drawn]:
        """Yield the draws of as many nodes at a time as the memory bears.

        Returns
        -------
        One part after another: arrays [node][unit, draw] of scores and ranks, and what they are compared with.
        """
        size = self.draws * len(self.study.peers.years) * _BYTES
        step = max(1, self.memory // max(1, size))
        for start in range(0, len(self.nodes), step):
            yield self._part(self.nodes[start : start + step])

    def _part(self, nodes: Sequence[str]) -> Drawn:
        samples = simulate(
            self.study, self.drawn, nodes, chunk=self.chunk, workers=self.workers, progress=self.progress
        )
        return Drawn(samples, self.study.peers, self.nominal, self.study.index.robustness.interval)


def uncertainty(
    panel: Panel,
    index: Index,
    draws: int | None = None,
    seed: int | None = None,
    years: Collection[int] | None = None,
    nodes: Sequence[str] | None = None,
    factors: Collection[str] | None = None,
    *,
    memory: int = MEMORY,
    chunk: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Uncertainty:
    """Prepare an uncertainty analysis of an index.

    Parameters
    ----------
    panel : validated observations, from `Project.panel`.
    index : the policy or the outcome index of the same framework; it declares what is uncertain.
    draws, seed : those of the index unless given.
    years : only these; all years of the index unless given. The draws are the same either way.
    nodes : only these group nodes; all unless given.
    factors : only these of the factors that the index declares; all unless given.
    memory : bytes that the draws may take at once.
    chunk, workers : draws at once and threads; they change the time, and no bit of the result.
    progress : called with the number of draws done and in all.

    Returns
    -------
    The analysis; its tables are made when they are asked for.

    Raises
    ------
    KeyError
        If the index does not declare a factor, or has no such node.

    Examples
    --------
    >>> from scoreboard import Project
    >>> project = Project("tests/mini")
    >>> analysis = uncertainty(project.panel(), project.framework.policy, draws=200, seed=1, years=[2019])
    >>> analysis.tables("ties")["ties"].query("node == 'overall'")["group"].tolist()
    [3, 2, 1]
    """
    known = declared(index)
    for name in factors or ():
        if name not in known:
            raise KeyError(name)
    draws = draws or index.robustness.draws
    study = Study(
        panel=panel,
        index=index,
        years=None if years is None else tuple(sorted(years)),
        seed=index.robustness.seed if seed is None else seed,
        size=draws,
        factors=tuple(name for name in known if factors is None or name in factors),
    )
    for node in nodes or ():
        study.tree.column(node)
    chosen = tuple(nodes) if nodes is not None else tuple(group.name for group in study.tree.groups)
    return Uncertainty(study, chosen, draws, memory, chunk, workers, progress)
