"""Values and standard errors beside R's survey package (reference/make_survey.R) and samplics."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from .making import MEAN, MEDIAN, SHARE, VARIABLES, cells_of, mapping, statistic

FOLDER = Path(__file__).parent / "reference"
HERE = {
    **VARIABLES,
    "year": {"constant": 2023},
    "citizenship": {**VARIABLES["citizenship"]},
    "population_psus": {"column": "n_psu"},
}
NOT_THERE = ("birth", "education", "in_education", "occupation")
FINITE = ("population_psus",)
LINEARISED = {
    "psus": FINITE,
    "finite": (),
    "persons": ("psu", *FINITE),
    "plain": ("psu", "stratum", *FINITE),
}
"""Design of the reference → variables that its mapping leaves out."""
REPLICATED = {
    "brr": {"method": "brr", "columns": ["brr1..brr8"]},
    "fay": {"method": "fay", "fay": 0.5, "columns": ["fay1..fay8"]},
    "jack": {"method": "jackknife_1", "columns": ["jack1..jack23"]},
    "jackn": {
        "method": "jackknife_n",
        "columns": ["jackn1..jackn23"],
        "scales": [2 / 3] * 3 + [3 / 4] * 20,
    },
    "boot": {"method": "bootstrap", "centre": "mean", "columns": ["boot1..boot12"]},
}


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "survey.csv")


@pytest.fixture(scope="module")
def reference() -> pd.DataFrame:
    table = pd.read_csv(FOLDER / "reference.csv", keep_default_na=False)
    numbers = table.columns[3:]
    table[numbers] = table[numbers].apply(pd.to_numeric)
    return table.set_index(["design", "group", "sex"])


def designed(name: str) -> dict:
    if name in LINEARISED:
        return mapping(HERE, (*NOT_THERE, *LINEARISED[name]))
    design = {"kind": "replicates", "replicates": REPLICATED[name]}
    return mapping(HERE, (*NOT_THERE, *FINITE), design=design)


@pytest.mark.parametrize("name", [*LINEARISED, *REPLICATED])
def test_shares_means_and_medians_equal_those_of_the_survey_package(tmp_path, people, reference, name):
    cells = cells_of(tmp_path, people, designed(name), SHARE, MEAN, MEDIAN)
    expected = reference.loc[name]
    compared = 0
    for code, scale in (("share", 100.0), ("mean", 1.0), ("median", 1.0)):
        mine = cells[cells["indicator"] == code].set_index(["group", "sex"])
        assert len(mine) == 15
        theirs = expected.loc[mine.index]
        np.testing.assert_allclose(mine["value"], scale * theirs[code], rtol=1e-12)
        np.testing.assert_allclose(mine["se"], scale * theirs[f"{code}_se"], rtol=1e-8)
        compared += len(mine)
    assert compared == 45


def samplics():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # FutureWarning at import
        import samplics.estimation
        import samplics.utils.types

        return samplics.estimation, samplics.utils.types


def samplics_of(frame: pd.DataFrame, share: str) -> pd.DataFrame:
    """Return samplics' estimate and error of a share by domain."""
    estimation, types = samplics()
    taylor = estimation.TaylorEstimator(types.PopParam.mean)
    taylor.estimate(
        y=frame[share].to_numpy(),
        samp_weight=frame["finalwgt"].to_numpy(),
        stratum=frame["stratid"],
        psu=frame["psuid"],
        domain=frame["race"],
    )
    return pd.DataFrame({"value": taylor.point_est, "se": taylor.stderror})


def test_a_real_survey_equals_samplics(tmp_path):
    """Diabetes by race in NHANES II, which comes with samplics: races stand in for citizenships."""
    samplics()
    from samplics.datasets import load_nhanes2

    frame = load_nhanes2()["data"].dropna(subset=["diabetes"])
    people = frame.astype({"race": int, "diabetes": bool})
    variables = {
        "state": {"constant": "AT"}, "year": {"constant": 1980}, "age": {"constant": 40},
        "sex": {"constant": 1, "codes": {"1": "F"}}, "weight": {"column": "finalwgt"},
        "stratum": {"column": "stratid"}, "psu": {"column": "psuid"}, "in_education": {"column": "diabetes"},
        "citizenship": {
            "column": "race", "codes": {"1": "NAT", "2": "EU27_2020_FOR", "3": "NEU27_2020_FOR"},
        },
    }  # fmt: skip
    block = {"universe": {"age": {"between": [20, 64]}}, "numerator": {"in_education": True}}
    mapped = {**mapping(), "variables": variables}
    cells = cells_of(tmp_path, people, mapped, statistic("diabetes", block))
    mine = cells[(cells["sex"] == "T") & ~cells["group"].isin(["FOR", "TOTAL"])].set_index("group")
    theirs = samplics_of(frame, "diabetes")
    assert len(theirs) == len(mine) == 3
    in_order = mine.loc[["NAT", "EU27_2020_FOR", "NEU27_2020_FOR"]]
    for name in ("value", "se"):
        np.testing.assert_allclose(in_order[name] / 100, theirs[name].astype(float), rtol=1e-8)
