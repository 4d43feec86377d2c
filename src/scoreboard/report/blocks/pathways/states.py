"""The pathways of one state, for its page: which there are, since when, and how long permits last."""

from __future__ import annotations

from typing import Any

from scoreboard.report.blocks.pathways.data import groups
from scoreboard.report.charts import pathways as charts
from scoreboard.report.edition import Edition
from scoreboard.report.i18n import _, ngettext, numbers
from scoreboard.report.words import joined


def state_pathways(edition: Edition, state: str) -> list[Any] | str:
    """Return the summary of a state's pathways in words and pictures."""
    catalogue = edition.pathways
    entries = [it for it in catalogue if it.state == state]
    if not entries or catalogue.day is None:
        return _("No legal pathway of {state} is on record in this edition.").format(
            state=edition.name(state)
        )
    held = [it for it in entries if it.standing != "not_bound" and it.since]
    now = [it for it in held if it.holds(catalogue.day)]
    words = _open_now(edition, state, len(now), catalogue.day)
    outside = groups(it for it in entries if it.pathway not in {open_.pathway for open_ in now})
    if outside:
        told = joined([f"“{title}”" for title in outside.values()])
        words += " " + _("On record, but not open: {pathways}.").format(pathways=told)
    words += " " + _disclaimer(edition)
    pictures = [charts.state_timeline(edition, state, held, catalogue.day)] if held else []
    return [words, *pictures, charts.durations(edition, state, now)]


def _open_now(edition: Edition, state: str, number: int, day: str) -> str:
    name, day = edition.name(state), numbers.day(day)
    if not number:
        return _("No pathway on record was open in {state} on {day}.").format(state=name, day=day)
    return ngettext(
        "{n} pathway on record was open in {state} on {day}.",
        "{n} pathways on record were open in {state} on {day}.",
        number,
    ).format(n=number, state=name, day=day)


def _disclaimer(edition: Edition) -> str:
    """Return that this is no official information, with the way to the page where there is one."""
    words = _("This replaces no official information.")
    if "pathways" in edition.pages:
        words += " " + _("[All fields, with their sources](../pathways.md).")
    return words
