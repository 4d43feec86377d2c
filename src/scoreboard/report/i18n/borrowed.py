"""Sentences of the rooms below, which speak English alone: read by their patterns, and told in the language in use.

A sentence that neither the catalogue nor a pattern knows stays English, and is marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from scoreboard.report.html import Html, text
from scoreboard.report.i18n.messages import SOURCE, _, active
from scoreboard.report.i18n.numbers import rewritten
from scoreboard.report.i18n.patterns import PATTERNS
from scoreboard.report.i18n.prose import in_english

ENGLISH = "words"
"""The place of a pattern that holds words of the definitions, which no pattern knows."""
NUMBERS = ("low", "high")
"""Places that hold a number and nothing else, where a sentence would be too like others."""
_PLACE = re.compile(r"\\{(\w+)\\}")
_NUMBER = r"[+−-]?\d[\d.,]*(?:e-?\d+)?(?: %)?"
_CODE = re.compile(r"[A-Z]{2}|[a-z0-9]+(?:_[a-z0-9]+)+")


def told(sentence: str) -> Html:
    """Return a sentence as HTML in the language in use; English and marked where nobody translated it."""
    known = _said(sentence, text, lambda words: text(in_english(words)))
    return text(in_english(sentence)) if known is None else Html(known)


def translated(sentence: str) -> str | None:
    """Return a sentence as plain text in the language in use, None where it is not translated."""
    return _said(sentence, str, str)


Shown = Callable[[str], str]


def _said(sentence: str, shown: Shown, foreign: Shown) -> str | None:
    """Return a sentence with each part as it is shown, and foreign words in their own way."""
    if active() == SOURCE or _CODE.fullmatch(sentence):
        return shown(sentence)
    if _(sentence) != sentence:
        return shown(_(sentence))
    for pattern, found in matches(sentence):  # some read the same in two languages
        parts = {name: _filled(name, part, shown, foreign) for name, part in found.items()}
        return shown(_(pattern)).format(**parts)
    return None


def _filled(name: str, part: str, shown: Shown, foreign: Shown) -> str:
    """Return what stands in a place: words of the definitions, a sentence, a list of names, or numbers."""
    if name == ENGLISH:
        return foreign(part)
    names = [_said(each, shown, foreign) for each in part.split(", ")]
    if all(each is not None for each in names):
        return ", ".join(map(str, names))
    return _said(part, shown, foreign) or shown(rewritten(part))


def matches(sentence: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the patterns that a sentence follows, with what stands in their places."""
    for pattern in PATTERNS:
        found = matcher(pattern).fullmatch(sentence)
        if found:
            yield pattern, found.groupdict()


@cache
def matcher(pattern: str) -> re.Pattern[str]:
    """Return the expression that a sentence of a pattern matches.

    >>> matcher("{n} of {all}: {cases}").fullmatch("3 of 12: a, b").groupdict()
    {'n': '3', 'all': '12', 'cases': 'a, b'}
    """
    return re.compile(_PLACE.sub(_expression, re.escape(pattern)), re.DOTALL)


def _expression(place: re.Match[str]) -> str:
    return f"(?P<{place[1]}>{_NUMBER if place[1] in NUMBERS else '.+?'})"


def messages() -> Iterator[tuple[str, str]]:
    """Yield the texts that rooms below say as they are, with the place that they come from."""
    from scoreboard.analysis.audit import STEPS, VERDICTS
    from scoreboard.analysis.audit.steps import CHECKS
    from scoreboard.analysis.time.convergence import VERDICTS as MOVEMENTS
    from scoreboard.definitions.method import FACTORS
    from scoreboard.definitions.pathway_fields import fields
    from scoreboard.findings import LEVELS, Severity
    from scoreboard.observations.statuses import statuses
    from scoreboard.report.site import blocks, downloads
    from scoreboard.robustness.coherence import BANDS

    audit = [*STEPS.values(), *VERDICTS, *(it.question for it in CHECKS), *(it.source for it in CHECKS)]
    tables = {
        "analysis/audit/steps.py": audit,
        "analysis/time/convergence.py": MOVEMENTS.values(),
        "definitions/method.py": FACTORS,
        "definitions/pathway_fields.csv": [
            words for it in fields().values() for words in (it.label, it.part.capitalize())
        ],
        "exchange/publishing/json_api/documents.py": blocks.api_files().values(),
        "report/site/downloads.py": map(downloads.about, downloads.TABLES.values()),
        "findings/catalogue.py": [*LEVELS.values(), *(it.value for it in Severity)],
        "observations/statuses.csv": [row["label"] for row in statuses().values()],
        "robustness/coherence/matrices.py": [*BANDS, *BANDS.values()],
    }
    for place, said in tables.items():
        yield from ((words, place) for words in dict.fromkeys(said) if not any(matches(words)))
