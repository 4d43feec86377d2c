"""What every column of a published table is called, means and allows: said once, rendered by every format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoreboard.definitions import OBSERVATION_COLUMNS

Kind = Literal["string", "integer", "number", "year", "date"]
Role = Literal["dimension", "measure", "attribute"]


@dataclass(frozen=True)
class Column:
    """One column of a published table.

    Parameters
    ----------
    kind : type of its cells.
    role : dimensions tell rows apart and are never empty; measures are what is told of each row; attributes
        say more of it.
    concept : name of the same thing in SDMX, of its cross-domain concepts where there is one.
    description : in plain words, with the unit of a number.
    codes : name of the code list of its cells, or empty.
    required : no cell is empty; so it is with every dimension.
    low, high : bounds of a number, where it has any.
    """

    name: str
    kind: Kind
    role: Role
    concept: str
    description: str = ""
    codes: str = ""
    required: bool = False
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "required", self.required or self.role == "dimension")
        object.__setattr__(self, "description", self.description or OBSERVATION_COLUMNS[self.name][1])


OBSERVATIONS = (
    Column("state", "string", "dimension", "REF_AREA", "ISO 3166-1 alpha-2 code of the state", "states"),
    Column("indicator", "string", "dimension", "INDICATOR", "code of the indicator", "indicators"),
    Column("year", "year", "dimension", "TIME_PERIOD"),
    Column("group", "string", "dimension", "POP_GROUP", "population group; TOTAL for everybody", "groups"),
    Column("sex", "string", "dimension", "SEX", "T total, F women or M men", "sexes"),
    Column("age", "string", "dimension", "AGE", "age class; TOTAL for all ages", "ages"),
    Column("duration", "string", "dimension", "DURATION", "duration of stay; TOTAL for any", "durations"),
    Column("value", "number", "measure", "OBS_VALUE", "in the indicator's unit; empty where missing"),
    Column("status", "string", "attribute", "OBS_FLAG", codes="statuses"),
    Column("se", "number", "attribute", "STD_ERR", low=0),
    Column("n", "number", "attribute", "SAMPLE_SIZE", low=0),  # weighted counts may have fractions
    Column("source", "string", "attribute", "SOURCE", "source of the value: state and source name one row of "
           "the sources", "sources", required=True),
    Column("note", "string", "attribute", "COMMENT_OBS"),
)  # fmt: skip
"""The columns of data/<STATE>/*.csv with their defaults filled in; texts not given here are those of the files."""

SCORES = (
    Column("lens", "string", "dimension", "LENS", "policy: what the law grants; outcome: what life shows", "lenses"),
    Column("state", "string", "dimension", "REF_AREA", "ISO 3166-1 alpha-2 code of the state", "states"),
    Column("year", "year", "dimension", "TIME_PERIOD", "year of the score"),
    Column("node", "string", "dimension", "NODE", "node of the index: overall, a domain, a strand or an indicator",
           "nodes"),
    Column("score", "number", "measure", "OBS_VALUE", "unrounded, 0 to 100 unless the index's method says otherwise; "
           "empty where missing"),
    Column("score_low", "number", "attribute", "SCORE_LOW", "lower bound of the interval of the score"),
    Column("score_high", "number", "attribute", "SCORE_HIGH", "upper bound of the interval of the score"),
    Column("rank", "integer", "attribute", "RANK", "rank among the states of the year, 1 the highest score; empty "
           "where too few states have one", low=1),
    Column("rank_low", "number", "attribute", "RANK_LOW", "lower bound of the interval of the rank"),
    Column("rank_high", "number", "attribute", "RANK_HIGH", "upper bound of the interval of the rank"),
    Column("coverage", "number", "attribute", "COVERAGE", "share of the node's weight that is present, 0 to 1",
           low=0, high=1),
    Column("observed", "number", "attribute", "OBSERVED", "share of the node's weight observed in the very year, "
           "0 to 1; what was carried forward or imputed does not count", low=0, high=1),
    Column("reason", "string", "attribute", "REASON", "why the score is missing, or what to know about it"),
)  # fmt: skip

SOURCES = (
    Column("state", "string", "dimension", "REF_AREA", "ISO 3166-1 alpha-2 code of the state", "states"),
    Column("source", "string", "dimension", "SOURCE", "name of the source in the observations of the state",
           "sources"),
    Column("observations", "integer", "measure", "OBS_VALUE", "how many observations come from it", required=True),
    Column("provider", "string", "attribute", "DATA_PROVIDER", "who publishes the source", required=True),
    Column("title", "string", "attribute", "TITLE", "title of the source", required=True),
    Column("dataset", "string", "attribute", "DATASET", "dataset of the provider", required=True),
    Column("licence", "string", "attribute", "LICENCE", "terms on which the figures may be reused", required=True),
    Column("url", "string", "attribute", "URL", "address of the source", required=True),
    Column("accessed", "date", "attribute", "ACCESSED", "day on which the source was read", required=True),
    Column("sha256", "string", "attribute", "SHA256", "hash of the file as delivered"),
    Column("updated", "string", "attribute", "LAST_UPDATE", "last update as the source states it"),
)  # fmt: skip

STATES = (
    Column("code", "string", "dimension", "REF_AREA", "ISO 3166-1 alpha-2; XK for Kosovo (UNSCR 1244)"),
    Column("name", "string", "attribute", "NAME", "name of the state", required=True),
    Column("iso3", "string", "attribute", "ISO3", "ISO 3166-1 alpha-3"),
    Column("eurostat", "string", "attribute", "GEO", "Eurostat's code"),
    Column("eu_from", "date", "attribute", "EU_FROM", "first day of membership of the European Union"),
    Column("eu_to", "date", "attribute", "EU_TO", "last day of membership of the European Union"),
)

INDICATORS = (
    Column("code", "string", "dimension", "INDICATOR", "code of the indicator"),
    Column("lens", "string", "attribute", "LENS", "policy, outcome, or context: shown and never scored",
           "lenses", required=True),
    Column("domain", "string", "attribute", "DOMAIN", "policy domain", "domains", required=True),
    Column("title", "string", "attribute", "TITLE", "short name", required=True),
    Column("meaning", "string", "attribute", "MEANING", "the question of a policy item, or what a statistic counts "
           "and of whom", required=True),
    Column("unit", "string", "attribute", "UNIT_MEASURE", "unit of the indicator's value", required=True),
    Column("direction", "string", "attribute", "DIRECTION", "whether more or less is better", required=True),
    Column("measure", "string", "attribute", "MEASURE", "level: the group's own value; else how the group is set "
           "beside the reference group", required=True),
    Column("observations_of", "string", "attribute", "OBSERVATIONS_OF", "the indicator whose observations it uses; "
           "its own where empty"),
    Column("why", "string", "attribute", "WHY", "why it matters", required=True),
    Column("proxy", "string", "attribute", "PROXY", "what it stands in for, where it is a proxy"),
    Column("problems", "string", "attribute", "PROBLEMS", "what a careful reader should know"),
    Column("datasets", "string", "attribute", "DATASETS", "datasets of its observations, the preferred first"),
)  # fmt: skip

NODES = (
    Column("lens", "string", "dimension", "LENS", "policy or outcome", "lenses"),
    Column("node", "string", "dimension", "NODE", "name of the node; an indicator's is its code", "nodes"),
    Column("title", "string", "attribute", "TITLE", "name in plain words", required=True),
    Column("proxy", "string", "attribute", "PROXY", "what it stands in for, where it is a proxy"),
)

TREE = (
    Column("lens", "string", "dimension", "LENS", "policy or outcome", "lenses"),
    Column("parent", "string", "dimension", "PARENT", "the node above", "nodes"),
    Column(
        "node", "string", "dimension", "NODE", "name of the node; it may stand below several others", "nodes"
    ),
    Column(
        "weight",
        "number",
        "attribute",
        "WEIGHT",
        "declared weight among its siblings; only proportions matter",
    ),
)

CODES = (
    Column("list", "string", "dimension", "CODE_LIST", "name of the code list"),
    Column("code", "string", "dimension", "CODE", "code as it stands in the tables"),
    Column("label", "string", "attribute", "LABEL", "what the code means", required=True),
)
