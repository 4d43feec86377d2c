"""Reading data/groups.yaml: every fault with its place, and the memberships that data/states.csv holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from scoreboard.definitions.checks.faults import Fault
from scoreboard.definitions.groups import (
    COLUMN_GROUPS,
    Columns,
    GroupRegister,
    Groups,
    Period,
    StateGroup,
    before,
)
from scoreboard.definitions.reading import Document, read_yaml, suggest, validate
from scoreboard.definitions.states import State
from scoreboard.findings import Report

GROUPS = "data/groups.yaml"
WAYS = ("columns", "members", "states")
EQUAL = "equal"


def read_groups(
    root: Path, states: Mapping[str, State], indicators: Collection[str], report: Report
) -> tuple[Groups, Document | None]:
    """Read the groups of a project; every fault is reported, and a group with one is left out.

    Parameters
    ----------
    states : the code list, with the columns that say who belongs.
    indicators : codes that may give the weights of averages.

    Returns
    -------
    The groups, and the file they came from; those of `COLUMN_GROUPS` and None for a project without it.
    """
    if not (root / GROUPS).is_file():
        return _register(COLUMN_GROUPS, states), None
    document = read_yaml(root / GROUPS, GROUPS, report)
    register = validate(document, GroupRegister, report) if document else None
    if document is None or register is None:
        return Groups(), document
    report.checked["definitions"] += 1
    sound = {}
    for code, group in register.groups.items():
        faults = list(group_faults(group, states, indicators))
        for fault in faults:
            place = document.place(("groups", code, *fault.path))
            report.add(fault.code, place, fault.found, fault.allowed, fault.advice)
        if not faults:
            sound[code] = group
    return _register(sound, states), document


def group_faults(
    group: StateGroup, states: Mapping[str, State], indicators: Collection[str]
) -> Iterator[Fault]:
    """Yield what is wrong with one group; paths begin below its code."""
    said = [way for way in WAYS if getattr(group, way) is not None]
    if len(said) != 1:
        found = f"who belongs is said by {' and '.join(said)}" if said else "nothing says who belongs"
        yield Fault("wrong-value", tuple(said[1:2]), found, allowed=f"one of {', '.join(WAYS)}")
    if group.columns and not (group.columns.since or group.columns.member):
        yield Fault("wrong-value", ("columns",), "no column says who belongs", allowed="since or member")
    for key, column in group.columns or ():
        if column and any(getattr(state, column) is None for state in states.values()):
            yield Fault("missing-column", ("columns", key), f"'{column}' is absent from data/states.csv")
    for path, state in _named(group):
        if state not in states:
            yield Fault(
                "unknown-state", path, f"'{state}'", "a code of data/states.csv", suggest(state, states)
            )
    for state, times in (group.members or {}).items():
        yield from _disordered(state, times)
    if group.weights != EQUAL and group.weights not in indicators:
        advice = suggest(group.weights, [EQUAL, *indicators])
        yield Fault("unknown-indicator", ("weights",), f"'{group.weights}'", "equal, or an indicator", advice)


def _named(group: StateGroup) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield from ((("members", state), state) for state in group.members or ())
    yield from ((("states", position), state) for position, state in enumerate(group.states or ()))


def _disordered(state: str, times: tuple[Period, ...]) -> Iterator[Fault]:
    """Yield periods that end before they begin, or begin before the one before them has ended."""
    for at, it in enumerate(times):
        if it.since and it.until and before(it.until, it.since):
            found = f"until = {it.until}, since = {it.since}"
            yield Fault("dates-out-of-order", ("members", state, at, "until"), found)
    for at, (one, other) in enumerate(pairwise(times), 1):
        if not one.until or not other.since or not before(one.until, other.since):
            found = f"since = {other.since}, but the time before it ended {one.until or 'on no day'}"
            yield Fault("dates-out-of-order", ("members", state, at, "since"), found)


def _register(groups: Mapping[str, StateGroup], states: Mapping[str, State]) -> Groups:
    return Groups(dict(groups), {code: _periods(group, states) for code, group in groups.items()})


def _periods(group: StateGroup, states: Mapping[str, State]) -> dict[str, tuple[Period, ...]]:
    if group.columns:
        known = ((code, _of_columns(state, group.columns)) for code, state in states.items())
        return {code: times for code, times in known if times}
    always = {code: (Period(),) for code in group.states or ()}
    dated = {code: times or (Period(),) for code, times in (group.members or {}).items()}
    return dict(sorted((always | dated).items()))


def _of_columns(state: State, columns: Columns) -> tuple[Period, ...]:
    """Return when a state belonged by its row; whose first day is not recorded belongs all the same if marked."""
    since = getattr(state, columns.since) if columns.since else ""
    until = getattr(state, columns.until) if columns.until else ""
    belongs = getattr(state, columns.member) if columns.member else bool(since)
    return (Period(since=since or None, until=until or None),) if belongs else ()
