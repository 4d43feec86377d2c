"""Legal commitments: which state has signed or is bound by which treaty, since when, and where that was read.

`data/treaties.yaml` declares treaties and sources, `data/commitments.csv` has one row for each position of a state
that was looked up. A state without a row is *not verified*: nobody may read it as "not party".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scoreboard.definitions import Framework, read_yaml, validate
from scoreboard.definitions.reading import Document
from scoreboard.definitions.treaties import Treaty, TreatyRegister, TreatySource
from scoreboard.findings import Report
from scoreboard.records.checking import check_positions
from scoreboard.records.positions import COLUMNS, NOT_VERIFIED, STATUSES, Position, read_position
from scoreboard.records.rows import Row, read_rows

if TYPE_CHECKING:
    import pandas as pd

TREATIES, POSITIONS = "data/treaties.yaml", "data/commitments.csv"


@dataclass(frozen=True)
class Commitments:
    """The positions of states to treaties.

    Parameters
    ----------
    treaties : code → treaty, in the order of the register.
    sources : code → where positions were read.
    positions : in the order of treaties and states.
    states : all states that could have a position, in code order.
    """

    treaties: dict[str, Treaty] = field(default_factory=dict)
    sources: dict[str, TreatySource] = field(default_factory=dict)
    positions: tuple[Position, ...] = ()
    states: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether the project has a register of treaties."""
        return bool(self.treaties)

    def table(self, complete: bool = False) -> pd.DataFrame:
        """Return one row per position: the columns of data/commitments.csv, all text, empty where not recorded.

        Parameters
        ----------
        complete : also a row for each state and treaty without a position, its status `not_verified`.
        """
        import pandas as pd

        known = {(it.treaty, it.state): it for it in self.positions}
        pairs = [(treaty, state) for treaty in self.treaties for state in self.states]
        chosen = pairs if complete else [pair for pair in pairs if pair in known]
        rows = [known.get(pair, Position(*pair)).as_row() for pair in chosen]
        return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")

    def matrix(self) -> pd.DataFrame:
        """Return the status of each state (rows) to each treaty (columns); `not_verified` where no row says it."""
        wide = self.table(complete=True).pivot(index="state", columns="treaty", values="status")
        return wide.reindex(index=list(self.states), columns=list(self.treaties))

    def timeline(self) -> pd.DataFrame:
        """Return how the parties of each treaty grew, as far as dates are recorded.

        Returns
        -------
        DataFrame, one row per dated party: `treaty, year, date, state, dated_by` (ratified, or in_force where only
        that is recorded) and `parties`, the dated ones up to and including this.
        """
        import pandas as pd

        dated = [it for it in self.positions if it.status == "party" and it.bound]
        rows = [(it.treaty, int(it.bound[:4]), it.bound, it.state, it.bound_by) for it in dated]
        frame = pd.DataFrame(rows, columns=["treaty", "year", "date", "state", "dated_by"])
        frame = frame.sort_values(["treaty", "date", "state"], key=self._ordered, ignore_index=True)
        return frame.assign(parties=frame.groupby("treaty", sort=False).cumcount() + 1)

    def coverage(self) -> pd.DataFrame:
        """Return for each treaty how many states have each status, how many parties a date, and how sure rows are."""
        import pandas as pd

        whole = self.table(complete=True)
        counts = pd.crosstab(whole["treaty"], whole["status"]).reindex(
            index=list(self.treaties), columns=[*STATUSES, NOT_VERIFIED], fill_value=0
        )
        dated = self.timeline().groupby("treaty").size()
        sourced = whole[whole["confidence"] == "sourced"].groupby("treaty").size()
        more = {"dated": dated, "sourced": sourced}
        for name, series in more.items():
            counts[name] = series.reindex(counts.index, fill_value=0)
        return counts.rename_axis(columns=None).reset_index()

    def _ordered(self, column: pd.Series) -> pd.Series:
        """Return what a column is sorted by: treaties as the register has them, all else as it is."""
        order = {code: number for number, code in enumerate(self.treaties)}
        return column.map(order) if column.name == "treaty" else column


def read_commitments(root: Path, framework: Framework, report: Report) -> Commitments:
    """Read and check the register of treaties and the positions of states.

    Returns
    -------
    What can be read; empty, and without a finding, for a project that has neither file.
    """
    if not any((root / file).exists() for file in (TREATIES, POSITIONS)):
        return Commitments()
    document = read_yaml(root / TREATIES, TREATIES, report)
    register = validate(document, TreatyRegister, report) if document else None
    if document is None or register is None:
        return Commitments()
    rows = list(read_rows(root / POSITIONS, POSITIONS, COLUMNS, report))
    report.checked["commitments"] += len(rows)
    positions = _positions(rows, document, register, framework, report)
    order = {code: number for number, code in enumerate(register.treaties)}
    positions.sort(key=lambda it: (order[it.treaty], it.state))
    return Commitments(register.treaties, register.sources, tuple(positions), tuple(framework.states))


def _positions(
    rows: list[Row], document: Document, register: TreatyRegister, framework: Framework, report: Report
) -> list[Position]:
    sound = check_positions(rows, document, register, framework.states, report)
    return [read_position(row.cells) for row in sound]
