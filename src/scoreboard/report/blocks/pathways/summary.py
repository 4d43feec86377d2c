"""How much is on record of all pathways, what changed over time, and which fields there are."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.definitions.pathway_fields import fields
from scoreboard.records.pathways.entries import STATUSES
from scoreboard.records.pathways.tables import CONFIDENCES, words
from scoreboard.report.blocks.pathways.texts import BASIS_WORDS, CONFIDENCE_WORDS, STATUS_WORDS
from scoreboard.report.charts import pathways as charts
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import _, numbers
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.links import link
from scoreboard.report.tables import table_html


def summary(edition: Edition) -> str:
    """Return how many records there are, in one paragraph."""
    catalogue = edition.pathways
    if not len(catalogue) or catalogue.day is None:
        return _("No pathway is on record in this edition.")
    versions = {(it.origin, it.version) for it in catalogue if it.standing != "national"}
    return _(
        "{rows} records: {acts} acts, or parts of acts, of {groups} pathways, in {states} states. {terms} terms are "
        "written in the registers, each with its source. Sources were read until {day}."
    ).format(
        rows=len(catalogue),
        acts=len(versions),
        groups=len({it.pathway for it in catalogue}),
        states=len({it.state for it in catalogue}),
        terms=len({(fact.place.file, fact.place.line) for it in catalogue for fact in it.facts.values()}),
        day=numbers.day(catalogue.day),
    )


def coverage(edition: Edition) -> Html | str:
    """Return, for each field that every pathway is asked for, how many records have it, and how sure they are."""
    catalogue = edition.pathways
    if not len(catalogue):
        return _("No pathway is on record in this edition.")
    told = catalogue.coverage().drop(columns="field")
    names: dict[str, str] = {
        "label": _("Field"),
        **{key: _(STATUS_WORDS[key]) for key in STATUSES},
        **{key: _(CONFIDENCE_WORDS[key]) for key in CONFIDENCES},
    }
    told["label"] = [_(label) for label in told["label"]]
    caption = _("Records in which each field stands, and of those recorded how sure the source makes them")
    return table_html(told.rename(columns=names), caption, decimals=0)


def over_time(edition: Edition) -> list[Any] | str:
    """Return the acts in the order of their days, and how many states they bound year by year."""
    catalogue = edition.pathways
    entries = [it for it in catalogue if it.standing == "bound"]
    if not entries or catalogue.day is None:
        return _("No act that binds several states is on record in this edition.")
    rows = []
    for version in dict.fromkeys(it.version for it in sorted(entries, key=lambda it: it.since or "")):
        own = [it for it in entries if it.version == version]
        basis = own[0].legal_basis
        lasting = [it for it in own if it.holds(catalogue.day)]
        rows.append(
            {
                _("Since"): min(it.since or "" for it in own),
                _("Pathway"): in_english(own[0].title),
                _("Act"): link(basis.url, basis.act) if basis.url else basis.act,
                _("Why then"): _(BASIS_WORDS[own[0].basis or ""]),
                _("States ever bound"): len({it.state for it in own}),
                _("Bound now"): len(lasting),
            }
        )
    caption = _("Acts in the order of the days since which they bind; now is {day}").format(
        day=numbers.day(catalogue.day)
    )
    table = table_html(pd.DataFrame(rows, dtype=object), caption, decimals=0)
    return [charts.spread(edition, entries, catalogue.day), table]


def field_list(edition: Edition) -> Html:
    """Return all fields with what they may hold, those first that every pathway is asked for."""
    rows = [
        {
            _("Field"): Html(f"<code>{name}</code>"),
            _("What it says"): _(it.label),
            _("Part"): _(it.part.capitalize()),
            _("Kind"): in_english(f"{it.kind} ({it.unit.replace('_', ' ')})" if it.unit else it.kind),
            _("Asked of all"): _("yes") if it.main else _("no"),
        }
        for name, it in fields().items()
    ]
    return table_html(pd.DataFrame(rows, dtype=object), _("Fields of pathways"), sortable=True)


def national(edition: Edition) -> Html | str:
    """Return what states' own registers say, beside what they override."""
    rows = [
        {
            _("State"): edition.name(it.state),
            _("Pathway"): in_english(it.title),
            _("Field"): _(fields()[name].label),
            _("National law"): in_english(words(fact)),
            _("In the act"): in_english(words(fact.inherited)),
            _("Source"): link(fact.source.url, in_english(fact.source.title)),
        }
        for it in edition.pathways
        for name, fact in it.facts.items()
        if fact.origin == it.state
    ]
    if not rows:
        return _("No state has a register of its own yet.")
    return table_html(pd.DataFrame(rows, dtype=object), _("What states' own registers say"), sortable=True)
