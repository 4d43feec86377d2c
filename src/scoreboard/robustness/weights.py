"""Intervals of scores and ranks when the weights vary; one seeded Monte Carlo, no second implementation.

Saisana, Saltelli, Tarantola (2005), doi 10.1111/j.1467-985X.2005.00350.x: weights are the most disputed
choice of a composite indicator, so a rank is given with the range that other weights would give.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions.models import Index
from scoreboard.observations import Panel
from scoreboard.scoring import Tree, compile_tree, evaluate, measure_block, rank_within
from scoreboard.scoring.formulas import Array

_CHUNK = 100
"""Draws evaluated at once; bounds the memory, not the result."""


def uncertainty(
    panel: Panel,
    index: Index,
    draws: int | None = None,
    seed: int | None = None,
    years: Collection[int] | None = None,
) -> pd.DataFrame:
    """Return intervals of the scores and ranks of every group node when the weights vary.

    Each weight is multiplied by a number drawn uniformly from 1 ± ``robustness.weights_within`` of the
    index, independently, the same draws for all states and years.

    Parameters
    ----------
    draws, seed : those of the index unless given.
    years : only these; all years of the index unless given. The draws are the same either way.

    Returns
    -------
    DataFrame, one row per (lens, state, year, node) of the group nodes: `score_low`, `score_high` (0–100)
    and `rank_low`, `rank_high` (1 is best), the bounds of the index's interval; NaN where no score.
    """
    tree = compile_tree(index)
    block = measure_block(panel, index, tree.leaves).of_years(years)
    draws = draws or index.robustness.draws
    random = np.random.default_rng(index.robustness.seed if seed is None else seed)
    outer = (1.0 - index.robustness.interval) / 2.0
    columns = slice(len(tree.leaves), None)
    samples = [
        evaluate(panel, index, drawn, block)[0][..., columns]
        for drawn in _draw_trees(tree, index.robustness.weights_within, draws, random)
    ]
    scores = np.concatenate(samples)
    ranks = _ranks(scores, block.years, index.minimum_states)
    names = np.array(tree.columns[columns])
    units = len(block.years)
    frame = pd.DataFrame(
        {
            "lens": index.lens,
            "state": np.repeat(block.states, len(names)),
            "year": np.repeat(block.years, len(names)),
            "node": np.tile(names, units),
        }
    )
    for name, sample in (("score", scores), ("rank", ranks)):
        low, high = np.quantile(sample, [outer, 1.0 - outer], axis=0, method="nearest")
        frame[f"{name}_low"], frame[f"{name}_high"] = low.ravel(), high.ravel()
    return frame


def _draw_trees(tree: Tree, within: float, draws: int, random: np.random.Generator) -> Iterator[Tree]:
    """Yield the tree with drawn weights, at most `_CHUNK` draws at once.

    Each group has a random stream of its own, so that the size of a chunk changes no draw.
    """
    streams = random.spawn(len(tree.groups))
    for start in range(0, draws, _CHUNK):
        count = min(_CHUNK, draws - start)
        yield tree.with_weights(
            {
                group.name: group.weights
                * stream.uniform(1 - within, 1 + within, (count, 1, len(group.children)))
                for group, stream in zip(tree.groups, streams, strict=True)
            }
        )


def _ranks(scores: Array, years: NDArray[np.int_], minimum: int) -> Array:
    ranks = np.full(scores.shape, np.nan)
    for year in np.unique(years):
        of_year = years == year
        for start in range(0, len(scores), _CHUNK):
            part = slice(start, start + _CHUNK)
            ranks[part, of_year] = rank_within(scores[part, of_year], minimum)
    return ranks
