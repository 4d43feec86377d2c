"""What the draws of a year rest on: whatever changes them changes that, whichever observation is altered."""

import numpy as np
import pandas as pd
import pytest

from scoreboard import uncertainty
from scoreboard.definitions.method import (
    Imputation,
    Normalisation,
    Robustness,
    VaryGoalposts,
    VaryImputation,
    VaryNormalisation,
    VaryWeights,
)
from scoreboard.definitions.sampling import SamplingError
from scoreboard.observations import Panel
from scoreboard.report.behind import BehindDraws
from scoreboard.report.digest import digest
from scoreboard.robustness.sensitivity import sensitivity
from scoreboard.scoring import score

LATEST = VaryImputation(alternatives=(Imputation(method="latest", maximum_age_years=3),))
FACTORS = {
    "observations drawn": {"sampling": SamplingError(), "weights": VaryWeights(within=0.25)},
    "values carried forward": {"sampling": SamplingError(), "imputation": LATEST},
    "goalposts": {"goalposts": VaryGoalposts(within=0.1), "imputation": LATEST},
    "states compared within a year": {
        "normalisation": VaryNormalisation(alternatives=(Normalisation(method="min_max", over="year"),))
    },
}
POOLED = {"normalisation": VaryNormalisation(alternatives=(Normalisation(method="min_max", over="panel"),))}


LAST = 2020
YEARS = range(2012, LAST + 1)


def varied(mini, factors):
    robustness = Robustness(draws=100, seed=1, interval=0.9, **factors)
    index = mini.framework.outcome
    years = index.years.model_copy(update={"first": 2016, "last": LAST})
    missing = index.missing.model_copy(update={"coverage": 0.2})  # so that what is missing is drawn beside
    return index.model_copy(update={"robustness": robustness, "years": years, "missing": missing})


@pytest.fixture(scope="module")
def panel(mini):
    """Return the statistics of three states over nine years, a third of them missing."""
    frame = mini.panel().frame
    frame = frame[frame["year"] == 2019]
    frame = frame[frame["indicator"].map(lambda code: mini.framework.indicators[code].lens == "outcome")]
    random = np.random.default_rng(5)
    parts = [frame.assign(year=year, value=random.uniform(10, 90, len(frame)).round(1)) for year in YEARS]
    every = pd.concat(parts, ignore_index=True).sort_values(["state", "indicator", "year"], ignore_index=True)
    return Panel(every.assign(value=every["value"].where(random.random(len(every)) < 2 / 3)), mini.framework)


def by_year(panel, index):
    """Return year → (hash of what its draws rest on, the tables made of them: of the last, runs of Sobol' too)."""
    behind = BehindDraws(score(panel, index))
    intervals = dict(list(uncertainty(panel, index).intervals.groupby("year")))
    found = {
        int(year): (digest(behind.of((int(year),))), [rows.reset_index(drop=True)])
        for year, rows in intervals.items()
    }
    outputs = sensitivity(panel, index, "overall", LAST, base=64).outputs
    found[LAST][1].append(pd.DataFrame(outputs.reshape(len(outputs), -1)))
    return found


@pytest.fixture(scope="module")
def before(mini, panel):
    return {name: by_year(panel, varied(mini, factors)) for name, factors in FACTORS.items()}


@pytest.mark.parametrize("name", FACTORS)
def test_no_draw_changes_while_what_it_rests_on_stays(mini, panel, before, name):
    kept = 0
    for row, value in panel.frame["value"].items():
        frame = panel.frame.copy()
        frame.loc[row, "value"] = 33.3 if row % 2 or np.isnan(value) else np.nan
        after = by_year(Panel(frame, mini.framework), varied(mini, FACTORS[name]))
        for year, (hashed, tables) in after.items():
            if hashed == before[name][year][0]:
                kept += 1
                for table, old in zip(tables, before[name][year][1], strict=True):
                    pd.testing.assert_frame_equal(table, old, check_exact=True)
    assert kept > len(panel.frame)  # a change leaves most years as they are


def test_a_change_of_one_year_leaves_the_others(mini, panel, before):
    frame = panel.frame.copy()
    own = frame[(frame["indicator"] == "employment_rate") & (frame["year"] == 2018)].dropna(subset=["value"])
    frame.loc[own.index[0], "value"] += 1
    after = by_year(Panel(frame, mini.framework), varied(mini, FACTORS["observations drawn"]))
    same = {year: after[year][0] == it[0] for year, it in before["observations drawn"].items()}
    assert not same[2018]
    assert same[2016]
    assert same[2017]
    assert same[2020]


def test_where_years_are_compared_they_are_drawn_together(mini, panel):
    scores = score(panel, varied(mini, FACTORS["observations drawn"]))
    assert not BehindDraws(scores).together
    assert BehindDraws(score(panel, varied(mini, POOLED))).together
