"""A way as a table: one row per change, with what the law would say and who has it already."""

from __future__ import annotations

import pandas as pd

from scoreboard.analysis.options.holders import holders
from scoreboard.analysis.options.seeking import Change, Question, Way
from scoreboard.definitions.models import PolicyIndicator

COLUMNS = [
    "state", "year", "node", "target", "start", "reached", "indicator", "title", "before", "after", "steps",
    "alone", "condition", "holders",
]  # fmt: skip


def options_table(question: Question, way: Way) -> pd.DataFrame:
    """Return one row per change, with the columns of `COLUMNS`; none if nothing need or can be done.

    `alone` is what the change would add without the others; `holders` are the states that have the level or
    a higher one in that year, with the first year of it.
    """
    about = {
        "state": question.state, "year": question.year, "node": question.node,
        "target": way.target, "start": way.start, "reached": way.reached,
    }  # fmt: skip
    return pd.DataFrame([about | _row(question, change) for change in way.changes], columns=COLUMNS)


def _row(question: Question, change: Change) -> dict[str, object]:
    item = question.scores.panel.framework.indicators[change.indicator]
    assert isinstance(item, PolicyIndicator)  # nothing else has levels
    condition = next(level.condition for level in item.levels if level.score == change.after)
    known = holders(question.scores, change.indicator, change.after, question.year)
    return {
        "indicator": change.indicator, "title": item.title, "before": change.before, "after": change.after,
        "steps": change.steps, "alone": change.alone, "condition": condition,
        "holders": ", ".join(str(holder) for holder in known),
    }  # fmt: skip
