"""Integers for combinations of cells say what a Python dict of tuples would say."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.observations import keys

COLUMNS = ["a", "b", "c", "d"]
CELL = st.sampled_from(["", "x", "y", "z"])
ROWS = st.lists(st.tuples(*[CELL] * len(COLUMNS)), max_size=30)


@given(ROWS, st.sampled_from([8, 30, 2**62]))
def test_equal_rows_have_equal_numbers_in_order_of_appearance(rows, most):
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype="category")
    known: dict[tuple[str, ...], int] = {}
    expected = [known.setdefault(row, len(known)) for row in rows]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "MOST", most)  # so small that numbers are counted anew on the way
        assert keys.combinations(frame, COLUMNS).tolist() == expected
        assert len(set(keys.identify(frame, COLUMNS).tolist())) == len(known)


@given(ROWS, st.sets(st.tuples(CELL, CELL), max_size=5))
def test_allowed_combinations_are_found(rows, allowed):
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype="category")
    assert keys.among(frame, ["a", "c"], allowed).tolist() == [(row[0], row[2]) in allowed for row in rows]


def test_numbers_do_not_overflow():
    """Twelve columns with forty thousand texts each would need two hundred bits."""
    many = pd.Series([str(number) for number in range(40_000)]).astype("category")
    frame = pd.DataFrame({str(column): many for column in range(12)})
    assert keys.combinations(frame, list(frame)).tolist() == list(range(40_000))
