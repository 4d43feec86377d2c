"""The page of a state, one file per section: where it stands, how that moved, and every value behind it."""

from scoreboard.report.blocks.states.context import context_values, sources
from scoreboard.report.blocks.states.listing import table
from scoreboard.report.blocks.states.movement import moves, trends
from scoreboard.report.blocks.states.outcomes import outcome_values
from scoreboard.report.blocks.states.policy import changes, policy_items
from scoreboard.report.blocks.states.position import standing, summary, ways_on
from scoreboard.report.blocks.states.strengths import against

__all__ = [
    "against",
    "changes",
    "context_values",
    "moves",
    "outcome_values",
    "policy_items",
    "sources",
    "standing",
    "summary",
    "table",
    "trends",
    "ways_on",
]
