"""Every change of policy with enough data at once, each beside one outcome, corrected for looking at many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

import numpy as np
import pandas as pd

from scoreboard.analysis.evaluation.candidates import candidates
from scoreboard.analysis.evaluation.outcomes import chosen, outcome_values
from scoreboard.analysis.evaluation.rises import find_rises
from scoreboard.analysis.evaluation.sample import make_sample
from scoreboard.analysis.evaluation.verdicts import Evidence, verdict_of
from scoreboard.analysis.evaluation.weighing import DRAWS, Progress, weigh
from scoreboard.definitions import Framework, leaves
from scoreboard.observations import Panel

NUMBERS = [
    "changed",
    "others",
    "effect",
    "low",
    "high",
    "p",
    "detectable",
    "leads_p",
    "placebo_p",
    "same_sign",
]
COLUMNS = ["item", "outcome", "domain", "first", "last", *NUMBERS, "p_holm", "verdict"]


def survey(
    panel: Panel,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    progress: Progress = lambda done, whole: None,
) -> pd.DataFrame:
    """Weigh every item that enough states changed, by its primary outcome.

    The primary outcome is chosen before any result is seen: of the item's domain, the one with most changed
    states that can be used; if several have as many, the first in the tree of the outcome index, and one
    outside the tree last.

    Parameters
    ----------
    panel : validated observations.
    draws, seed : of the permutations.
    progress : called with items done and in all.

    Returns
    -------
    DataFrame, one row per item, those with most changed states first: `item`, `outcome`, `domain`; `first`,
    `last`, years; the numbers of `Evidence`; `p_holm`, p corrected for the number of items by Holm (1979,
    Scandinavian Journal of Statistics 6, 65–70); `verdict`, by rule from the numbers with `p_holm` for p.
    """
    pairs = primary(candidates(panel), panel.framework)
    found = []
    for done, (item, outcome) in enumerate(zip(pairs["item"], pairs["outcome"], strict=True), start=1):
        found.append(evidence(panel, item, outcome, draws=draws, seed=seed))
        progress(done, len(pairs))
    return judged(pairs, found)


def evidence(panel: Panel, item: str, outcome: str, *, draws: int = DRAWS, seed: int = 1) -> Evidence:
    """Weigh one item by one outcome; parameters as of `survey`."""
    rises, it = find_rises(panel, item), chosen(panel, outcome)
    sample = make_sample(rises, outcome_values(panel, it))
    return weigh(panel, rises, sample, it, draws=draws, seed=seed).evidence


def judged(pairs: pd.DataFrame, found: Sequence[Evidence]) -> pd.DataFrame:
    """Return the table of `survey` from its pairs, of `primary`, and the evidence on each."""
    corrected = holm(np.array([it.p for it in found], dtype=float))
    numbers = pd.DataFrame([asdict(it) for it in found], columns=NUMBERS, index=pairs.index)
    table = pairs[["item", "outcome", "domain", "first", "last"]].join(numbers)
    table["p_holm"] = corrected
    table["verdict"] = [_verdict(it, p) for it, p in zip(found, corrected.tolist(), strict=True)]
    return table[COLUMNS]


def primary(pairs: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Return of the candidates that have enough data one for each item, that of its primary outcome."""
    index = framework.indices.get("outcome")
    root = framework.nodes.get(("outcome", "overall")) if index else None
    order = {code: place for place, code in enumerate(leaves(root))} if root else {}
    known = {code: place for place, code in enumerate(framework.indicators, start=len(order))}
    enough = pairs[pairs["enough"]]
    place = enough["outcome"].map(lambda code: order.get(code, known[code]))
    ranked = enough.assign(place=place).sort_values(["usable", "place"], ascending=[False, True])
    first = ranked.drop_duplicates("item").sort_values(
        ["usable", "others", "item"], ascending=[False, False, True]
    )
    return first.drop(columns="place").reset_index(drop=True)


def holm(p: np.ndarray) -> np.ndarray:
    """Return p-values [test] corrected by Holm's step-down procedure; NaN stays and is not counted.

    >>> holm(np.array([0.01, 0.04, 0.03])).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    corrected = np.full(len(p), np.nan)
    order = np.argsort(p)[: int((~np.isnan(p)).sum())]
    steps = p[order] * np.arange(len(order), 0, -1)
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return corrected


def _verdict(evidence: Evidence, p: float) -> str:
    return verdict_of(replace(evidence, p=p))
