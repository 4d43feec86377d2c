"""Integration Scoreboard: how European states integrate migrants, in policy and in outcomes.

Data flows one way through the rooms of this package, and each room imports only from those before it:
findings, definitions, observations, records, exchange, estimate, scoring, robustness, analysis; `project` opens a
folder and joins them; `report` makes the book of it, `scaffold` begins new files, `cli` has one file per verb.
Nothing happens at import: the names below load on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoreboard.analysis.comparison import Comparison, compare
    from scoreboard.definitions import Framework
    from scoreboard.findings import Finding, InvalidDataError, Place, Report
    from scoreboard.observations import Panel
    from scoreboard.project import Project
    from scoreboard.report.charting import Figure, chart
    from scoreboard.robustness import Uncertainty, uncertainty
    from scoreboard.scoring import Scores, Step, score

__version__ = "0.1.0"
__all__ = [
    "Comparison",
    "Figure",
    "Finding",
    "Framework",
    "InvalidDataError",
    "Panel",
    "Place",
    "Project",
    "Report",
    "Scores",
    "Step",
    "Uncertainty",
    "__version__",
    "chart",
    "compare",
    "score",
    "uncertainty",
]

_FACES = {
    "Comparison": "scoreboard.analysis.comparison",
    "Figure": "scoreboard.report.charting",
    "Finding": "scoreboard.findings",
    "Framework": "scoreboard.definitions",
    "InvalidDataError": "scoreboard.findings",
    "Panel": "scoreboard.observations",
    "Place": "scoreboard.findings",
    "Project": "scoreboard.project",
    "Report": "scoreboard.findings",
    "Scores": "scoreboard.scoring",
    "Step": "scoreboard.scoring",
    "Uncertainty": "scoreboard.robustness",
    "chart": "scoreboard.report.charting",
    "compare": "scoreboard.analysis.comparison",
    "score": "scoreboard.scoring",
    "uncertainty": "scoreboard.robustness",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  (PEP 562: the lazy faces have different types)
    if name in _FACES:
        return getattr(import_module(_FACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
