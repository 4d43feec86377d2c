"""One example of each finding, as `scoreboard validate` prints it (examples.json).

The examples are printed by the tests from one small broken project per finding, never written by hand:
`pytest tests/findings/test_examples.py --refresh` stores them anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Example:
    """A fault and what is said about it.

    Parameters
    ----------
    why : what was done to a sound project.
    shown : what the command then prints about this finding, several lines.
    """

    why: str
    shown: str


@cache
def examples() -> dict[str, Example]:
    """Return finding code → its example."""
    text = files("scoreboard.findings").joinpath("examples.json").read_text("utf-8")
    return {code: Example(**example) for code, example in json.loads(text).items()}
