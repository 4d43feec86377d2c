"""What the models alone cannot say of registers of pathways, each fault with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from scoreboard.definitions import suggest
from scoreboard.definitions.checks.faults import Fault, below, listed
from scoreboard.definitions.pathway_fields import WORDS, Field, fields, is_money
from scoreboard.definitions.pathways import (
    Override,
    Pathway,
    StatePathways,
    Term,
    UnionPathway,
    UnionPathways,
)
from scoreboard.findings import Report
from scoreboard.records.pathways.reading import Records

Path_ = tuple[str | int, ...]


def check_records(records: Records, states: Collection[str], report: Report) -> None:
    """Add every fault of the registers to `report`.

    Parameters
    ----------
    states : codes of data/states.csv.
    """
    for folder, union in records.unions.items():
        _tell(folder, _union_faults(union, states), records, report)
    inherited = inherited_versions(records)
    for state, own in records.national.items():
        _tell(state, _national_faults(own, inherited.get(state, set())), records, report)


def _tell(folder: str, faults: Iterator[Fault], records: Records, report: Report) -> None:
    state = folder if folder in records.national else None
    for it in faults:
        place = records.documents[folder].place(it.path)
        report.add(it.code, place, it.found, it.allowed, it.advice, state=state)


def inherited_versions(records: Records) -> dict[str, set[str]]:
    """Return state → the versions that it inherits."""
    found: dict[str, set[str]] = {}
    for union in records.unions.values():
        for version, act in union.pathways.items():
            for part in act.bound:
                for state in part.states:
                    found.setdefault(state, set()).add(version)
    return found


def _union_faults(register: UnionPathways, states: Collection[str]) -> Iterator[Fault]:
    for version, act in register.pathways.items():
        yield from below(("pathways", version), _act_faults(act, register.sources, states))
    yield from _unused(register, _used(register.pathways))


def _act_faults(act: UnionPathway, declared: Collection[str], states: Collection[str]) -> Iterator[Fault]:
    yield from _dates(act.model_dump(include={"adopted", "applies", "ended"}), ())
    yield from _pathway_faults(act, declared)
    outside = {state for part in act.not_bound for state in part.states}
    seen: set[str] = set()
    for position, part in enumerate(act.bound):
        path: Path_ = ("bound", position)
        yield from _dates(part.model_dump(include={"since", "until"}), path)
        yield from _undeclared(part.sources, declared, (*path, "sources"))
        for at, state in enumerate(part.states):
            yield from _state(state, states, (*path, "states", at))
            if state in outside:
                yield Fault(
                    "bound-though-opted-out", (*path, "states", at), f"{state} stands outside this act too"
                )
            elif state in seen:
                yield Fault("duplicate-code", (*path, "states", at), f"{state} is bound already further up")
            seen.add(state)
    for position, other in enumerate(act.not_bound):
        yield from _undeclared(other.sources, declared, ("not_bound", position, "sources"))
        for at, state in enumerate(other.states):
            yield from _state(state, states, ("not_bound", position, "states", at))


def _national_faults(register: StatePathways, inherited: set[str]) -> Iterator[Fault]:
    for version, pathway in register.pathways.items():
        path: Path_ = ("pathways", version)
        yield from below(path, _dates(pathway.model_dump(include={"valid_from", "valid_to"}), ()))
        yield from below(path, _pathway_faults(pathway, register.sources))
        if version in inherited:
            advice = "Write what national law says of it under `overrides`."
            yield Fault("duplicate-code", path, f"'{version}' is inherited already", advice=advice)
    for version, override in register.overrides.items():
        yield from below(("overrides", version), _override_faults(version, override, register, inherited))
    yield from _unused(register, _used({**register.pathways, **register.overrides}))


def _override_faults(
    version: str, override: Override, register: StatePathways, inherited: set[str]
) -> Iterator[Fault]:
    if version not in inherited:
        advice = suggest(version, inherited) or "A pathway of national law stands under `pathways`."
        yield Fault("override-without-record", (), f"'{version}' is not inherited", advice=advice)
    yield from _dates({"since": override.since}, ())
    yield from _undeclared(override.sources, register.sources, ("sources",))
    yield from _term_faults(override.terms, register.sources)


def _pathway_faults(pathway: Pathway, declared: Collection[str]) -> Iterator[Fault]:
    yield from _undeclared(pathway.sources, declared, ("sources",))
    yield from _term_faults(pathway.terms, declared)


def _term_faults(terms: Mapping[str, Term], declared: Collection[str]) -> Iterator[Fault]:
    for name, term in terms.items():
        path: Path_ = ("terms", name)
        field = fields().get(name)
        if field is None:
            yield Fault("unknown-field", path, f"'{name}'", advice=suggest(name, fields()))
        else:
            yield from below(path, value_faults(field, term))
        yield from _undeclared((term.source,), declared, (*path, "source"))


def value_faults(field: Field, term: Term) -> Iterator[Fault]:
    """Yield what is wrong with the value of a term, by the kind of its field."""
    value = term.value
    if value in WORDS:
        return
    kind = {float: "number", tuple: "list"}.get(type(value), "date" if field.kind == "date" else "category")
    if kind != field.kind:
        yield Fault(
            "wrong-value", ("value",), f"{field.field} = {value!r:.80}", f"a {field.kind}, or {listed(WORDS)}"
        )
    elif kind == "number" and not field.fits(term.unit):
        found = (
            f"{field.field} = {value:g} {term.unit}"
            if term.unit
            else f"{field.field} = {value:g}, without a unit"
        )
        yield Fault("amount-without-unit", ("value",), found, field.unit)
    elif kind == "number" and is_money(term.unit) and term.year is None:
        found = f"{value:g} {term.unit}, without a year"
        yield Fault("amount-without-unit", ("value",), found, "year: the year for which it holds")
    elif kind == "date":
        yield from _dates({"value": str(value)}, ())
    elif field.values:
        parts = value if isinstance(value, tuple) else (str(value),)
        for word in sorted(set(parts).difference(field.values)):
            yield Fault(
                "wrong-value",
                ("value",),
                f"{field.field} = '{word}'",
                listed(field.values),
                suggest(word, field.values),
            )


def _dates(days: Mapping[str, str | None], path: Path_) -> Iterator[Fault]:
    """Yield days that do not exist, and days that stand before one that must come first."""
    before: tuple[str, str] | None = None
    for name, day in days.items():
        if day is None:
            continue
        try:
            date.fromisoformat(day)
        except ValueError:
            yield Fault("wrong-value", (*path, name), f"{name} = {day}", "a day, as YYYY-MM-DD")
            continue
        if before and day < before[1]:
            yield Fault(
                "dates-out-of-order", (*path, name), f"{name} {day} lies before {before[0]} {before[1]}"
            )
        before = name, day


def _state(state: str, states: Collection[str], path: Path_) -> Iterator[Fault]:
    if state not in states:
        yield Fault("unknown-state", path, f"'{state}'", advice=suggest(state, states))


def _undeclared(keys: tuple[str, ...], declared: Collection[str], path: Path_) -> Iterator[Fault]:
    for key in keys:
        if key not in declared:
            advice = f"Declare it under `sources` of this file. {suggest(key, declared)}".strip()
            yield Fault("source-not-declared", path, f"'{key}'", listed(sorted(declared)[:8]), advice)


def _used(records: Mapping[str, Any]) -> set[str]:
    """Return the sources that records and overrides name, for their terms and the states they bind too."""
    used: set[str] = set()
    for it in records.values():
        used.update(it.sources, (term.source for term in it.terms.values()))
        if isinstance(it, UnionPathway):
            used.update(key for part in it.bound for key in part.sources)
            used.update(key for part in it.not_bound for key in part.sources)
    return used


def _unused(register: UnionPathways | StatePathways, used: set[str]) -> Iterator[Fault]:
    advice = "Remove the entry, or name it in the records that came from it."
    for key in register.sources:
        if key not in used:
            yield Fault("unused-source", ("sources", key), f"'{key}'", advice=advice)
