"""Acts in force on the day of the register, each once, and what their fields say in words."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from scoreboard.definitions.pathway_fields import fields
from scoreboard.records.pathways import Catalogue, Entry, Fact
from scoreboard.records.pathways.entries import STATUSES
from scoreboard.records.pathways.tables import words
from scoreboard.report.blocks.pathways.texts import STATUS_WORDS
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import N_, _
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.links import link
from scoreboard.report.tables import table_html

NO_REGISTER = N_("Not enough data: no legal pathway is on record in this project.")


def in_force(edition: Edition) -> Catalogue:
    """Return the records in force on the last day on which the register's sources were read."""
    catalogue = edition.pathways
    return catalogue.as_of(catalogue.day) if catalogue.day else Catalogue()


def acts(edition: Edition) -> list[Entry]:
    """Return one record of every act in force, in the order of titles."""
    found = {(it.origin, it.version): it for it in reversed(in_force(edition).entries)}
    return sorted(found.values(), key=lambda it: (it.title, it.version))


def of_act(entry: Entry, name: str) -> Fact | None:
    """Return what the act says of a field, also where the state's own register says otherwise."""
    fact = entry.facts.get(name)
    return fact.inherited or fact if fact else None


def status_counts(edition: Edition, names: tuple[str, ...]) -> pd.DataFrame:
    """Return how many records in force have each status: one row per field, one column per status, in words."""
    held = in_force(edition).entries
    rows = [[sum(it.status(name) == status for it in held) for status in STATUSES] for name in names]
    index = pd.Index([_(fields()[name].label) for name in names], name=_("Field"))
    return pd.DataFrame(rows, index=index, columns=[_(STATUS_WORDS[it]) for it in STATUSES])


def acts_table(entries: Sequence[Entry], names: tuple[str, ...], caption: str) -> Html | None:
    """Return what each act says of some fields; acts that say nothing of any are left out."""
    rows = [
        {
            _("Pathway"): in_english(it.title),
            _("Act"): link(it.legal_basis.url, it.legal_basis.act)
            if it.legal_basis.url
            else it.legal_basis.act,
            **{_(fields()[name].label): in_english(words(of_act(it, name))) for name in names},
        }
        for it in entries
        if any(of_act(it, name) for name in names)
    ]
    return table_html(pd.DataFrame(rows, dtype=object), caption) if rows else None
