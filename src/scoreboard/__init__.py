"""Integration Scoreboard: how European states integrate migrants, in policy and in outcomes.

Data flows one way through the rooms of this package, and each room imports only from those before it:
findings, definitions, observations, exchange, scoring, robustness, analysis; `project` opens a folder and
joins them; `report` makes the book of it, `scaffold` begins new files, `cli` has one file per verb. Nothing
happens at import: the names below load on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoreboard.findings import InvalidDataError
    from scoreboard.project import Project
    from scoreboard.robustness import uncertainty
    from scoreboard.scoring import score

__version__ = "0.1.0"
__all__ = ["InvalidDataError", "Project", "__version__", "score", "uncertainty"]

_FACES = {
    "InvalidDataError": "scoreboard.findings",
    "Project": "scoreboard.project",
    "score": "scoreboard.scoring",
    "uncertainty": "scoreboard.robustness",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  (PEP 562: the lazy faces have different types)
    if name in _FACES:
        return getattr(import_module(_FACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
