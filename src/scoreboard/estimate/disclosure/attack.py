"""An intruder: what can be worked out of hidden cells from all that is published. Shares no code with `protect`.

He reads the published file, the rules (which are no secret), and population statistics from elsewhere, so that
he knows the weighted persons behind every cell. Each table is his to solve: every published value times its
weight is known up to rounding, wholes are the sum of parts and of a remainder that has no cell, and shares lie
between 0 and 100 per cent. For every hidden figure he asks a linear program for the least and the most it can be.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields

import numpy as np
import pandas as pd

from scoreboard.definitions.disclosure import DisclosureRules

CELL = ["state", "indicator", "year", "group", "sex", "age", "duration"]
PLACE = ("group", "sex", "age", "duration")
Interval = tuple[float, float]


@dataclass(frozen=True)
class Known:
    """One published row, and what is known of it from elsewhere: its weighted persons, its highest value."""

    state: str
    indicator: str
    year: int
    group: str
    sex: str
    age: str
    duration: str
    value: float
    n: float
    numerator: float
    status: str
    persons: float
    ceiling: float


@dataclass
class Puzzle:
    """Unknowns with their bounds, and lists of signed unknowns that add up to nothing."""

    bounds: list[Interval] = field(default_factory=list)
    sums: list[dict[int, float]] = field(default_factory=list)

    def ends(self, number: int) -> Interval:
        """Return the least and the most that an unknown can be."""
        from scipy.optimize import linprog

        rows = np.zeros((len(self.sums), len(self.bounds)))
        for row, total in enumerate(self.sums):
            rows[row, list(total)] = list(total.values())
        size = max([abs(end) for end in self.bounds[number] if math.isfinite(end)] + [1.0])
        asked = np.zeros(len(self.bounds))
        asked[number] = 1.0
        scaled = [(low / size, high / size) for low, high in self.bounds]
        ends = []
        for sign in (1.0, -1.0):
            answer = linprog(sign * asked, A_eq=rows, b_eq=np.zeros(len(rows)), bounds=scaled)
            least = math.inf if answer.fun is None else float(answer.fun)
            ends.append(sign * least * size if answer.status == 0 else -sign * math.inf)
        return ends[0], ends[1]


def attack(
    published: pd.DataFrame,
    weights: pd.Series[float],
    rules: DisclosureRules,
    ceilings: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Return what can be worked out of every hidden value and number of persons.

    Parameters
    ----------
    published : `Protected.published`, or such a file of another office.
    weights : weighted persons of each row, with the index of `published`.
    ceilings : indicator → highest value that is possible; 100 for those not named, infinity for means.

    Returns
    -------
    DataFrame, one row per hidden figure: the cell, `quantity` (value or n), `low`, `high` in its unit.
    """
    ceiling = published["indicator"].map(dict(ceilings or {})).astype(float).fillna(100.0)
    rows = published.assign(persons=weights, ceiling=ceiling)[[it.name for it in fields(Known)]]
    found: list[tuple[object, ...]] = []
    for _, block in rows.groupby(["state", "year"], sort=False):
        table = [Known(*row) for row in block.itertuples(index=False, name=None)]
        found += _solve(table, "value", rules)
        if rules.publish != "value":
            found += _solve(table, "n", rules)
    return pd.DataFrame(found, columns=[*CELL, "quantity", "low", "high"])


def _solve(table: list[Known], quantity: str, rules: DisclosureRules) -> Iterator[tuple[object, ...]]:
    """Yield each hidden figure of one quantity with its ends."""
    hidden = [i for i, it in enumerate(table) if math.isnan(getattr(it, quantity)) and it.status != "m"]
    if not hidden:
        return
    bounds = _value if quantity == "value" else _count
    puzzle = Puzzle([bounds(it, rules) for it in table])
    puzzle.sums += [*_sums(table, puzzle, quantity, rules), *_same(table, quantity, rules)]
    for i in hidden:
        per = table[i].persons if quantity == "value" else 1.0
        low, high = puzzle.ends(i)
        yield (*(getattr(table[i], name) for name in CELL), quantity, low / per, high / per)


