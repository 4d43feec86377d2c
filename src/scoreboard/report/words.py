"""Sentences computed from the data: neutral, in plain words, with the numbers they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from scoreboard.report.edition import Edition
from scoreboard.report.i18n import N_, SOURCE, _, active, ngettext, numbers

REAL_CHANGE = 1.0
"""Points of score below which a change is called none, so that rounding never makes news."""

_STRENGTHS = ((0.4, N_("weakly")), (0.6, N_("moderately")), (1.01, N_("clearly")))


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
    return _(" and ").join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def number(value: float, digits: int = 0) -> str:
    """Return a number for prose: rounded, a real minus sign, no minus zero, in the signs of the language.

    >>> number(-12.34), number(-0.2)
    ('−12', '0')
    """
    text = f"{value:.{digits}f}"
    return numbers.written(text.removeprefix("-") if float(text) == 0 else text.replace("-", "−"))


def in_words(number_: int) -> str:
    """Return a small number as a word, where a language has one word for it: elsewhere "one" has a gender."""
    return _SMALL[number_] if number_ < len(_SMALL) and active() == SOURCE else str(number_)


def count(number_: int, singular: str, plural: str = "") -> str:
    """Return a count with its noun, small numbers as words.

    >>> count(1, "state"), count(12, "state"), count(40, "state")
    ('one state', 'twelve states', '40 states')
    """
    return f"{in_words(number_)} {ngettext(singular, plural or singular + 's', number_)}"


def capital(sentence: str) -> str:
    """Return a sentence with a capital first letter, the rest untouched."""
    return sentence[:1].upper() + sentence[1:]


def inside(title: str) -> str:
    """Return a title as it stands within a sentence; German nouns and abbreviations keep their capital.

    >>> inside("Labour market"), inside("EU citizens")
    ('labour market', 'EU citizens')
    """
    return title if title[:2].isupper() or active() == "de" else title[:1].lower() + title[1:]


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
    share = number(100 * edition.framework.indices[lens].robustness.interval)
    return _("{share} % of the draws").format(share=share)


def spread(scores: pd.Series[float], subject: str) -> str:
    """Say where the middle half of the states lies."""
    low, high = scores.quantile([0.25, 0.75])
    return _("Half of the {n} states score between {low} and {high} of 100 on {subject}").format(
        n=len(scores), low=number(low), high=number(high), subject=subject
    )


def first_group(rows: pd.DataFrame) -> str:
    """Say how many states could rank first if uncertain choices fell otherwise, as a clause."""
    could = int((rows["rank_low"] == 1).sum())
    if could == 1:
        return _("one state stays first in nearly every draw")
    return _("{states} could rank first if what is uncertain fell otherwise").format(
        states=count(could, "state")
    )


def middle_moved(edition: Edition, lens: str, node: str) -> str:
    """Say, as a clause, how the median moved of the states with data in the first and last ranked year."""
    ends = trend_ends(edition, lens, node)
    if ends is None:
        return _("there is not enough data for a trend")
    first, last, both = ends
    start, end = both[first].median(), both[last].median()
    if abs(end - start) < REAL_CHANGE:
        said = _("the middle score stayed at {end} from {first} to {last}, {among}")
    elif end > start:
        said = _("the middle score rose from {start} in {first} to {end} in {last}, {among}")
    else:
        said = _("the middle score fell from {start} in {first} to {end} in {last}, {among}")
    among = _("among the {n} states with a score in both years").format(n=len(both))
    return said.format(start=number(start), end=number(end), first=first, last=last, among=among)


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


def together(x: pd.Series[float], y: pd.Series[float]) -> str:
    """Say how closely two rankings go together (Spearman's rank correlation)."""
    if len(x) < 3 or x.nunique() == 1 or y.nunique() == 1:
        return _("cannot be held against each other: the states are too few, or all alike in one of the two")
    r = rank_correlation(x, y)
    way = _("go together {strength}") if r >= 0 else _("run against each other {strength}")
    strength = next(word for limit, word in _STRENGTHS if abs(r) < limit)
    relation = _("hardly go together") if abs(r) < 0.2 else way.format(strength=_(strength))
    return _("{relation} (rank correlation {r})").format(relation=relation, r=number(r, 2))


def rank_correlation(x: pd.Series[float], y: pd.Series[float]) -> float:
    """Return Spearman's rank correlation, ties at their mean rank."""
    return float(np.corrcoef(x.rank(), y.rank())[0, 1])


def names(edition: Edition, states: Iterable[str]) -> str:
    """Return states by name, in code order, as a list in a sentence."""
    return joined([edition.name(state) for state in sorted(states)])
