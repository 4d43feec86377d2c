"""The panel: validated observations, typed, with the status and the place of every value."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoreboard.definitions import Framework
from scoreboard.observations.contracts import numbers, with_limits
from scoreboard.observations.reading import Observations

OBSERVED, ESTIMATED, IMPUTED, MISSING = "observed", "estimated", "imputed", "missing"


@dataclass(frozen=True)
class Panel:
    """All observations of a project.

    Parameters
    ----------
    frame : DataFrame, one row per (state, indicator, year, group, sex, age, duration).
        `year` int; `value` float in the indicator's unit, NaN where missing; `status` one of observed,
        estimated, imputed, missing; `flags` the source's own letters; `se` float; `n` float; `source`,
        `note`, `file` text; `line` int. The index counts the rows and names them in traces.
    framework : the definitions that the values were validated against.

    Examples
    --------
    >>> from scoreboard import Project
    >>> project = Project("tests/mini")
    >>> panel = project.panel()
    >>> panel.states, len(panel.frame)
    (['AT', 'BE', 'SE'], 62)
    >>> panel.frame["status"].value_counts().to_dict()
    {'observed': 60, 'missing': 2}
    """

    frame: pd.DataFrame
    framework: Framework

    @property
    def states(self) -> list[str]:
        """Codes of all states with at least one row, in code order."""
        return sorted(self.frame["state"].unique())

    def _repr_html_(self) -> str:
        from scoreboard.findings.notebook import show, table

        known = self.framework.indicators
        frame = self.frame.assign(domain=[known[code].domain for code in self.frame["indicator"]])
        rows = [
            (
                str(domain).replace("_", " "),
                part["indicator"].nunique(),
                part["state"].nunique(),
                f"{part['year'].min()}–{part['year'].max()}",
                len(part),
                f"{(part['status'] == OBSERVED).mean():.0%}",
            )
            for domain, part in frame.groupby("domain", sort=False)
        ]
        title = f"Panel: {len(frame):,} observations of {len(self.states)} states"
        columns = ["Domain", "Indicators", "States", "Years", "Observations", "Observed"]
        return show(title, table(title, columns, rows), "panel.frame has one row per observation.")


def make_panel(observations: Observations, framework: Framework) -> Panel:
    """Type clean observations.

    Parameters
    ----------
    observations : rows in which `check_observations` found no error.
    """
    text = with_limits(observations.frame, framework)
    frame = pd.DataFrame(
        {
            "state": text["state"].astype("str"),
            "indicator": text["indicator"].astype("str"),
            "year": text["year_number"].astype(int),
            "group": text["group"].astype("str"),
            "sex": text["sex"].astype("str"),
            "age": text["age"].astype("str"),
            "duration": text["duration"].astype("str"),
            "value": text["number"],
            "status": _status(text),
            "flags": text["status"].astype("str"),
            "se": numbers(text["se"]),
            "n": numbers(text["n"]),
            "source": text["source"].astype("str"),
            "note": text["note"].astype("str"),
            "file": text["file"].astype("str"),
            "line": text["line"],
        }
    )
    return Panel(frame, framework)


def _status(text: pd.DataFrame) -> pd.Series[str]:
    """Return the four-way status from the flags: i imputed, e or f or p estimated, empty missing."""
    status = pd.Series(OBSERVED, index=text.index, dtype="str")
    status = status.mask(text["status"].str.contains("[efp]"), ESTIMATED)
    status = status.mask(text["status"].str.contains("i"), IMPUTED)
    return status.mask(text["number"].isna(), MISSING)
