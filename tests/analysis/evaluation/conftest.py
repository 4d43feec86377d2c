"""Samples with invented outcomes, and a panel in which some states raised one item."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from scoreboard.analysis.evaluation import Sample
from scoreboard.observations import Panel
from scoreboard.scoring.measures import slices_of

ITEM, OUTCOME, GAP = "job_access", "employment_rate", "employment_gap"


def invented(cohorts, years, seed=1, effect=0.0, holes=0.0):
    """Return a sample: effects of states and years, noise of 1, an effect (a number, or of years since)."""
    rng = np.random.default_rng(seed)
    cohorts, years = np.asarray(cohorts), np.asarray(years)
    values = rng.normal(size=(len(cohorts), len(years)))
    values += rng.normal(0, 5, (len(cohorts), 1)) + rng.normal(0, 3, len(years))
    since = years - cohorts[:, None]
    after = (cohorts > 0)[:, None] & (since >= 0)
    values += np.where(after, effect(since) if callable(effect) else effect, 0.0)
    values[rng.random(values.shape) < holes] = np.nan
    states = np.array([f"S{number:02}" for number in range(len(cohorts))])
    return Sample(states, years, values, cohorts, {})


def staggered(seed=1, effect=0.0, holes=0.0):
    """Return twenty states and twelve years, of which six changed in four different years."""
    return invented([2005, 2005, 2006, 2006, 2007, 2008, *[0] * 14], range(2001, 2013), seed, effect, holes)


def rows(like, indicator, cells, **slice_):
    """Return rows of a panel's frame for values by (state, year)."""
    table = pd.DataFrame([like] * len(cells)).reset_index(drop=True)
    states, years = zip(*cells, strict=True)
    known = {
        "indicator": indicator,
        "state": states,
        "year": years,
        "value": list(cells.values()),
        "flags": "",
    }
    return table.assign(**known, **slice_)


@pytest.fixture(scope="session")
def changes():
    """Panel of twelve states, 2001–2010: four raise the item in 2005 or 2006, and the outcome by 6 points."""

    def make(panel: Panel, effect: float = 6.0) -> Panel:
        sample = invented([2005, 2005, 2006, 2006, *[0] * 8], range(2001, 2011), seed=3, effect=effect)
        cells = [(str(state), int(year)) for state in sample.states for year in sample.years]
        levels = dict(zip(cells, np.where(sample.treated, 100.0, 50.0).ravel().tolist(), strict=True))
        values = dict(zip(cells, (60 + sample.values).ravel().tolist(), strict=True))
        native = dict(
            zip(cells, (60 + invented([0] * 12, range(2001, 2011), 9).values).ravel().tolist(), strict=True)
        )
        like = panel.frame.iloc[0]
        group, reference = slices_of(panel.framework.indicators[GAP])
        names = ("group", "sex", "duration")
        parts = [
            rows(like, ITEM, levels),
            rows(like, OUTCOME, values, **dict(zip(names, group, strict=True))),
            rows(like, OUTCOME, native, **dict(zip(names, reference, strict=True))),
        ]
        frame = pd.concat(parts, ignore_index=True).astype({"year": int, "value": float})
        return replace(panel, frame=frame)

    return make


@pytest.fixture(scope="session")
def changed_panel(panel, changes):
    return changes(panel)
