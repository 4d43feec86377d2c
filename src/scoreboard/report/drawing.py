"""What the draws say of a lens, all from one simulation: tables of every node, and the draws of its domains."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scoreboard.analysis.groups import Weighing, averages_of
from scoreboard.definitions import DOMAINS
from scoreboard.definitions.groups import Groups, Period
from scoreboard.report.ledger import read
from scoreboard.robustness import uncertainty
from scoreboard.robustness.simulating import Samples
from scoreboard.robustness.tables import Drawn, intervals

if TYPE_CHECKING:
    from scoreboard.report.edition import Edition


def nodes(edition: Edition, lens: str) -> list[str]:
    """Return the overall and the domains of a lens."""
    return [it for it in ("overall", *DOMAINS) if (lens, it) in edition.framework.nodes]


@read(derived=True)
def _simulated(edition: Edition, lens: str) -> tuple[dict[str, pd.DataFrame], Drawn]:
    groups = edition.framework.groups
    always = {group: dict.fromkeys(states, (Period(),)) for group, states in edition.members.items()}
    weighing = Weighing(Groups(groups.definitions, always), edition.counts)
    makers = {"intervals": intervals, "averages": averages_of(weighing)}
    parts, kept = [], []
    for part in uncertainty(edition.scores(lens).panel, edition.framework.indices[lens]).parts():
        parts.append({name: make(part) for name, make in makers.items()})
        kept.append(_only(part, nodes(edition, lens)))
    tables = {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in makers}
    return tables, _together(kept)


def _only(drawn: Drawn, wanted: Collection[str]) -> Drawn:
    """Return the draws of some nodes, so that the others need not be held."""
    samples = drawn.samples
    places = [place for place, node in enumerate(samples.nodes) if node in wanted]
    names = tuple(samples.nodes[place] for place in places)
    return replace(drawn, samples=Samples(names, samples.scores[places], samples.ranks[places]))


def _together(parts: list[Drawn]) -> Drawn:
    samples = [part.samples for part in parts]
    names = tuple(node for it in samples for node in it.nodes)
    scores, ranks = (
        np.concatenate([it.scores for it in samples]),
        np.concatenate([it.ranks for it in samples]),
    )
    return replace(parts[0], samples=Samples(names, scores, ranks))


@read(derived=True, kept=True)
def tables(edition: Edition, lens: str) -> dict[str, pd.DataFrame]:
    """Return the tables `intervals` and `averages` of all nodes and years."""
    return _simulated(edition, lens)[0]


def draws(edition: Edition, lens: str, years: Iterable[int] | None = None) -> Drawn:
    """Return the draws of the overall and the domains, in all years or in some."""
    drawn = _simulated(edition, lens)[1]
    if years is None:
        return drawn
    units = np.isin(drawn.peers.years, list(years))
    samples = Samples(drawn.samples.nodes, drawn.samples.scores[:, units], drawn.samples.ranks[:, units])
    return replace(drawn, samples=samples, peers=drawn.peers.select(units))
