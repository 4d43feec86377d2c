"""Charts in a notebook: those of the book, by name, for any project."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from inspect import Parameter, signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoreboard.findings.notebook import show, table
from scoreboard.findings.renderers.elements import Element, element

if TYPE_CHECKING:
    import pandas as pd

    from scoreboard.project import Project
    from scoreboard.report.edition import Edition

KINDS = {
    "ranking": "ranking",
    "map": "score_map",
    "trend": "trend",
    "changes": "change_chart",
    "items": "items_chart",
    "state_profile": "state_profile",
    "state_trend": "state_trend",
    "series": "indicator_series",
    "policy_and_outcome": "policy_and_outcome",
    "coverage": "coverage_matrix",
}
"""Kind of a chart → its function of an edition in `scoreboard.report.charts`."""
NEEDS = {"altair": "altair", "vl_convert": "vl-convert-python", "docutils": "docutils", "babel": "babel"}
"""Library → how it is called where it is installed from."""
CARD = "max-width:100%;background:#fff;padding:.5em"
"""A drawing is black on white on a dark page too."""


@dataclass(frozen=True)
class Figure:
    """A chart with its title, the numbers that it draws, and a description for those who cannot see it.

    A notebook shows it without a network: as a picture with its numbers below, within the book as the book's own.

    Parameters
    ----------
    chart : the Altair chart, to be changed or joined with others.

    Examples
    --------
    >>> from scoreboard import Project
    >>> figure = chart(Project("tests/mini"), "ranking", lens="policy", year=2019)
    >>> figure.title
    'Policy overall: one state stays first in nearly every draw'
    >>> list(figure.table.columns)
    ['State', 'Score', 'Low', 'High', 'Rank band', 'Observed share']
    """

    chart: Any

    @property
    def spec(self) -> dict[str, Any]:
        """The Vega-Lite specification with the look of the book."""
        from scoreboard.report import theme

        with theme.used():
            made: dict[str, Any] = self.chart.to_dict(validate=False)
        return made

    @property
    def title(self) -> str:
        """What the chart shows, in a sentence computed from its data."""
        heading = self.spec["title"]
        return str(heading["text"] if isinstance(heading, dict) else heading)

    @property
    def table(self) -> pd.DataFrame:
        """The numbers drawn, unrounded: DataFrame, one row per state or other unit, named in the first column."""
        import pandas as pd

        told = self._told()
        return pd.DataFrame(told["rows"], columns=told["columns"])

    def svg(self) -> str:
        """Return the drawing as SVG, without the title."""
        from scoreboard.report.paper.stills import fixed, svg

        left_out = ("title", "usermeta", "description")
        return svg(fixed({key: value for key, value in self.spec.items() if key not in left_out}))

    def save(self, path: str | Path) -> None:
        """Write the drawing as SVG.

        Parameters
        ----------
        path : the file; its folder must be there.

        Raises
        ------
        OSError
            If the file cannot be written.
        """
        Path(path).write_text(self.svg(), "utf-8")

    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = self.spec["usermeta"]["scoreboard"]["table"]
        return told

    def _repr_mimebundle_(self, **_wishes: object) -> dict[str, Any]:
        import altair as alt

        from scoreboard.report import renderer

        spec = self.spec
        if alt.renderers.active == renderer.NAME:
            return renderer.render(spec)
        return {"text/html": self._html(), "text/plain": str(spec["description"])}

    def _html(self) -> str:
        from scoreboard.report.figure import has_data

        spec, told = self.spec, self._told()
        if not has_data(spec):
            return show(self.title, spec["usermeta"]["scoreboard"]["empty"])
        numbers = table(told["caption"], told["columns"], told["rows"])
        folded = element("details", element("summary", "Show the numbers"), numbers)
        heading = spec["title"]
        under = heading.get("subtitle", "") if isinstance(heading, dict) else ""
        title = element("p", element("strong", self.title))
        source = spec["usermeta"]["scoreboard"]["source"]
        return show(self.title, title, under, self._picture(str(spec["description"])), source, folded)

    def _picture(self, description: str) -> Element:
        drawing = b64encode(self.svg().encode()).decode()
        return element("img", src=f"data:image/svg+xml;base64,{drawing}", alt=description, style=CARD)


def chart(
    project: Project,
    kind: str = "ranking",
    *,
    lens: str | None = None,
    node: str = "overall",
    year: int | None = None,
    state: str | None = None,
    indicator: str | None = None,
) -> Figure:
    """Return a chart of a project's scores or data, as the book has it.

    The first one that shows intervals makes the draws that the index declares, which takes some seconds.

    Parameters
    ----------
    project : an opened, clean project.
    kind : ranking, map, trend, changes, items, state_profile, state_trend, series,
        policy_and_outcome, coverage.
    lens : policy or outcome; the project's first if not given.
    node : a node of the lens's tree.
    year : the last in which enough states have a score to be ranked, if not given.
    state : code of the state, for state_profile and state_trend.
    indicator : code of the indicator, for series.

    Returns
    -------
    The chart with its title, its numbers and a description.

    Raises
    ------
    ValueError
        If there is no such kind, lens, node, state or indicator, or the kind needs one that is not given.
    InvalidDataError
        If the data are not clean.
    ModuleNotFoundError
        If the libraries of the extra `report` are not installed.

    Examples
    --------
    >>> import scoreboard
    >>> project = scoreboard.Project("tests/mini")
    >>> scoreboard.chart(project, "map", lens="policy", year=2019).table["State"].tolist()
    ['Austria', 'Belgium', 'Sweden']
    """
    _require_libraries()
    project.panel()
    _known("kind", kind, KINDS)
    lens = lens or next(iter(project.framework.indices))
    _known("lens", lens, project.framework.indices)
    _known("node", node, {name for one, name in project.framework.nodes if one == lens})
    _known("state", state, project.states)
    _known("indicator", indicator, project.framework.indicators)
    edition = _edition(project)
    year = edition.latest(lens, node) if year is None else year
    given = {"lens": lens, "node": node, "year": year, "state": state, "code": indicator}
    make = getattr(import_module("scoreboard.report.charts"), KINDS[kind])
    return Figure(make(edition, *_arguments(kind, make, given)))


def _arguments(kind: str, make: Callable[..., Any], given: dict[str, Any]) -> list[Any]:
    """Return what a function of a chart takes of all that is given, in its order."""
    wanted = list(signature(make).parameters.values())[1:]
    for parameter in wanted:
        if given[parameter.name] is None and parameter.default is Parameter.empty:
            word = "indicator" if parameter.name == "code" else parameter.name
            raise ValueError(f"a chart of the kind {kind} needs {word}=…")
    return [given[parameter.name] for parameter in wanted]


def _known(what: str, wanted: str | None, there: Any) -> None:  # noqa: ANN401  (any collection of words)
    from scoreboard.definitions import suggest

    if wanted is not None and wanted not in there:
        raise ValueError(f"there is no {what} {wanted}: {suggest(wanted, sorted(there))}")


def _edition(project: Project) -> Edition:
    """Return the edition of a project, made once for each; within the book, that of the book."""
    from scoreboard.report.edition import Edition, shared

    with suppress(KeyError):
        return shared(project.root)
    kept = vars(project)
    if "_edition" not in kept:
        kept["_edition"] = Edition(project)
    made: Edition = kept["_edition"]
    return made


def _require_libraries() -> None:
    absent = [name for library, name in NEEDS.items() if find_spec(library) is None]
    if absent:
        raise ModuleNotFoundError(
            f"charts need {' and '.join(absent)}: pip install 'integration-scoreboard[report]' brings what is needed."
        )
