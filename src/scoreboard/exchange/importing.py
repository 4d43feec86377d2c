"""The import from end to end: find files, read them, cut them into indicators, write national datasets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from scoreboard.definitions import Framework
from scoreboard.exchange.cells import Cells, understand
from scoreboard.exchange.codelists import read_codelists
from scoreboard.exchange.counts import ImportReport, count
from scoreboard.exchange.editions import EditionFile, Taken, find_editions, is_whole, read_edition, take
from scoreboard.exchange.inbox import Inbox
from scoreboard.exchange.national import OWN_ROW, National, national_files, read_national
from scoreboard.exchange.places import Gazetteer
from scoreboard.exchange.publishing.folders import exported_files
from scoreboard.exchange.scope import EVERYTHING, Scope
from scoreboard.exchange.shapes import Delivery, read_delivery
from scoreboard.exchange.slices import Slice, cut, observations, prefer_first
from scoreboard.exchange.writing import finish_interrupted, write_changed
from scoreboard.findings import Report


def import_folder(
    folder: Path,
    root: Path,
    framework: Framework,
    *,
    indicators: Collection[str] = (),
    scope: Scope = EVERYTHING,
    today: date | None = None,
    progress: Callable[[str], None] = lambda message: None,
) -> ImportReport:
    """Read the declared datasets found below `folder` into data/ of the project.

    Parameters
    ----------
    folder : holds input files, named like the datasets of indicators/sources.yaml, or an edition that
        `scoreboard export` wrote.
    root : the project folder.
    indicators : codes to import, from the datasets that they name. If empty: all that have observations
        of their own, and every declared dataset is read and counted.
    scope : states and years to import; what lies outside stays as it is.
    today : the date of access for files not seen before; the day of the call if not given.
    progress : is told what is being read.

    Returns
    -------
    What was read, kept, left out and written. With an error among the findings nothing is written.
    Rows of national datasets that come from elsewhere are never changed, and are never doubled: an
    imported row gives way to them. Rows of a dataset that an indicator takes only in place of an imported one
    are no rows from elsewhere.
    """
    finish_interrupted(root)
    report = Report()
    codes = list(indicators) or list(framework.observed)
    editions, exported = _read_editions(folder, report, progress)
    inbox, wanted = Inbox(folder, framework.datasets, exported), _wanted(framework, indicators)
    datasets = _read(inbox, wanted, root, framework, report, progress)
    asked = [scope.within(one) for code in codes for one in _cut(code, framework, datasets, report)]
    national = read_national(root, framework, datasets, codes, report).within(scope)
    national = national.behind(asked, framework, scope)
    slices = [national.give_way(one) for one in asked]
    taken = _take(editions, framework, codes, scope, observations(slices), national, report)
    rows = pd.concat([observations(slices), taken.rows], ignore_index=True)
    national, day = national.less(taken.rows), today or date.today()
    files = national_files(rows, national, datasets, framework, day, taken.entries) if report.ok else {}
    return ImportReport(
        datasets=tuple(
            count(cells, (one for one in slices if one.dataset == key)) for key, cells in datasets.items()
        )
        + taken.counts,
        absent=inbox.absent(wanted) if datasets or not editions else (),
        unread=inbox.unread(),
        states=tuple(sorted(rows["state"].unique())),
        findings=report,
        written=tuple(write_changed(root, files)),
    )


def _wanted(framework: Framework, indicators: Collection[str]) -> set[str]:
    """Return the keys of the datasets to read."""
    sources = {source.dataset for code in indicators for source in framework.indicators[code].sources}
    return sources & framework.datasets.keys() if indicators else set(framework.datasets)


def _read_editions(
    folder: Path, report: Report, progress: Callable[[str], None]
) -> tuple[list[EditionFile], set[Path]]:
    """Return the editions that a folder holds, and the files that are editions and nothing else."""
    editions, files = [], exported_files(folder)
    for shape, path in find_editions(folder):
        name = path.relative_to(folder).as_posix()
        progress(f"reading {name}")
        edition = read_edition(shape, path, name, report)
        editions += [edition] if edition and is_whole(edition, report) else []
        files.add(path)
    return editions, files


def _take(
    editions: list[EditionFile],
    framework: Framework,
    codes: Collection[str],
    scope: Scope,
    imported: pd.DataFrame,
    national: National,
    report: Report,
) -> Taken:
    """Take what editions bring beside the datasets of the folder and the rows that states have of their own."""
    others = national
    for edition in editions:
        others = others.less(edition.observations)
    elsewhere = {"a dataset of this folder has the row": imported, OWN_ROW: others.own}
    return take(editions, framework, codes, scope, elsewhere if editions else {}, report)


def _read(
    inbox: Inbox,
    wanted: Collection[str],
    root: Path,
    framework: Framework,
    report: Report,
    progress: Callable[[str], None],
) -> dict[str, Cells]:
    """Return dataset → its cells, for each dataset wanted that a file holds."""
    codelists = read_codelists(root / "data/codelists.csv")
    gazetteer = Gazetteer(framework.states.values())
    deliveries: dict[Path, Delivery | None] = {}
    datasets: dict[str, Cells] = {}
    for key, path in inbox.deliveries(wanted, report):
        name = inbox.name(path)
        if path not in deliveries:  # one file may hold several datasets
            progress(f"reading {name}")
            deliveries[path] = read_delivery(path, name, codelists, report)
        delivery = deliveries[path]
        cells = delivery and understand(key, framework.datasets[key], delivery, gazetteer, report)
        if cells:
            datasets[key] = cells
    return datasets


def _cut(code: str, framework: Framework, datasets: Mapping[str, Cells], report: Report) -> list[Slice]:
    """Return what one indicator takes of each dataset that it names and a file holds."""
    indicator = framework.indicators[code]
    present = [source for source in indicator.sources if source.dataset in datasets]
    return prefer_first(cut(indicator, source, datasets[source.dataset], report) for source in present)
