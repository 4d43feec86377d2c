"""What is audited: an index with its scores, and the analyses that checks share."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions import AnyIndicator, Framework, walk
from scoreboard.definitions.models import Index, Node
from scoreboard.robustness.coherence import Coherence, coherence
from scoreboard.robustness.factors import declared
from scoreboard.robustness.simulating import Progress
from scoreboard.robustness.tables import TABLES, Drawn
from scoreboard.robustness.uncertainty import uncertainty
from scoreboard.scoring import Scores


@dataclass(frozen=True)
class Subject:
    """An index under audit.

    Parameters
    ----------
    scores : of the index.
    year : the year that is looked at.
    this_year : the calendar year in which the audit is made.
    sensitivity : sensitivity indices, columns target, factor, first, total; None if they were not computed.
    pages : names of the chapters of the book; None if there is no book.
    draws : of the overall in the year, where they have been made.
    """

    scores: Scores
    year: int
    this_year: int
    sensitivity: pd.DataFrame | None = None
    pages: Collection[str] | None = None
    progress: Progress | None = None
    draws: Drawn | None = None

    @property
    def index(self) -> Index:
        """The index."""
        return self.scores.index

    @property
    def framework(self) -> Framework:
        """All definitions."""
        return self.scores.panel.framework

    @property
    def root(self) -> str:
        """Name of the overall."""
        return self.index.tree[0].node or self.index.tree[0].indicator or ""

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Name → group node."""
        return {node.node: node for _, node in walk(self.index.tree) if node.node}

    @cached_property
    def indicators(self) -> dict[str, AnyIndicator]:
        """Code → indicator of the tree, in the order of its leaves."""
        return {code: self.framework.indicators[code] for code in self.scores.tree.leaves}

    @cached_property
    def units(self) -> NDArray[np.bool_]:
        """Which units are of the year."""
        return np.asarray(self.scores.block.years == self.year)

    @cached_property
    def shares(self) -> dict[str, float]:
        """Place below the overall → its effective weight."""
        return self.coherence.shares.get(self.root, {self.root: 1.0})

    @cached_property
    def coherence(self) -> Coherence:
        """The coherence of the groups in the year."""
        return coherence(self.scores, self.year)

    @cached_property
    def pooled(self) -> Coherence:
        """The coherence of the groups over all years."""
        return coherence(self.scores, "pooled")

    @cached_property
    def ranked(self) -> int:
        """How many states have a rank in the overall in the year."""
        ranks = self.scores.ranks[self.units, self.scores.tree.column(self.root)]
        return int((~np.isnan(ranks)).sum())

    @cached_property
    def drawn(self) -> dict[str, pd.DataFrame]:
        """Tables `intervals` and `pairs` of the overall in the year; none without factors or ranks."""
        if not declared(self.index) or not self.ranked or self.root not in self.nodes:
            return {}
        if self.draws is not None:
            return {name: TABLES[name](self.draws) for name in ("intervals", "pairs")}
        analysis = uncertainty(
            self.scores.panel, self.index, years=[self.year], nodes=[self.root], progress=self.progress
        )
        return analysis.tables("intervals", "pairs")

    def title(self, name: str) -> str:
        """Return the title of a node or indicator."""
        return self.framework.label(self.index.lens, name)
