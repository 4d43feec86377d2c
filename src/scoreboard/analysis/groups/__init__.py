"""Averages over groups of states: of scores, with the intervals of the draws, and of values, with their errors.

An average describes who has data. It is never one of the states, has no rank, and leaves the ranks of states as
they are among all of them.
"""

from scoreboard.analysis.groups.averages import average_scores, averages_of
from scoreboard.analysis.groups.values import average_values
from scoreboard.analysis.groups.weighing import Weighing, counts_of

__all__ = ["Weighing", "average_scores", "average_values", "averages_of", "counts_of"]
