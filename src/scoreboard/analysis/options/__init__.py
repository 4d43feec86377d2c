"""Policy options: the smallest set of changes in the answers that lifts a state to a score."""

from scoreboard.analysis.options.answers import levels_of
from scoreboard.analysis.options.holders import Holder, holders
from scoreboard.analysis.options.reaching import OptionsError
from scoreboard.analysis.options.seeking import Change, Question, Way, seek
from scoreboard.analysis.options.tables import options_table

__all__ = [
    "Change",
    "Holder",
    "OptionsError",
    "Question",
    "Way",
    "holders",
    "levels_of",
    "options_table",
    "seek",
]
