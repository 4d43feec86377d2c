"""Legal pathways in the book: the page that filters them, what is on record of each state, changes, coverage."""

from scoreboard.report.blocks.pathways.page import filter_page
from scoreboard.report.blocks.pathways.states import state_pathways
from scoreboard.report.blocks.pathways.summary import coverage, field_list, national, over_time, summary

__all__ = ["coverage", "field_list", "filter_page", "national", "over_time", "state_pathways", "summary"]
