"""The five tables about time, for some or all nodes of the scores of one lens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from scoreboard.analysis.time.changes import changes, two_years
from scoreboard.analysis.time.classes import classes
from scoreboard.analysis.time.convergence import convergence
from scoreboard.analysis.time.series import STANDARD, to_matrix
from scoreboard.analysis.time.targets import distance_to_target
from scoreboard.analysis.time.trends import trends
from scoreboard.analysis.time.values import direction_of, values_frame
from scoreboard.definitions.targets import Target, TimeRule
from scoreboard.robustness import uncertainty
from scoreboard.scoring import Scores

Of = Literal["score", "value"]


@dataclass(frozen=True)
class Question:
    """One node and what is asked about it: the years, which way is better, how much data is enough."""

    frame: pd.DataFrame
    first: int | None
    last: int | None
    direction: int
    minimum_states: int
    rule: TimeRule
    targets: tuple[Target, ...]
    scores: Scores | None = None
    """Where intervals of changes are drawn from; None for values, whose draws are not kept."""

    @property
    def two_years(self) -> tuple[int, int]:
        """The years named, else the last two in which enough states have data, else the first and last."""
        matrix = to_matrix(self.frame, self.rule)
        found = two_years(matrix, self.first, self.last, self.minimum_states)
        return found or (int(matrix.columns[0]), int(matrix.columns[-1]))


def _trends(it: Question) -> pd.DataFrame:
    return trends(it.frame, it.rule, it.first, it.last)


def _targets(it: Question) -> pd.DataFrame:
    tables = []
    for target in it.targets:
        rows = it.frame[it.frame["state"].isin(target.states)] if target.states else it.frame
        tables.append(
            distance_to_target(
                rows,
                target.value,
                target.by,
                direction=it.direction,
                rule=it.rule,
                first=it.first,
                last=it.last,
            )
        )
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def _convergence(it: Question) -> pd.DataFrame:
    return convergence(
        it.frame,
        direction=it.direction,
        minimum_states=it.minimum_states,
        rule=it.rule,
        first=it.first,
        last=it.last,
    )


def _classes(it: Question) -> pd.DataFrame:
    years = it.two_years
    return classes(it.frame, *years, direction=it.direction, minimum_states=it.minimum_states, rule=it.rule)


def _changes(it: Question) -> pd.DataFrame:
    first, last = it.two_years
    return changes(it.frame, first, last, _drawn(it, first, last), rule=it.rule)


def _drawn(it: Question, first: int, last: int) -> pd.DataFrame | None:
    """Return the intervals of the change of a group node from the draws that its index declares."""
    node = str(it.frame["node"].iloc[0])
    if it.scores is None or node in it.scores.tree.leaves or first == last:
        return None
    found = uncertainty(it.scores.panel, it.scores.index, years=(first, last), nodes=[node]).tables("changes")
    return found["changes"][["state", "low", "high"]]


TABLES: dict[str, Callable[[Question], pd.DataFrame]] = {
    "trend": _trends,
    "targets": _targets,
    "convergence": _convergence,
    "classes": _classes,
    "changes": _changes,
}


def subject(scores: Scores, of: Of = "score") -> pd.DataFrame:
    """Return the long table that is asked about: the scores of all nodes, or the values of the indicators."""
    return scores.frame if of == "score" else values_frame(scores)


def time_table(
    name: str,
    scores: Scores,
    *,
    of: Of = "score",
    nodes: Iterable[str] | None = None,
    first: int | None = None,
    last: int | None = None,
    rule: TimeRule = STANDARD,
    states: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return one of `TABLES` for some nodes.

    Parameters
    ----------
    name : trend, targets, convergence, classes or changes.
    of : about the scores, or about the values of the indicators in their units.
    nodes : only these, all if None.
    first, last : first and last year; changes and classes compare these two.
    rule : with the targets, for the table of that name.
    states : only these, all if None. Convergence is looked for among them; every other table says of each what
        it is among all states.

    Raises
    ------
    KeyError
        If there is no such table, or none of the nodes.
    """
    frame = subject(scores, of)
    if states is not None and name == "convergence":
        frame = frame[frame["state"].isin(states)]
    parts = {str(node): rows for node, rows in frame.groupby("node", sort=False)}
    tables = []
    for node in parts if nodes is None else nodes:
        direction = 1 if of == "score" else direction_of(scores.panel.framework, node)
        targets = tuple(each for each in rule.targets if (each.node, each.of) == (node, of))
        asked = Question(parts[node], first, last, direction, scores.index.minimum_states, rule, targets)
        if of == "score":
            asked = replace(asked, scores=scores)
        tables.append(TABLES[name](asked))
    whole = pd.concat([table for table in tables if len(table)] or [pd.DataFrame()], ignore_index=True)
    if states is not None and "state" in whole:
        whole = whole[whole["state"].isin(states)].reset_index(drop=True)
    return whole
