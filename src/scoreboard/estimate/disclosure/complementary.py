"""Complementary suppression: the cheapest figures to hide so that no hidden one can be worked out.

A mixed-integer program asks for every figure in need for two tables that an intruder cannot exclude, one at each
end of the interval that must stay open; a cell may differ from the truth, beyond its rounding, only if it is
hidden. Kelly, Golden and Assad (1992), *Networks* 22; Fischetti and Salazar (2001), *Management Science* 47(7).
The programs of small tables are solved to within one per cent of the least cost; the result is then checked, for
every hidden figure, by the linear programs of `intervals`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from scoreboard.estimate.disclosure.intervals import blocks_of, feasible, rows_over
from scoreboard.estimate.disclosure.primary import Array, Mask
from scoreboard.estimate.disclosure.silence import silent
from scoreboard.estimate.disclosure.systems import Integers, System

CLOSE = 1e-6
"""Share of a need by which solvers may miss it."""
MARGIN = 1e-4
"""Share by which the choice aims further than needed, so that the check finds it met."""
REACH = 1.5
"""How far cells of the two tables may differ from the truth, in units of the need."""


AT_A_TIME = 3
"""Needs of a block that its program takes in at once."""
EXACT = 250
"""Needs times cells of a block up to which all are chosen anew: a table of three dimensions may have more."""
GAP = 0.01
"""Share by which a cheaper choice may exist."""


@dataclass(frozen=True)
class Choice:
    """What is hidden in the end.

    Parameters
    ----------
    hidden : mask [variable].
    whole : mask [variable], in tables hidden whole because no choice protected them in time.
    exposed : mask [variable], figures in need that can be worked out even so, from what is public elsewhere.
    """

    hidden: Mask
    whole: Mask
    exposed: Mask


def complement(system: System, hidden: Mask, seconds: float) -> Choice:
    """Return what to hide beside what is hidden, at the least cost, until every need is met.

    What protects one figure mostly protects its neighbours too: the program of a block begins with its largest
    needs, and takes in another only when the check finds it unmet. The last choice is then the cheapest for all;
    in a large block each program adds to the choice before it, and only the single steps are the cheapest.

    Parameters
    ----------
    hidden : mask [variable].
    seconds : time limit of one program.
    """
    needy = np.flatnonzero(_largest(system.needs) > 0)
    unmet = needy[~is_met(system, hidden, needy)]
    troubled = np.unique(system.block[unmet])
    chosen, failed = hidden.copy(), np.zeros(len(hidden), dtype=bool)
    asked = np.zeros(len(hidden), dtype=bool)
    members = blocks_of(system)
    while len(unmet):
        for block in np.unique(system.block[unmet]):
            inside = members[block]
            more = _largest_few(system, unmet[system.block[unmet] == block])
            asked[more] = True
            anew = asked[inside].sum() * len(inside) <= EXACT
            so_far = (hidden if anew else chosen)[inside]
            mask = cheapest(system, inside, so_far, inside[asked[inside]] if anew else more, seconds)
            failed[inside] = mask is None
            chosen[inside] = so_far if mask is None else so_far | mask
        needy = needy[np.isin(system.block[needy], system.block[unmet]) & ~failed[needy]]
        unmet = needy[~is_met(system, chosen, needy)]
        missed = unmet[asked[unmet]]  # asked for, and yet the solver's answer does not hold
        failed |= np.isin(system.block, system.block[missed])
        unmet = unmet[~failed[unmet]]
    failed |= np.isin(system.block, system.block[_recoverable(system, chosen, troubled)])
    whole = failed & ~system.fixed
    chosen |= whole
    return Choice(chosen, whole, _recoverable(system, chosen, np.unique(system.block[failed])))


def _largest(needs: Array) -> Array:
    return np.asarray(needs.max(axis=1, initial=0.0))


def _largest_few(system: System, variables: Integers) -> Integers:
    order = np.argsort(-_largest(system.needs[variables]), kind="stable")
    return np.sort(variables[order[:AT_A_TIME]])


def is_met(system: System, hidden: Mask, variables: Integers) -> Mask:
    """Return which variables' intervals reach as far as they need; mask [variable of variables]."""
    below, above, width = system.needs[variables].T * (1 - CLOSE)
    low, high = feasible(system, hidden, variables).T
    return np.asarray((-low >= below) & (high >= above) & (high - low >= width))


