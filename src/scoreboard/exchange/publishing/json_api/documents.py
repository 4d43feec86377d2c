"""From a release to the files of the API: path below api/v1 → what stands in it."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import pandas as pd

from scoreboard.definitions.models import PolicyIndicator
from scoreboard.exchange.publishing.headlines import headlines, only_headlines
from scoreboard.exchange.publishing.json_api import FOLDER, models, responses
from scoreboard.exchange.publishing.release import Release
from scoreboard.observations.statuses import statuses

START = "index.json"
RESOURCES = {
    "states.json": (responses.StatesResponse, "all states that have a score or an observation"),
    "states/{state}.json": (responses.StateResponse, "overall and domain scores of one state in all years"),
    "indicators.json": (responses.IndicatorsResponse, "all indicators"),
    "indicators/{indicator}.json": (responses.IndicatorResponse, "one indicator as it is defined"),
    "indices/{lens}.json": (
        responses.IndexResponse,
        "one index as it is defined, with all weights in full precision",
    ),
    "scores/{lens}/{year}.json": (responses.ScoresResponse, "all scores of one lens in one year"),
    "observations/{indicator}.json": (responses.ObservationsResponse, "all observations of one indicator"),
}
"""How the files other than `START` are called → what they hold."""

PAGES = {
    "states.json": "states/index",
    "indicators.json": "codebook/index",
    "indices": "method",
    START: "data",
}
"""File, or its folder → the page of the book that shows the same."""

Document = tuple[str, responses.Response]


def documents(release: Release, pages: Collection[str] = ()) -> Iterator[Document]:
    """Yield every file; `pages` are those of the book that the files may link to."""
    maker = _Maker(release, frozenset(pages))
    yield maker.start()
    for part in (maker.states, maker.indicators, maker.indices, maker.scores, maker.observations):
        yield from part()


class _Maker:
    """Fills the models; holds what many files need."""

    def __init__(self, release: Release, pages: frozenset[str]) -> None:
        self.release, self.pages = release, pages
        self.framework = release.framework
        self.observed = _grouped(release.observations, "indicator")
        self.scored = _grouped(release.scores, "lens", "year")
        self.years = {lens: [year for its, year in self.scored if its == lens] for lens in release.lenses}
        self.edition = models.Edition(
            title=release.title,
            version=release.version,
            date=release.date.isoformat(),
            licence=f"{release.licence} for definitions and scores; observations keep the licence of their source",
            citation=release.citation.text,
        )

    def start(self) -> Document:
        """Return the file that leads to all others."""
        resources = [models.Resource(path=path, about=about) for path, (_, about) in RESOURCES.items()]
        resources.append(models.Resource(path="openapi.json", about="this API in OpenAPI 3.1"))
        data = models.Start(
            lenses=tuple(self._lens(lens) for lens in self.release.lenses),
            states=tuple(self.release.states),
            indicators=tuple(self.framework.indicators),
            resources=tuple(resources),
        )
        return START, responses.StartResponse(**self._frame(START, ()), data=data)

    def _lens(self, lens: str) -> models.LensEntry:
        index = self.framework.indices[lens]
        return models.LensEntry(
            lens=index.lens,
            title=index.title,
            version=index.version,
            years=tuple(self.years[lens]),
            nodes=tuple(node for its, node in headlines(self.framework) if its == lens),
            index=f"indices/{lens}.json",
        )

    def states(self) -> Iterator[Document]:
        """Yield the list of states, and a file for each."""
        by_state = _grouped(only_headlines(self.release.scores, self.framework), "state")
        names = ("code", "name", "iso3", "eurostat", "eu_from", "eu_to")
        entries = [
            models.StateEntry(**{name: getattr(state, name) for name in names}, scores=f"states/{code}.json")
            for code, state in self.release.states.items()
        ]
        yield "states.json", responses.StatesResponse(**self._frame("states.json", ()), data=tuple(entries))
        paths = [f"states/{code}.json" for code in self.release.states]
        for path, (code, state) in zip(paths, self.release.states.items(), strict=True):
            rows = _figures(by_state.get((code,), []), models.StateScoreRow)
            data = models.State.model_validate({"code": code, "name": state.name, "scores": rows})
            yield path, responses.StateResponse(**self._frame(path, paths), data=data)

    def indicators(self) -> Iterator[Document]:
        """Yield the list of indicators, and a file for each."""
        entries = [
            models.IndicatorEntry(
                code=code,
                lens=it.lens,
                domain=it.domain,
                title=it.title,
                definition=f"indicators/{code}.json",
                observations=self._observations_of(code, ""),
            )
            for code, it in self.framework.indicators.items()
        ]
        frame = self._frame("indicators.json", ())
        yield "indicators.json", responses.IndicatorsResponse(**frame, data=tuple(entries))
        paths = [f"indicators/{code}.json" for code in self.framework.indicators]
        for path, (code, it) in zip(paths, self.framework.indicators.items(), strict=True):
            data = models.Indicator(definition=it, observations=self._observations_of(code, "../"))
            yield path, responses.IndicatorResponse(**self._frame(path, paths), data=data)

    def _observations_of(self, code: str, home: str) -> str | None:
        base = self.framework.base(code).code
        return f"{home}observations/{base}.json" if (base,) in self.observed else None

    def indices(self) -> Iterator[Document]:
        """Yield a file for each index."""
        paths = [f"indices/{lens}.json" for lens in self.release.lenses]
        for path, lens in zip(paths, self.release.lenses, strict=True):
            weights = self.release.weights
            rows = _records(weights[weights["lens"] == lens].drop(columns="lens"))
            data = models.IndexFile(
                definition=self.framework.indices[lens], weights=tuple(models.Weight(**row) for row in rows)
            )
            yield path, responses.IndexResponse(**self._frame(path, paths), data=data)

    def scores(self) -> Iterator[Document]:
        """Yield a file for each lens and year."""
        for lens in self.release.lenses:
            paths = [f"scores/{lens}/{year}.json" for year in self.years[lens]]
            for path, year in zip(paths, self.years[lens], strict=True):
                rows = _figures(self.scored[lens, year], models.ScoreRow)
                data = models.Scores.model_validate({"lens": lens, "year": year, "rows": rows})
                yield path, responses.ScoresResponse(**self._frame(path, paths), data=data)

    def observations(self) -> Iterator[Document]:
        """Yield a file for each indicator that has observations."""
        paths = [f"observations/{code}.json" for (code,) in self.observed]
        sources = self.release.sources.drop_duplicates("source").set_index("source")
        for path, ((code,), rows) in zip(paths, self.observed.items(), strict=True):
            it = self.framework.indicators[code]
            keys = sorted({row["source"] for row in rows})
            named = _records(sources.loc[keys, ["provider", "title", "licence", "url"]])
            data = models.Observations.model_validate(
                {
                    "indicator": code,
                    "unit": "score 0 to 100" if isinstance(it, PolicyIndicator) else it.unit,
                    "sources": dict(zip(keys, named, strict=True)),
                    "rows": list(map(_observation, rows)),
                }
            )
            yield path, responses.ObservationsResponse(**self._frame(path, paths), data=data)

    def _frame(self, path: str, kin: Sequence[str]) -> dict[str, Any]:
        """Return edition and links of a file; `kin` are the files of its kind in their order, itself among them."""
        after = kin[kin.index(path) + 1 :] if kin else ()
        links = models.Links(
            this=posixpath.basename(path),
            index=_towards(path, START),
            next=_towards(path, after[0]) if after else None,
            html=self._page(path),
        )
        return {"edition": self.edition, "links": links}

    def _page(self, path: str) -> str | None:
        folder, name = posixpath.split(posixpath.splitext(path)[0])
        page = PAGES.get(path) or PAGES.get(folder)
        if folder in ("indicators", "observations"):
            page = f"codebook/{name}"
        elif folder == "states":
            page = path.removesuffix(".json")
        return _towards(f"{FOLDER}/{path}", f"{page}.html") if page in self.pages else None


def _towards(here: str, there: str) -> str:
    return posixpath.relpath(there, posixpath.dirname(here) or ".")


def _figures(rows: list[dict[str, Any]], row: type[Any]) -> list[dict[str, Any]]:
    """Return rows of scores, which are made with their file at once.

    The reason of a missing score is told apart from a remark on one that is there.
    """
    wanted = [name for name in row.model_fields if name not in ("missing", "note")]
    figures = []
    for cells in rows:
        reason = cells["reason"] or None
        known = {"missing": reason or "no reason given"} if cells["score"] is None else {"note": reason}
        if cells["rank_low"] is None:
            cells["rank"] = None  # a rank comes with its interval
        figures.append(known | {name: cells[name] for name in wanted})
    return figures


def _observation(cells: dict[str, Any]) -> dict[str, Any]:
    """Return a row of `models.ObservationRow`, which is made with all others of its file at once."""
    told = {name: value for name, value in cells.items() if name not in ("indicator", "status")}
    flags = cells["status"]
    if told["value"] is None:
        why = ", ".join(statuses()[letter]["label"] if letter in statuses() else letter for letter in flags)
        told["missing"] = why or told["note"] or "not published"
    return {"flags": flags, **told}


def _grouped(rows: pd.DataFrame, *keys: str) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """Return the cells of some columns → the rows that have them, in order."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for cells in _records(rows.sort_values(list(keys), kind="stable")):
        groups.setdefault(tuple(cells[key] for key in keys), []).append(cells)
    return groups


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain values, None where a number is missing; several times as fast as `to_dict`."""
    columns = [column.astype(object).where(column.notna(), None).tolist() for _, column in rows.items()]
    names = [str(name) for name in rows.columns]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]
