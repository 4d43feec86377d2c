"""What the draws say of a lens: intervals of every node, and the draws of its domains, year by year.

Each year is drawn by itself and kept, so that a change of data costs the draws of the years that it reaches.
Where a score of one year rests on other years, all years are drawn together.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scoreboard.analysis.groups import Weighing, averages_of
from scoreboard.definitions import DOMAINS
from scoreboard.definitions.groups import Groups, Period
from scoreboard.report.ledger import Key, read
from scoreboard.robustness import uncertainty
from scoreboard.robustness.simulating import Samples
from scoreboard.robustness.tables import Drawn, intervals
from scoreboard.scoring.peers import Peers

if TYPE_CHECKING:
    from scoreboard.report.edition import Edition

Years = tuple[int, ...]


@dataclass(frozen=True)
class Part:
    """What was drawn for some years.

    Parameters
    ----------
    intervals : of all nodes.
    samples, peers : the draws of the overall and the domains, and their units.
    """

    intervals: pd.DataFrame
    samples: Samples
    peers: Peers


def nodes(edition: Edition, lens: str) -> list[str]:
    """Return the overall and the domains of a lens."""
    return [it for it in ("overall", *DOMAINS) if (lens, it) in edition.framework.nodes]


@read
def parts(edition: Edition, lens: str) -> list[Years]:
    """Return the years of a lens in the parts that are drawn by themselves."""
    index = edition.written.indices[lens]
    every = range(index.years.first, index.years.last + 1)
    return [tuple(every)] if edition.behind_draws(lens).together else [(year,) for year in every]


@read(derived=True, kept=True)
def part(edition: Edition, lens: str, years: Years) -> Part:
    """Return what is drawn for some years, one of `parts`."""
    analysis = uncertainty(edition.drawable(lens, years), edition.written.indices[lens], years=years)
    found, kept = [], []
    for some in analysis.parts():
        found.append(intervals(some))
        kept.append(some.samples.of_nodes(nodes(edition, lens)))
    return Part(pd.concat(found, ignore_index=True), _stacked(kept, axis=0), analysis.study.peers)


def part_key(lens: str, years: Years) -> Key:
    """Return the key by which a ledger knows a part."""
    return f"{__name__}:{part.__name__}", lens, years


def bounds_key(lens: str) -> Key:
    """Return the key by which a ledger knows the intervals of a lens."""
    return f"{__name__}:{bounds.__name__}", lens


def _stacked(found: list[Samples], axis: int) -> Samples:
    """Return draws of several nodes (axis 0) or years (axis 1) as one."""
    names = tuple(node for it in found for node in it.nodes) if axis == 0 else found[0].nodes
    scores, ranks = [it.scores for it in found], [it.ranks for it in found]
    return Samples(names, np.concatenate(scores, axis), np.concatenate(ranks, axis))


@read(derived=True, kept=True)
def bounds(edition: Edition, lens: str) -> pd.DataFrame:
    """Return the intervals of all nodes, by node, state and year; see `robustness.tables.intervals`."""
    rows = pd.concat([part(edition, lens, years).intervals for years in parts(edition, lens)])
    order = pd.Categorical(rows["node"], categories=rows["node"].unique())
    by_node = rows.assign(place=order).sort_values(["place", "state", "year"], kind="stable")
    return by_node.drop(columns="place").reset_index(drop=True)


@read(derived=True)
def _bounds_by_year(edition: Edition, lens: str) -> dict[Hashable, pd.DataFrame]:
    return dict(list(bounds(edition, lens).set_index("state").groupby(["node", "year"])))


def bounds_of(edition: Edition, lens: str, node: str, year: int) -> pd.DataFrame:
    """Return the intervals of one node in one year, by state; empty where nothing was drawn."""
    by_year = _bounds_by_year(edition, lens)
    return (
        by_year[node, year] if (node, year) in by_year else bounds(edition, lens).set_index("state").iloc[:0]
    )


@read
def averages(edition: Edition, lens: str, year: int) -> pd.DataFrame:
    """Return the averages of groups of states in the overall and the domains; see `average_scores`.

    Who belongs on the day of the edition is followed through all years.
    """
    groups = edition.framework.groups
    always = {group: dict.fromkeys(states, (Period(),)) for group, states in edition.members.items()}
    weighing = Weighing(Groups(groups.definitions, always), edition.counts)
    return averages_of(weighing)(drawn(edition, lens, (year,)))


def drawn(edition: Edition, lens: str, years: Iterable[int]) -> Drawn:
    """Return the draws of the overall and the domains in some years, beside the scores of the index."""
    samples, peers = draws(edition, lens, years)
    scores = edition.scores(lens)
    return Drawn(samples, peers, scores, scores.index.robustness.interval)


def draws(edition: Edition, lens: str, years: Iterable[int]) -> tuple[Samples, Peers]:
    """Return the draws of the overall and the domains in some years, and the units of these."""
    wanted = set(years)
    found = [part(edition, lens, it) for it in parts(edition, lens) if wanted.intersection(it)]
    samples = _stacked([it.samples for it in found], axis=1)
    peers = Peers(
        *(np.concatenate([getattr(it.peers, name) for it in found]) for name in ("states", "years"))
    )
    units = np.isin(peers.years, list(wanted))
    if not units.all():
        peers = peers.select(units)
        samples = replace(samples, scores=samples.scores[:, units], ranks=samples.ranks[:, units])
    return samples, peers