def _recoverable(system: System, hidden: Mask, blocks: Integers) -> Mask:
    """Return the hidden variables of some blocks that do not meet their need, or are a point."""
    needy = _largest(system.needs) > 0
    concerned = np.isin(system.block, blocks) & (hidden & ~system.implied | needy)
    open_ended = system.possible[:, 1] > system.possible[:, 0]  # what is known anyway cannot be hidden
    variables = np.flatnonzero(concerned & open_ended)
    low, high = feasible(system, hidden, variables).T
    below, above, width = system.needs[variables].T * (1 - CLOSE)
    points = high - low <= CLOSE * np.maximum(1e-3, np.abs(width))
    result = np.zeros(len(hidden), dtype=bool)
    result[variables] = points | (-low < below) | (high < above) | (high - low < width)
    return result


def cheapest(system: System, inside: Integers, hidden: Mask, unmet: Integers, seconds: float) -> Mask | None:
    """Return the cheapest variables of one block to hide as well, or None if there is no choice in time.

    The program's variables: z [inside], 1 to hide; then for each need the upper and the lower table, as
    distances from the truth [inside] in units of that need.

    Parameters
    ----------
    inside : all variables of the block.
    hidden : mask [inside].
    unmet : variables of the block whose need is not met yet.
    seconds : time limit; a choice found by then is taken though a cheaper one may exist.
    """
    free = ~hidden & ~system.fixed[inside]
    needs = _aims(system, unmet)
    unit = needs.max(axis=1)
    truth = system.truth[inside, None]
    far = np.clip((system.possible[inside] - truth) / unit[:, None, None], -REACH, REACH)
    near = np.clip((system.visible[inside] - truth) / unit[:, None, None], -REACH, REACH)
    near = np.where(hidden[:, None], far, near)
    low, high = np.repeat(far, 2, axis=0).reshape(-1, 2).T
    cost = np.where(free, system.cost[inside], 0.0)
    cost = np.where(free, cost / cost.max(initial=1.0) + 1e-6, 0.0)  # of equal choices the one of fewer cells
    with silent():
        solution = milp(
            np.concatenate([cost, np.zeros(len(low))]),
            integrality=np.concatenate([np.ones(len(inside)), np.zeros(len(low))]),
            bounds=Bounds(
                np.concatenate([np.zeros(len(inside)), low]), np.concatenate([free.astype(float), high])
            ),
            constraints=[
                _additive(system, inside, len(low)),
                *_near_unless_hidden(near, far),
                _wide_enough(needs / unit[:, None], np.searchsorted(inside, unmet), len(inside)),
            ],
            options={"time_limit": seconds, "mip_rel_gap": GAP},
        )
    return None if solution.x is None else solution.x[: len(inside)] > 0.5


def _aims(system: System, unmet: Integers) -> Array:
    """Return needs with a margin, as far as anything wider is possible at all; array [need, 3]."""
    truth, (low, high) = system.truth[unmet], system.possible[unmet].T
    most = np.column_stack([truth - low, high - truth, high - low])
    return np.asarray(np.minimum(system.needs[unmet] * (1 + MARGIN), most))


def _additive(system: System, inside: Integers, count: int) -> LinearConstraint:
    """Keep all sums in both tables of every need."""
    sums = rows_over(system.matrix, inside)
    tables = sparse.kron(sparse.eye_array(count // len(inside)), sums)
    nothing = sparse.csr_array((tables.shape[0], len(inside)))
    return LinearConstraint(sparse.hstack([nothing, tables], format="csr"), 0.0, 0.0)


def _near_unless_hidden(near: Array, far: Array) -> list[LinearConstraint]:
    """Keep cells within their rounding, or, where z is 1, within what is possible."""
    size, count = near.shape[1], 2 * near.shape[0] * near.shape[1]
    at = (np.arange(count), np.tile(np.arange(size), count // size))
    limits = []
    for side in (0, 1):
        close, gap = (np.repeat(part[..., side], 2, axis=0).ravel() for part in (near, far - near))
        switch = sparse.csr_array((-gap, at), shape=(count, size))
        both = sparse.hstack([switch, sparse.eye_array(count)], format="csr")
        ends = (close, np.inf) if side == 0 else (-np.inf, close)
        limits.append(LinearConstraint(both, *ends))
    return limits


def _wide_enough(needs: Array, targets: Integers, size: int) -> LinearConstraint:
    """Hold the tables, at the figure in need, as far below, above and apart as asked; `needs` [need, 3]."""
    number = np.arange(len(targets))
    upper, lower = (size + (2 * number + table) * size + targets for table in (0, 1))
    columns = np.column_stack([lower, upper, upper, lower]).ravel()
    rows = np.asarray(3 * number[:, None] + [0, 1, 2, 2], dtype=np.intp).ravel()
    signs = np.tile([-1.0, 1.0, 1.0, -1.0], len(targets))
    shape = (3 * len(targets), size + 2 * len(targets) * size)
    return LinearConstraint(sparse.csr_array((signs, (rows, columns)), shape=shape), needs.ravel(), np.inf)
