"""The catalogue of pathways: tables, filters, a day, changes, and where each word comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from scoreboard.definitions import suggest
from scoreboard.definitions.pathway_fields import fields
from scoreboard.records.pathways import tables
from scoreboard.records.pathways.entries import Entry, Fact
from scoreboard.records.pathways.filters import Answer, Asked, as_filters, meets, on_day

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Catalogue:
    """Every version of every pathway in every state.

    Parameters
    ----------
    entries : in the order of states, pathways and first days.

    Examples
    --------
    >>> from scoreboard.project import Project
    >>> catalogue = Project(".").pathways()
    >>> wanted = ["pathway=blue_card", "labour_market_test=none", "duration_max>=24"]
    >>> len(catalogue.filter(*wanted)) <= len(catalogue.filter(pathway="blue_card"))
    True
    """

    entries: tuple[Entry, ...] = ()

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def filter(self, *asked: Asked, **equal: Any) -> Catalogue:  # noqa: ANN401
        """Return the entries that meet all filters; see `as_filters` for how they are written.

        Raises
        ------
        FilterError
            If a filter cannot be asked.
        """
        return self._answering("yes", asked, equal)

    def may_match(self, *asked: Asked, **equal: Any) -> Catalogue:  # noqa: ANN401
        """Return the entries that fail no filter, but of which something asked for is unknown."""
        return self._answering("unknown", asked, equal)

    def _answering(self, wanted: Answer, asked: tuple[Asked, ...], equal: dict[str, Any]) -> Catalogue:
        filters = as_filters(asked, **equal)
        return Catalogue(tuple(it for it in self.entries if meets(it, filters) == wanted))

    def as_of(self, day: date | str) -> Catalogue:
        """Return what was open on a day; a pathway whose first day is not recorded only may have been."""
        return self.filter(*on_day(day if isinstance(day, str) else day.isoformat()))

    @property
    def day(self) -> str | None:
        """The last day on which any source was read; None if none was."""
        return tables.read_until(self.entries)

    def table(self) -> pd.DataFrame:
        """Return one row per (state, pathway, version); see `tables.wide`."""
        return tables.wide(self.entries)

    def terms(self) -> pd.DataFrame:
        """Return one row per (state, version, field on record), with article and source; see `tables.long`."""
        return tables.long(self.entries)

    def changes(self, state: str | None = None) -> pd.DataFrame:
        """Return what began, followed and ended, in one state or in all; see `tables.changes`."""
        return tables.changes([it for it in self.entries if state in (None, it.state)])

    def coverage(self) -> pd.DataFrame:
        """Return how many fields are recorded, left to the states and not recorded; see `tables.coverage`."""
        return tables.coverage(self.entries)

    def explain(self, state: str, pathway: str, field: str, day: date | None = None) -> Explanation:
        """Return which record says what of a field, and on what ground.

        Parameters
        ----------
        pathway : a pathway, of which the version in force on `day` is taken, else the latest; or a version.
        day : today if None.

        Raises
        ------
        KeyError
            If there is no such record or field; the message says what there is.
        """
        if field not in fields():
            raise KeyError(f"there is no field '{field}': {suggest(field, fields())}")
        own = [it for it in self.entries if it.state == state]
        found = [it for it in own if it.pathway == pathway] or [it for it in own if it.version == pathway]
        if not found:
            known = {it.version for it in own} | {it.pathway for it in own}
            raise KeyError(f"there is no record of '{pathway}' in {state}: {suggest(pathway, known)}")
        today = (day or date.today()).isoformat()
        entry = next((it for it in reversed(found) if it.holds(today)), found[-1])
        return Explanation(entry, field, entry.facts.get(field))


@dataclass(frozen=True)
class Explanation:
    """One field of one entry, from the value down to the source."""

    entry: Entry
    field: str
    fact: Fact | None

    def as_dict(self) -> dict[str, Any]:
        """Return the explanation as plain values, for JSON; what the state overrides stands under `inherited`."""
        it = self.entry
        head = {"state": it.state, "pathway": it.pathway, "version": it.version, "act": it.legal_basis.act}
        return head | tables.told(self.fact, self.field)

    def as_text(self) -> str:
        """Return the explanation in a few lines."""
        entry = self.entry
        lines = [f"{entry.state} {entry.version}, {fields()[self.field].label}: {tables.words(self.fact)}"]
        if self.fact is None:
            lines.append(f"  no register says anything of it; {entry.title} stands in {entry.place}")
        fact = self.fact
        while fact:
            lines += _lines(fact, entry)
            fact = fact.inherited
            lines += ["  which overrides"] if fact else []
        return "\n".join(lines)


def _lines(fact: Fact, entry: Entry) -> list[str]:
    """Return one fact in lines: where it stands in the law, in the register, and in the source."""
    article = f"Article {fact.term.article} of " if fact.term.article and fact.origin == entry.origin else ""
    source, read = fact.source, f"read {fact.read}" if fact.read else "not read"
    return [
        f"  {tables.words(fact)}: {article}{entry.legal_basis.act}, {fact.place}",
        f"    source: {source.title} ({fact.confidence.replace('_', ' ')}, {read}) {source.url}",
        *([f"    {fact.term.note}"] if fact.term.note else []),
    ]
