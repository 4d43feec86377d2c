"""Sensitivity analysis: which of the declared factors moves the scores and the ranking, alone or with others.

Every factor is an input, uniform on [0, 1), whose places stand for its realisations. Targets are the score of
each state, and the mean absolute rank shift R̄ = mean_c |rank_ref(c) − rank(c)| against the ranks of the index.
Saisana, Saltelli, Tarantola (2005), doi 10.1111/j.1467-985X.2005.00350.x.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions.models import Index
from scoreboard.observations import Panel
from scoreboard.robustness.factors import STREAMS, declared
from scoreboard.robustness.occasion import Occasion, occasion
from scoreboard.robustness.simulating import Progress, Samples, simulate
from scoreboard.robustness.sobol import Sobol, acts, bootstrap, design, growing, sobol_indices
from scoreboard.robustness.study import Study
from scoreboard.robustness.tables import quantiles
from scoreboard.scoring import score
from scoreboard.scoring.methods.formulas import Array

BASE = 2048
RESAMPLES = 500
LEAST_COMPLETE = 0.5
"""Least share of the rows in which a target has a value in all runs; below it there are no indices."""

SCORE, RANK_SHIFT = "score", "rank_shift"


@dataclass(frozen=True)
class Sensitivity:
    """A sensitivity analysis; tables are made when they are asked for.

    A row of a table is about one target: the score of a `state`, or the rank shift of all of them, with the
    state left empty.

    Parameters
    ----------
    occasion : the node, the year, and the scores by the index as it is.
    factors : names of the inputs.
    outputs : array [target, d + 2, row]; the scores of the states, then the rank shift.
    seed : of the design and of the bootstrap.
    resamples : how many times the rows are drawn anew for an interval.
    """

    occasion: Occasion
    factors: tuple[str, ...]
    outputs: Array
    seed: int
    resamples: int

    @property
    def runs(self) -> int:
        """How often the index was scored: N(d + 2)."""
        _, kinds, rows = self.outputs.shape
        return int(kinds * rows)

    @cached_property
    def complete(self) -> Array:
        """Share of the rows in which a target has a value in all runs, array [target]."""
        return np.asarray((~np.isnan(self.outputs)).all(axis=1).mean(axis=1))

    @cached_property
    def without_effect(self) -> tuple[str, ...]:
        """The factors that move no score and no rank in any run."""
        return tuple(np.array(self.factors)[~acts(self.outputs).any(axis=0)].tolist())

    @cached_property
    def reasons(self) -> list[str]:
        """For each target why it has no indices, mostly empty."""
        return [
            _reason(float(share), float(variance))
            for share, variance in zip(self.complete, self._found[0].first[:, 0], strict=True)
        ]

    @cached_property
    def indices(self) -> pd.DataFrame:
        """First-order and total index of every target and factor with their intervals.

        `interaction` is their difference: what the factor does only together with others. `complete` is the
        share of rows with a value in all runs; a target without indices says why in `reason`.
        """
        return self._by_factor(self._found)

    @cached_property
    def sums(self) -> pd.DataFrame:
        """Per target: variance, Σ S_i, and the share of the variance that is due to interactions, 1 − Σ S_i."""
        found, drawn = self._found
        return pd.DataFrame(
            self._targets()
            | {"variance": found.variance, "sum_first": found.first.sum(axis=-1)}
            | {"sum_total": found.total.sum(axis=-1)}
            | self._interval("interactions", found.interactions, drawn.interactions)
            | {"complete": self.complete, "reason": self.reasons}
        )

    @cached_property
    def convergence(self) -> pd.DataFrame:
        """The table `indices` from the first N/16, N/8 … N rows, in column `rows`."""
        parts = [
            self._by_factor(self._estimated(part)).assign(rows=size) for size, part in growing(self.outputs)
        ]
        return pd.concat(parts, ignore_index=True).drop(columns=["complete", "reason"])

    def tables(self, *names: str) -> dict[str, pd.DataFrame]:
        """Return tables by name: indices, sums, convergence; all if no name is given.

        Raises
        ------
        KeyError
            If there is no table of that name.
        """
        known = {"indices", "sums", "convergence"}
        for name in names:
            if name not in known:
                raise KeyError(name)
        return {name: getattr(self, name) for name in names or sorted(known)}

    @cached_property
    def _found(self) -> tuple[Sobol, Sobol]:
        return self._estimated(self.outputs)

    def _estimated(self, outputs: Array) -> tuple[Sobol, Sobol]:
        """Return estimates and resampled estimates; NaN for targets that too often have no value."""
        outputs = np.where((self.complete >= LEAST_COMPLETE)[:, None, None], outputs, np.nan)
        return sobol_indices(outputs), bootstrap(outputs, self.resamples, self.seed)

    def _by_factor(self, estimated: tuple[Sobol, Sobol]) -> pd.DataFrame:
        found, drawn = estimated
        factors = len(self.factors)
        each = {name: np.repeat(column, factors) for name, column in self._targets().items()}
        columns = {"factor": np.tile(np.array(self.factors), len(self.outputs))}
        columns |= self._interval("first", found.first, drawn.first)
        columns |= self._interval("total", found.total, drawn.total)
        last = {"complete": self.complete, "reason": np.array(self.reasons, dtype=object)}
        return pd.DataFrame(
            each
            | columns
            | {"interaction": (found.total - found.first).ravel()}
            | {name: np.repeat(column, factors) for name, column in last.items()}
        )

    def _targets(self) -> dict[str, NDArray[np.generic]]:
        states = self.occasion.states
        keys = {name: np.full(len(self.outputs), value) for name, value in self.occasion.keys.items()}
        target = np.array([SCORE] * len(states) + [RANK_SHIFT])
        return keys | {"target": target, "state": np.append(states, "")}

    def _interval(self, name: str, found: Array, drawn: Array) -> dict[str, Array]:
        """Return a column with its bounds, of arrays [target, ...] and [target, resample, ...]."""
        outer = (1.0 - self.occasion.scores.index.robustness.interval) / 2.0
        (low, high), _ = quantiles(np.moveaxis(drawn, 1, -1), (outer, 1.0 - outer))
        return {name: found.ravel(), f"{name}_low": low.ravel(), f"{name}_high": high.ravel()}


def _reason(complete: float, index: float) -> str:
    if complete < LEAST_COMPLETE:
        return f"complete in {complete:.2f} of the rows" if complete else "no-score"
    return "no-variance" if np.isnan(index) else ""


def sensitivity(
    panel: Panel,
    index: Index,
    node: str = "overall",
    year: int | None = None,
    base: int = BASE,
    seed: int | None = None,
    factors: Collection[str] | None = None,
    *,
    resamples: int = RESAMPLES,
    chunk: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Analyse how sensitive the scores and the ranking of a node are to the factors of an index.

    Parameters
    ----------
    year : the latest year with ranks unless given.
    base : rows N, a power of two; N(d + 2) runs are scored for d factors.
    seed : that of the index unless given.
    factors : only these of the factors that the index declares; all unless given.
    resamples : of the bootstrap.
    chunk, workers : draws at once and threads; they change the time, and no bit of the result.
    progress : called with the number of runs done and in all.

    Raises
    ------
    KeyError
        If the index does not declare a factor, or has no such node or year.
    ValueError
        If no factor is declared, `base` is no power of two, or the node never has a score.
    """
    known = declared(index)
    for name in factors or ():
        if name not in known:
            raise KeyError(name)
    chosen = tuple(name for name in known if factors is None or name in factors)
    if not chosen:
        raise ValueError("no factor varies")
    seed = index.robustness.seed if seed is None else seed
    runs = design(base, len(chosen), seed)
    here = occasion(score(panel, index), node, year)
    study = Study(panel, index, (here.year,), seed, STREAMS, chosen)
    by_row = runs.swapaxes(0, 1)  # the runs of a row share most realisations, so they stand together
    drawn = {
        name: study.sources[name].place(by_row[..., column].ravel()) for column, name in enumerate(chosen)
    }
    samples = simulate(study, drawn, [node], chunk=chunk, workers=workers, progress=progress)
    outputs = np.vstack([samples.scores[0], rank_shift(here.ranks, samples)])
    outputs = outputs.reshape(-1, *by_row.shape[:2]).swapaxes(1, 2)
    return Sensitivity(here, chosen, outputs, seed, resamples)


def rank_shift(reference: Sequence[int] | NDArray[np.int_], samples: Samples) -> Array:
    """Return R̄ of every draw, array [draw]: mean |rank_ref − rank| over the states that have both ranks."""
    own, ranks = np.asarray(reference)[:, None], samples.ranks[0]
    both = (own > 0) & (ranks > 0)
    total = np.where(both, np.abs(own - ranks), 0).sum(axis=0)
    count = both.sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
