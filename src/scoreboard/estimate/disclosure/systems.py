"""What an intruder knows, as one system of linear relations and bounds for each published quantity.

The intruder of this module knows more than the published file: the weighted number of persons behind every cell
(population by citizenship, birth, sex and age is published elsewhere), so that every published rate gives him
the numerator up to its rounding, and that no share lies outside 0 to 100 per cent. What is safe from him is safe
from whoever knows less. Fischetti and Salazar (2001), *Management Science* 47(7), state the problem for any
linear relations; linked and hierarchical tables are only more of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from scoreboard.definitions.disclosure import DisclosureRules
from scoreboard.estimate.disclosure.primary import (
    FLAGGED,
    UNRELIABLE,
    Array,
    Mask,
    count_needs,
    limits,
    value_needs,
    weight_needs,
)
from scoreboard.estimate.disclosure.tables import COORDINATES, Tables, same_amounts

Integers = NDArray[np.intp]
UNIT = ["state", "year", *COORDINATES]


@dataclass(frozen=True)
class System:
    """One quantity of all tables; cells that count the same persons share a variable.

    Parameters
    ----------
    truth : array [variable].
    visible, possible : arrays [variable, 2], bounds if it is published, and if it is not.
    needs : array [variable, 3], how far below and above the truth, and how wide, its interval must reach.
    cost : array [variable], persons for whom nothing is told if it is hidden.
    fixed : mask [variable], published elsewhere.
    implied : mask [variable], what no table shows: hidden from the start, and no secret unless it is in need.
    matrix : sparse [equation, variable]; each row times the truth is 0.
    variable : array [cell], −1 for a cell that has none.
    block : array [variable]; variables of different blocks have nothing to do with each other.
    """

    truth: Array
    visible: Array
    possible: Array
    needs: Array
    cost: Array
    fixed: Mask
    implied: Mask
    matrix: sparse.csr_array
    variable: Integers
    block: Integers


def make_system(tables: Tables, rules: DisclosureRules, quantity: str, secret: Mask) -> System:
    """Return the relations of one quantity: `numerator` (for published values), `n` or `weight`.

    Parameters
    ----------
    secret : mask [cell], whose value is not published: what is published says that it has enough persons.

    Raises
    ------
    ValueError
        If values are not their numerator over their weight on one scale.
    """
    cells = tables.cells
    reasons = cells["reason"]
    if quantity == "numerator":
        visible, possible, needs = (
            _value_bounds(cells, rules),
            _possible(cells),
            value_needs(cells, reasons, rules),
        )
        keys, amounts = [*UNIT, "statistic"], ["weight", "numerator"]
    else:
        visible, possible = (
            _base_bounds(cells, rules, quantity),
            _possible_base(cells, rules, quantity, secret),
        )
        own = secret & ~cells["implied"].to_numpy()
        needs = (count_needs if quantity == "n" else weight_needs)(cells, reasons, own, rules)
        keys, amounts = UNIT, ["n", "weight"]
    truth = cells[quantity].to_numpy(float)
    visible = np.clip(visible, possible[:, :1], possible[:, 1:])
    visible = np.column_stack([np.fmin(visible[:, 0], truth), np.fmax(visible[:, 1], truth)])
    implied = cells["implied"].to_numpy()
    visible[implied] = possible[implied]
    columns: Array = np.column_stack([truth, visible, possible, needs])
    cost = np.where(implied, 0.0, cells["weight"].to_numpy(float))
    sides = np.column_stack([cost, _is_public(cells, rules), implied])
    return _joined(tables, columns, sides, same_amounts(cells, keys, amounts))


def _joined(tables: Tables, columns: Array, sides: Array, number: Integers) -> System:
    """Return the system of numbered cells; those without a truth, and the sums they stand in, are left out."""
    has = ~np.isnan(columns[:, 0])
    codes, first, variable = np.unique(number[has], return_index=True, return_inverse=True)
    variables = np.full(len(number), -1, dtype=np.intp)
    variables[has] = variable
    one = columns[has][first]
    one[:, 5:] = pd.DataFrame(columns[has, 5:]).groupby(variable).max().to_numpy().reshape(-1, 3)
    matrix = _matrix(tables.members, variables, len(codes))
    _, block = sparse.csgraph.connected_components(abs(matrix.T) @ abs(matrix), directed=False)
    return System(
        one[:, 0],
        one[:, 1:3],
        one[:, 3:5],
        one[:, 5:],
        np.bincount(variable, sides[has, 0], len(codes)).astype(float),
        np.bincount(variable, sides[has, 1], len(codes)) > 0,
        np.bincount(variable, sides[has, 2], len(codes)) > 0,
        matrix,
        variables,
        np.asarray(block, dtype=np.intp),
    )


def _matrix(members: pd.DataFrame, variables: Integers, count: int) -> sparse.csr_array:
    """Return the sums as rows; sums that say the same of the same variables are kept once."""
    rows = members.assign(variable=variables[members["cell"]])
    rows = rows[~rows["equation"].isin(rows.loc[rows["variable"] < 0, "equation"])]
    rows = rows.sort_values(["equation", "sign", "variable"])
    mixed = np.random.default_rng(0).integers(1, 2**62, count)  # a sum's fingerprint; two hardly ever clash
    signed = mixed[rows["variable"]] * rows["sign"].to_numpy(np.int64)
    prints = rows.assign(print=signed).groupby("equation")["print"].sum()
    rows = rows[rows["equation"].isin(prints.drop_duplicates().index)]
    place = pd.factorize(rows["equation"])[0]
    shape = (int(place.max()) + 1 if len(rows) else 0, count)
    return sparse.csr_array((rows["sign"].to_numpy(), (place, rows["variable"].to_numpy())), shape=shape)


def _value_bounds(cells: pd.DataFrame, rules: DisclosureRules) -> Array:
    """Return between which numerators a published, rounded value leaves the truth."""
    weight, total = cells["weight"].to_numpy(float), cells["numerator"].to_numpy(float)
    scale = scales(cells)
    half = 0.5 * 10.0**-rules.rounding.decimals
    rounded = cells["value"].round(rules.rounding.decimals).to_numpy(float)
    bounds = (rounded[:, None] + [-half, half]) * (weight / scale)[:, None]
    if rules.publish == "numerators":
        bounds = _both(bounds, rounding_bounds(total, rules.rounding.weight_base, rules))
    counted = (cells["n"] == weight).to_numpy() & (total == np.round(total))  # a register: whole persons
    return np.where(counted[:, None], _whole(bounds), bounds)


def scales(cells: pd.DataFrame) -> Array:
    """Return for each cell its indicator's value over the quotient of numerator and weight: 100 for per cent.

    Raises
    ------
    ValueError
        If an indicator's values are not on one scale.
    """
    quotient = cells["numerator"] / cells["weight"].where(cells["weight"] > 0)
    scale = (cells["value"] / quotient.where(quotient != 0)).groupby(cells["indicator"]).transform("median")
    scale = scale.fillna(100.0)
    off = (cells["value"] - scale * quotient).abs() > 1e-6 * cells["value"].abs().clip(lower=1)
    if off.any():
        codes = ", ".join(sorted(cells.loc[off, "indicator"].unique()))
        raise ValueError(f"values are not numerator over weight on one scale: {codes}")
    return scale.to_numpy(float)


def _possible(cells: pd.DataFrame) -> Array:
    """Return between which bounds a numerator lies anyway: a share's between nobody and everybody."""
    weight, total = cells["weight"].to_numpy(float), cells["numerator"]
    by_indicator = cells["indicator"]
    share = (total <= cells["weight"] * (1 + 1e-9)).groupby(by_indicator).transform("all").to_numpy()
    negative = (total < 0).groupby(by_indicator).transform("any").to_numpy()
    low = np.where(negative, -np.inf, 0.0)
    empty = (cells["n"] <= 0).to_numpy() & (weight <= 0)
    high = np.where(empty, 0.0, np.where(share, weight, np.inf))
    return np.column_stack([np.where(empty, 0.0, low), np.fmax(high, np.nan_to_num(total.to_numpy(float)))])


