"""The library gives the published numbers of its own example, and our arrays give the library's.

`df_het.csv` is shipped inside pyfixest: simulated data of 46,500 cells with two cohorts and growing effects
(Butts' did2s). The published numbers are those of the table that ends the chapter "Difference-in-Differences
Estimation" of pyfixest's documentation (0.40.1): estimate and standard error, clustered by state, at six
decimals.
"""

from importlib import resources

import numpy as np
import pandas as pd
import pytest

from scoreboard.analysis.evaluation.imputing import average_effect, effect_path
from scoreboard.analysis.evaluation.library import library

PUBLISHED = {"twfe": (1.982540, 0.019338), "did2s": (2.230482, 0.024709), "lpdid": (2.506746, 0.071420)}
SATURATED = {-20: -0.073055, 0: 1.38732, 10: 2.515993, 20: 2.911501}
"""Years since the change → published mean over cohorts of the fully interacted event study."""
SIX = 1e-6
NAMES = {"yname": "dep_var", "idname": "unit", "tname": "year", "gname": "g"}


@pytest.fixture(scope="module")
def example():
    with library() as pyfixest:
        return pd.read_csv(resources.files(f"{pyfixest.__name__}.did.data") / "df_het.csv")


@pytest.mark.parametrize("name", ["twfe", "did2s"])
def test_average_effects_are_the_published_ones(example, name):
    with library() as pyfixest:
        fit = pyfixest.event_study(example, **NAMES, estimator=name, cluster="state", att=True)
    row = fit.tidy().iloc[0]
    assert (row["Estimate"], row["Std. Error"]) == pytest.approx(PUBLISHED[name], abs=SIX)


def test_local_projections_are_the_published_ones(example):
    with library() as pyfixest:
        row = pyfixest.lpdid(example, **NAMES, att=True, vcov={"CRV1": "state"}).tidy().iloc[0]
    assert (row["Estimate"], row["Std. Error"]) == pytest.approx(PUBLISHED["lpdid"], abs=SIX)


def test_the_saturated_event_study_is_the_published_one(example):
    with library() as pyfixest:
        table = pyfixest.event_study(example, **NAMES, estimator="saturated").aggregate(weighting="shares")
    found = {int(since): float(table.loc[since, "Estimate"]) for since in SATURATED}
    assert found == pytest.approx(SATURATED, abs=SIX)


def test_our_own_arrays_give_the_published_two_stage_estimate(example):
    wide = example.pivot(index="unit", columns="year", values="dep_var")
    cohorts = example.groupby("unit")["g"].first().reindex(wide.index).to_numpy(int)
    assert set(cohorts) == {0, 2000, 2010}
    years = wide.columns.to_numpy(int)
    effect = average_effect(wide.to_numpy()[None], cohorts[None], years)[0, 0]
    assert effect == pytest.approx(PUBLISHED["did2s"][0], abs=SIX)
    path = effect_path(wide.to_numpy()[None], cohorts[None], years, np.arange(10))[0, 0]
    after = example[(example["g"] > 0) & (example["year"] >= example["g"])]
    planted = (after["te"] + after["te_dynamic"]).groupby(after["year"] - after["g"]).mean()
    assert path == pytest.approx(planted.loc[:9].to_numpy(), abs=0.2)
