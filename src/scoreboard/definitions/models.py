"""What may stand in the YAML files: frozen, closed models, and nothing computed.

These classes are the only description of the files. `schemas/*.json` is generated from them, and the
findings about unknown or missing keys come from their validation.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scoreboard.definitions.basics import Closed, Code, Score, StateCode, Text
from scoreboard.definitions.estimating import Estimate
from scoreboard.definitions.method import (
    Imputation,
    Normalisation,
    Robustness,
    Rule,
    RuleParameters,
    Treatment,
    Weighting,
)
from scoreboard.definitions.targets import TimeRule

Domain = Literal["labour_market", "education", "health", "housing", "anti_discrimination"]
Lens = Literal["policy", "outcome", "context"]
Unit = Literal["per_cent", "percentage_points", "ratio", "per_100_foreign_citizens", "number", "euro"]
Dimension = Literal["citizenship", "birth", "background", "language", "none"]
Measure = Literal["level", "gap", "ratio", "log_ratio", "achievement"]
Direction = Literal["more_is_better", "less_is_better", "none"]


class SourceFilter(Closed):
    """Where an indicator's observations come from: a declared dataset and the slice of it."""

    dataset: Text
    """Key of the dataset in indicators/sources.yaml."""
    filters: dict[str, str | tuple[str, ...]] = Field(default={})
    """Dimension of the dataset → the code, or the codes, that belong to this indicator."""
    recode: dict[str, str] = Field(default={})
    """Group code in the dataset → group code of this indicator, where the two differ."""


class Level(Closed):
    """One answer a coder may give to a policy question."""

    score: Score
    """What the answer earns, 0 to 100."""
    condition: Text
    """When this answer applies, in plain words."""


class DeclaredException(Closed):
    """A score off the list of levels that is right all the same."""

    score: Score
    states: tuple[StateCode, ...]
    reason: Text


class PolicyExample(Closed):
    """A worked example: what the law says, and the score that follows."""

    case: Text
    """The situation in words."""
    level: float
    """The level that a coder gives."""
    score: Score
    """The score of the indicator."""


class StatisticExample(Closed):
    """A worked example: values of the groups, and the score that follows."""

    case: Text = "as given"
    group: float
    """Value of the measured group, in the unit of the observations."""
    reference: float | None = None
    """Value of the reference group, for gaps and ratios."""
    best: float | None = None
    """For achievement: the best value of the reference group over all states and years."""
    score: Score
    """The normalised score, to two decimals."""


class Indicator(Closed):
    """What every indicator has; one YAML file each, the stem is the code and the folder the domain."""

    code: Code
    """Name of the file without .yaml; used in the data, the tree and the addresses of the pages."""
    lens: Lens
    """policy: what the law grants; outcome: what life shows; context: shown beside, never scored."""
    domain: Domain
    """Name of the folder."""
    title: Text
    """Short name in plain words, for tables and charts; at most about 45 characters."""
    why: Text
    """Why it matters to migrants and to the receiving society: one or two sentences."""
    sources: tuple[SourceFilter, ...] = ()
    """Where the observations come from, the preferred dataset first."""
    proxy: str | None = None
    """If it stands in for something it does not measure: what, and why it is used. Shown on every page."""
    known_problems: tuple[str, ...] = ()
    """What a careful reader should know before using the numbers."""
    references: tuple[str, ...] = ()
    """Keys in book/references.bib."""


class PolicyIndicator(Indicator):
    """A question about law or public policy, answered with one of a few levels."""

    lens: Literal["policy"]
    question: Text
    """What the coder has to find out."""
    levels: Annotated[tuple[Level, ...], Field(min_length=2)]
    """The possible answers, the highest score first."""
    exceptions: tuple[DeclaredException, ...] = ()
    evidence: tuple[Text, ...]
    """Where the answer is found: kinds of legal texts or programmes."""
    examples: Annotated[tuple[PolicyExample, ...], Field(min_length=2)]
    """At least two worked examples; they are run as tests."""


