"""Indicators, indices, sources and states: what is measured, read strictly from YAML.

Everything here is frozen once read. `load_framework` reads a project's definitions, `check_framework`
finds faults between them, `schema_files` gives the models to other tools.
"""

from scoreboard.definitions.checks import CONDITION, check_framework
from scoreboard.definitions.framework import (
    DOMAINS,
    INDEX_FILES,
    AnyIndicator,
    Framework,
    leaves,
    load_framework,
    walk,
)
from scoreboard.definitions.groups import Groups
from scoreboard.definitions.reading import read_yaml, suggest, validate
from scoreboard.definitions.schemas import OBSERVATION_COLUMNS, check_schemas, schema_files
from scoreboard.definitions.states import State

__all__ = [
    "CONDITION",
    "DOMAINS",
    "INDEX_FILES",
    "OBSERVATION_COLUMNS",
    "AnyIndicator",
    "Framework",
    "Groups",
    "State",
    "check_framework",
    "check_schemas",
    "leaves",
    "load_framework",
    "read_yaml",
    "schema_files",
    "suggest",
    "validate",
    "walk",
]
