"""What was observed: national CSVs from text with file and line to a typed, validated panel.

`read_observations` reads every cell as text and keeps its place; `check_observations` holds the cells
against the contracts made from the definitions; `apply_waivers` turns what somebody answers for into
remarks; `make_panel` types what is clean.
"""

from scoreboard.observations.checking import check_observations
from scoreboard.observations.panel import Panel, make_panel
from scoreboard.observations.reading import Observations, read_observations
from scoreboard.observations.timeliness import check_row_counts
from scoreboard.observations.waivers import apply_waivers

__all__ = [
    "Observations",
    "Panel",
    "apply_waivers",
    "check_observations",
    "check_row_counts",
    "make_panel",
    "read_observations",
]
