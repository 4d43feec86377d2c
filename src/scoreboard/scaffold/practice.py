"""A new practice: the template with what is known of it so far."""

from __future__ import annotations

from scoreboard.scaffold.indicator import fill
from scoreboard.scaffold.writing import Plan, template


def practice_plan(code: str, items: list[str], state: str | None) -> Plan:
    """Return the file of a new practice.

    Parameters
    ----------
    code : stem of the file.
    items : codes of the indicators that it bears on.
    state : code of the state, if it is known.
    """
    text = template("practice.yaml")
    for key, value in (("code", code), ("items", items or None), ("state", state)):
        text = fill(text, key, value) if value else text
    return {f"practices/{code}.yaml": text}
