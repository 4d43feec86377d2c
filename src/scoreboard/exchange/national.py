"""The national datasets that an import meets: which rows it replaces, and what the files say after it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from scoreboard.definitions import Framework
from scoreboard.definitions.registers import SourceEntry
from scoreboard.exchange.cells import Cells
from scoreboard.exchange.scope import Scope
from scoreboard.exchange.slices import Slice, keys
from scoreboard.exchange.writing import as_csv, as_yaml, source_entry
from scoreboard.findings import Report
from scoreboard.observations import read_observations
from scoreboard.observations.tables import COLUMNS

OWN_ROW = "the national dataset has its own row"


@dataclass(frozen=True)
class National:
    """The national datasets before an import.

    Parameters
    ----------
    own : rows that the import leaves alone: from other sources, or of other indicators.
    replaced : rows that an earlier import of the same datasets made.
    sources : state → source id → its entry in sources.yaml.
    """

    own: pd.DataFrame
    replaced: pd.DataFrame
    sources: Mapping[str, Mapping[str, SourceEntry]]

    def less(self, rows: pd.DataFrame) -> National:
        """Return what is left when rows of the same source take the place of those that stand here."""
        there = keys(self.own, "source").isin(keys(rows, "source"))
        replaced = pd.concat([self.replaced, self.own[there]])
        return National(self.own[~there], replaced, self.sources)

    def within(self, scope: Scope) -> National:
        """Leave alone what lies outside the states and years of the import."""
        return self._replacing(scope.holds(self.replaced))

    def behind(self, slices: Iterable[Slice], framework: Framework, scope: Scope) -> National:
        """Replace also the rows of datasets that an indicator takes only where a preferred one has nothing."""
        behind = set()
        for one in slices:
            names = [source.dataset for source in framework.indicators[one.indicator].sources]
            later = names[names.index(one.dataset) + 1 :] if len(one.rows) else []
            behind |= {(one.indicator, name) for name in later}
        pairs = pd.MultiIndex.from_frame(self.own[["indicator", "source"]].astype("str"))
        moved = pd.Series(pairs.isin(list(behind)), index=self.own.index) & scope.holds(self.own)
        kept = pd.Series(True, index=self.replaced.index)
        return self._replacing(pd.concat([kept, moved])) if moved.any() else self

    def _replacing(self, replaced: pd.Series[bool]) -> National:
        """Return the same rows, with others replaced: those of `replaced` (index of the rows) and no others."""
        whole = pd.concat([self.own, self.replaced]).sort_index()
        goes = replaced.reindex(whole.index, fill_value=False)
        return National(whole[~goes], whole[goes], self.sources)

    def give_way(self, one: Slice) -> Slice:
        """Leave out the rows of a slice that a state has already from a source of its own."""
        if one.rows.empty or self.own.empty:
            return one
        there = keys(one.rows).isin(keys(self.own))
        return one.without(pd.Series(there, index=one.rows.index), OWN_ROW)


def read_national(
    root: Path, framework: Framework, datasets: Collection[str], indicators: Collection[str], report: Report
) -> National:
    """Read data/ and tell the rows to replace from those to leave alone.

    Parameters
    ----------
    datasets : keys of the datasets that are imported.
    indicators : codes that are imported. If these are all, rows of indicators that are no longer
        defined go too.
    """
    before = read_observations(root, framework, report)
    ours = before.frame["source"].isin(datasets)
    if set(indicators) != set(framework.observed):
        ours &= before.frame["indicator"].isin(indicators)
    return National(before.frame[~ours], before.frame[ours], before.sources)


def national_files(
    rows: pd.DataFrame,
    before: National,
    datasets: Mapping[str, Cells],
    framework: Framework,
    today: date,
    given: Mapping[str, Mapping[str, SourceEntry]] = MappingProxyType({}),
) -> dict[str, str | None]:
    """Return path → text of every national file that holds imported rows, or did; None: no rows left.

    Parameters
    ----------
    rows : DataFrame of text, the imported observations, and their `url`.
    today : the date of access for files not seen before.
    given : state → source → entries that came with the rows, such as those of an edition.
    """
    if rows.empty:
        rows = pd.DataFrame(columns=[*COLUMNS, "url"], dtype="str")
    domains = rows["indicator"].map({code: it.domain for code, it in framework.indicators.items()})
    rows = rows.assign(file="data/" + rows["state"] + "/" + domains.astype("str") + ".csv")
    touched = {*rows["file"], *before.replaced["file"]}
    own = before.own[before.own["file"].isin(touched)]
    whole = pd.concat([part[[*COLUMNS, "file"]] for part in (rows, own)], ignore_index=True)
    files: dict[str, str | None] = dict.fromkeys(touched)
    files |= {str(file): as_csv(part) for file, part in whole.groupby("file")}
    for state in sorted({file.split("/")[1] for file in touched}):
        entries = _sources(state, rows, before, datasets, framework, today, given.get(state, {}))
        files[f"data/{state}/sources.yaml"] = as_yaml(entries) if entries else None
    return files


def _sources(
    state: str,
    rows: pd.DataFrame,
    before: National,
    datasets: Mapping[str, Cells],
    framework: Framework,
    today: date,
    given: Mapping[str, SourceEntry],
) -> dict[str, SourceEntry]:
    """Return a state's entries: those of imported datasets made anew, all others as they stand."""
    old = before.sources.get(state, {})
    here = rows[(rows["state"] == state) & rows["source"].isin(list(datasets))]
    in_use = set(before.own.loc[before.own["folder"] == state, "source"])
    made = {*datasets, *before.replaced["source"]}
    entries = {key: entry for key, entry in old.items() if key in in_use or key not in made}
    entries |= given
    for key in sorted(set(here["source"])):
        urls = here.loc[here["source"] == key, "url"]
        dataset, delivery = framework.datasets[key], datasets[key].delivery
        entries[key] = source_entry(key, dataset, delivery, urls, old.get(key), today)
    return entries
