"""Inheritance: what binds several states is written once, and a state's own register overrides field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scoreboard.definitions.pathways import (
    NationalPathway,
    Override,
    Pathway,
    RecordSource,
    Term,
    UnionPathway,
)
from scoreboard.definitions.reading import Document
from scoreboard.records.pathways.entries import Entry, Fact
from scoreboard.records.pathways.reading import Records

Sources = Mapping[str, RecordSource]
Path_ = tuple[str | int, ...]


def inherit(records: Records) -> tuple[Entry, ...]:
    """Return one entry per (state, pathway, version), in the order of states, groups and first days.

    Parameters
    ----------
    records : clean registers; see `check_records`.
    """
    found: list[Entry] = []
    for folder, register in records.unions.items():
        for version, act in register.pathways.items():
            found += _inherited(act, version, folder, records)
    for state, own in records.national.items():
        for version, pathway in own.pathways.items():
            found.append(_national(pathway, version, state, records.documents[state], own.sources))
    return tuple(sorted(found, key=lambda it: (it.state, it.pathway, it.since or "", it.version)))


def _inherited(act: UnionPathway, version: str, folder: str, records: Records) -> Iterator[Entry]:
    """Yield the entries of an act in the states it binds, and in those that stand outside."""
    document, sources = records.documents[folder], records.unions[folder].sources
    path: Path_ = ("pathways", version)
    plain = _entry(act, version, folder, document, sources)
    for position, part in enumerate(act.bound):
        entry = replace(
            plain, since=part.since, until=part.until or act.ended, basis=part.basis,
            sources=_named(part.sources, sources), confidence=part.confidence,
            place=document.place((*path, "bound", position)),
        )  # fmt: skip
        yield from (_overridden(replace(entry, state=state), records) for state in part.states)
    for position, outside in enumerate(act.not_bound):
        entry = replace(
            plain, standing="not_bound", basis=outside.basis, facts={},
            sources=_named(outside.sources, sources), confidence=outside.confidence,
            place=document.place((*path, "not_bound", position)),
        )  # fmt: skip
        yield from (replace(entry, state=state) for state in outside.states)


def _national(
    pathway: NationalPathway, version: str, state: str, document: Document, sources: Sources
) -> Entry:
    plain = _entry(pathway, version, state, document, sources)
    return replace(plain, state=state, standing="national", since=pathway.valid_from, until=pathway.valid_to)


def _entry(pathway: Pathway, version: str, folder: str, document: Document, sources: Sources) -> Entry:
    """Return the entry of a record as its register has it, of no state yet."""
    path: Path_ = ("pathways", version)
    return Entry(
        state="", pathway=pathway.group, version=version, title=pathway.title, origin=folder, standing="bound",
        since=None, until=None, basis=None, legal_basis=pathway.legal_basis,
        sources=_named(pathway.sources, sources), confidence=pathway.confidence, note=pathway.note,
        place=document.place(path), facts=_facts(pathway.terms, folder, document, (*path, "terms"), sources),
    )  # fmt: skip


def _overridden(entry: Entry, records: Records) -> Entry:
    """Return an inherited entry with what the state's own register says of it."""
    own = records.national.get(entry.state)
    override: Override | None = own.overrides.get(entry.version) if own else None
    if own is None or override is None:
        return entry
    document = records.documents[entry.state]
    path: Path_ = ("overrides", entry.version)
    facts = {
        field: replace(fact, inherited=entry.facts.get(field))
        for field, fact in _facts(
            override.terms, entry.state, document, (*path, "terms"), own.sources
        ).items()
    }
    return replace(
        entry,
        since=override.since or entry.since,
        basis="national_measure" if override.since else entry.basis,
        note=" ".join(filter(None, (entry.note, override.note))) or None,
        sources=(*entry.sources, *_named(override.sources, own.sources)),
        facts={**entry.facts, **facts},
    )


def _facts(
    terms: Mapping[str, Term], origin: str, document: Document, path: Path_, sources: Sources
) -> dict[str, Fact]:
    return {
        field: Fact(field, term, origin, document.place((*path, field)), sources[term.source])
        for field, term in terms.items()
    }


def _named(keys: tuple[str, ...], sources: Sources) -> tuple[RecordSource, ...]:
    return tuple(sources[key] for key in keys)
