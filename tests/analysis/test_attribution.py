"""The average over all orders, on editions made up of numbers."""

from __future__ import annotations

import numpy as np
import pytest

from scoreboard.analysis.comparison.attribution import makers, shares

NO_SCORE = np.nan


def editions(**points):
    """Return applied causes → score, from names such as new_goalposts; `none` is the base edition."""
    table = {frozenset() if name == "none" else frozenset(name.split("_")): p for name, p in points.items()}
    return lambda applied: np.array([table[applied]])


def parts(score, *causes):
    return {cause: float(part[0]) for cause, part in shares(score, causes).items() if part[0]}


def test_an_order_with_a_gap_is_left_out():
    # new data alone leave no score, so goalposts come first: −5, then new data: +25
    score = editions(none=50.0, new=NO_SCORE, goalposts=45.0, new_goalposts=70.0)
    assert parts(score, "new", "goalposts") == {"goalposts": -5.0, "new": 25.0}


def test_with_a_gap_in_every_order_the_whole_change_is_coverage():
    score = editions(none=50.0, definition=NO_SCORE, coverage=NO_SCORE, definition_coverage=70.0)
    assert parts(score, "definition", "coverage") == {"coverage": 20.0}


@pytest.mark.parametrize(("first", "last"), [(NO_SCORE, 50.0), (50.0, NO_SCORE), (NO_SCORE, NO_SCORE)])
def test_without_a_score_on_both_sides_there_are_no_parts(first, last):
    split = shares(editions(none=first, new=last), ["new"])
    assert all(np.isnan(part).all() for part in split.values())


def test_who_makes_a_score_appear():
    score = editions(none=NO_SCORE, new=50.0, definition=NO_SCORE, new_definition=60.0)
    assert {cause: float(share[0]) for cause, share in makers(score, ["new", "definition"]).items()} == {
        "new": 1.0,
        "definition": 0.0,
    }
    both = editions(none=NO_SCORE, new=NO_SCORE, definition=NO_SCORE, new_definition=60.0)
    assert {float(share[0]) for share in makers(both, ["new", "definition"]).values()} == {0.5}
