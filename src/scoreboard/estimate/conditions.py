"""Blocks of indicators as predicates: who is in the denominator, and who of them counts."""

from __future__ import annotations

import operator
from functools import reduce
from typing import TYPE_CHECKING

from scoreboard.definitions.estimating import Estimate
from scoreboard.estimate.columns import Columns

if TYPE_CHECKING:
    import ibis.expr.types as ir


def member(columns: Columns, block: Estimate) -> ir.BooleanColumn:
    """Return who is in the denominator.

    Whoever lacks a value that the numerator or mean asks for is not: the missing are never counted as "no".
    """
    tests = [columns.holds(name, test) for condition in block.base for name, test in condition.items()]
    tested = {name for condition in block.base for name in condition}
    asked = [*(block.numerator or {}), *([block.value] if block.value else [])]
    tests += [columns.known(name) for name in asked if name not in tested]
    return _all(tests)


def counted(columns: Columns, block: Estimate) -> ir.BooleanColumn:
    """Return who is in the numerator of a share, and so in the denominator too."""
    conditions = [*block.base, block.numerator or {}]
    return _all([columns.holds(name, test) for condition in conditions for name, test in condition.items()])


def _all(tests: list[ir.BooleanColumn]) -> ir.BooleanColumn:
    import ibis

    return reduce(operator.and_, tests) if tests else ibis.literal(True)
