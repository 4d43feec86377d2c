"""Sentences computed from the data: neutral, in plain words, with the numbers they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from scoreboard.report.edition import Edition

REAL_CHANGE = 1.0
"""Points of score below which a change is called none, so that rounding never makes news."""

_STRENGTHS = ((0.4, "weakly"), (0.6, "moderately"), (1.01, "clearly"))


_SMALL = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def joined(words: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    >>> joined(["Austria", "Belgium", "Cyprus"])
    'Austria, Belgium and Cyprus'
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def number(value: float, digits: int = 0) -> str:
    """Return a number for prose: rounded, a real minus sign, no minus zero.

    >>> number(-12.34), number(-0.2)
    ('−12', '0')
    """
    text = f"{value:.{digits}f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", "−")


def count(number_: int, singular: str, plural: str = "") -> str:
    """Return a count with its noun, small numbers as words.

    >>> count(1, "state"), count(12, "state"), count(40, "state")
    ('one state', 'twelve states', '40 states')
    """
    shown = _SMALL[number_] if number_ < len(_SMALL) else str(number_)
    return f"{shown} {singular if number_ == 1 else plural or singular + 's'}"


def capital(sentence: str) -> str:
    """Return a sentence with a capital first letter, the rest untouched."""
    return sentence[:1].upper() + sentence[1:]


def band(low: float, high: float) -> str:
    """Return a band of ranks, never a bare rank; a dash of its own where there is none.

    >>> band(3, 7), band(4, 4)
    ('3–7', '4')
    """
    if np.isnan(low) or np.isnan(high):
        return "–"
    return f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"


def share_of_draws(edition: Edition, lens: str) -> str:
    """Return how much of the draws a band holds, as the index file says: "90 % of the draws"."""
    return f"{number(100 * edition.framework.indices[lens].robustness.interval)} % of the draws"


def spread(scores: pd.Series[float], subject: str) -> str:
    """Say where the middle half of the states lies."""
    low, high = scores.quantile([0.25, 0.75])
    return (
        f"Half of the {len(scores)} states score between {number(low)} and {number(high)} of 100 on {subject}"
    )


def first_group(rows: pd.DataFrame) -> str:
    """Say how many states could rank first if the weights were somewhat different, as a clause."""
    could = int((rows["rank_low"] == 1).sum())
    if could == 1:
        return "one state stays first in nearly every draw of the weights"
    return f"{count(could, 'state')} could rank first if the weights were somewhat different"


def middle_moved(edition: Edition, lens: str, node: str) -> str:
    """Say, as a clause, how the median moved of the states with data in the first and last ranked year."""
    ends = trend_ends(edition, lens, node)
    if ends is None:
        return "there is not enough data for a trend"
    first, last, both = ends
    start, end = both[first].median(), both[last].median()
    among = f"among the {len(both)} states with a score in both years"
    if abs(end - start) < REAL_CHANGE:
        return f"the middle score stayed at {number(end)} from {first} to {last}, {among}"
    verb = "rose" if end > start else "fell"
    return f"the middle score {verb} from {number(start)} in {first} to {number(end)} in {last}, {among}"


def trend_ends(edition: Edition, lens: str, node: str) -> tuple[int, int, pd.DataFrame] | None:
    """Return first and last year with enough states, and a frame (state × these years) of those in both."""
    series = edition.series(lens, node)
    minimum = edition.framework.indices[lens].minimum_states
    sizes = series.groupby("year").size()
    years = sizes[sizes >= minimum].index
    if len(years) < 2:
        return None
    wide = series[series["year"].isin([years.min(), years.max()])].pivot(
        index="state", columns="year", values="score"
    )
    both = wide.dropna()
    return (int(years.min()), int(years.max()), both) if len(both) >= minimum else None


def movers(edition: Edition, lens: str, node: str, first: int, last: int) -> str:
    """Say how many states moved up, down or not at all between two years, of those with data in both."""
    wide = edition.series(lens, node).pivot(index="state", columns="year", values="score")
    if first not in wide or last not in wide:
        return ""
    change = (wide[last] - wide[first]).dropna()
    up, down = int((change >= REAL_CHANGE).sum()), int((change <= -REAL_CHANGE).sum())
    same = len(change) - up - down
    return (
        f"{count(up, 'state')} moved up, {count(down, 'state')} down and {count(same, 'state')} stayed within "
        f"a point between {first} and {last}"
    )


def together(x: pd.Series[float], y: pd.Series[float]) -> str:
    """Say how closely two rankings go together (Spearman's rank correlation)."""
    if len(x) < 3 or x.nunique() == 1 or y.nunique() == 1:
        return "cannot be held against each other: the states are too few, or all alike in one of the two"
    r = rank_correlation(x, y)
    way = "go together" if r >= 0 else "run against each other"
    strength = next(word for limit, word in _STRENGTHS if abs(r) < limit)
    relation = "hardly go together" if abs(r) < 0.2 else f"{way} {strength}"
    return f"{relation} (rank correlation {number(r, 2)})"


def rank_correlation(x: pd.Series[float], y: pd.Series[float]) -> float:
    """Return Spearman's rank correlation, ties at their mean rank."""
    return float(np.corrcoef(x.rank(), y.rank())[0, 1])


def names(edition: Edition, states: Iterable[str]) -> str:
    """Return states by name, in code order, as a list in a sentence."""
    return joined([edition.name(state) for state in sorted(states)])
