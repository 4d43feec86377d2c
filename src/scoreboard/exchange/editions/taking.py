"""From the files of an edition to the observations and sources of a project, with a reason for every row left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
from pydantic import ValidationError

from scoreboard.definitions import Framework
from scoreboard.definitions.registers import SourceEntry
from scoreboard.exchange.counts import DatasetCount
from scoreboard.exchange.editions.reading import EditionFile
from scoreboard.exchange.scope import NOT_ASKED, Scope
from scoreboard.exchange.slices import KEY, keys
from scoreboard.findings import Place, Report
from scoreboard.observations.contracts import FLAGS, NUMBER
from scoreboard.observations.tables import COLUMNS

Entries = dict[str, dict[str, SourceEntry]]
"""State → source → what sources.yaml says of it."""
SHAPES = {
    "year": (r"\d{4}", "wrong-value", "a year, such as 2019"),
    "value": (rf"(?:{NUMBER})?", "not-a-number", "a number with a decimal point"),
    "se": (rf"(?:{NUMBER})?", "not-a-number", "a number with a decimal point"),
    "n": (rf"(?:{NUMBER})?", "not-a-number", "a number with a decimal point"),
    "status": (f"[{FLAGS}]*", "status-unknown", f"letters of {FLAGS}"),
}
"""Column → what its cells look like, and the finding where one does not."""


@dataclass(frozen=True)
class Taken:
    """What editions bring.

    Parameters
    ----------
    rows : DataFrame of text in the columns of observations, each observation once.
    entries : the sources that they name.
    counts : what became of the rows of each edition.
    """

    rows: pd.DataFrame
    entries: Entries
    counts: tuple[DatasetCount, ...]


def take(
    editions: Iterable[EditionFile],
    framework: Framework,
    indicators: Collection[str],
    scope: Scope,
    elsewhere: Mapping[str, pd.DataFrame],
    report: Report,
) -> Taken:
    """Take the rows of editions that a project has no others for.

    Parameters
    ----------
    indicators, scope : what to take.
    elsewhere : reason → rows to which an edition gives way.
    report : gets rows that stand twice, and sources that are not declared as they should be.
    """
    rows, entries, counts = pd.DataFrame(columns=[*COLUMNS, "url"], dtype="str"), Entries(), []
    for edition in editions:
        found = edition.observations[list(COLUMNS)].assign(url="")
        reason = _left_out(found, framework, indicators, scope)
        for why, others in {**elsewhere, "it stands in another file already": rows}.items():
            reason = reason.mask((reason == "") & keys(found).isin(keys(others)), why)
        _report_differences(edition, rows, report)
        kept = found[reason == ""]
        _report_duplicates(edition, kept, report)
        _add_entries(edition, kept, entries, report)
        counts.append(_count(edition, reason))
        rows = pd.concat([rows, kept], ignore_index=True)
    return Taken(rows, entries, tuple(counts))


def is_whole(edition: EditionFile, report: Report) -> bool:
    """Report absent columns and cells of another shape; return whether there are none."""
    before = len(report)
    needed = {"": (edition.observations, COLUMNS), "sources: ": (edition.sources, SourceEntry.model_fields)}
    for where, (frame, names) in needed.items():
        for name in names:
            if name not in frame:
                report.add("missing-column", Place(edition.file, 1), f"{where}{name} is absent")
    for column, (pattern, code, allowed) in SHAPES.items() if len(report) == before else ():
        cells = edition.observations[column]
        wrong = cells[~cells.str.fullmatch(pattern)]
        for word, same in wrong.groupby(wrong, sort=True):
            report.add(code, edition.place(int(same.index[0])), f"'{word}' ({len(same)} times)", allowed)
    return len(report) == before


def _left_out(
    rows: pd.DataFrame, framework: Framework, indicators: Collection[str], scope: Scope
) -> pd.Series[str]:
    """Return why each row is not for this project or not asked for; empty for the others."""
    reason = pd.Series("", rows.index, dtype="str")
    unknown = ~rows["indicator"].isin(framework.observed)
    reason = reason.mask(unknown, "no indicator here: " + rows["indicator"])
    reason = reason.mask(
        (reason == "") & ~rows["indicator"].isin(list(indicators)), "not asked for: another indicator"
    )
    reason = reason.mask((reason == "") & ~scope.holds(rows), NOT_ASKED)
    foreign = ~rows["state"].isin(framework.states)
    return reason.mask((reason == "") & foreign, "no state here: " + rows["state"])


def _report_differences(edition: EditionFile, rows: pd.DataFrame, report: Report) -> None:
    """Report rows that an edition read before has with other cells: both cannot be right."""
    both = edition.observations.reset_index().merge(rows, on=KEY, suffixes=("", "_before"))
    rest = [name for name in COLUMNS if name not in KEY]
    differs = (both[rest].to_numpy() != both[[f"{name}_before" for name in rest]].to_numpy()).any(axis=1)
    if differs.any():
        first = both[differs].iloc[0]
        cell = f"{first['state']} {first['indicator']} {first['year']}"
        found = f"{cell} is not the same in all editions ({differs.sum()} such rows)"
        advice = "Import one edition only, or export it again."
        report.add("duplicate-observation", edition.place(int(first["index"])), found, "", advice)


def _report_duplicates(edition: EditionFile, kept: pd.DataFrame, report: Report) -> None:
    again = kept[kept.duplicated(KEY)]
    if len(again):
        first = again.iloc[0]
        found = f"{first['state']} {first['indicator']} {first['year']} stands twice ({len(again)} such rows)"
        report.add("duplicate-observation", edition.place(int(again.index[0])), found)


def _add_entries(edition: EditionFile, kept: pd.DataFrame, entries: Entries, report: Report) -> None:
    """Take the sources that rows name; report those that are absent or say too little."""
    said = edition.sources.set_index(["state", "source"])[list(SourceEntry.model_fields)]
    for state, source in kept[["state", "source"]].drop_duplicates().itertuples(index=False, name=None):
        place = Place(edition.file)
        if (state, source) not in said.index:
            report.add("source-not-declared", place, f"'{source}' of {state} is not among the sources")
            continue
        fields = {name: cell or None for name, cell in said.loc[(state, source)].items()}
        try:
            entries.setdefault(state, {})[source] = SourceEntry.model_validate(fields)
        except ValidationError as error:
            for fault in error.errors():
                report.add("wrong-value", place, f"{source} of {state}: {fault['loc'][0]}: {fault['msg']}")


def _count(edition: EditionFile, reason: pd.Series[str]) -> DatasetCount:
    indicators = edition.observations["indicator"][reason == ""].value_counts().sort_index()
    left_out = reason[reason != ""].value_counts().sort_index()
    return DatasetCount(
        "edition",
        edition.file,
        f"{edition.shape} of scoreboard export",
        len(reason),
        int(indicators.sum()),
        {str(code): int(rows) for code, rows in indicators.items()},
        {str(why): int(rows) for why, rows in left_out.items()},
    )
