"""What the page of pathways knows, as plain data: fields, acts written once, and one row per state and version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scoreboard.definitions.pathway_fields import fields
from scoreboard.records.pathways.entries import Entry, Fact
from scoreboard.records.pathways.tables import BREAK, HEAD, TAIL, main_fields, words
from scoreboard.report.blocks.pathways.texts import FACT_WORDS, OPERATOR_WORDS
from scoreboard.report.edition import Edition
from scoreboard.report.i18n import _

Data = dict[str, Any]


def page_data(edition: Edition) -> Data:
    """Return all that the page filters and shows.

    `acts` holds what is the same in every state, by register and version; a row overrides single facts of it.
    """
    catalogue = edition.pathways
    acts: dict[str, Data] = {}
    shared: dict[str, Mapping[str, Fact]] = {}
    rows = []
    for entry in catalogue:
        key = f"{entry.origin}/{entry.version}"
        plain = {name: fact.inherited or fact for name, fact in entry.facts.items() if _shared(fact, entry)}
        if plain and key not in shared:
            shared[key] = plain
        act, row = acts.setdefault(key, _act(entry)), _row(entry, key)
        if not row["own"]:
            act["note"] = entry.note  # a state's own register may add to the note
        rows.append(row)
    for key, facts in shared.items():
        acts[key]["facts"] = {name: fact_data(fact) for name, fact in facts.items()}
    return {
        "day": catalogue.day,
        "fields": [_field(name) for name in fields()],
        "columns": [*HEAD, *main_fields(), *TAIL],
        "between": BREAK,
        "operators": {op: _(said) for op, said in OPERATOR_WORDS.items()},
        "statuses": {status: _(said) for status, said in FACT_WORDS.items()},
        "acts": acts,
        "rows": rows,
    }


def _shared(fact: Fact, entry: Entry) -> bool:
    """Return whether the register of the entry itself says anything of the field."""
    return fact.origin == entry.origin or fact.inherited is not None


def _field(name: str) -> Data:
    field = fields()[name]
    return {
        "field": name,
        "label": _(field.label),
        "kind": field.kind,
        "unit": field.unit,
        "part": _(field.part.capitalize()),
        "main": field.main,
        "values": field.values,
    }


def _act(entry: Entry) -> Data:
    basis = entry.legal_basis
    return {
        "pathway": entry.pathway,
        "version": entry.version,
        "title": entry.title,
        "act": basis.act,
        "celex": basis.celex,
        "url": basis.url,
        "origin": entry.origin,
        "note": None,
        "facts": {},
    }


def _row(entry: Entry, key: str) -> Data:
    own = {name: fact for name, fact in entry.facts.items() if fact.origin != entry.origin}
    return {
        "key": key,
        "state": entry.state,
        "standing": entry.standing,
        "since": entry.since,
        "until": entry.until,
        "basis": entry.basis,
        "confidence": entry.confidence,
        "sources": [source.title for source in entry.sources],
        "note": entry.note if own else None,
        "own": {name: fact_data(fact) for name, fact in own.items()},
    }


def fact_data(fact: Fact) -> Data:
    """Return one fact: its value as filters compare it, and all that is shown of it."""
    return {
        "value": fact.value,
        "status": fact.status,
        "words": words(fact),
        "article": fact.term.article,
        "source": fact.source.title,
        "url": fact.source.url,
        "confidence": fact.confidence,
        "note": fact.term.note,
        "overrides": fact.inherited is not None,
    }


def groups(entries: Iterable[Entry]) -> dict[str, str]:
    """Return pathway → the title of its latest version, in the order of titles."""
    latest = {it.pathway: it.title for it in sorted(entries, key=lambda it: it.since or "")}
    return dict(sorted(latest.items(), key=lambda pair: pair[1]))
