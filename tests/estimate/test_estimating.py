"""What the numbers must be, whatever the design: worked by hand, and laws."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoreboard.definitions.estimating import Replicates
from scoreboard.estimate.margins import largest_two
from scoreboard.estimate.quantiles import distribution
from scoreboard.estimate.replicates import replicate_variance
from scoreboard.estimate.variance import stratum_variances

from .making import MEAN, MEDIAN, SHARE, cells_of, estimated, mapping, statistic, survey

SIX = pd.DataFrame(
    {
        "year": 2023,
        "person": range(6),
        "w": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        "stratum": [1, 1, 1, 2, 2, 2],
        "psu": [1, 2, 2, 1, 2, 2],
        "sex": [1, 2, 1, 2, 1, 2],
        "age": [30, 40, 50, 60, 70, 20],
        "citizen": [0, 2, 2, 1, 2, 9],
        "ilo": [2, 1, 2, 1, 1, 3],
        "income": [10.0, 20.0, 30.0, 40.0, 50.0, 60.0],
    }
)
BARE = mapping(without=("birth", "education", "in_education", "occupation"))


def cell(cells: pd.DataFrame, code: str, group: str = "TOTAL", sex: str = "T") -> pd.Series:
    chosen = cells[(cells["indicator"] == code) & (cells["group"] == group) & (cells["sex"] == sex)]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_six_persons_by_hand(tmp_path):
    """In the labour force aged 20 to 64: weights 1, 2, 3, 4; unemployed are 1 and 3."""
    cells = cells_of(tmp_path, SIX, BARE, SHARE, MEAN, MEDIAN)

    whole = cell(cells, "share")
    assert (whole["value"], whole["n"], whole["weight"], whole["numerator"]) == (40.0, 4, 10.0, 4.0)
    assert (whole["top1"], whole["top2"]) == (3.0, 1.0)
    # z: 1·0.6, 2·(−0.4) + 3·0.6 in stratum 1, 4·(−0.4) and 0 in stratum 2, over 10
    by_hand = np.sqrt(2 * (2 * 0.02**2) + 2 * (2 * 0.08**2)) * 100
    assert whole["se"] == pytest.approx(by_hand, rel=1e-12)

    foreign = cell(cells, "share", "NEU27_2020_FOR")
    assert (foreign["value"], foreign["n"], foreign["weight"]) == (60.0, 2, 5.0)
    assert cell(cells, "share", "FOR")["weight"] == 9.0
    assert cell(cells, "mean")["value"] == pytest.approx((10 + 40 + 90 + 160 + 360) / 16)
    assert (cell(cells, "mean")["top1"], cell(cells, "mean")["top2"]) == (360.0, 160.0)
    assert cell(cells, "median")["value"] == 40.0
    assert np.isnan(cell(cells, "median")["numerator"])


def test_a_person_of_unknown_citizenship_counts_in_the_total_alone(tmp_path):
    cells = cells_of(tmp_path, SIX, BARE, MEAN)
    parts = sum(cell(cells, "mean", group)["n"] for group in ("NAT", "FOR"))
    assert (cell(cells, "mean")["n"], parts) == (5, 4)


def test_a_person_without_an_answer_is_left_out_and_not_counted_as_no(tmp_path):
    """Share of employed graduates in simple jobs: one has no occupation, so she is not in the denominator."""
    block = {
        "universe": {"age": {"between": [20, 64]}},
        "denominator": {"activity": ["employed"]},
        "numerator": {"occupation": {"between": [4, 9]}},
    }
    people = SIX.assign(ilo=1, isco=[5, 2, 99, 4, 1, 1])
    mapped = mapping(without=("birth", "education", "in_education"))
    found = cell(cells_of(tmp_path, people, mapped, statistic("simple", block)), "simple")
    assert (found["n"], found["weight"], found["numerator"]) == (4, 13.0, 5.0)


@pytest.mark.parametrize(("declared", "error"), [("empty", np.nan), ("zero", 0.0)])
def test_a_register_has_no_sampling_error(tmp_path, declared, error):
    mapped = {
        **mapping(without=("weight", "stratum", "psu")),
        "design": {"kind": "register", "register_se": declared},
    }
    cells = cells_of(tmp_path, survey(300), mapped, SHARE, MEDIAN)
    assert len(cells) > 40
    np.testing.assert_array_equal(cells["se"], error)
    assert (cells["weight"] == cells["n"]).all()


@pytest.mark.parametrize(("single", "part"), [("adjust", 0.08**2), ("certainty", 0.0)])
def test_a_stratum_with_one_psu_counts_as_declared(tmp_path, single, part):
    people = SIX[(SIX["stratum"] == 1) | (SIX["psu"] == 1)]
    failed = estimated(tmp_path, people, BARE, SHARE)
    assert [(it.code, "AT 2023 2" in it.found) for it in failed.findings] == [("wrong-value", True)]
    assert failed.cells.empty

    cells = cells_of(tmp_path, people, {**BARE, "design": {"single_psu": single}}, SHARE)
    assert cell(cells, "share")["se"] == pytest.approx(_one_psu(part), rel=1e-12)


def _one_psu(part: float) -> float:
    """z of stratum 1: 0.6 and −0.8 + 1.8 = 1.0; of stratum 2: −1.6; all over 10."""
    return 100 * np.sqrt(2 * ((0.06 - 0.08) ** 2 + (0.10 - 0.08) ** 2) + (0.16**2 if part else 0.0))


def test_psus_without_members_count(tmp_path):
    """The group lives in one PSU only: that it is not in the others is what its error is made of."""
    people = survey(2000)
    people["citizen"] = np.where((people["stratum"] == 1) & (people["psu"] == 1), 2, 0)
    cells = cells_of(tmp_path, people, BARE, SHARE)
    rare = cells[cells["group"] == "NEU27_2020_FOR"]
    assert len(rare) == 6
    assert (rare["se"] < 1e-9).all()  # one PSU: R is its own ratio, so z is 0 there and everywhere


def test_two_years_are_two_samples(tmp_path):
    people = survey(2000)
    both = cells_of(tmp_path, people, mapping(), SHARE)
    alone = cells_of(tmp_path, people[people["year"] == 2022], mapping(), SHARE)
    pd.testing.assert_frame_equal(both[both["year"] == 2022].reset_index(drop=True), alone, rtol=1e-12)


def test_more_indicators_than_one_pass_takes(tmp_path):
    many = [
        statistic(f"share_{at}", {**SHARE.estimate.model_dump(exclude_none=True)})
        for at in range(13)
    ]  # fmt: skip
    cells = cells_of(tmp_path, survey(1000), mapping(), *many)
    first = cells[cells["indicator"] == "share_0"].drop(columns="indicator").reset_index(drop=True)
    for at in range(1, 13):
        other = cells[cells["indicator"] == f"share_{at}"].drop(columns="indicator").reset_index(drop=True)
        pd.testing.assert_frame_equal(first, other)


def test_what_the_office_lacks_is_left_out_and_named(tmp_path):
    found = estimated(tmp_path, survey(500), mapping(without=("income",)), SHARE, MEAN, MEDIAN)
    assert set(found.cells["indicator"]) == {"share"}
    assert found.left_out == {"mean": ["income"], "median": ["income"]}


weights = st.lists(st.floats(0.01, 100), min_size=1, max_size=20)


@given(weights, st.floats(0.01, 0.99))
def test_a_quantile_is_an_observed_value_with_enough_weight_below(numbers, p):
    values = np.arange(len(numbers), dtype=float)
    q = distribution(values, np.array(numbers)).quantile(p)
    share = np.array(numbers)[values <= q].sum() / sum(numbers)
    before = np.array(numbers)[values < q].sum() / sum(numbers)
    assert share >= p - 1e-9
    assert before < p + 1e-9


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1e6)), max_size=30))
def test_the_two_largest_are_those_of_a_sort(pairs):
    at = np.array([place for place, _ in pairs], dtype=np.intp)
    found = largest_two(at, np.array([value for _, value in pairs], dtype=float), 4)
    for place in range(4):
        mine = sorted((value for there, value in pairs if there == place), reverse=True)
        assert list(found[place]) == [*mine, 0.0, 0.0][:2]


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=12), st.floats(0.1, 10))
@settings(max_examples=40)
def test_a_variance_grows_with_the_square_of_its_unit_and_ignores_the_rest(totals, scale):
    z = np.array(totals)
    one = [np.array([number]) for number in ((z**2).sum(), z.sum(), float(len(z)), np.inf)]
    other = [one[0] * scale**2, one[1] * scale, *one[2:]]
    variance, scaled = stratum_variances(*one, "fail"), stratum_variances(*other, "fail")
    np.testing.assert_allclose(variance, len(z) * z.var(ddof=1), rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(scaled, variance * scale**2, rtol=1e-7, atol=1e-6)


def test_a_replicate_that_leaves_nobody_gives_no_error():
    how = Replicates(method="bootstrap", columns=("r1..r2",))
    assert np.isnan(replicate_variance(np.array([[1.0, np.nan]]), np.array([1.0]), how)).all()
