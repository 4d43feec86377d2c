"""What an intruder can work out: the exact interval of every hidden figure, by linear programming.

Blocks have nothing to do with each other, so one program over many of them finds one figure's bound in each. All
is measured from the truth, in units of what the block has to protect, which keeps the solver's absolute
tolerances small beside a state of many millions.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog

from scoreboard.estimate.disclosure.primary import Array, Mask
from scoreboard.estimate.disclosure.systems import Integers, System

FAR = 1e5
"""Distance from the truth, in units of what is to be protected, that counts as unbounded."""
AT_ONCE = 3000
"""Variables in one program; simplex slows down with more, the call itself with fewer."""


def units(system: System) -> Array:
    """Return each variable's unit: the largest need of its block, 1 in blocks that need nothing."""
    largest = pd.Series(system.needs.max(axis=1, initial=0.0)).groupby(system.block).transform("max")
    return largest.where(largest > 0, 1.0).to_numpy()


def blocks_of(system: System) -> list[Integers]:
    """Return the variables of each block, in order."""
    order = np.argsort(system.block, kind="stable")
    return np.split(order, np.cumsum(np.bincount(system.block))[:-1])


def feasible(system: System, hidden: Mask, targets: Integers) -> Array:
    """Return the interval that can be worked out for each target, beside what is published.

    Parameters
    ----------
    hidden : mask [variable].
    targets : variables, each once.

    Returns
    -------
    Array [target, 2], as distances from the truth: the first at most 0, the second at least 0.
    """
    found = np.zeros((len(targets), 2))
    blocks = system.block[targets]
    turn = pd.Series(blocks).groupby(blocks).cumcount().to_numpy()
    portions = _portions(system, blocks)
    for inside in portions:
        mine = np.isin(blocks, inside)
        variables = np.flatnonzero(np.isin(system.block, inside))
        for k in range(turn[mine].max(initial=-1) + 1):
            at = np.flatnonzero(mine & (turn == k))
            places = np.searchsorted(variables, targets[at])
            found[at] = _extremes(system, hidden, variables, places)
    return found


def _portions(system: System, blocks: Integers) -> list[Integers]:
    """Return the blocks in portions of some `AT_ONCE` variables."""
    wanted = np.unique(blocks)
    sizes = np.bincount(system.block, minlength=wanted.max(initial=0) + 1)[wanted]
    portion = np.cumsum(sizes) // AT_ONCE
    return [wanted[portion == number] for number in np.unique(portion)]


def _extremes(system: System, hidden: Mask, variables: Integers, places: Integers) -> Array:
    """Return the lowest and highest of one variable of each block; array [place, 2]."""
    unit = units(system)[variables]
    bounds = np.where(hidden[variables, None], system.possible[variables], system.visible[variables])
    bounds = np.clip((bounds - system.truth[variables, None]) / unit[:, None], -FAR, FAR)
    sums: Any = rows_over(
        system.matrix, variables
    )  # the stubs know of neither sparse sums nor arrays of bounds
    limits: Any = bounds
    objective = np.zeros(len(variables))
    objective[places] = 1.0
    ends = []
    for sign in (1.0, -1.0):
        solution = linprog(
            sign * objective, A_eq=sums, b_eq=np.zeros(sums.shape[0]), bounds=limits, method="highs"
        )
        if solution.x is None:  # the truth itself is feasible, so only the solver can fail
            raise RuntimeError(f"disclosure control: {solution.message}")
        ends.append(solution.x[places] * unit[places])
    return np.column_stack([np.minimum(ends[0], 0.0), np.maximum(ends[1], 0.0)])


def rows_over(matrix: sparse.csr_array, variables: Integers) -> sparse.csr_array:
    """Return the sums over some variables, given that these are whole blocks."""
    part = matrix[:, variables]
    return part[np.diff(part.indptr) > 0]
