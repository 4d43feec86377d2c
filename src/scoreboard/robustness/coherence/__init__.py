"""Do the parts of an index belong together: correlations, reliability, components, importance.

Nothing is scored again: what is looked at are the scores of a group's children, as they enter the group.
A correlation is over the units that both have. One year compares states; the pooled panel has a unit for
every state and year, so states and time are mixed in it. Too few states give "not enough data", not a number.
Statistics describe these states in these years: they do not say what ought to count.
"""

from scoreboard.robustness.coherence.components import Components, is_unidimensional, principal_components
from scoreboard.robustness.coherence.groups import Coherence, coherence, latest_year
from scoreboard.robustness.coherence.importance import main_effect
from scoreboard.robustness.coherence.matrices import BANDS, Together, band, together
from scoreboard.robustness.coherence.reliability import cronbach_alpha

__all__ = [
    "BANDS",
    "Coherence",
    "Components",
    "Together",
    "band",
    "coherence",
    "cronbach_alpha",
    "is_unidimensional",
    "latest_year",
    "main_effect",
    "principal_components",
    "together",
]
