"""Aggregation rules by their names in an index: children, weights, parameters and peers to a score."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from scoreboard.definitions.method import RuleParameters
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.frontier import benefit_of_the_doubt
from scoreboard.scoring.methods.mazziotta_pareto import mazziotta_pareto
from scoreboard.scoring.methods.means import arithmetic, geometric, harmonic, power
from scoreboard.scoring.methods.outranking import copeland
from scoreboard.scoring.peers import Peers

Planes = Sequence[Array]
Join = Callable[[Planes, Planes, RuleParameters, Peers], Array]
"""(children [draw, unit] each, weights [draw, 1] each, parameters, units) → score [draw, unit]."""


def _arithmetic(children: Planes, weights: Planes, given: RuleParameters, peers: Peers) -> Array:
    return arithmetic(children, weights)


def _geometric(children: Planes, weights: Planes, given: RuleParameters, peers: Peers) -> Array:
    return geometric(children, weights, shift=given.shift or 0.0)


def _harmonic(children: Planes, weights: Planes, given: RuleParameters, peers: Peers) -> Array:
    return harmonic(children, weights, shift=given.shift or 0.0)


def _power(children: Planes, weights: Planes, given: RuleParameters, peers: Peers) -> Array:
    assert given.exponent is not None  # checked with the definitions
    return power(children, weights, exponent=given.exponent)


def _copeland(children: Planes, weights: Planes, given: RuleParameters, peers: Peers) -> Array:
    """Compare the states of each year; 50·(1 + net wins/(n − 1)), so that 100 beats all others."""
    parts = [
        copeland([child[:, units] for child in children], weights, tolerance=given.tolerance or 0.0).rescaled
        for units in peers.by_year
    ]
    return _by_year(parts, peers)


def _mazziotta_pareto(children: Planes, weights: Planes, given: RuleParameters, peers: Peers) -> Array:
    """Compare over all years; 100 is the mean of the reference year."""
    year = peers.years.min() if given.reference_year is None else given.reference_year
    sign = +1 if given.penalty == "higher" else -1
    return mazziotta_pareto(children, weights, base=peers.years == year, sign=sign)


def _benefit_of_the_doubt(children: Planes, weights: Planes, given: RuleParameters, peers: Peers) -> Array:
    """Every unit chooses its own weights, so those given do not count; negative scores have no share."""
    values = np.stack(np.broadcast_arrays(*children))
    values = np.where(values < 0, np.nan, values)
    low = 0.0 if given.least_share is None else given.least_share
    high = 1.0 if given.greatest_share is None else given.greatest_share
    if given.over == "panel":
        return benefit_of_the_doubt(values, low, high).scores
    parts = [benefit_of_the_doubt(values[..., units], low, high).scores for units in peers.by_year]
    return _by_year(parts, peers)


def _by_year(parts: list[Array], peers: Peers) -> Array:
    result = np.empty((len(parts[0]), len(peers.years)))
    for units, part in zip(peers.by_year, parts, strict=True):
        result[:, units] = part
    return result


RULES: dict[str, Join] = {
    "arithmetic": _arithmetic,
    "geometric": _geometric,
    "harmonic": _harmonic,
    "power": _power,
    "copeland": _copeland,
    "mazziotta_pareto": _mazziotta_pareto,
    "benefit_of_the_doubt": _benefit_of_the_doubt,
}
