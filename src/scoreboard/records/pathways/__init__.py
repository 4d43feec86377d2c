"""Legal pathways: acts of the EU written once, inherited by the states they bind, and what is national beside them.

`read_records` reads and checks the registers of a project, `inherit` joins them, `Catalogue` answers questions.
"""

from scoreboard.records.pathways.catalogue import Catalogue, Explanation
from scoreboard.records.pathways.checks import check_records
from scoreboard.records.pathways.entries import Entry, Fact
from scoreboard.records.pathways.filters import Filter, as_filters
from scoreboard.records.pathways.inheriting import inherit
from scoreboard.records.pathways.reading import Records, read_records

__all__ = [
    "Catalogue",
    "Entry",
    "Explanation",
    "Fact",
    "Filter",
    "Records",
    "as_filters",
    "check_records",
    "inherit",
    "read_records",
]