def _value(it: Known, rules: DisclosureRules) -> Interval:
    """Return bounds of value times persons."""
    low, high = 0.0, it.ceiling * it.persons if it.persons else 0.0
    if not math.isnan(it.value):
        half = 10.0**-rules.rounding.decimals / 2
        low, high = max(low, (it.value - half) * it.persons), min(high, (it.value + half) * it.persons)
    if not math.isnan(it.numerator):
        scale = it.ceiling if math.isfinite(it.ceiling) else 1.0
        slack = _slack(rules.rounding.weight_base, rules)
        low, high = max(low, scale * (it.numerator - slack)), min(high, scale * (it.numerator + slack))
    return low, high


def _count(it: Known, rules: DisclosureRules) -> Interval:
    """Return bounds of the number of persons; that a value is published, or flagged, says something of it."""
    low, high = 1.0, math.inf
    if it.status == "m":
        low, high = 0.0, math.inf if it.persons else 0.0
    elif it.status == "u":
        low = float(rules.minimum_count)
        if not math.isnan(it.value) and rules.reliability is None:
            high = rules.reliable_count - 1.0
    elif it.status != "C":
        low = float(rules.reliable_count)
    if not math.isnan(it.n):
        slack = _slack(rules.rounding.count_base, rules) if rules.rounding.count_base > 1 else 0.0
        low, high = max(low, it.n - slack), min(high, it.n + slack)
    return low, high


def _slack(base: int, rules: DisclosureRules) -> float:
    return float(base) if rules.rounding.method == "controlled" else base / 2


def _sums(
    table: list[Known], puzzle: Puzzle, quantity: str, rules: DisclosureRules
) -> Iterator[dict[int, float]]:
    """Yield each whole with its parts in one table, and a remainder for the persons in no part."""
    inner = {part for rule in rules.sums if rule.column == "group" for part in rule.parts}
    for rule in rules.sums:
        alike = [name for name in PLACE if name != rule.column]
        for i, whole in enumerate(table):
            if getattr(whole, rule.column) != rule.total:
                continue
            shared = _family(whole.indicator, rules) if whole.group not in inner else (whole.indicator,)
            for code in shared:
                parts = [
                    j
                    for j, it in enumerate(table)
                    if it.indicator == code and getattr(it, rule.column) in rule.parts
                    if all(getattr(it, name) == getattr(whole, name) for name in alike)
                ]
                if parts:
                    left = whole.persons - sum(table[j].persons for j in parts)
                    rest = _remainder(puzzle, left, whole, quantity)
                    yield {i: 1.0, **dict.fromkeys([*parts, *rest], -1.0)}


def _remainder(puzzle: Puzzle, left: float, whole: Known, quantity: str) -> list[int]:
    """Add the unknown of the persons in no part, if there are any; return its number in a list."""
    if left <= 1e-9 * whole.persons:
        return []
    puzzle.bounds.append((0.0, left * whole.ceiling if quantity == "value" else math.inf))
    return [len(puzzle.bounds) - 1]


def _family(indicator: str, rules: DisclosureRules) -> tuple[str, ...]:
    return next((family for family in rules.linked if indicator in family), (indicator,))


def _same(table: list[Known], quantity: str, rules: DisclosureRules) -> Iterator[dict[int, float]]:
    """Yield pairs of cells, in two tables, that are the same people: their weights tell."""
    for i, one in enumerate(table):
        for j, other in enumerate(table[:i]):
            linked = quantity == "n" or other.indicator in _family(one.indicator, rules)
            here = all(getattr(one, name) == getattr(other, name) for name in PLACE)
            if linked and here and abs(one.persons - other.persons) <= 1e-9 * one.persons:
                yield {i: 1.0, j: -1.0}
