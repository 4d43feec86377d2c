"""What the tests of this room build on: one declared dataset, and definitions that take rows of it."""

from pathlib import Path

from scoreboard.definitions.framework import Framework
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.definitions.registers import Dataset
from scoreboard.definitions.states import read_states
from scoreboard.findings import Report

REPOSITORY = Path(__file__).parents[2]
FILES = Path(__file__).parent / "files"

COLUMNS = {"state": "country", "year": "when", "value": "rate", "status": "mark", "group": "origin"}
COLUMNS |= {"age": "years_of_age", "url": "page"}
WORDS = {"break": "b", "shaky": "u", "tiny": "n", "secret": "c"}


def dataset(**more):
    about = {
        "provider": "Eurostat",
        "title": "Employment",
        "licence": "CC BY 4.0",
        "attribution": "Source: Eurostat",
    }
    return Dataset(**about, url="https://example.org/employment", **more)


def statistic(code="employment", sources=None, **more):
    fields = {
        "lens": "outcome", "domain": "labour_market", "title": "Employment", "why": "It matters.",
        "definition": "Share in work.", "unit": "per_cent", "direction": "none", "by": "citizenship",
        "groups": ["NAT", "NEU27_2020_FOR"], "group": "NEU27_2020_FOR", "age": "Y20-64",
        "possible": {"low": 0, "high": 100},
    }  # fmt: skip
    official = [{"dataset": "employment", "filters": {"freq": "A", "unit": "PC"}}]
    return StatisticIndicator(code=code, sources=sources or official, **(fields | more))


def states():
    return read_states(REPOSITORY / "data/states.csv", "data/states.csv", Report())


def framework(indicators, datasets):
    return Framework({one.code: one for one in indicators}, {}, datasets, states())