class Goalposts(Closed):
    """Fixed bounds of normalisation: low scores 0 and high 100 (mirrored where less is better)."""

    low: float
    high: float
    reason: Text
    """Why these bounds: what they mean, not how they were typed."""


class PossibleRange(Closed):
    """Bounds outside which an observed value is an error."""

    low: float
    high: float


class StatisticIndicator(Indicator):
    """A statistic of a population group, alone or beside a reference group."""

    lens: Literal["outcome", "context"]
    definition: Text
    """What is counted, of whom, in plain words."""
    unit: Unit
    """Unit of the indicator's value (of the gap or ratio, where that is the measure)."""
    direction: Direction
    """Whether more is better; none for context."""
    measure: Measure = "level"
    """level: the group's own value; the others set the group beside the reference group."""
    observations_of: Code | None = None
    """The indicator whose observations this one uses; required for all measures but level, then by, groups, sexes,
    age, possible and sources are left out here."""
    by: Dimension = "none"
    """What tells the groups apart: citizenship, country of birth, background, language at home."""
    groups: tuple[str, ...] = ()
    """Codes of all groups that the data hold: NAT, EU27_2020_FOR, NEU27_2020_FOR, FOR, TOTAL, …"""
    group: str = "TOTAL"
    """The group that is measured."""
    reference: str | None = None
    """The group it is held against; required for gap, ratio and log_ratio unless the sexes or durations are
    held against each other. For achievement: the whole population."""
    sex: Literal["T", "F", "M"] = "T"
    """The sex that is measured: T both together."""
    reference_sex: Literal["T", "F", "M"] | None = None
    """The sex it is held against; the same if absent."""
    duration: str = "TOTAL"
    """The duration of stay that is measured."""
    reference_duration: str | None = None
    """The duration of stay it is held against; the same if absent."""
    sexes: tuple[Literal["T", "F", "M"], ...] = ("T",)
    """Breakdown by sex in the data; `sex` says which of them is measured."""
    age: str = "TOTAL"
    """Age class of the observations, in Eurostat's code."""
    possible: PossibleRange | None = None
    """Bounds outside which a value is an error; required where the indicator has its own observations."""
    part_of: Code | None = None
    """The indicator whose value this one cannot exceed, for the same group: the employed are part of the
    active."""
    disjoint_with: tuple[Code, ...] = ()
    """Shares of the same group that exclude this one, so that all of them make at most 100 per cent."""
    goalposts: Goalposts | None = None
    """Bounds of the scores; required where an index normalises by goalposts and its tree gives no bounds."""
    estimate: Estimate | None = None
    """How its observations are made from microdata; only where it has observations of its own."""
    examples: tuple[StatisticExample, ...] = ()
    """At least two beside goalposts; they are run as tests."""


class LookupRow(Closed):
    """One row of a look-up: conditions on the children, all of which must hold, and the score."""

    when: dict[str, str]
    """Child code → condition: a number, or one of = < <= > >= and a number."""
    score: Score
    condition: Text
    """The row in plain words."""


class LookupExample(Closed):
    """A worked example of a look-up."""

    case: Text
    children: dict[str, float]
    score: Score


