"""One edition of the report: an opened project with its scores and intervals, as the pages ask for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from scoreboard.analysis.groups import counts_of
from scoreboard.definitions import DOMAINS, Framework, leaves
from scoreboard.definitions.registers import SourceEntry
from scoreboard.observations import Panel
from scoreboard.project import Project
from scoreboard.records.commitments import Commitments
from scoreboard.records.pathways import Catalogue
from scoreboard.records.practices import Practices
from scoreboard.report import behind, drawing, inputs, ledger
from scoreboard.report.i18n import N_
from scoreboard.report.i18n.framework import localised
from scoreboard.report.ledger import Ledger, read
from scoreboard.scoring import Scores

LENSES = ("policy", "outcome")
BOUNDS = ["score_low", "score_high", "rank_low", "rank_high"]
LENS_SINGULAR = {"policy": N_("policy"), "outcome": N_("outcome")}
"""What stands before a noun, as in "outcome score"; looked up like the names."""
LENS_NAMES = {"policy": N_("policy"), "outcome": N_("outcomes")}
"""What a lens shows, in plain words; looked up in the language of the edition where it is said."""


class Edition:
    """What a page may ask of a project; everything is computed once and on demand, and noted in the ledger.

    Parameters
    ----------
    project : an opened, clean project.
    folder, version : where the ledger is kept from build to build, and by which code; see `Ledger`.
    """

    def __init__(self, project: Project, folder: Path | None = None, version: str = "") -> None:
        self._project = project
        self.ledger = Ledger(self, folder, version)

    @property
    def root(self) -> Path:
        """The folder of the project: to say where files are, not what they hold."""
        return self._project.root

    def file(self, name: str) -> Path:
        """Return the path of a file of the project; what it holds, or that it is not there, is noted as read."""
        return self.root / ledger.file(self, name)

    @property
    @read(of=lambda edition: inputs.everything(edition.root))
    def project(self) -> Project:
        """The project itself: who asks for it depends on every file of it."""
        return self._project

    @property
    @read
    def _definitions(self) -> str:
        return inputs.definitions(self.root)

    @property
    @read(of=lambda edition: edition._definitions)
    def framework(self) -> Framework:
        """The definitions, titles in the language of the edition."""
        return localised(self._project.framework, self.root / "book")

    @property
    @read(of=lambda edition: edition._definitions)
    def written(self) -> Framework:
        """The definitions, titles as they are written."""
        return self._project.framework

    @property
    @read(of=lambda edition: inputs.observations(edition.root))
    def panel(self) -> Panel:
        """All observations."""
        return self._project.panel()

    @property
    @read(of=lambda edition: inputs.commitments(edition.root))
    def commitments(self) -> Commitments:
        """Which state has signed or is bound by which treaty."""
        return self._project.commitments()

    @property
    @read(of=lambda edition: inputs.practices(edition.root))
    def practices(self) -> Practices:
        """The described practices."""
        return self._project.practices()

    @read(derived=True)
    def scores(self, lens: str) -> Scores:
        """Scores of one lens."""
        _ = self._definitions, self._behind_scores(lens)
        return self._project.scores(lens)

    @read
    def _behind_scores(self, lens: str) -> pd.DataFrame:
        return behind.scores(self.panel, self.written.indices[lens])

    @read(derived=True)
    def scores_of_year(self, lens: str, year: int) -> Scores:
        """Scores of one lens, of which only those of a year may be looked at."""
        _ = self._definitions, self._behind_year(lens, year)
        return self._project.scores(lens)

    @read
    def _behind_year(self, lens: str, year: int) -> tuple[object, ...]:
        return behind.year(self.scores(lens), year)

    @read(derived=True)
    def drawable(self, lens: str, years: tuple[int, ...]) -> Panel:
        """All observations, for the draws of some years of a lens, which rest on few of them."""
        _ = self._definitions, self._behind_draws(lens, years)
        return self._project.panel()

    @read(derived=True)
    def behind_draws(self, lens: str) -> behind.BehindDraws:
        """Return what the draws of a lens rest on."""
        return behind.BehindDraws(self.scores(lens))

    @read
    def _behind_draws(self, lens: str, years: tuple[int, ...]) -> tuple[object, ...]:
        return self.behind_draws(lens).of(years)

    @property
    @read(derived=True)
    def frame(self) -> pd.DataFrame:
        """Scores of both lenses: the long table of `Scores.frame` with `name`, the state's name."""
        frame = pd.concat([self.scores(lens).frame for lens in self.lenses], ignore_index=True)
        return frame.assign(name=frame["state"].map(self.name))

    @property
    def lenses(self) -> list[str]:
        """The lenses of this project, policy first."""
        return [lens for lens in LENSES if lens in self.framework.indices]

    def domains(self, lens: str, proxies: bool = True) -> list[str]:
        """Return the domains that are nodes of a lens, with or without those that are proxies."""
        nodes = self.framework.nodes
        return [it for it in DOMAINS if (lens, it) in nodes and (proxies or not nodes[lens, it].proxy)]

    def leaves(self, lens: str, node: str) -> list[str]:
        """Return the indicators below a node in the order of the tree; none for a node that the lens lacks."""
        found = self.framework.nodes.get((lens, node))
        return list(leaves(found)) if found else []

    @property
    @read(kept=True)
    def states(self) -> list[str]:
        """Codes of all states with a score in any lens, in code order."""
        scored = self.frame.dropna(subset=["score"])
        return sorted(scored["state"].unique())

    def name(self, state: str) -> str:
        """Name of a state."""
        return self.framework.states[state].name

    @read(of=lambda edition, state: (edition._definitions, inputs.sources(edition.root, state)))
    def sources(self, state: str) -> dict[str, SourceEntry]:
        """Return the declared sources of a state's data, id → entry of its sources.yaml."""
        return self._project.sources(state)

    @property
    @read(of=lambda edition: inputs.pathways(edition.root))
    def pathways(self) -> Catalogue:
        """The catalogue of legal pathways; empty for a project without registers of them."""
        return self._project.pathways()

    @property
    @read(kept=True)
    def day(self) -> date:
        """The day of the edition: the last on which any of its data were read, whenever the book is built."""
        every = (entry for state in self.framework.states for entry in self.sources(state).values())
        last = max((index.years.last for index in self.framework.indices.values()), default=date.min.year)
        return max((date.fromisoformat(entry.accessed) for entry in every), default=date(last, 12, 31))

    @property
    @read
    def pages(self) -> frozenset[str]:
        """Names of the book's pages, from its folder and without what their files end in."""
        book = self.root / "book"
        found = (it.relative_to(book) for it in book.rglob("*") if it.suffix in (".md", ".ipynb"))
        return frozenset(it.with_suffix("").as_posix() for it in found)

    @property
    @read(derived=True)
    def _by_node(self) -> dict[tuple[str, str], pd.DataFrame]:
        return {(str(lens), str(node)): part for (lens, node), part in self.frame.groupby(["lens", "node"])}

    @property
    @read
    def _latest(self) -> dict[tuple[str, str], int]:
        scored = self.frame.dropna(subset=["score"]).groupby(["lens", "node", "year"], as_index=False).size()
        minimum = scored["lens"].map(lambda lens: self.framework.indices[lens].minimum_states)
        ranked = scored[scored["size"] >= minimum].sort_values("year")
        return dict(
            zip(zip(ranked["lens"], ranked["node"], strict=True), ranked["year"].astype(int), strict=True)
        )

    def latest(self, lens: str, node: str) -> int | None:
        """Return the last year in which enough states have a score of `node` to be ranked, or None."""
        return self._latest.get((lens, node))

    @read
    def series(self, lens: str, node: str) -> pd.DataFrame:
        """Return the scored rows of one node: all states and years, missing scores left out.

        Empty for a node that the lens does not have.
        """
        rows = self._by_node.get((lens, node), self.frame.iloc[:0])
        return rows.dropna(subset=["score"]).reset_index(drop=True)

    def year(self, lens: str, node: str, year: int) -> pd.DataFrame:
        """Return one node in one year: every state of the lens in code order, with intervals.

        Columns of `frame`, and `score_low`, `score_high`, `rank_low`, `rank_high` (NaN where no score).
        """
        return self._year(lens, node, int(year)).copy()

    @read
    def _year(self, lens: str, node: str, year: int) -> pd.DataFrame:
        rows = self._by_node[lens, node]
        rows = rows[rows["year"] == year].reset_index(drop=True)
        bounds = drawing.bounds_of(self, lens, node, year).reindex(rows["state"])
        return rows.assign(**{name: bounds[name].to_numpy() for name in BOUNDS})

    @property
    @read
    def members(self) -> dict[str, tuple[str, ...]]:
        """Group of states → who belongs to it on the day of the edition, in code order."""
        groups = self.framework.groups
        return {group: groups.members(group, self.day) for group in groups}

    @property
    @read
    def counts(self) -> pd.DataFrame:
        """What states count in averages that are weighted."""
        return counts_of(self.panel.frame, self.framework.groups)

    def averages(self, lens: str, node: str) -> pd.DataFrame:
        """Return the averages of groups of states in the latest ranked year of a node; see `average_scores`.

        Empty for a node that is neither the overall nor a domain, and for one without such a year.
        """
        year = self.latest(lens, node)
        found = drawing.averages(self, lens, year) if year else pd.DataFrame(columns=["node"])
        return found[found["node"] == node].reset_index(drop=True)

    @property
    @read
    def used_datasets(self) -> frozenset[str]:
        """The datasets and other sources that any row names."""
        return frozenset(self.panel.frame["source"].unique())


_shared: dict[Path, Edition] = {}
"""The editions of books that are being built in this process, by their folder."""


def share(edition: Edition) -> None:
    """Have chapters that are computed within this process open this very edition."""
    _shared[edition.root] = edition


def shared(root: Path) -> Edition:
    """Return the edition that this process builds the book of."""
    return _shared[root]


def open_edition(root: str | Path = ".") -> Edition:
    """Open the project that `root` lies in: the folder itself or the nearest one above with indicators/.

    Raises
    ------
    FileNotFoundError
        If no folder on the way up is a project.
    """
    start = Path(root).resolve()
    for folder in (start, *start.parents):
        if (folder / "indicators").is_dir():
            return _shared.get(folder) or Edition(Project(folder))
    raise FileNotFoundError(f"no folder indicators/ in {start} or above")
