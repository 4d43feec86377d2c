"""The audit: all questions put to one index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from scoreboard.analysis.audit.checks import STEPS, VERDICTS, Answer
from scoreboard.analysis.audit.steps import CHECKS
from scoreboard.analysis.audit.subject import Subject
from scoreboard.robustness.coherence import latest_year
from scoreboard.robustness.simulating import Progress
from scoreboard.robustness.tables import Drawn
from scoreboard.scoring import Scores

TABLES = ("correlations", "reliability", "dimensions", "loadings", "importance")
"""Tables of the coherence that go with the audit."""


@dataclass(frozen=True)
class Audit:
    """The answers to all questions, in the order of the steps.

    Parameters
    ----------
    subject : what was audited.
    answers : one for each of `CHECKS`.
    """

    subject: Subject
    answers: tuple[Answer, ...]

    def by_step(self) -> Iterator[tuple[int, str, list[Answer]]]:
        """Yield number, name and answers of each step."""
        for step, name in STEPS.items():
            yield step, name, [answer for answer in self.answers if answer.check.step == step]

    @property
    def counts(self) -> dict[str, int]:
        """Verdict → how often it was given."""
        given = [answer.verdict for answer in self.answers]
        return {verdict: given.count(verdict) for verdict in VERDICTS}

    @property
    def table(self) -> pd.DataFrame:
        """One row for each question, with the columns of `Answer.as_dict`."""
        return pd.DataFrame([answer.as_dict() for answer in self.answers])

    def coherence(self) -> dict[str, pd.DataFrame]:
        """Return the tables of `TABLES`, of the audited year and of all years pooled."""
        both = [it.tables(*TABLES) for it in (self.subject.coherence, self.subject.pooled)]
        return {name: pd.concat([part[name] for part in both], ignore_index=True) for name in TABLES}

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as plain values for JSON, unrounded; what is missing is None."""
        index, robustness = self.subject.index, self.subject.index.robustness
        return {
            "lens": index.lens,
            "index": index.code,
            "version": index.version,
            "year": self.subject.year,
            "states_ranked": self.subject.ranked,
            "least_states": self.subject.coherence.least,
            "draws": robustness.draws,
            "seed": robustness.seed,
            "verdicts": self.counts,
            "steps": [
                {"step": step, "title": name, "checks": [answer.as_dict() for answer in answers]}
                for step, name, answers in self.by_step()
            ],
            "coherence": {name: _records(table) for name, table in self.coherence().items()},
        }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    plain = table.astype(object).where(table.notna(), None)  # to_json would cut to 15 decimals
    return [{str(key): value for key, value in row.items()} for row in plain.to_dict("records")]


def audit(
    scores: Scores,
    year: int | None = None,
    *,
    sensitivity: pd.DataFrame | None = None,
    pages: Collection[str] | None = None,
    today: date | None = None,
    tell: Callable[[str], None] | None = None,
    progress: Progress | None = None,
    draws: Drawn | None = None,
) -> Audit:
    """Put the questions of the ten steps to an index.

    Parameters
    ----------
    scores : of the index.
    year : the year that is looked at; the latest with ranks if None, else the last year.
    sensitivity : sensitivity indices of the overall, columns target, factor, first, total; a target is "score" or
        "rank_shift", which concerns all states.
    pages : names of the chapters of the book.
    today : the day of the audit; now if None.
    tell : called with the name of each step before it begins.
    progress : called with draws done and in all.
    draws : of the overall in the year, if they have been made; else they are made here where the index declares any.

    Raises
    ------
    KeyError
        If the index does not score the year.
    """
    known = sorted(set(scores.block.years.tolist()))
    chosen = latest_year(scores) if year is None else year
    if chosen not in known:
        raise KeyError(chosen)
    subject = Subject(scores, chosen, (today or date.today()).year, sensitivity, pages, progress, draws)
    answers: list[Answer] = []
    for step, name in STEPS.items():
        if tell is not None:
            tell(f"{step}. {name}")
        answers += [check.answer(subject) for check in CHECKS if check.step == step]
    return Audit(subject, tuple(answers))
