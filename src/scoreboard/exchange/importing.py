"""The import from end to end: find files, read them, cut them into indicators, write national datasets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path

from scoreboard.definitions import Framework
from scoreboard.exchange.cells import Cells, understand
from scoreboard.exchange.codelists import read_codelists
from scoreboard.exchange.counts import ImportReport, count
from scoreboard.exchange.inbox import Inbox
from scoreboard.exchange.national import national_files, read_national
from scoreboard.exchange.places import Gazetteer
from scoreboard.exchange.shapes import Delivery, read_delivery
from scoreboard.exchange.slices import Slice, cut, observations, prefer_first
from scoreboard.exchange.writing import write_changed
from scoreboard.findings import Report


def import_folder(
    folder: Path,
    root: Path,
    framework: Framework,
    *,
    indicators: Collection[str] = (),
    today: date | None = None,
    progress: Callable[[str], None] = lambda message: None,
) -> ImportReport:
    """Read the declared datasets found below `folder` into data/ of the project.

    Parameters
    ----------
    folder : holds input files, named like the datasets of indicators/sources.yaml.
    root : the project folder.
    indicators : codes to import, from the datasets that they name. If empty: all that have observations
        of their own, and every declared dataset is read and counted.
    today : the date of access for files not seen before; the day of the call if not given.
    progress : is told what is being read.

    Returns
    -------
    What was read, kept, left out and written. With an error among the findings nothing is written.
    Rows of national datasets that come from elsewhere are never changed, and are never doubled: an
    imported row gives way to them.
    """
    report = Report()
    codes = list(indicators) or list(framework.observed)
    inbox, wanted = Inbox(folder, framework.datasets), _wanted(framework, indicators)
    datasets = _read(inbox, wanted, root, framework, report, progress)
    national = read_national(root, framework, datasets, codes, report)
    slices = [national.give_way(one) for code in codes for one in _cut(code, framework, datasets, report)]
    rows = observations(slices)
    files = national_files(rows, national, datasets, framework, today or date.today()) if report.ok else {}
    return ImportReport(
        datasets=tuple(
            count(cells, (one for one in slices if one.dataset == key)) for key, cells in datasets.items()
        ),
        absent=inbox.absent(wanted),
        unread=inbox.unread(),
        states=tuple(sorted(rows["state"].unique())),
        findings=report,
        written=tuple(write_changed(root, files)),
    )


def _wanted(framework: Framework, indicators: Collection[str]) -> set[str]:
    """Return the keys of the datasets to read."""
    sources = {source.dataset for code in indicators for source in framework.indicators[code].sources}
    return sources & framework.datasets.keys() if indicators else set(framework.datasets)


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
