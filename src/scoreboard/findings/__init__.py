"""What is wrong, where, and what to do about it.

The ground floor of the house: every other room reports faults in data or definitions by adding a
`Finding` to a `Report`. Nothing in here knows about indicators, states or scores.
"""

from scoreboard.findings.catalogue import LEVELS, Kind, Severity, catalogue
from scoreboard.findings.lines import Lines
from scoreboard.findings.report import Finding, InvalidDataError, Place, Report

__all__ = [
    "LEVELS",
    "Finding",
    "InvalidDataError",
    "Kind",
    "Lines",
    "Place",
    "Report",
    "Severity",
    "catalogue",
]
