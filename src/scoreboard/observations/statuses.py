"""The letters that a publisher sets beside a value: what each says, and its code in SDMX."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def statuses() -> dict[str, dict[str, str]]:
    """Return status letter → its `label`, and `sdmx`, its code in CL_OBS_STATUS; the weightiest first.

    Eurostat's letters of observation status, and the letters C, N and P of confidentiality.
    """
    with files("scoreboard.observations").joinpath("statuses.csv").open(encoding="utf-8") as handle:
        return {row["letter"]: row for row in csv.DictReader(handle)}


def status_letters() -> str:
    """Return all letters, lower case first.

    >>> status_letters()
    'bdefimnprstuzCNP'
    """
    return "".join(sorted(statuses(), key=lambda letter: (letter.isupper(), letter)))