class Node(Closed):
    """A place in the tree of an index: either a leaf (`indicator`) or a named group of children (`node`)."""

    node: Code | None = None
    """Name of the group; domain nodes are named like the domain."""
    indicator: Code | None = None
    """Code of an indicator, for a leaf."""
    weight: float = 1.0
    """Weight among its siblings, greater than 0; only proportions matter."""
    title: str | None = None
    """Name in plain words, for groups."""
    description: str | None = None
    aggregation: Rule | None = None
    """How the children are joined; the index's own rule if absent."""
    parameters: RuleParameters = RuleParameters()
    """Numbers that the rule given here needs."""
    weighting: Weighting | None = None
    """Where the children's weights come from; as the index says if absent."""
    normalisation: Normalisation | None = None
    """Leaf: how its values become scores, in place of the index's method. Group: how its own score is
    scaled before it is used further up; not scaled if absent."""
    coverage: Annotated[float, Field(ge=0, le=1)] | None = None
    """Least share of the children's weight that must be present; the index's own threshold if absent."""
    least_children: Annotated[int, Field(ge=0)] | None = None
    """Least number of children that must be present; the index's own number if absent."""
    lookup: tuple[LookupRow, ...] = ()
    """For aggregation: lookup; the first row that holds gives the score."""
    examples: tuple[LookupExample, ...] = ()
    proxy: str | None = None
    """If the group stands in for something it does not measure. Shown on every page."""
    source_code: str | None = None
    """Code of the group in its source, where it has one."""
    children: tuple[Node, ...] = ()


class Years(Closed):
    """First and last year that an index scores."""

    first: int
    last: int
    reason: Text


class MissingRule(Closed):
    """What happens where a value is missing; missing is never zero."""

    coverage: Annotated[float, Field(ge=0, le=1)]
    """Least share of a node's weight that must be present for it to have a score."""
    least_children: Annotated[int, Field(ge=0)] = 0
    """Least number of a node's children that must be present for it to have a score."""
    reason: Text


class Remark(Closed):
    """Something to say about some cells of the scores, shown as their reason."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]*$")]
    node: Code
    states: tuple[StateCode, ...]
    years: tuple[int, ...]
    text: Text


class Approval(Closed):
    """One move of a score that is right as it is."""

    state: StateCode
    node: Code
    year: int
    reason: Text


class Explanation(Closed):
    """One cause of moves that is meant, for all states and years."""

    part: Literal["new", "revised", "definition", "goalposts", "coverage"]
    """The part of the change that is explained; what is left of a move must keep within the threshold."""
    node: Code | None = None
    """Only moves of this node; every node if absent."""
    reason: Text


class MoveGate(Closed):
    """Which moves between two editions must be approved or explained before they land."""

    threshold: Annotated[float, Field(gt=0, le=100)]
    """Score points; a larger move of an overall or domain score needs an approval or an explanation."""
    reason: Text
    approved: tuple[Approval, ...] = ()
    """Counts for the edition that adds the entry; what stands in the base edition already is spent."""
    explained: tuple[Explanation, ...] = ()
    """Counts for the edition that adds the entry, like `approved`."""


class Index(Closed):
    """One lens: a tree of indicators with weights, and the parameters of the method."""

    code: Code
    lens: Literal["policy", "outcome"]
    title: Text
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    description: Text
    years: Years
    normalisation: Normalisation
    aggregation: Rule
    parameters: RuleParameters = RuleParameters()
    """Numbers that the rule needs, for all groups that follow it."""
    weighting: Weighting = Weighting(method="given")
    """Where weights come from, for all groups that do not say it themselves."""
    treatment: Treatment | None = None
    """Treatment of outliers before normalisation; none if absent."""
    imputation: Imputation = Imputation(method="none")
    """How missing values are estimated before treatment."""
    missing: MissingRule
    minimum_states: Annotated[int, Field(ge=1)]
    """Fewer scored states than this in a year: no ranks are given."""
    robustness: Robustness
    time: TimeRule = TimeRule()
    """How much data a statement about time needs, and targets with a deadline."""
    remarks: tuple[Remark, ...] = ()
    compare: MoveGate | None = None
    """The gate of `scoreboard compare`; none if absent."""
    tree: Annotated[tuple[Node, ...], Field(min_length=1)]
    """The root nodes; the first is the overall. What stands beside it does not count in it."""

    @property
    def reach(self) -> int:
        """How many years back a missing value may be taken from; 0 where nothing is carried forward."""
        return (self.imputation.maximum_age_years or 0) if self.imputation.method == "latest" else 0
