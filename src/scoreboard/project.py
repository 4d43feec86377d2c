"""An opened folder: load, validate, panel, scores. Computes nothing itself."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path

from scoreboard.definitions import Framework, check_framework, check_schemas, load_framework
from scoreboard.definitions.models import Index
from scoreboard.definitions.registers import SourceEntry
from scoreboard.definitions.states import State
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
from scoreboard.robustness.checking import check_factors
from scoreboard.scoring import Scores, check_examples, score
from scoreboard.scoring.checking import check_indices, check_methods


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

    @cached_property
    def _loaded(self) -> tuple[Framework, Report]:
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
        check_methods(framework, report)
        if report.ok:
            check_examples(framework, report)
        observations = read_observations(self.root, framework, report)
        check_observations(observations, framework, report, self.today)
        if self.against:
            base = read_observations(self.against, framework, Report())
            check_row_counts(observations, base.frame, report)
        apply_waivers(observations, report, self.today)
        return observations, report

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
        """Return the declared sources of a state's data, id → entry of its sources.yaml."""
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
