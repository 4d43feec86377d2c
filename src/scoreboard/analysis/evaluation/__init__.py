"""Did it work? Outcomes after a change of policy, beside states without it, and what may be said of them.

A change is the first rise of a policy item in a state; states whose level stayed are compared with. The
average difference is Gardner's two-stage (imputation) estimate, with inference by permutation, since few
states change; the estimators of the field stand beside it. Verdicts follow by rule from the numbers
(`verdicts.py`).
"""

from scoreboard.analysis.evaluation.candidates import candidates
from scoreboard.analysis.evaluation.evaluating import PERMUTATION, Evaluation, evaluate
from scoreboard.analysis.evaluation.library import MissingLibraryError
from scoreboard.analysis.evaluation.rises import NEVER, Rises, find_rises
from scoreboard.analysis.evaluation.sample import Sample, make_sample
from scoreboard.analysis.evaluation.survey import survey
from scoreboard.analysis.evaluation.verdicts import Evidence, sentence_of, verdict_of

__all__ = [
    "NEVER",
    "PERMUTATION",
    "Evaluation",
    "Evidence",
    "MissingLibraryError",
    "Rises",
    "Sample",
    "candidates",
    "evaluate",
    "find_rises",
    "make_sample",
    "sentence_of",
    "survey",
    "verdict_of",
]
