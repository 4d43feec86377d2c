"""What may stand in data/treaties.yaml: treaties on migrants' rights, and where a state's position was read."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scoreboard.definitions.basics import Closed, Day, Text

TreatyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*(-[0-9A-Z]+)?$")]
SourceCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_/.\-]*$")]
Depositary = Literal["UN", "ILO", "CoE"]


class Treaty(Closed):
    """One treaty, as its depositary keeps it."""

    title: Text
    """The full title, without a year if the treaty has none in it."""
    short: Text
    """What stands above a column."""
    depositary: Depositary
    """Who keeps the list of parties: United Nations, International Labour Office, Council of Europe."""
    opened: Day
    """Day on which it was opened for signature or adopted."""
    in_force: Day
    """Day on which it entered into force as such."""
    completeness: Text
    """How complete the list of states is in this project, and what it lacks."""
    explanation: Text
    """What it asks of a state, in two plain sentences."""


class TreatySource(Closed):
    """Where positions of states were read."""

    title: Text
    """What it is, and who keeps it."""
    as_of: Text
    """Until when it holds, such as 2022-08; or that this is not known."""
    covers: Text
    """Which part of the list could be read in it."""
    url: str | None = None
    """Its address; absent for what no page states."""


class TreatyRegister(Closed):
    """data/treaties.yaml; the positions themselves stand in data/commitments.csv."""

    treaties: Annotated[dict[TreatyCode, Treaty], Field(min_length=1)]
    sources: dict[SourceCode, TreatySource]
