"""What is hidden beside the unsafe cells, what goes out, and what the office is told."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from scoreboard.estimate.disclosure import DisclosureRules, NotAdditiveError, protect
from scoreboard.estimate.disclosure.complementary import complement, is_met
from scoreboard.estimate.disclosure.intervals import feasible
from scoreboard.estimate.disclosure.primary import find_primary
from scoreboard.estimate.disclosure.systems import make_system
from scoreboard.estimate.disclosure.tables import make_tables

SMALL = {("FOR", "F"): (8, 3)}
EXACT = DisclosureRules(rounding={"decimals": 6})
"""Rounding that leaves an intruder nothing to guess."""


def hidden(cells):
    return {tuple(cell) for cell in cells.loc[cells["value"].isna(), ["group", "sex"]].to_numpy()}


def test_nothing_is_hidden_in_a_table_without_a_secret(make_table):
    cells = protect(make_table(), EXACT).cells
    assert hidden(cells) == set()
    assert cells["value"].tolist() == pytest.approx(make_table()["value"].tolist(), abs=1e-6)
    assert set(cells["status"]) == {""}


def test_one_small_cell_takes_three_others_with_it(make_table, look):
    protected = protect(make_table(SMALL), EXACT)
    assert hidden(protected.cells) == {("FOR", "F"), ("FOR", "M"), ("NAT", "F"), ("NAT", "M")}
    reasons = look(protected.cells, "reason")
    assert reasons["FOR", "F"] == "too few"
    assert reasons["NAT", "F"] == "complementary"
    assert protected.summary.iloc[0][["cells", "published", "too few", "complementary"]].tolist() == [
        9,
        5,
        1,
        3,
    ]


def test_hidden_cells_look_alike_whatever_hid_them(make_table):
    out = protect(make_table(SMALL), EXACT).published
    secret = out["value"].isna()
    assert set(out.loc[secret, "status"]) == {"C"}
    assert out.loc[secret, ["se", "n", "weight", "numerator"]].isna().all().all()
    assert not {"reason", "top1", "top2"} & set(out.columns)


def test_rounding_can_do_what_hiding_need_not(make_table):
    coarse = DisclosureRules(rounding={"decimals": 0}, publish="value")
    large = {("NAT", "F"): (90_000, 45_000), ("NAT", "M"): (110_000, 70_000), **SMALL}
    assert hidden(protect(make_table(large), coarse).cells) == {("FOR", "F"), ("FOR", "M")}  # not NAT
    assert len(hidden(protect(make_table(large), EXACT).cells)) == 4


def test_without_a_total_nothing_else_is_hidden(make_table):
    cells = make_table(SMALL)
    cells = cells[(cells["group"] != "TOTAL") & (cells["sex"] != "T")]
    assert hidden(protect(cells, EXACT).cells) == {("FOR", "F")}


def test_empty_cells_are_missing_not_secret_and_protect_nobody(make_table, look):
    cells = protect(make_table({**SMALL, ("NAT", "M"): (0, 0)}), EXACT).cells
    assert look(cells, "status")["NAT", "M"] == "m"
    assert look(cells, "n")["NAT", "M"] == 0
    assert len(hidden(cells) - {("NAT", "M")}) > 3


def test_a_group_that_has_no_cell_is_not_given_away_by_the_difference(make_table):
    cells = make_table({("UNK", "F"): (6, 3)})
    protected = protect(cells, EXACT)
    assert hidden(protected.cells)
    assert hidden(protect(make_table({("UNK", "F"): (60, 30)}), EXACT).cells) == set()


def test_linked_tables_are_protected_together(make_table):
    birth = make_table({("NAT", "F"): (920, 460), ("FOR", "F"): (8, 3), ("FOR", "M"): (70, 40), ("UNK", "F"): (32, 7),
                        ("NAT", "M"): (1110, 710)}, indicator="rate_birth")  # fmt: skip
    both = pd.concat([make_table(), birth], ignore_index=True)
    rules = EXACT.model_copy(update={"linked": (("rate", "rate_birth"),)})
    out = protect(both, rules).cells
    totals = out[out["group"] == "TOTAL"].pivot(index="sex", columns="indicator", values="value")
    assert (totals["rate"].isna() == totals["rate_birth"].isna()).all()


def test_a_total_in_another_table_counts_where_tables_are_linked(make_table):
    parts = make_table(SMALL)
    wholes = parts[parts["group"] == "TOTAL"].assign(indicator="rate_population")
    both = pd.concat([parts[(parts["group"] != "TOTAL") & (parts["sex"] == "F")], wholes], ignore_index=True)
    linked = EXACT.model_copy(update={"linked": (("rate_population", "rate"),), "publish": "value"})
    assert len(hidden(protect(both, linked.model_copy(update={"linked": ()})).cells)) == 1
    assert len(hidden(protect(both, linked).cells)) > 1


def test_what_cannot_be_protected_is_hidden_whole_and_named(make_table):
    public = [{"group": "NAT"}, {"group": "TOTAL"}]
    protected = protect(make_table(SMALL), DisclosureRules(public=public, rounding={"decimals": 6}))
    assert set(protected.exposed["group"]) == {"FOR"}
    assert hidden(protected.cells) == {("FOR", sex) for sex in "FMT"}
    assert (protected.cells["reason"] == "whole table").any()


def test_parts_that_exceed_their_whole_are_refused(make_table):
    cells = make_table()
    cells.loc[cells["group"] == "TOTAL", "n"] = 10
    with pytest.raises(NotAdditiveError, match=r"parts have more persons than their whole .* TOTAL F"):
        protect(cells, DisclosureRules())


def test_values_on_no_scale_are_refused(make_table):
    cells = make_table()
    cells.loc[0, "value"] = 7.0
    with pytest.raises(ValueError, match="not numerator over weight on one scale: rate"):
        protect(cells, DisclosureRules())


@pytest.mark.parametrize("publish", ["value", "numerators"])
def test_quantiles_are_hidden_alone_for_no_sum_gives_them_away(make_table, publish):
    cells = make_table(SMALL).assign(numerator=np.nan, value=17_000.0)
    out = protect(cells, EXACT.model_copy(update={"publish": publish})).cells
    assert hidden(out) == {("FOR", "F")}


@pytest.mark.parametrize(
    ("publish", "shown"),
    [("value", set()), ("value_and_n", {"n"}), ("numerators", {"n", "weight", "numerator"})],
)
def test_only_what_the_rules_name_goes_out(make_table, publish, shown):
    out = protect(make_table(), DisclosureRules(publish=publish)).published
    assert {name for name in ("n", "weight", "numerator") if out[name].notna().any()} == shown


def test_controlled_rounding_keeps_published_sums_and_the_seed(make_table, look):
    rules = {"method": "controlled", "count_base": 7, "weight_base": 1000, "seed": 3}
    once, again = (
        protect(make_table(), DisclosureRules(publish="numerators", rounding=rules)).cells for _ in range(2)
    )
    pd.testing.assert_frame_equal(once, again)
    for name, base in (("n", 7), ("weight", 1000), ("numerator", 1000)):
        shown = look(once, name)
        assert (shown % base == 0).all()
        assert (shown - look(make_table(), name)).abs().max() < base
        assert shown["TOTAL"].tolist() == (shown["NAT"] + shown["FOR"]).tolist()
        assert (shown.unstack()["T"] == shown.unstack()["F"] + shown.unstack()["M"]).all()


def test_an_interval_is_what_the_rest_of_its_row_leaves(make_table):
    cells = make_table(SMALL)
    cells = cells.assign(reason=find_primary(cells, EXACT))
    tables = make_tables(cells, EXACT)
    system = make_system(tables, EXACT, "numerator", np.zeros(len(tables.cells), dtype=bool))
    place = {(c.group, c.sex): v for c, v in zip(cells.itertuples(), system.variable, strict=False)}
    secret = np.zeros(len(system.truth), dtype=bool)
    secret[[place[cell] for cell in itertools.product(("NAT", "FOR"), "FM")]] = True
    low, high = feasible(system, secret, np.array([place["FOR", "F"]]))[0]
    assert (low, high) == pytest.approx((-300, 500), abs=1)  # 3 of 8 persons of weight 100: from none to all
    secret[place["NAT", "F"]] = False
    assert np.ptp(feasible(system, secret, np.array([place["FOR", "F"]]))[0]) < 1


def test_no_cheaper_choice_protects(make_table):
    """Try every set of cells of a table: none that costs less keeps the small cell unknown."""
    cells = make_table(SMALL)
    cells = cells.assign(reason=find_primary(cells, EXACT))
    tables = make_tables(cells, EXACT)
    system = make_system(tables, EXACT, "numerator", np.zeros(len(tables.cells), dtype=bool))
    first = np.zeros(len(system.truth), dtype=bool)
    first[system.variable[cells.index[cells["reason"] == "too few"]]] = True
    needy = np.flatnonzero(system.needs.max(axis=1) > 0)
    choice = complement(system, first, 20.0)
    assert is_met(system, choice.hidden, needy).all()
    cost = system.cost[choice.hidden].sum()
    tried = 0
    for more in itertools.product([False, True], repeat=len(first)):
        other = first | np.array(more)
        if system.cost[other].sum() < 0.98 * cost:
            tried += 1
            assert not is_met(system, other, needy).all()
    assert tried > 10
