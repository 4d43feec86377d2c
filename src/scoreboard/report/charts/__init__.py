"""Charts: plain functions of an edition, each with a finding as title, a table and a text alternative."""

from scoreboard.report.charts.changes import change_chart
from scoreboard.report.charts.coverage import coverage_matrix
from scoreboard.report.charts.differences import difference_chart
from scoreboard.report.charts.explorer import europe_map
from scoreboard.report.charts.gaps import gap_chart, gaps_overview
from scoreboard.report.charts.items import items_chart
from scoreboard.report.charts.maps import score_map
from scoreboard.report.charts.parts import parts_chart
from scoreboard.report.charts.rankings import ranking
from scoreboard.report.charts.relations import policy_and_outcome
from scoreboard.report.charts.series import indicator_series
from scoreboard.report.charts.standing import state_profile, state_trend
from scoreboard.report.charts.trends import trend

__all__ = [
    "change_chart",
    "coverage_matrix",
    "difference_chart",
    "europe_map",
    "gap_chart",
    "gaps_overview",
    "indicator_series",
    "items_chart",
    "parts_chart",
    "policy_and_outcome",
    "ranking",
    "score_map",
    "state_profile",
    "state_trend",
    "trend",
]
