"""What a check is: a question with a limit and its source, and how it is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from scoreboard.analysis.audit.subject import Subject

Verdict = Literal["pass", "warn", "not applicable"]
VERDICTS: tuple[Verdict, ...] = ("pass", "warn", "not applicable")

STEPS: dict[int, str] = {
    1: "Theoretical framework",
    2: "Data selection",
    3: "Missing data",
    4: "Multivariate analysis",
    5: "Normalisation",
    6: "Weighting and aggregation",
    7: "Uncertainty and sensitivity",
    8: "Relation to other indicators",
    9: "Decomposition",
    10: "Presentation",
}
"""The ten steps of the OECD/JRC Handbook on Constructing Composite Indicators, ISBN 978-92-64-04345-9, in the
order in which the JRC has rearranged them."""


def decimals(number: float) -> str:
    """Return a correlation or the like as it is printed.

    >>> decimals(-0.456)
    '−0.46'
    """
    return f"{number:.2f}".replace("-", "−")


@dataclass(frozen=True)
class Measured:
    """What a check found.

    Parameters
    ----------
    value : the number that is held against the limit; None where the question does not apply.
    text : the finding as a sentence, with its numbers.
    cases : what the finding rests on, one line each: what does not keep the limit first.
    numbers : further numbers by name.
    """

    value: float | None
    text: str
    cases: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Limit:
    """A number keeps a limit if it is neither below `low` nor above `high`; both in the unit of the number.

    >>> limit = Limit(low=0.65, unit="share")
    >>> str(limit), limit.keeps(0.65), limit.keeps(0.6)
    ('at least 65 %', True, False)
    """

    low: float | None = None
    high: float | None = None
    unit: Literal["share", "count", "number"] = "share"

    def keeps(self, value: float) -> bool:
        """Tell whether a number keeps the limit; what is lost in adding up does not count."""
        low = self.low is None or value >= self.low - 1e-9
        return low and (self.high is None or value <= self.high + 1e-9)

    def words(self, value: float) -> str:
        """Return a number in the unit of the limit."""
        return f"{100 * value:g} %" if self.unit == "share" else f"{value:g}"

    def __str__(self) -> str:
        """Return the limit in words."""
        if (self.low, self.unit) == (1.0, "share"):
            return "all"
        if (self.high, self.unit) == (0, "count"):
            return "none"
        low, high = (None if end is None else self.words(end) for end in (self.low, self.high))
        if low is not None and high is not None:
            return f"{low} to {high}"
        return f"at least {low}" if low is not None else f"at most {high}"


@dataclass(frozen=True)
class Check:
    """One question of the audit.

    Parameters
    ----------
    step : of the Handbook.
    code : stable name.
    question : in plain words; "yes" is good.
    limit : what the number is held against.
    source : where the limit comes from.
    measure : answers the question for an index.
    """

    step: int
    code: str
    question: str
    limit: Limit
    source: str
    measure: Callable[[Subject], Measured]

    def answer(self, subject: Subject) -> Answer:
        """Answer the question and judge the answer."""
        found = self.measure(subject)
        if found.value is None:
            return Answer(self, found, "not applicable")
        return Answer(self, found, "pass" if self.limit.keeps(found.value) else "warn")


@dataclass(frozen=True)
class Answer:
    """A check, what it found, and the verdict."""

    check: Check
    found: Measured
    verdict: Verdict

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON, unrounded."""
        return {
            "step": self.check.step,
            "code": self.check.code,
            "question": self.check.question,
            "verdict": self.verdict,
            "value": self.found.value,
            "unit": self.check.limit.unit,
            "limit": {"low": self.check.limit.low, "high": self.check.limit.high},
            "source": self.check.source,
            "finding": self.found.text,
            "cases": list(self.found.cases),
            "numbers": dict(self.found.numbers),
        }
