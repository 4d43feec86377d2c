"""Which state a publisher means: codes, names and aliases, and the rules for what is not a state."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scoreboard.definitions import State


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a publisher's place is: a `state` of the code list, or left out for a `reason`, or neither."""

    state: str = ""
    reason: str = ""

    @property
    def known(self) -> bool:
        """False for a place that is neither a state nor covered by a rule."""
        return bool(self.state or self.reason)


class Gazetteer:
    """Finds states by ISO code, Eurostat code, name or alias.

    Parameters
    ----------
    states : the code list, data/states.csv.
    """

    def __init__(self, states: Iterable[State]) -> None:
        self._codes: dict[str, str] = {}
        states = list(states)
        for names in ("code", "eurostat", "iso3", "name", "aliases"):
            for state in states:
                value = getattr(state, names)
                for name in (value,) if isinstance(value, str) else value:
                    # setdefault: an alias never takes a code away from another state
                    self._codes.setdefault(_spelt(name), state.code)

    def resolve(self, place: str) -> Resolved:
        """Return the state, or why the place is left out; see places_left_out.csv for the rules."""
        name = _spelt(place)
        if name in self._codes:
            return Resolved(state=self._codes[name])
        rules = (reason for reason, pattern in _rules() if pattern.fullmatch(name))
        return Resolved(reason=next(rules, ""))


def _spelt(name: str) -> str:
    """Return the name with plain hyphens and single spaces: publishers vary both."""
    return " ".join(re.sub("[‐-―−]", "-", name).split())


@cache
def _rules() -> list[tuple[str, re.Pattern[str]]]:
    """Return (reason, pattern) of places that are not states, in the order of the table."""
    table = files("scoreboard.exchange").joinpath("places_left_out.csv")
    with table.open(encoding="utf-8") as handle:
        return [(row["reason"], re.compile(row["pattern"])) for row in csv.DictReader(handle)]
