"""Normalisation as an index declares it: direction, peers, goalposts and parameters put to the formulas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from scoreboard.definitions import Framework, walk
from scoreboard.definitions.method import Normalisation
from scoreboard.definitions.models import Index, StatisticIndicator
from scoreboard.scoring.methods.formulas import Array, goalposts
from scoreboard.scoring.methods.normalising import NORMALISERS
from scoreboard.scoring.peers import Peers

_NAMES = {"lowest_score": "low", "highest_score": "high"}
"""Names of the index file → names of the formulas' arguments, where they differ."""


@dataclass(frozen=True)
class Leaves:
    """Leaves that are normalised alike.

    Parameters
    ----------
    positions : int array [leaf] in the block.
    how : their normalisation.
    low, high : goalposts [leaf]; NaN for other methods.
    mirrored : bool array [leaf], less is better.
    """

    positions: NDArray[np.int_]
    how: Normalisation
    low: Array
    high: Array
    mirrored: NDArray[np.bool_]


def compile_leaves(index: Index, names: tuple[str, ...], framework: Framework) -> tuple[Leaves, ...]:
    """Return the leaves of an index in batches of the same normalisation."""
    own = {node.indicator: node.normalisation for _, node in walk(index.tree) if node.indicator}
    batches: dict[Normalisation, list[int]] = {}
    for position, name in enumerate(names):
        how = own.get(name) or index.normalisation
        alike = how.model_copy(update={"low": None, "high": None}) if how.method == "goalposts" else how
        batches.setdefault(alike, []).append(position)
    return tuple(
        _batch(how, positions, [own.get(names[p]) or index.normalisation for p in positions],
               [names[p] for p in positions], framework)
        for how, positions in batches.items()
    )  # fmt: skip


def _batch(
    how: Normalisation, positions: list[int], own: list[Normalisation], names: list[str], framework: Framework
) -> Leaves:
    bounds = np.array([leaf_bounds(it, name, framework) for it, name in zip(own, names, strict=True)], float)
    mirrored = np.array([less_is_better(name, framework) for name in names])
    return Leaves(np.array(positions), how, bounds[:, 0], bounds[:, 1], mirrored)


def leaf_bounds(how: Normalisation, code: str, framework: Framework) -> tuple[float, float]:
    """Return the goalposts of a leaf: those of its place in the tree, else its own; NaN where neither."""
    goal = getattr(framework.indicators.get(code), "goalposts", None)
    low = how.low if how.low is not None else goal.low if goal else np.nan
    high = how.high if how.high is not None else goal.high if goal else np.nan
    return (low, high) if how.method == "goalposts" else (np.nan, np.nan)


def less_is_better(code: str, framework: Framework) -> bool:
    """Return whether the indicator's value must be turned round; gaps and ratios are directed already."""
    it = framework.indicators.get(code)
    return isinstance(it, StatisticIndicator) and it.direction == "less_is_better" and it.measure == "level"


def normalise(
    leaves: tuple[Leaves, ...], values: Array, peers: Peers, moved: tuple[Array, Array] | None = None
) -> Array:
    """Turn values into scores.

    Parameters
    ----------
    values : array [leaf, draw, unit], in the indicators' units, NaN where missing.
    moved : low and high goalposts [leaf, draw, 1] in place of the leaves' own.

    Returns
    -------
    Array of the same shape (draws broadcast with those of the goalposts).
    """
    if len(leaves) == 1:  # the common case, without a copy
        return _scaled(leaves[0], values, peers, moved)
    draws = max(values.shape[1], moved[0].shape[1] if moved else 1)
    scores = np.empty((values.shape[0], draws, values.shape[2]))
    for batch in leaves:
        scores[batch.positions] = _scaled(batch, values[batch.positions], peers, moved)
    return scores


def _scaled(batch: Leaves, values: Array, peers: Peers, moved: tuple[Array, Array] | None) -> Array:
    low, high = (bound[:, None, None] for bound in (batch.low, batch.high))
    if moved is not None:
        low, high = (bound[batch.positions] for bound in moved)
    return scale(values, batch.how, peers, low, high, batch.mirrored[:, None, None])


def scale(
    values: Array,
    how: Normalisation,
    peers: Peers,
    low: Array | float = np.nan,
    high: Array | float = np.nan,
    mirrored: NDArray[np.bool_] | bool = False,
) -> Array:
    """Normalise an array [..., unit] by one method.

    Parameters
    ----------
    low, high : goalposts; for a group they stand in `how`.
    mirrored : where less is better.
    """
    if how.transform == "log":
        values, low, high = (_log(it) for it in (values, low, high))
    if how.method == "none":
        return values
    if how.method == "goalposts":
        low = _given(how.low, low, how.transform)
        high = _given(how.high, high, how.transform)
        return goalposts(values, low, high, mirrored)
    turned = np.where(mirrored, -values, values) if np.any(mirrored) else values
    if how.method == "distance_to_target":
        assert how.target is not None  # checked with the definitions
        target = _given(how.target, 0.0, how.transform)
        function = partial(NORMALISERS[how.method], target=np.where(mirrored, -np.asarray(target), target))
        return peers.apply(function, turned, how.over)
    if how.method == "distance_to_reference":
        return _to_reference(turned, how.reference or "", peers)
    function = partial(NORMALISERS[how.method], **_parameters(how))
    return peers.apply(function, turned, how.over)


def _given(stated: float | None, otherwise: Array | float, transform: str) -> Array | float:
    if stated is None:
        return otherwise
    return float(np.log(stated)) if transform == "log" else stated


def _log(values: Array | float) -> Array:
    """Return ln x, NaN where x is not above 0."""
    values = np.asarray(values, float)
    return np.log(np.where(values > 0, values, np.nan))


def _parameters(how: Normalisation) -> dict[str, float]:
    stated = {name: getattr(how, name) for name in ("lowest_score", "highest_score", "mean", "sd")}
    return {_NAMES.get(name, name): value for name, value in stated.items() if value is not None}


def _to_reference(values: Array, state: str, peers: Peers) -> Array:
    """Hold the units of each year against the reference state of that year; NaN where it has no value."""
    result = np.full(values.shape, np.nan)
    for units in peers.by_year:
        position = peers.position(state, units)
        if position is not None:
            result[..., units] = NORMALISERS["distance_to_reference"](values[..., units], reference=position)
    return result
