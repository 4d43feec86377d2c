"""The evidence on one item and one outcome: the effect, its path, and what it has to stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from scoreboard.analysis.evaluation.checks import leave_one_out, placebo_table
from scoreboard.analysis.evaluation.outcomes import outcome_values, placebo_of
from scoreboard.analysis.evaluation.permuting import permutation_test, permuted_path
from scoreboard.analysis.evaluation.rises import Rises
from scoreboard.analysis.evaluation.sample import Sample, make_sample
from scoreboard.analysis.evaluation.verdicts import Evidence
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.observations import Panel

SPAN = 5
"""Years before and after a change that the path shows."""
STEPS = 4
DRAWS = 999
"""Permutations unless told otherwise, everywhere alike: pages and commands give the same numbers."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Weighed:
    """The evidence and the tables behind it, as in `Evaluation`; empty where too few states changed."""

    evidence: Evidence
    path: pd.DataFrame = field(default_factory=pd.DataFrame)
    without: pd.DataFrame = field(default_factory=pd.DataFrame)
    placebos: pd.DataFrame = field(default_factory=pd.DataFrame)


def weigh(
    panel: Panel,
    rises: Rises,
    sample: Sample,
    indicator: StatisticIndicator,
    *,
    draws: int,
    seed: int,
    progress: Progress = lambda done, whole: None,
) -> Weighed:
    """Estimate the average effect, and hold it against chance, the years before and the placebos.

    Parameters
    ----------
    sample : of the rises and the outcome `indicator`.
    draws, seed : of the permutations. progress : called with steps done and in all.
    """
    evidence = Evidence(len(sample.changed), len(sample.others))
    if not evidence.enough:
        return Weighed(evidence)
    found = permutation_test(sample, draws, seed)
    progress(1, STEPS)
    path, leads_p = _path(sample, draws, seed)
    progress(2, STEPS)
    without = leave_one_out(sample)
    progress(3, STEPS)
    placebos = _placebos(panel, rises, sample, indicator, draws, seed)
    progress(4, STEPS)
    numbers = {name: getattr(found, name) for name in ("effect", "p", "low", "high", "detectable")}
    evidence = Evidence(
        evidence.changed,
        evidence.others,
        **numbers,
        leads_p=leads_p,
        placebo_p=_smallest(placebos["p"]),
        same_sign=float((np.sign(without["effect"].dropna()) == np.sign(found.effect)).mean()),
    )
    return Weighed(evidence, path, without, placebos)


def _placebos(
    panel: Panel, rises: Rises, sample: Sample, indicator: StatisticIndicator, draws: int, seed: int
) -> pd.DataFrame:
    other = placebo_of(indicator)
    if other is None:
        return placebo_table(sample, None, "", draws, seed)
    beside = make_sample(rises, outcome_values(panel, other))
    return placebo_table(sample, beside, f"the same outcome, group {other.group}", draws, seed)


def _smallest(p: pd.Series[float]) -> float:
    """Return the smallest p times the number of tests; NaN where none was made."""
    tested = p.dropna()
    return float(min(1.0, tested.min() * len(tested))) if len(tested) else float("nan")


def _path(sample: Sample, draws: int, seed: int) -> tuple[pd.DataFrame, float]:
    span = np.arange(-SPAN, SPAN + 1)
    effect, low, high, p = permuted_path(sample, span, draws, seed)
    changed = sample.only(np.isin(sample.states, sample.changed))
    since = (changed.years - changed.cohorts[:, None])[changed.seen]
    states = [int((since == step).sum()) for step in span]
    columns = {"since": span, "effect": effect, "low": low, "high": high, "states": states}
    return pd.DataFrame(columns), p
