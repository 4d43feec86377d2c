"""Parameters of the method: how values become scores, and what of it is uncertain. Models only."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scoreboard.definitions.basics import Closed, Code, StateCode, Text
from scoreboard.definitions.sampling import SamplingError

Rule = Literal[
    "arithmetic", "geometric", "harmonic", "power", "lookup", "copeland", "mazziotta_pareto",
    "benefit_of_the_doubt",
]  # fmt: skip
Scope = Literal["panel", "year"]
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


class RuleParameters(Closed):
    """Numbers that some rules need; a number that the rule does not use is refused."""

    exponent: float | None = None
    """power: 1 is the arithmetic, 0 the geometric, −1 the harmonic mean."""
    shift: Annotated[float, Field(ge=0)] | None = None
    """geometric, harmonic: added to every score before and taken off after, so that a 0 does not annul."""
    tolerance: Share | None = None
    """copeland: how far from one half the share of weight must be for one state to outrank another."""
    penalty: Literal["lower", "higher"] | None = None
    """mazziotta_pareto: whether imbalance lowers the score (more is better) or raises it."""
    reference_year: int | None = None
    """mazziotta_pareto: the year whose mean is 100; the first year of the index if absent."""
    least_share: Share | None = None
    """benefit_of_the_doubt: least share of each child in a state's score."""
    greatest_share: Share | None = None
    """benefit_of_the_doubt: greatest share of each child in a state's score."""
    over: Scope | None = None
    """benefit_of_the_doubt: peers are the states of the same year, or all states and years."""


PARAMETERS: dict[str, tuple[str, ...]] = {
    "arithmetic": (),
    "geometric": ("shift",),
    "harmonic": ("shift",),
    "power": ("exponent",),
    "lookup": (),
    "copeland": ("tolerance",),
    "mazziotta_pareto": ("penalty", "reference_year"),
    "benefit_of_the_doubt": ("least_share", "greatest_share", "over"),
}
"""Rule → the parameters that act on it."""


class Normalisation(Closed):
    """How values become scores."""

    method: Literal[
        "none", "goalposts", "min_max", "z_score", "distance_to_target", "distance_to_best",
        "distance_to_reference", "fraction_of_max", "rank", "percentile_rank", "borda",
    ]  # fmt: skip
    """goalposts: fixed bounds of the indicator; the other methods compare states with each other."""
    over: Scope = "panel"
    """Whether states are compared over all years together or within each year."""
    transform: Literal["none", "log"] = "none"
    """log: natural logarithm of the value and of its bounds first; for incomes."""
    low: float | None = None
    """goalposts: the value that scores 0, in place of the indicator's own."""
    high: float | None = None
    """goalposts: the value that scores 100, in place of the indicator's own."""
    lowest_score: float | None = None
    """min_max: the score of the lowest value; 0 if absent."""
    highest_score: float | None = None
    """min_max: the score of the highest value; 100 if absent."""
    mean: float | None = None
    """z_score: the score of a state at the mean; 0 if absent."""
    sd: Positive | None = None
    """z_score: score points per standard deviation; 1 if absent."""
    target: float | None = None
    """distance_to_target: the value that scores 100; more scores 100 too."""
    reference: StateCode | None = None
    """distance_to_reference: the state whose value scores 100."""


SCALING: dict[str, tuple[str, ...]] = {
    "none": (),
    "goalposts": ("low", "high"),
    "min_max": ("lowest_score", "highest_score"),
    "z_score": ("mean", "sd"),
    "distance_to_target": ("target",),
    "distance_to_best": (),
    "distance_to_reference": ("reference",),
    "fraction_of_max": (),
    "rank": (),
    "percentile_rank": (),
    "borda": (),
}
"""Normalisation → the numbers that act on it."""

COMPARING = (
    "min_max", "z_score", "distance_to_target", "distance_to_best", "fraction_of_max", "rank",
    "percentile_rank", "borda",
)  # fmt: skip
"""Normalisations that compare states, so that `over` says which; the reference state is that of the same year."""
ORDERING = ("rank", "percentile_rank", "borda")
"""Normalisations that keep only the order of the states."""


class Treatment(Closed):
    """What happens to outliers, where an indicator's distribution is too skewed and too peaked."""

    winsorise: Annotated[int, Field(ge=0)] = 5
    """At most so many values are set to the next one; 0 for none."""
    then: Literal["log_shifted", "log_plain", "log_scaled", "box_cox"] | None = "log_shifted"
    """What is done to the original values if that is not enough."""
    skewness: Positive = 2.0
    kurtosis: Positive = 3.5
    """A distribution passes if |skewness| or kurtosis is below its limit."""
    over: Scope = "panel"


