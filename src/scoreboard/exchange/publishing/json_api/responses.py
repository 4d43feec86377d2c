"""Every file of the API: its edition, its links, and its data; from these the OpenAPI description is generated."""

from __future__ import annotations

from scoreboard.definitions.basics import Closed
from scoreboard.exchange.publishing.json_api.models import (
    Edition,
    IndexFile,
    Indicator,
    IndicatorEntry,
    Links,
    Observations,
    Scores,
    Start,
    State,
    StateEntry,
)


class Response(Closed):
    """What every file has."""

    edition: Edition
    links: Links


class StartResponse(Response):
    """index.json."""

    data: Start


class StatesResponse(Response):
    """states.json."""

    data: tuple[StateEntry, ...]


class StateResponse(Response):
    """states/{state}.json."""

    data: State


class IndicatorsResponse(Response):
    """indicators.json."""

    data: tuple[IndicatorEntry, ...]


class IndicatorResponse(Response):
    """indicators/{indicator}.json."""

    data: Indicator


class IndexResponse(Response):
    """indices/{lens}.json."""

    data: IndexFile


class ScoresResponse(Response):
    """scores/{lens}/{year}.json."""

    data: Scores


class ObservationsResponse(Response):
    """observations/{indicator}.json."""

    data: Observations
