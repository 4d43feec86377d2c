"""How scores and values move over the years: trends, targets, convergence, classes and changes.

All functions take the long table of `Scores.frame`, or one of the same shape with values of indicators, and a
`TimeRule`: how many years a statement needs, and what counts as a year with data.
"""

from scoreboard.analysis.time.changes import changes, two_years
from scoreboard.analysis.time.classes import CLASSES, REPORT_NAMES, classes, classify
from scoreboard.analysis.time.convergence import Convergence, convergence, gamma, measure_convergence
from scoreboard.analysis.time.series import STANDARD, to_matrix
from scoreboard.analysis.time.targets import distance_to_target, expected_years
from scoreboard.analysis.time.trends import trends

__all__ = [
    "CLASSES",
    "REPORT_NAMES",
    "STANDARD",
    "Convergence",
    "changes",
    "classes",
    "classify",
    "convergence",
    "distance_to_target",
    "expected_years",
    "gamma",
    "measure_convergence",
    "to_matrix",
    "trends",
    "two_years",
]
