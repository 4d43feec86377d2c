"""Beginnings: a definition, a state folder or a whole project, made from the files in templates/.

Nothing here invents content: what only a person can know stands as an empty value, which validation names with
file and line. Every plan is a mapping of path → text, and `write_whole` writes all of it or nothing.
"""

from scoreboard.scaffold.indicator import indicator_plan
from scoreboard.scaffold.pathway import pathway_plan
from scoreboard.scaffold.practice import practice_plan
from scoreboard.scaffold.state import known_states, state_plan
from scoreboard.scaffold.study import study_plan
from scoreboard.scaffold.writing import AlreadyThereError, Plan, write_whole

__all__ = [
    "AlreadyThereError",
    "Plan",
    "indicator_plan",
    "known_states",
    "pathway_plan",
    "practice_plan",
    "state_plan",
    "study_plan",
    "write_whole",
]