def _possible_base(cells: pd.DataFrame, rules: DisclosureRules, quantity: str, secret: Mask) -> Array:
    """Return between which bounds a number of persons lies anyway.

    A published value has at least the minimum count, without a flag at least the reliable count; with a flag
    that the weight does not explain, fewer than that.
    """
    empty = (cells["n"] <= 0).to_numpy()
    low, high = np.zeros(len(cells)), np.where(empty, 0.0, np.inf)
    if quantity == "n":
        flagged = cells["reason"].isin([FLAGGED, UNRELIABLE]).to_numpy()
        by_count = flagged & ~secret & (cells["weight"] >= limits(cells["state"], rules)[1]).to_numpy()
        enough = np.where(flagged, rules.minimum_count, max(rules.reliable_count, rules.minimum_count))
        low = np.where(secret, 1.0, enough)
        low = np.where(cells["implied"] | empty, 0.0, low)
        high = np.where(by_count & ~empty & ~cells["implied"], rules.reliable_count - 1.0, high)
    return np.column_stack([low, high])


def _base_bounds(cells: pd.DataFrame, rules: DisclosureRules, quantity: str) -> Array:
    """Return between which numbers of persons a published number leaves the truth; in a register both are one."""
    count, weight = cells["n"].to_numpy(float), cells["weight"].to_numpy(float)
    counts = _whole(rounding_bounds(count, rules.rounding.count_base, rules))
    weights = rounding_bounds(weight, rules.rounding.weight_base, rules)
    register = (count == weight)[:, None] & (rules.publish == "numerators")
    own = counts if quantity == "n" else weights
    return np.where(register, _whole(_both(counts, weights)), own)


def rounding_bounds(truth: Array, base: int, rules: DisclosureRules) -> Array:
    """Return what a number rounded to multiples of the base leaves possible; arrays [cell] → [cell, 2].

    Controlled rounding goes up or down; whichever it is, it leaves at least the step that the truth lies in.
    """
    if base == 1 and rules.rounding.method == "deterministic" and np.all(truth == np.round(truth)):
        return np.column_stack([truth, truth])
    if rules.rounding.method == "controlled":
        return np.column_stack([np.floor(truth / base), np.ceil(truth / base)]) * base
    return base * (np.round(truth / base)[:, None] + [-0.5, 0.5])


def _whole(bounds: Array) -> Array:
    return np.column_stack([np.ceil(bounds[:, 0] - 1e-6), np.floor(bounds[:, 1] + 1e-6)])


def _both(first: Array, second: Array) -> Array:
    return np.column_stack([np.fmax(first[:, 0], second[:, 0]), np.fmin(first[:, 1], second[:, 1])])


def _is_public(cells: pd.DataFrame, rules: DisclosureRules) -> Mask:
    public = np.zeros(len(cells), dtype=bool)
    for codes in rules.public:
        public |= np.all([cells[name] == code for name, code in codes.items()], axis=0)
    return np.asarray(public & ~cells["implied"].to_numpy(bool))
