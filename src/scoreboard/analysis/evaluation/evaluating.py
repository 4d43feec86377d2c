"""One evaluation: the changes of an item, an outcome, the estimates, and what they have to stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoreboard.analysis.evaluation.association import association
from scoreboard.analysis.evaluation.library import COLUMNS, estimates
from scoreboard.analysis.evaluation.outcomes import chosen, outcome_values
from scoreboard.analysis.evaluation.rises import NEVER, Rises, find_rises
from scoreboard.analysis.evaluation.sample import Sample, make_sample
from scoreboard.analysis.evaluation.verdicts import Evidence, sentence_of, verdict_of
from scoreboard.analysis.evaluation.weighing import DRAWS, Progress, weigh
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.observations import Panel

PERMUTATION = "two-stage, by permutation"
UNITS = {
    "per_cent": "percentage points",
    "percentage_points": "percentage points",
    "ratio": "in the ratio",
    "per_100_foreign_citizens": "per 100 foreign citizens",
    "euro": "euro",
}
"""Unit of an indicator → words for a difference in it; a mere number needs none."""
BETTER = {
    "more_is_better": "more is better",
    "less_is_better": "less is better",
    "none": "neither more nor less is better",
}
"""Direction of an indicator → words."""


@dataclass(frozen=True)
class Evaluation:
    """What came after a change of policy, beside states without it.

    Parameters
    ----------
    item, outcome : codes.
    indicator : the outcome with its group and sex.
    rises : what each state did.
    sample : states and years used, and why others are not.
    evidence : the numbers that the verdict rests on.
    estimates : DataFrame, one row per estimator: `estimator`, `errors`, `effect`, `se`, `low`, `high` (in the
        outcome's unit), `p`, `note`.
    path : DataFrame by years since the change (`since`): `effect`, `low`, `high`, `states` that it rests on.
    without : DataFrame, the `effect` without each `state`, and whether that `changed`.
    placebos : DataFrame of the placebo tests, as `placebo_table` returns it.
    association : DataFrame, how level and outcome go together by lag; a description.
    seed, draws : of the permutations.
    """

    item: str
    outcome: str
    indicator: StatisticIndicator
    rises: Rises
    sample: Sample
    evidence: Evidence
    estimates: pd.DataFrame
    path: pd.DataFrame
    without: pd.DataFrame
    placebos: pd.DataFrame
    association: pd.DataFrame
    seed: int
    draws: int

    @property
    def unit(self) -> str:
        """Words for a difference in the outcome."""
        return UNITS.get(self.indicator.unit, "")

    @property
    def better(self) -> str:
        """Which sign of a difference is for the better; gaps and ratios are turned so that more is."""
        level = self.indicator.measure == "level"
        return BETTER[
            self.indicator.direction if level or self.indicator.direction == "none" else "more_is_better"
        ]

    @property
    def compared(self) -> str:
        """What was compared, in a sentence."""
        it = self.sample
        years = f", {it.years[0]}–{it.years[-1]}" if len(it.years) else ""
        breaks = f"; {it.breaks} values are flagged as breaks in series" if it.breaks else ""
        return (
            f"{len(it.changed)} states changed, {len(it.others)} to compare with, "
            f"{len(it.left_out)} left out{years}; {self.better}{breaks}."
        )

    @property
    def states(self) -> pd.DataFrame:
        """DataFrame, a row per state: `state`, `role`, `year` of the change, `before`, `after`, `reason`."""
        used = dict.fromkeys(self.sample.changed, "changed")
        used |= dict.fromkeys(self.sample.others, "compared")
        codes = sorted([*used, *self.sample.left_out])
        known = self.rises.states.reindex(codes)
        changed = (known["cohort"] != NEVER) & known["cohort"].notna()
        return pd.DataFrame(
            {
                "state": codes,
                "role": [used.get(state, "left out") for state in codes],
                "year": known["cohort"].where(changed).to_numpy(dtype=float, na_value=np.nan),
                "before": known["before"].to_numpy(dtype=float, na_value=np.nan),
                "after": known["after"].to_numpy(dtype=float, na_value=np.nan),
                "reason": [self.sample.left_out.get(state, "") for state in codes],
            }
        ).astype({"year": "Int64"})

    @property
    def verdict(self) -> str:
        """The verdict in a few words, by rule."""
        return verdict_of(self.evidence)

    @property
    def sentence(self) -> str:
        """The verdict as a sentence with its numbers."""
        return sentence_of(self.evidence, self.unit)


def evaluate(
    panel: Panel,
    item: str,
    outcome: str,
    *,
    group: str | None = None,
    sex: str | None = None,
    least: float = 0.0,
    draws: int = DRAWS,
    seed: int = 1,
    progress: Progress = lambda done, whole: None,
) -> Evaluation:
    """Evaluate the rises of a policy item by an outcome.

    Parameters
    ----------
    panel : validated observations.
    item, outcome : codes of a policy item and of an outcome indicator.
    group, sex : measure another group or sex than the indicator names.
    least : points of the item's levels that count as a rise.
    draws, seed : number of permutations, and their seed.
    progress : called with steps done and in all.

    Returns
    -------
    Evaluation; where there are too few states, its tables are empty and the verdict says so.

    Raises
    ------
    KeyError
        If there is no such item or outcome.
    MissingLibraryError
        If pyfixest is not installed.
    """
    indicator, rises = chosen(panel, outcome, group, sex), find_rises(panel, item, least)
    values = outcome_values(panel, indicator)
    sample = make_sample(rises, values)
    levels = panel.frame.loc[panel.frame["indicator"] == item, ["state", "year", "value"]]
    beside = association(levels, values[["state", "year", "value"]])
    weighed = weigh(panel, rises, sample, indicator, draws=draws, seed=seed, progress=progress)
    return Evaluation(
        item=item,
        outcome=outcome,
        indicator=indicator,
        rises=rises,
        sample=sample,
        evidence=weighed.evidence,
        estimates=_side_by_side(sample, weighed.evidence),
        path=weighed.path,
        without=weighed.without,
        placebos=weighed.placebos,
        association=beside,
        seed=seed,
        draws=draws,
    )


def _side_by_side(sample: Sample, it: Evidence) -> pd.DataFrame:
    """Return the estimators of the field, and below them the one whose inference needs no many states."""
    if not it.enough:
        return pd.DataFrame(columns=COLUMNS)
    own = (PERMUTATION, "permutation", it.effect, np.nan, it.low, it.high, it.p, "the one to read")
    rows = [*estimates(sample).itertuples(index=False, name=None), own]
    return pd.DataFrame(rows, columns=COLUMNS)
