"""Evaluations of changes of policy, as the pages ask for them: item by item, so that one state's data touch few."""

from __future__ import annotations

import pandas as pd

from scoreboard.analysis.evaluation import Evaluation, Evidence, candidates, evaluate, find_rises
from scoreboard.analysis.evaluation.candidates import in_order
from scoreboard.analysis.evaluation.survey import evidence, judged, primary
from scoreboard.definitions import DOMAINS
from scoreboard.definitions.models import PolicyIndicator
from scoreboard.report.edition import Edition
from scoreboard.report.ledger import read
from scoreboard.report.slices import panel_of


@read
def pairs(edition: Edition) -> pd.DataFrame:
    """Return the candidates of a project."""
    return in_order(pd.concat([_pairs_of(edition, domain) for domain in DOMAINS]))


@read
def _pairs_of(edition: Edition, domain: str) -> pd.DataFrame:
    lenses = ("policy", "outcome")
    own = (it for it in edition.written.indicators.values() if it.domain == domain and it.lens in lenses)
    return candidates(panel_of(edition, [it.code for it in own]), [domain])


@read(derived=True, kept=True)
def surveyed(edition: Edition) -> pd.DataFrame:
    """Return the survey of a project: one row per item with enough data."""
    chosen = primary(pairs(edition), edition.written)
    both = zip(chosen["item"], chosen["outcome"], strict=True)
    return judged(chosen, [_evidence(edition, item, outcome) for item, outcome in both])


@read(kept=True)
def _evidence(edition: Edition, item: str, outcome: str) -> Evidence:
    return evidence(panel_of(edition, [item, outcome]), item, outcome)


@read(derived=True, kept=True)
def evaluated(edition: Edition, item: str, outcome: str) -> Evaluation:
    """Return the evaluation of one pair; needs pyfixest."""
    return evaluate(panel_of(edition, [item, outcome]), item, outcome)


@read
def known_years(edition: Edition) -> pd.DataFrame:
    """Return the first and the last year with a value of each indicator, `min` and `max`."""
    frame = edition.panel.frame
    return frame[frame["value"].notna()].groupby("indicator")["year"].agg(["min", "max"])


@read
def rises(edition: Edition) -> pd.DataFrame:
    """Return the first rises of all items: `item`, `title`, `state`, `name`, `year`, `before`, `after`."""
    parts = []
    for it in edition.framework.indicators.values():
        if isinstance(it, PolicyIndicator):
            changed = find_rises(panel_of(edition, [it.code]), it.code).changed.reset_index()
            parts.append(changed.assign(item=it.code, title=it.title).rename(columns={"cohort": "year"}))
    columns = ["item", "title", "state", "year", "before", "after"]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    table = table[columns].astype({"year": int, "before": float, "after": float})
    return table.assign(name=table["state"].map(edition.name))
