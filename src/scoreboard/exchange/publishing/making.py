"""An edition made of what a project knows; it computes nothing, it only puts tables together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from scoreboard.definitions.registers import SourceEntry
from scoreboard.exchange.codelists import code_labels
from scoreboard.exchange.publishing import columns
from scoreboard.exchange.publishing.citing import citation
from scoreboard.exchange.publishing.release import Release, UnpublishableError
from scoreboard.observations import Panel

LISTS = {"groups": ("citizen", "c_birth"), "ages": ("age",)}
"""Code list → the official lists of data/codelists.csv that its labels come from, the preferred first."""


def make_release(
    root: Path,
    panel: Panel,
    scores: Sequence[pd.DataFrame],
    intervals: Sequence[pd.DataFrame],
    sources: Mapping[str, Mapping[str, SourceEntry]],
    day: date | None = None,
    weights: Sequence[pd.DataFrame] = (),
) -> Release:
    """Put an edition together.

    Parameters
    ----------
    root : the project folder, for CITATION.cff and the labels of data/codelists.csv.
    scores : of each lens, tables of `Scores.frame`.
    intervals : of each lens, `score_low`, `score_high`, `rank_low`, `rank_high` per state, year and node.
    sources : state → source → its entry.
    day : of the edition; if not given, that of CITATION.cff, else the last on which a source was read.
    weights : of each lens, tables of `Scores.weights`.

    Raises
    ------
    UnpublishableError
        If nothing says of which day the edition is.
    """
    indices = panel.framework.indices.values()
    title = next((index.title for index in indices), root.name)
    cited = citation(root, title, " / ".join(index.version for index in indices) or "0")
    entries = _sources(sources)
    dates = [cited.released] if cited.released else sorted(entries["accessed"])
    if not (day or dates):
        raise UnpublishableError("neither CITATION.cff nor any source says of which day the edition is")
    lists = code_labels(root / "data/codelists.csv")
    labels = {
        name: {code: label for one in reversed(of) for code, label in lists.get(one, {}).items()}
        for name, of in LISTS.items()
    }
    return Release(
        citation=cited,
        date=day or date.fromisoformat(dates[-1]),
        framework=panel.framework,
        observations=_observations(panel),
        scores=_scores(scores, intervals),
        sources=entries,
        labels=labels,
        weights=pd.concat(weights, ignore_index=True) if weights else pd.DataFrame(),
        root=root,
    )


def _observations(panel: Panel) -> pd.DataFrame:
    """Return the panel in the columns of the contract: the letters of the source are the status."""
    return panel.frame.drop(columns="status").rename(columns={"flags": "status"})[
        _names(columns.OBSERVATIONS)
    ]


def _scores(scores: Sequence[pd.DataFrame], intervals: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the scores of all lenses, each with its interval where one was drawn."""
    key, bounds = ["lens", "state", "year", "node"], ["score_low", "score_high", "rank_low", "rank_high"]
    if not scores:
        return _empty(columns.SCORES)
    known = pd.concat(intervals, ignore_index=True)[[*key, *bounds]]
    whole = pd.concat(scores, ignore_index=True).merge(known, on=key, how="left", validate="one_to_one")
    return whole[_names(columns.SCORES)]


def _empty(described: tuple[columns.Column, ...]) -> pd.DataFrame:
    kinds = {"integer": "Int64", "number": "float64", "year": "int64"}
    return pd.DataFrame({it.name: pd.Series([], dtype=kinds.get(it.kind, "str")) for it in described})


def _sources(sources: Mapping[str, Mapping[str, SourceEntry]]) -> pd.DataFrame:
    rows = [
        {"state": state, "source": source, **entry.model_dump()}
        for state, entries in sorted(sources.items())
        for source, entry in sorted(entries.items())
    ]
    names = ["state", "source", *SourceEntry.model_fields]
    return pd.DataFrame(rows, columns=names).fillna("").astype("str")


def _names(described: tuple[columns.Column, ...]) -> list[str]:
    return [column.name for column in described]
