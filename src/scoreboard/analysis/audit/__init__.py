"""The audit of an index along the ten steps of the OECD/JRC Handbook.

`steps.CHECKS` is the table of questions. Each has a limit with its source and gets a number and a verdict: pass,
warn, or not applicable, where there is nothing to look at or only people can. A warning is no error: it says
what a careful reader should know.
"""

from scoreboard.analysis.audit.auditing import Audit, audit
from scoreboard.analysis.audit.checks import STEPS, VERDICTS, Answer, Check, Limit, Measured
from scoreboard.analysis.audit.rendering import FORMATS
from scoreboard.analysis.audit.steps import CHECKS
from scoreboard.analysis.audit.subject import Subject

__all__ = [
    "CHECKS", "FORMATS", "STEPS", "VERDICTS", "Answer", "Audit", "Check", "Limit", "Measured", "Subject", "audit",
]  # fmt: skip
