"""An intruder against random tables; `benchmarks/disclosure.py` is the same with ten thousand of them."""

from __future__ import annotations

import pytest

from scoreboard.estimate.disclosure import DisclosureRules, protect
from scoreboard.estimate.disclosure.attack import attack

BATCHES = [("one", turn) for turn in range(0, 24, 3)] + [
    ("one", 1), ("one", 2), ("one", 4), ("one", 5), ("linked", 1), ("linked", 3), ("register", 2), ("register", 5),
    ("register", 7), ("income", 1), ("income", 4), ("income", 8),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "turn"), BATCHES)
def test_no_hidden_figure_of_random_tables_is_recovered(benchmark, kind, turn):
    result = benchmark.run(10, kind, turn, seed=turn)
    assert result["attacked"] > 10
    assert (result["recovered"], result["outside"], result["exposed"]) == (0, 0, 0)


def test_tables_of_three_dimensions_hold_too(benchmark):
    result = benchmark.run(2, "ages", 1, seed=5)
    assert result["attacked"] > 5
    assert (result["recovered"], result["outside"], result["exposed"]) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["one", "linked", "register", "income"])
def test_without_complementary_suppression_the_intruder_wins(benchmark, kind):
    result = benchmark.run(10, kind, 1, seed=1, complementary=False)
    assert result["recovered"] > result["unsafe"] / 4


def test_the_intruder_finds_what_subtraction_finds(make_table):
    """Hide one cell by hand and leave its row and column: the value comes back to within rounding."""
    cells = make_table()
    rules = DisclosureRules()
    out = protect(cells, rules).published
    row = (out["group"] == "FOR") & (out["sex"] == "F")
    out.loc[row, ["value", "n"]] = float("nan")
    out.loc[row, "status"] = "C"
    found = attack(out, cells["weight"], rules).set_index("quantity")
    truth = cells[row].iloc[0]
    assert found.loc["n", ["low", "high"]].tolist() == [truth["n"], truth["n"]]
    assert found.loc["value", "low"] < truth["value"] < found.loc["value", "high"]
    assert found.loc["value", "high"] - found.loc["value", "low"] < 0.4
