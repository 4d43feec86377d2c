"""Which cells are unsafe by themselves, and how far an intruder must stay from them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from scoreboard.definitions.disclosure import DisclosureRules
from scoreboard.estimate.disclosure import protect
from scoreboard.estimate.disclosure.primary import count_needs, dominance_distance, find_primary, value_needs


def cell(**changes):
    usual = {
        "state": "AT", "value": 50.0, "n": 100, "weight": 10_000.0, "numerator": 5_000.0, "top1": 100.0, "top2": 90.0
    }  # fmt: skip
    return pd.DataFrame([{**usual, **changes}])


@pytest.mark.parametrize(
    ("changes", "rules", "reason"),
    [
        ({}, {}, ""),
        ({"n": 19}, {}, "too few"),
        ({"n": 20}, {}, "low reliability"),
        ({"n": 49}, {}, "low reliability"),
        ({"n": 50}, {}, ""),
        ({"n": 0, "weight": 0.0, "value": np.nan, "numerator": 0.0}, {}, "no persons"),
        ({"value": np.nan}, {}, "no value"),
        ({"weight": 900.0}, {"minimum_weight": 1000}, "too little weight"),
        ({"numerator": 190.0}, {}, "dominance"),  # two persons alone make it
        ({"numerator": 199.0}, {}, "dominance"),  # the rest is 9, less than a tenth of 100
        ({"numerator": 201.0}, {}, ""),
        ({"numerator": 190.0}, {"p_per_cent": None}, ""),
        ({"numerator": 200.0}, {"dominance": {"contributors": 2, "per_cent": 90}}, "dominance"),
        ({"numerator": 220.0}, {"dominance": {"contributors": 2, "per_cent": 90}}, ""),
        ({"numerator": 0.0, "top1": 0.0, "top2": 0.0}, {}, ""),
        ({"numerator": 0.0, "top1": 0.0, "top2": 0.0}, {"certain": True}, "everyone"),
        ({"numerator": 10_000.0}, {"certain": True}, "everyone"),
    ],
)
def test_each_rule_finds_its_cells(changes, rules, reason):
    assert find_primary(cell(**changes), DisclosureRules(**rules)).tolist() == [reason]


@pytest.mark.parametrize(("weight", "reason"), [(4999, "unreliable"), (5000, "low reliability"), (9000, "")])
def test_limits_of_a_state_hide_below_a_and_flag_below_b(weight, reason):
    limits = {"source": "invented", "states": {"AT": {"publish": 5000, "reliable": 9000}}}
    cells = pd.concat([cell(weight=weight), cell(weight=weight, state="BE")])
    assert find_primary(cells, DisclosureRules(reliability=limits)).tolist() == [reason, ""]


def test_protection_levels_are_those_of_the_handbook():
    p = DisclosureRules(p_per_cent=20)
    assert dominance_distance(cell(numerator=200.0), p).tolist() == [20 - 10]  # p/100·x₁ − (X − x₁ − x₂)
    nk = DisclosureRules(p_per_cent=None, dominance={"contributors": 2, "per_cent": 80})
    assert dominance_distance(cell(numerator=200.0), nk).tolist() == [190 / 0.8 - 200]  # 100/k·(x₁ + x₂) − X


@pytest.mark.parametrize(("n", "width"), [(1, 1.0), (2, 1.0), (4, 0.5), (19, 2 / 19), (21, 0.1)])
def test_a_share_must_stay_open_by_two_persons_or_the_protection(n, width):
    cells = cell(n=n)
    needs = value_needs(cells, pd.Series(["too few"]), DisclosureRules())
    assert needs[0, 2] == pytest.approx(width * cells["weight"][0])
    assert value_needs(cells, pd.Series([""]), DisclosureRules()).max() == 0


def test_a_small_count_must_stay_open_by_the_minimum_count():
    secret = np.array([True, True, False])
    needs = count_needs(
        pd.DataFrame({"n": [3, 90, 90]}), pd.Series(["too few", "", ""]), secret, DisclosureRules()
    )
    assert needs[:, 2].tolist() == [20, 2, 0]


def test_the_rules_are_closed_and_frozen():
    with pytest.raises(ValidationError, match="minimum_cuont"):
        DisclosureRules(minimum_cuont=3)
    with pytest.raises(ValidationError, match="frozen"):
        DisclosureRules().minimum_count = 3


def test_limits_must_name_their_source():
    with pytest.raises(ValidationError, match="source"):
        DisclosureRules(reliability={"states": {"AT": {"publish": 1, "reliable": 2}}})


def test_a_missing_column_is_named(make_table):
    with pytest.raises(ValueError, match="cells lack the columns top1, top2"):
        protect(make_table().drop(columns=["top1", "top2"]), DisclosureRules())