class Imputation(Closed):
    """How missing values are estimated; each such value is marked, and its share is shown."""

    method: Literal["none", "mean", "median", "latest", "linear", "multiple"]
    """mean, median: of the other states in the year; latest: the last value; linear: between two years;
    multiple: drawn from a model of state and year, so that its uncertainty counts."""
    maximum_age_years: Annotated[int, Field(ge=1)] | None = None
    """latest, linear: how far away in years a value may lie that is used."""
    groups: tuple[tuple[StateCode, ...], ...] = ()
    """mean, median: only states of the same group are used; all states if absent."""


class Comparison(Closed):
    """One judgement: how many times more important one child is than another, 1 to 9."""

    more: Code
    than: Code
    by: Annotated[float, Field(ge=1, le=9)]


class Weighting(Closed):
    """How the weights of a group's children come about; `given` uses their `weight` keys."""

    method: Literal[
        "given", "equal", "effective", "pca", "optimised", "entropy", "critic", "budget_allocation", "ahp"
    ]
    effective: dict[Code, Positive] = Field(default={})
    """effective: indicator → its weight in the whole index; a group weighs as much as its indicators."""
    aim: dict[Code, Positive] = Field(default={})
    """optimised: child → the importance it shall have; all alike if absent."""
    allocations: dict[Text, dict[Code, Annotated[float, Field(ge=0)]]] = Field(default={})
    """budget_allocation: expert → child → points."""
    comparisons: tuple[Comparison, ...] = ()
    """ahp: judgements of pairs, each pair once."""
    reason: str | None = None


TABLES = {
    "effective": "effective",
    "optimised": "aim",
    "budget_allocation": "allocations",
    "ahp": "comparisons",
}
"""Weighting → its table."""


class VaryWeights(Closed):
    """How weights vary: within ± a share of each, or by a Dirichlet distribution around them."""

    within: Annotated[float, Field(gt=0, lt=1)] | None = None
    """Every weight is multiplied by a number drawn evenly from 1 ± this share."""
    dirichlet: Positive | None = None
    """Concentration: the larger, the closer the weights stay to those of the index."""


class VaryTreatment(Closed):
    """Other treatments of outliers, each as likely as the index's own."""

    alternatives: Annotated[tuple[Treatment | None, ...], Field(min_length=1)]


class VaryImputation(Closed):
    """Other ways to deal with missing values, each as likely as the index's own.

    What multiple imputation fills is drawn from its distribution, so it may stand without alternatives.
    """

    alternatives: tuple[Imputation, ...] = ()


class VaryNormalisation(Closed):
    """Other normalisations, each as likely as the index's own."""

    alternatives: Annotated[tuple[Normalisation, ...], Field(min_length=1)]


class AlternativeRule(Closed):
    """Another rule for the groups that follow the index's own rule."""

    rule: Rule
    parameters: RuleParameters = RuleParameters()


class VaryAggregation(Closed):
    """Other rules for the groups that follow the index's own rule, each as likely as that."""

    alternatives: Annotated[tuple[AlternativeRule, ...], Field(min_length=1)]
    nodes: tuple[Code, ...] = ()
    """Only these groups; all that follow the index's own rule if absent."""


class VaryInclusion(Closed):
    """Leave out one indicator at a time; leaving out none is as likely as any."""

    leave_out: Literal["one"]


class VaryGoalposts(Closed):
    """How far goalposts may move."""

    within: Annotated[float, Field(gt=0, lt=0.5)]
    """Each goalpost moves evenly within ± this share of the distance between the two."""


class Robustness(Closed):
    """What is uncertain about the scores, and how often it is drawn. Only what stands here varies."""

    draws: Annotated[int, Field(ge=100)]
    seed: int
    interval: Annotated[float, Field(gt=0, lt=1)] = 0.9
    """Share of the draws that lie within an interval."""
    sampling: SamplingError | None = None
    """Sampling error of the observations."""
    imputation: VaryImputation | None = None
    treatment: VaryTreatment | None = None
    normalisation: VaryNormalisation | None = None
    weights: VaryWeights | None = None
    aggregation: VaryAggregation | None = None
    inclusion: VaryInclusion | None = None
    goalposts: VaryGoalposts | None = None
    reason: Text | None = None
    """Why these factors vary, and others not."""


FACTORS = (
    "sampling", "imputation", "treatment", "normalisation", "weights", "aggregation", "inclusion", "goalposts",
)  # fmt: skip
"""Names of the factors, the keys of `Robustness`."""
