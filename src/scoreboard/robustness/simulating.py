"""Many realisations scored at once: sorted by scenario, cut into chunks, spread over the cores.

Every chunk writes into its own part of the results, and every draw has random streams of its own; so the size
of a chunk, the number of workers and the order of work change no bit. Workers write into memory that all share.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from mmap import mmap
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoreboard.robustness.factors import CHOICES, Draws
from scoreboard.robustness.spreading import cores, spread
from scoreboard.robustness.study import Realisations, Study
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.ranking import rank_within

Progress = Callable[[int, int], None]
"""(draws done, draws in all)"""

CELLS = 600_000
"""Scores worked on at once by a worker; more leaves the processor's cache, fewer cost calls."""
MUCH = 50_000_000
"""Scores in all from which it pays to fork."""


@dataclass(frozen=True)
class Samples:
    """Scores and ranks of all draws.

    Parameters
    ----------
    nodes : names of the first axis.
    scores : array [node, unit, draw], NaN where there is no score.
    ranks : int array of the same shape, 1 is best, 0 where there is no rank.
    """

    nodes: tuple[str, ...]
    scores: Array
    ranks: NDArray[np.int16]

    def of_nodes(self, wanted: Collection[str]) -> Samples:
        """Return the draws of some nodes, in their order here."""
        places = [place for place, node in enumerate(self.nodes) if node in wanted]
        names = tuple(self.nodes[place] for place in places)
        return Samples(names, self.scores[places], self.ranks[places])


def simulate(
    study: Study,
    drawn: Realisations,
    nodes: Sequence[str],
    *,
    chunk: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Samples:
    """Score realisations.

    Parameters
    ----------
    drawn : factor → realisation of each draw, all of one length.
    nodes : the nodes that are wanted.
    chunk : draws worked on at once by a worker; by default as many as a core's cache likes.
    workers : processes; as many as there are cores if None and the work is long.
    progress : called after every chunk.

    Returns
    -------
    Bit by bit the same whatever `chunk` and `workers` are.
    """
    draws = len(next(iter(drawn.values()), [0]))  # nothing varies: one draw says all
    shape = (len(nodes), len(study.peers.years), draws)
    work = list(_chunks(study, drawn, draws, chunk))
    study.prepare({options for options, _ in work})  # once, before anybody is forked
    count = min(len(work), workers or _workers(study, draws))
    samples = Samples(tuple(nodes), _shared(shape, np.float64), _shared(shape, np.int16))
    done = 0
    for part in spread(lambda number: _fill(study, drawn, samples, *work[number]), len(work), count):
        done += part
        if progress is not None:
            progress(done, draws)
    return samples


def _workers(study: Study, draws: int) -> int:
    """Return how many processes the work is worth."""
    return cores() if draws * study.cells > MUCH else 1


def _shared(shape: tuple[int, ...], kind: type[np.generic]) -> NDArray[Any]:
    """Return an array that forked processes write to together."""
    size = int(np.prod(shape)) * np.dtype(kind).itemsize
    return np.frombuffer(mmap(-1, max(1, size)), kind, count=int(np.prod(shape))).reshape(shape)


def _chunks(
    study: Study, drawn: Realisations, draws: int, chunk: int | None
) -> Iterator[tuple[tuple[int, ...], Draws]]:
    """Yield the options of a scenario and the positions of some draws that choose them."""
    columns = [
        drawn[name] % study.sources[name].options if name in drawn else np.zeros(draws, int)
        for name in CHOICES
    ]
    options, member = np.unique(np.stack(columns, axis=-1), axis=0, return_inverse=True)
    size = chunk or max(1, CELLS // max(1, study.cells))
    for number, option in enumerate(options):
        positions = np.flatnonzero(member.ravel() == number)
        for start in range(0, len(positions), size):
            yield tuple(int(each) for each in option), positions[start : start + size]


def _fill(
    study: Study, drawn: Realisations, samples: Samples, options: tuple[int, ...], positions: Draws
) -> int:
    """Score some draws and write them to their places."""
    part = {name: numbers[positions] for name, numbers in drawn.items()}
    planes = study.score(part, options, samples.nodes)
    years = max(1, len(study.peers.by_year))
    states = len(study.peers.years) // years
    for place, plane in enumerate(planes):
        ranks = rank_within(plane.reshape(len(plane), years, states), study.index.minimum_states)
        samples.scores[place][:, positions] = plane.T
        samples.ranks[place][:, positions] = ranks.reshape(plane.shape).T
    return len(positions)
