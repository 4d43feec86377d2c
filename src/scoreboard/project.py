"""An opened folder: load, validate, panel, scores. Computes nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from scoreboard.definitions import Framework, check_framework, check_schemas, leaves, load_framework
from scoreboard.definitions.bundle import bundled_root
from scoreboard.definitions.models import Index
from scoreboard.definitions.registers import SourceEntry
from scoreboard.definitions.states import State
from scoreboard.exchange.publishing import Release, make_release
from scoreboard.exchange.writing import finish_interrupted
from scoreboard.findings import InvalidDataError, Report
from scoreboard.observations import (
    Observations,
    Panel,
    apply_waivers,
    check_observations,
    check_row_counts,
    make_panel,
    read_observations,
)
from scoreboard.records.commitments import Commitments, read_commitments
from scoreboard.records.pathways import Catalogue, Records, check_records, inherit, read_records
from scoreboard.records.practices import Practices, precedents, read_practices
from scoreboard.robustness import uncertainty
from scoreboard.robustness.checking import check_factors
from scoreboard.scoring import Scores, check_examples, score
from scoreboard.scoring.checking import check_indices, check_methods

if TYPE_CHECKING:
    import pandas as pd


class Project:
    """A folder with `indicators/` and `data/`.

    Parameters
    ----------
    root : the folder; nothing is read until it is asked for.
    against : folder of an earlier edition; `validate` warns of rows that went away since.
    today : the day on which data are checked: no later year, no waiver that expired before; now if None.

    Examples
    --------
    >>> project = Project("tests/mini")
    >>> project.validate().ok
    True
    >>> print(f"{project.scores('policy').explain('AT', 2019, 'overall').score:.1f}")
    65.0
    """

    def __init__(
        self, root: str | Path, *, against: str | Path | None = None, today: date | None = None
    ) -> None:
        self.root = Path(root).resolve()
        self.against = Path(against).resolve() if against else None
        self.today = today or date.today()

    @classmethod
    def bundled(cls) -> Project:
        """Open the edition that comes with the package: all definitions and reference data, to be read only.

        Nothing writes into it: copy its `root` to change something.

        Returns
        -------
        The project of the installed package; in a checkout of the repository, the repository.

        Examples
        --------
        >>> project = Project.bundled()
        >>> sorted(project.framework.indices)
        ['outcome', 'policy']
        >>> project.states["AT"].name
        'Austria'
        """
        return cls(bundled_root())

    def _repr_html_(self) -> str:
        from scoreboard.findings.notebook import show, table

        rows = [
            (
                lens,
                index.title,
                index.version,
                f"{index.years.first}–{index.years.last}",
                len(self._used(index)),
            )
            for lens, index in self.framework.indices.items()
        ]
        title = f"Project {self.root.name}: {len(self.framework.indicators)} indicators, {len(self.states)} states"
        columns = ["Lens", "Title", "Version", "Years", "Indicators"]
        return show(
            title, table(title, columns, rows), "project.validate() checks it; project.panel() has the data."
        )

    @staticmethod
    def _used(index: Index) -> set[str]:
        return {code for root in index.tree for code in leaves(root)}

    @cached_property
    def _loaded(self) -> tuple[Framework, Report]:
        finish_interrupted(self.root)
        return load_framework(self.root)

    @property
    def framework(self) -> Framework:
        """All definitions, as far as they could be read."""
        return self._loaded[0]

    @property
    def states(self) -> dict[str, State]:
        """The code list of states."""
        return self.framework.states

    @cached_property
    def _validated(self) -> tuple[Observations, Report]:
        framework, loading = self._loaded
        report = Report()
        report.extend(loading)
        check_schemas(self.root, report)
        check_framework(framework, self.root, report)
        report.extend(self._registered[1])
        check_methods(framework, report)
        if report.ok:
            check_examples(framework, report)
        observations = read_observations(self.root, framework, report)
        check_observations(observations, framework, report, self.today)
        if self.against:
            base = read_observations(self.against, framework, Report())
            check_row_counts(observations, base.frame, report)
        apply_waivers(observations, report, self.today)
        report.extend(self._recorded[2])
        return observations, report

    @cached_property
    def _recorded(self) -> tuple[Commitments, Practices, Report]:
        report = Report()
        framework = self.framework
        commitments = read_commitments(self.root, framework, report)
        return commitments, read_practices(self.root, framework, report), report

    @cached_property
    def _registered(self) -> tuple[Records, Report]:
        report = Report()
        records = read_records(self.root, self.states, report)
        check_records(records, self.states, report)
        return records, report

    @cached_property
    def _catalogue(self) -> Catalogue:
        return Catalogue(inherit(self._registered[0]))

    def pathways(self) -> Catalogue:
        """Return the catalogue of legal pathways; empty for a project without registers of them.

        Raises
        ------
        InvalidDataError
            If a register has an error; data and definitions are not looked at.
        """
        if not self._registered[1].ok:
            raise InvalidDataError(self._registered[1])
        return self._catalogue

    @cached_property
    def _worked(self) -> Report:
        """The report of what was read, and of what shows only when clean data are scored."""
        report = Report()
        report.extend(self._validated[1])
        if report.ok:
            check_indices(self._panel, report)
        if report.ok:
            check_factors(self._panel, report)
        return report

    def validate(self) -> Report:
        """Check definitions and data; never raises for faults in them.

        Returns
        -------
        Report of all findings, and of how many definitions, files and observations were looked at.
        """
        return self._worked

    def sources(self, state: str) -> dict[str, SourceEntry]:
        """Return the declared sources of a state's data, id → entry of its sources.yaml.

        Parameters
        ----------
        state : its code; a state without data has none.
        """
        return self._validated[0].sources.get(state, {})

    @cached_property
    def _panel(self) -> Panel:
        return make_panel(self._validated[0], self.framework)

    def panel(self) -> Panel:
        """Return the typed panel.

        Raises
        ------
        InvalidDataError
            If `validate` has an error; the exception carries the report.
        """
        if not self._worked.ok:
            raise InvalidDataError(self._worked)
        return self._panel

    @cached_property
    def _scores(self) -> dict[str, Scores]:
        return {}

    def scores(self, lens: str) -> Scores:
        """Return the scores of one lens, computed once.

        Parameters
        ----------
        lens : policy or outcome.

        Raises
        ------
        InvalidDataError
            If the data are not clean.
        KeyError
            If the project has no such lens.
        """
        index: Index = self.framework.indices[lens]
        if lens not in self._scores:
            self._scores[lens] = score(self.panel(), index)
        return self._scores[lens]

    def commitments(self) -> Commitments:
        """Return which state has signed or is bound by which treaty; empty for a project that records none."""
        return self._recorded[0]

    def practices(self) -> Practices:
        """Return the described practices; empty for a project that describes none."""
        return self._recorded[1]

    def precedents(self) -> pd.DataFrame:
        """Return every rise of a state to the top level of a policy item; see `records.practices.precedents`.

        Raises
        ------
        InvalidDataError
            If the data are not clean.
        """
        return precedents(self.panel().frame, self.framework)

    def release(self, day: date | None = None, progress: Callable[[int, int], None] | None = None) -> Release:
        """Return the edition as data to publish: observations, scores with intervals, definitions, sources.

        Parameters
        ----------
        day : of the edition; if not given, that of CITATION.cff, else the last on which a source was read.
        progress : called with the number of draws done and in all, for each lens.

        Raises
        ------
        InvalidDataError
            If the data are not clean.
        UnpublishableError
            If nothing says of which day the edition is.
        """
        panel, indices = self.panel(), self.framework.indices
        scores = [self.scores(lens).frame for lens in indices]
        drawn = [uncertainty(panel, index, progress=progress).intervals for index in indices.values()]
        weights = [self.scores(lens).weights for lens in indices]
        return make_release(self.root, panel, scores, drawn, self._validated[0].sources, day, weights)
