"""The practice register: what states have done before.

*Precedents* come from the policy data: every item that a state raised to its top level, when, and from what.
*Practices* are described in `practices/*.yaml`, one file each, with how strong the evidence of their effect is.
"""

from scoreboard.records.practices.precedents import precedents, top_holders, unbroken_run
from scoreboard.records.practices.register import EVIDENCE, RESULTS, Practices, read_practices

__all__ = [
    "EVIDENCE",
    "RESULTS",
    "Practices",
    "precedents",
    "read_practices",
    "top_holders",
    "unbroken_run",
]
