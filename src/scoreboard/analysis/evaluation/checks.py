"""What an effect has to stand: one state left out at a time, changes that never were, people not meant."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from scoreboard.analysis.evaluation.imputing import average_effect, effect_path
from scoreboard.analysis.evaluation.permuting import permutation_test, without_path
from scoreboard.analysis.evaluation.rises import NEVER
from scoreboard.analysis.evaluation.sample import Sample
from scoreboard.analysis.evaluation.verdicts import LEAST_CHANGED, LEAST_OTHERS

LEADS = (1, 2, 3)
"""Years by which the changes are moved to an earlier date."""
COLUMNS = ["placebo", "states", "effect", "low", "high", "p", "note"]


def leave_one_out(sample: Sample) -> pd.DataFrame:
    """Return the average effect without each state: `state`, `changed` (bool), `effect`, in code order."""
    rows = []
    for state, cohort in zip(sample.states, sample.cohorts, strict=True):
        less = sample.only(sample.states != state)
        effect = np.nan
        if len(less.changed):
            effect = float(average_effect(less.values[None], less.cohorts[None], less.years)[0, 0])
        rows.append((str(state), bool(cohort != NEVER), effect))
    return pd.DataFrame(rows, columns=["state", "changed", "effect"])


def earlier(sample: Sample, lead: int) -> Sample:
    """Return the sample with the changes moved some years earlier, of the years until the real ones.

    Years since the real change are less their path, as others are that states without a change are dealt.
    """
    steps = np.arange(np.ptp(sample.years) + 1)
    path = effect_path(sample.values[None], sample.cohorts[None], sample.years, steps)[0, 0]
    values = without_path(sample, steps, path)
    cohorts = np.where(sample.cohorts == NEVER, NEVER, sample.cohorts - lead)
    moved = replace(sample, values=values, cohorts=cohorts, window=lead, least=1)
    alone = np.where(np.eye(len(cohorts), dtype=bool), cohorts, NEVER)  # each state's change by itself
    return moved.only(moved.admits(alone))


def placebo_table(sample: Sample, other: Sample | None, title: str, draws: int, seed: int) -> pd.DataFrame:
    """Test for effects where there can be none.

    Parameters
    ----------
    sample : the sample of the evaluation.
    other : the same changes beside an outcome that they should leave alone; None if there is none.
    title : what that outcome is.

    Returns
    -------
    DataFrame, one row per placebo: `placebo`, `states` (changed), `effect`, `low`, `high`, `p`, and `note`,
    why it could not be tested.
    """
    tried = {f"change moved {lead} year{'s'[: lead > 1]} earlier": earlier(sample, lead) for lead in LEADS}
    if other is not None:
        tried[title] = other
    return pd.DataFrame([_placebo(name, it, draws, seed) for name, it in tried.items()], columns=COLUMNS)


def _placebo(name: str, sample: Sample, draws: int, seed: int) -> tuple[object, ...]:
    states = len(sample.changed)
    if states < LEAST_CHANGED or len(sample.others) < LEAST_OTHERS:
        return name, states, np.nan, np.nan, np.nan, np.nan, "too few states"
    found = permutation_test(sample, draws, seed)
    return name, states, found.effect, found.low, found.high, found.p, ""
