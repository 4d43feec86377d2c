"""Groups of states, such as the European Union: who belonged to which on a day, and how an average is made.

One register for all: who belongs stands in the columns of data/states.csv, or with days in data/groups.yaml,
where users add groups of their own. A project without that file has the groups in `COLUMN_GROUPS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from scoreboard.definitions.basics import Closed, Day, StateCode, Text

GroupCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=30)]
MembershipColumn = Literal["eu_from", "eu_to", "osce_since", "icmpd_since"]
PART_OF_DAY = r"^\d{4}(-\d{2}){0,2}$"
MemberColumn = Literal["efta", "eea", "coe_member", "osce"]


def _is_on_the_calendar(text: str) -> str:
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        raise PydanticCustomError("no_date", "YYYY, YYYY-MM or YYYY-MM-DD, a day of the calendar") from None
    return text


PartOfDay = Annotated[
    str,
    BeforeValidator(
        lambda value: str(value) if type(value) is int else value
    ),  # a year alone is a number in YAML
    StringConstraints(pattern=PART_OF_DAY),
    AfterValidator(_is_on_the_calendar),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": PART_OF_DAY}, {"type": "integer"}]}),
]
"""A day, or only its month or year where no more is recorded."""


def before(day: str, other: str) -> bool:
    """Return whether a day lies before another as far as both are known.

    >>> before("1977", "1977-11-24"), before("1976-05", "1977")
    (False, True)
    """
    known = min(len(day), len(other))
    return day[:known] < other[:known]


class Period(Closed):
    """A time in which a state belongs to a group; what is empty is not recorded, or has not come."""

    since: PartOfDay | None = None
    """First day."""
    until: PartOfDay | None = None
    """Last day."""
    note: Text | None = None

    def holds(self, day: str) -> bool:
        """Return whether `day` lies within; a date of which only the year is known counts as all of that year.

        >>> Period(since="1993").holds("1993-06-01"), Period(until="2020-01-31").holds("2020-02-01")
        (True, False)
        """
        begun = self.since is None or not before(day, self.since)
        return begun and (self.until is None or not before(self.until, day))


class Columns(Closed):
    """Columns of data/states.csv that say who belongs."""

    since: MembershipColumn | None = None
    """First day; who has none does not belong, unless `member` says so."""
    until: MembershipColumn | None = None
    """Last day; none where empty."""
    member: MemberColumn | None = None
    """1 for who belongs, whether or not the first day is recorded."""


class GroupSource(Closed):
    """Where it was read who belongs."""

    title: Text
    url: Text | None = None
    read: Day | None = None
    """Day on which it was read; absent where the dates are general knowledge that nobody has compared with it."""


class StateGroup(Closed):
    """A group of states; who belongs is said in one of three ways: `columns`, `members` or `states`."""

    title: Text
    """Its name, as it stands in a list."""
    explanation: Text | None = None
    """What it is, in a plain sentence, or why these states are held together."""
    columns: Columns | None = None
    """Who belongs is in data/states.csv."""
    members: dict[StateCode, tuple[Period, ...]] | None = None
    """State → when it belonged, earlier times first."""
    states: tuple[StateCode, ...] | None = None
    """States that belong on every day, for groups of one's own."""
    complete_since: Day | None = None
    """Members before this day may be missing."""
    weights: Text = "equal"
    """What an average gives each member: `equal`, or the code of an indicator that counts, such as people."""
    least: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Share of the weight of all members that must have data; with less there is no average."""
    source: GroupSource | None = None


class GroupRegister(Closed):
    """data/groups.yaml."""

    groups: Annotated[dict[GroupCode, StateGroup], Field(min_length=1)]


COLUMN_GROUPS = {
    "EU": StateGroup(title="European Union", columns=Columns(since="eu_from", until="eu_to")),
}
"""The groups of a project that says nothing of groups: those that every list of states has."""


@dataclass(frozen=True)
class Groups(Mapping[str, StateGroup]):
    """The groups of a project, by their code.

    Parameters
    ----------
    definitions : code → group.
    periods : code → state → when it belonged, states in code order; a state that never did is left out.
    """

    definitions: Mapping[str, StateGroup] = field(default_factory=dict)
    periods: Mapping[str, Mapping[str, tuple[Period, ...]]] = field(default_factory=dict)

    def __getitem__(self, group: str) -> StateGroup:
        """Return a group by its code."""
        return self.definitions[group]

    def __iter__(self) -> Iterator[str]:
        """Return the codes in the order of the register."""
        return iter(self.definitions)

    def __len__(self) -> int:
        """Return how many groups there are."""
        return len(self.definitions)

    def members(self, group: str, on: date | str | int) -> tuple[str, ...]:
        """Return who belonged to a group on a day, in code order.

        Parameters
        ----------
        on : the day; a year means its last day.

        Raises
        ------
        KeyError
            If there is no such group.
        """
        day = f"{on}-12-31" if isinstance(on, int) else str(on)
        periods = self.periods[group]
        return tuple(state for state, times in periods.items() if any(it.holds(day) for it in times))

    def at(self, on: date | str | int) -> Groups:
        """Return the groups as they were on a day, with these members on every day."""
        always = {group: dict.fromkeys(self.members(group, on), (Period(),)) for group in self}
        return Groups(self.definitions, always)

    def membership(self, group: str, state: str) -> tuple[Period, ...]:
        """Return when a state belonged to a group; nothing if it never did."""
        return self.periods[group].get(state, ())

    def of(self, state: str, on: date | str | int) -> tuple[str, ...]:
        """Return the groups to which a state belonged on a day."""
        return tuple(group for group in self if state in self.members(group, on))
