"""The catalogue as tables: one row a version, one row a term, changes over time, and how much is on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, get_args

from scoreboard.definitions.pathway_fields import fields
from scoreboard.definitions.pathways import Confidence
from scoreboard.records.pathways.entries import STATUSES, Entry, Fact, Value

if TYPE_CHECKING:
    import pandas as pd

HEAD = (
    "state", "pathway", "version", "title", "standing", "since", "until", "basis", "act", "celex", "url", "origin",
    "confidence",
)  # fmt: skip
TAIL = ("left_to_state", "not_recorded", "overridden", "sources")
LONG = (
    "state", "pathway", "version", "field", "label", "status", "value", "unit", "year", "article", "origin", "source",
    "url", "confidence", "read", "note", "file", "line",
)  # fmt: skip
CHANGES = ("date", "state", "pathway", "version", "change", "before", "fields_changed")
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
BREAK = "; "
"""Between the parts of a cell that holds several."""


def main_fields() -> list[str]:
    """Return the fields that every pathway is asked for."""
    return [name for name, field in fields().items() if field.main]


def wide(entries: Iterable[Entry]) -> pd.DataFrame:
    """Return one row per entry.

    Returns
    -------
    DataFrame: `HEAD`; every main field, numbers in the field's own unit, codes and lists as text, empty where there is
    no value; which fields are left to the state, which are not recorded, which the state's own register overrides,
    and the titles of the sources. Where a state stands outside an act, its fields are neither.
    """
    import pandas as pd

    columns = [*HEAD, *main_fields(), *TAIL]
    return pd.DataFrame([row(it) for it in entries], columns=columns, dtype=object)


def row(entry: Entry) -> list[Any]:
    """Return the cells of one entry, in the order of the columns of `wide`."""
    basis = entry.legal_basis
    head = [
        entry.state, entry.pathway, entry.version, entry.title, entry.standing, entry.since, entry.until, entry.basis,
        basis.act, basis.celex, basis.url, entry.origin, entry.confidence,
    ]  # fmt: skip
    names = main_fields()
    cells = [_cell(fact.value) if (fact := entry.facts.get(name)) else None for name in names]
    open_ = {} if entry.standing == "not_bound" else {name: entry.status(name) for name in names}
    lists = [
        [name for name, status in open_.items() if status == wanted]
        for wanted in ("left_to_state", "not_recorded")
    ]
    overridden = [name for name in names if name in entry.facts and entry.facts[name].inherited]
    titles = [source.title for source in entry.sources]
    return [*head, *cells, *(BREAK.join(it) or None for it in (*lists, overridden, titles))]


def _cell(value: Value | None) -> Any:  # noqa: ANN401
    """Return a value as a cell: whole numbers without a point, the parts of a list in one text."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return BREAK.join(value) if isinstance(value, tuple) else value


def long(entries: Iterable[Entry]) -> pd.DataFrame:
    """Return one row per field on record of each entry, main or further, as it stands in its register."""
    import pandas as pd

    rows = [
        {"state": it.state, "pathway": it.pathway, "version": it.version, **told(fact, name)}
        for it in entries
        for name, fact in it.facts.items()
    ]
    return pd.DataFrame(rows, columns=list(LONG), dtype=object)


def told(fact: Fact | None, name: str) -> dict[str, Any]:
    """Return all that is known of a field as plain values."""
    known = {"field": name, "label": fields()[name].label}
    if fact is None:
        return {**known, "status": "not_recorded"}
    term = fact.term
    found = {
        **known, "status": fact.status, "value": _cell(term.value) if fact.status == "recorded" else None,
        "unit": term.unit, "year": term.year, "article": term.article, "origin": fact.origin,
        "source": fact.source.title, "url": fact.source.url, "confidence": fact.confidence, "read": fact.read,
        "note": term.note, "file": fact.place.file, "line": fact.place.line,
    }  # fmt: skip
    return found | ({"inherited": told(fact.inherited, name)} if fact.inherited else {})


def words(fact: Fact | None) -> str:
    """Return a fact in plain words: its value with unit and year, or why there is none.

    >>> words(None)
    'not recorded'
    """
    if fact is None or fact.status != "recorded":
        return (fact.status if fact else "not_recorded").replace("_", " ").replace("to state", "to the state")
    term = fact.term
    if isinstance(term.value, float):
        year = f" ({term.year})" if term.year else ""
        return f"{term.value:,.10g} {(term.unit or '').replace('_', ' ')}{year}".strip()
    parts = term.value if isinstance(term.value, tuple) else (term.value,)
    return BREAK.join(part.replace("_", " ").replace(" eu ", " EU ") for part in parts)


def changes(entries: Sequence[Entry]) -> pd.DataFrame:
    """Return what happened to the pathways of states, in the order of days.

    Returns
    -------
    DataFrame, one row per event: `date`, `state`, `pathway`, `version`, `change` (begins; follows, with the version
    `before` and the fields whose recorded values differ; ends), of entries whose days are on record.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    held = [it for it in entries if it.standing != "not_bound"]
    for _, versions in groupby(held, key=lambda it: (it.state, it.pathway)):
        rows += _events(list(versions))
    frame = pd.DataFrame(rows, columns=list(CHANGES), dtype=object)
    return frame.sort_values(["date", "state", "pathway", "version"], kind="stable", ignore_index=True)


def _events(versions: list[Entry]) -> list[dict[str, Any]]:
    """Return the events of one pathway in one state; its versions come in the order of their first days."""
    events = []
    before: Entry | None = None
    for it in versions:
        known = {"state": it.state, "pathway": it.pathway, "version": it.version}
        if it.since:
            events.append({"date": it.since, **known, **_begins(before, it)})
        if it.until and it is versions[-1]:
            ends = {"change": "ends", "before": None, "fields_changed": None}
            events.append({"date": it.until, **known, **ends})
        before = it
    return events


def _begins(before: Entry | None, it: Entry) -> dict[str, Any]:
    if before is None:
        return {"change": "begins", "before": None, "fields_changed": None}
    changed = BREAK.join(differences(before, it)) or None
    return {"change": "follows", "before": before.version, "fields_changed": changed}


def differences(one: Entry, other: Entry) -> list[str]:
    """Return the fields that both record, with values that differ."""
    both = [name for name in fields() if name in one.facts and name in other.facts]
    return [name for name in both if one.facts[name].term.value != other.facts[name].term.value]


def coverage(entries: Iterable[Entry]) -> pd.DataFrame:
    """Return how much is on record of the main fields, by field.

    Returns
    -------
    DataFrame, one row per main field: `field`, `label`, and numbers of entries that hold, by status and, of those
    recorded, by confidence.
    """
    import pandas as pd

    held = [it for it in entries if it.standing != "not_bound"]
    rows = []
    for name in main_fields():
        statuses = [it.status(name) for it in held]
        sure = [it.facts[name].confidence for it in held if it.status(name) == "recorded"]
        rows.append(
            {"field": name, "label": fields()[name].label}
            | {status: statuses.count(status) for status in STATUSES}
            | {confidence: sure.count(confidence) for confidence in CONFIDENCES}
        )
    return pd.DataFrame(rows, columns=["field", "label", *STATUSES, *CONFIDENCES])


def read_until(entries: Iterable[Entry]) -> str | None:
    """Return the last day on which a source of any entry or fact was read."""
    days = {
        day
        for it in entries
        for day in (*(source.accessed for source in it.sources), *(fact.read for fact in it.facts.values()))
    }
    return max(filter(None, days), default=None)
