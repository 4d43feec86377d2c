"""What the definitions ask of each dataset: which codes of which dimension, and which line asks for it.

The conditions are those by which `slices` cuts a file, so that a fetched slice of a dataset gives the same
observations as the whole of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from scoreboard.definitions import Framework
from scoreboard.definitions.framework import SOURCES
from scoreboard.definitions.models import SourceFilter, StatisticIndicator
from scoreboard.definitions.registers import Dataset
from scoreboard.exchange.slices import GROUP_COLUMN
from scoreboard.findings import Place

TIME = "TIME_PERIOD"


@dataclass(frozen=True)
class Demand:
    """What one line of a definition asks of one dimension.

    Parameters
    ----------
    dimension : its identifier in the dataset.
    codes : those asked for.
    place : of the line that asks.
    asker : indicator, or the dataset's own `fetch`, for sentences.
    needed : codes without which nothing useful can come; of the others some may be absent.
    optional : a dimension that the dataset need not have (sex, age).
    """

    dimension: str
    codes: tuple[str, ...]
    place: Place
    asker: str
    needed: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Need:
    """Everything that is asked of one dataset.

    Parameters
    ----------
    key : of the dataset.
    dataset : its declaration, with `fetch`.
    demands : indicator → its demands; a dimension that one of them leaves open is not filtered.
    common : demands of the dataset itself, which hold for all indicators.
    place : of the dataset's `fetch`.
    sources : indicator → the place of its source filters.
    """

    key: str
    dataset: Dataset
    demands: dict[str, tuple[Demand, ...]]
    common: tuple[Demand, ...]
    place: Place
    sources: dict[str, Place]

    @property
    def geography(self) -> str:
        """The dimension of states."""
        return self.dataset.columns.get("state", "geo")

    def all(self) -> Iterator[Demand]:
        """Yield every demand."""
        yield from self.common
        for demands in self.demands.values():
            yield from demands

    def codes(self) -> dict[str, tuple[str, ...]]:
        """Return dimension → the union of the codes, for each dimension that every indicator narrows."""
        asked = [{it.dimension for it in (*demands, *self.common)} for demands in self.demands.values()]
        closed = set.intersection(*asked) if asked else set()
        union: dict[str, set[str]] = {}
        for demand in self.all():
            union.setdefault(demand.dimension, set()).update(demand.codes)
        return {name: tuple(sorted(codes)) for name, codes in sorted(union.items()) if name in closed}


def needs(framework: Framework, indicators: Collection[str] = ()) -> list[Need]:
    """Return what is asked of each dataset that can be fetched, in the order of their keys.

    Parameters
    ----------
    indicators : codes of indicators with observations of their own; all if empty.
    """
    demands: dict[str, dict[str, list[Demand]]] = {}
    sources: dict[str, dict[str, Place]] = {}
    for code in indicators or framework.observed:
        for position, source in enumerate(framework.indicators[code].sources):
            dataset = framework.datasets.get(source.dataset)
            if dataset and dataset.fetch:
                asked = demands.setdefault(source.dataset, {}).setdefault(code, [])
                asked.extend(_demands(framework, code, position, source, dataset))
                sources.setdefault(source.dataset, {})[code] = _place(framework, code, "sources", position)
    return [
        Need(
            key,
            framework.datasets[key],
            {code: tuple(asked) for code, asked in demands[key].items()},
            tuple(_common(framework, key)),
            _place(framework, SOURCES, "datasets", key, "fetch"),
            sources[key],
        )
        for key in sorted(demands)
    ]


def _place(framework: Framework, document: str, *path: str | int) -> Place:
    """Return where a key of a definition stands; definitions made in a program have no file."""
    return framework.place(document, *path) if document in framework.documents else Place(document)


def _common(framework: Framework, key: str) -> Iterator[Demand]:
    fetch = framework.datasets[key].fetch
    for name, codes in fetch.filters.items() if fetch else ():
        place = _place(framework, SOURCES, "datasets", key, "fetch", "filters", name)
        yield _filter(name, codes, place, f"datasets.{key}.fetch")


def _filter(name: str, codes: str | tuple[str, ...], place: Place, asker: str) -> Demand:
    """Return a demand of a filter; one code must be there, of several at least one."""
    if isinstance(codes, str):
        return Demand(name, (codes,), place, asker, needed=(codes,))
    return Demand(name, codes, place, asker)


def _demands(
    framework: Framework, code: str, position: int, source: SourceFilter, dataset: Dataset
) -> Iterator[Demand]:
    """Yield the filters, then group, sex and age, as `slices` applies them."""
    for name, codes in source.filters.items():
        yield _filter(name, codes, _place(framework, code, "sources", position, "filters", name), code)
    it = framework.indicators[code]
    if not isinstance(it, StatisticIndicator):
        return
    columns = dataset.columns
    if it.by != "none":
        group = columns.get("group", GROUP_COLUMN.get(it.by, it.by))
        needed = tuple(_upstream((it.group,), source))
        yield Demand(
            group, tuple(_upstream(it.groups, source)), _place(framework, code, "groups"), code, needed
        )
    for field, codes in (("sex", it.sexes), ("age", (it.age,))):
        name = columns.get(field, field)
        if name not in source.filters:
            needed = (it.sex,) if field == "sex" else codes
            place = _place(framework, code, "sexes" if field == "sex" else "age")
            yield Demand(name, codes, place, code, needed, optional=True)


def _upstream(groups: Iterable[str], source: SourceFilter) -> Iterator[str]:
    """Yield the codes that the dataset has for our groups: recoded ones as the dataset names them."""
    for group in groups:
        names = [theirs for theirs, ours in source.recode.items() if ours == group]
        yield from names or ([group] if group not in source.recode else [])
