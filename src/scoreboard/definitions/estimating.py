"""How an indicator is estimated from microdata: blocks of definitions, the contract of the variables, mappings.

A block names the persons that count by conditions over the standard variables of `microdata.yaml`; it is data
and never code, so the same block runs on every engine. A mapping says where an office keeps those variables.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import Discriminator, Field, StringConstraints, Tag

from scoreboard.definitions.basics import Closed, Code, Licence, Text
from scoreboard.definitions.disclosure import DisclosureRules

Plain = bool | int | float | str


class Bounds(Closed):
    """A number within bounds, both included; one of the three."""

    between: tuple[float, float] | None = None
    least: float | None = None
    most: float | None = None

    @property
    def low(self) -> float | None:
        """The lower bound; None without."""
        return self.between[0] if self.between else self.least

    @property
    def high(self) -> float | None:
        """The upper bound; None without."""
        return self.between[1] if self.between else self.most


def _kind_of(value: object) -> str | None:
    """Tell which test a YAML value is meant to be, so that only this one's faults are told."""
    kinds = {dict: "bounds", Bounds: "bounds", list: "codes", tuple: "codes", bool: "yes_no"}
    return kinds.get(type(value))


Codes = Annotated[tuple[str, ...], Field(min_length=1)]
Test = Annotated[
    Annotated[Bounds, Tag("bounds")] | Annotated[Codes, Tag("codes")] | Annotated[bool, Tag("yes_no")],
    Discriminator(
        _kind_of,
        custom_error_type="test",
        custom_error_message="a list of codes, true or false, or bounds: between, least or most",
    ),
]
"""What one variable must be: within bounds, one of some codes, or true or false."""
Condition = dict[Code, Test]
"""Standard variable → test; all must hold. A missing value fulfils no test."""


class Quantile(Closed):
    """A weighted quantile of a numeric variable."""

    of: Code
    """Standard variable."""
    p: Annotated[float, Field(gt=0, lt=1)] = 0.5
    """Share of persons at or below it; 0.5 is the median."""


class Estimate(Closed):
    """How observations of an indicator are made from microdata; exactly one of numerator, mean and quantile.

    Whoever lacks a value that the block asks for is left out of the denominator too: missing is never zero.
    """

    universe: Condition = Field(default={})
    """The persons whom the indicator is about, such as an age class; everybody if empty."""
    denominator: Condition = Field(default={})
    """The part of the universe that the share or mean is of; the whole universe if empty."""
    numerator: Condition | None = None
    """For a share: which of the denominator count."""
    mean: Code | None = None
    """For a mean: the standard variable."""
    quantile: Quantile | None = None

    @property
    def base(self) -> list[Condition]:
        """What a person of the denominator fulfils."""
        return [self.universe, self.denominator]

    @property
    def value(self) -> str | None:
        """The numeric variable of a mean or quantile; None for a share."""
        return self.quantile.of if self.quantile else self.mean

    @property
    def variables(self) -> set[str]:
        """All standard variables that the block needs."""
        conditions = [*self.base, self.numerator or {}]
        named = {name for condition in conditions for name in condition}
        return named | {self.value} if self.value else named


class Variable(Closed):
    """One standard variable of the microdata contract."""

    meaning: Text
    type: Literal["code", "number", "yes_no", "any"]
    """code: one of `codes`; number: within `low` and `high`; yes_no: true or false; any: a name, not interpreted."""
    codes: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    whole: bool = False
    """True if the number has no fraction."""
    required: bool = False
    """True if a mapping must have it, and no row may lack it."""
    filled: bool = False
    """True if no row may lack it where a mapping has it."""
    example: Text
    """What a mapping may say of it, as YAML."""


class MicrodataContract(Closed):
    """microdata.yaml: what one row of microdata is, and its standard variables."""

    row: Text
    key: tuple[Code, ...]
    """Variables that together tell rows apart, where a mapping has them all."""
    variables: dict[Code, Variable]


@cache
def microdata_contract() -> MicrodataContract:
    """Return the contract that comes with the package."""
    text = files("scoreboard.definitions").joinpath("microdata.yaml").read_text("utf-8")
    return MicrodataContract.model_validate(yaml.safe_load(text))


class MappedVariable(Closed):
    """Where an office keeps a standard variable: in a column, or one value for all rows."""

    column: Text | None = None
    constant: Plain | None = None
    codes: dict[str, Plain] = Field(default={})
    """The office's code, as text → the standard code or number. A code that is not here is a finding."""
    missing: tuple[str | int, ...] = ()
    """The office's codes for "not known", "no answer" and "not applicable"."""


class Replicates(Closed):
    """Replicate weights."""

    method: Literal["brr", "fay", "jackknife_1", "jackknife_n", "bootstrap"]
    """brr: balanced repeated replication, fay: with Fay's factor; jackknife_1: one PSU left out of a sample
    without strata; jackknife_n: with strata, and `scales`; bootstrap."""
    columns: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Columns of the replicate weights; rw1..rw80 stands for rw1, rw2, …, rw80."""
    fay: Annotated[float, Field(gt=0, lt=1)] | None = None
    """Fay's factor ε, for method: fay."""
    scales: tuple[Annotated[float, Field(gt=0)], ...] = ()
    """For jackknife_n: (n_h − 1)/n_h of the stratum that each replicate belongs to."""
    centre: Literal["estimate", "mean"] = "estimate"
    """What replicates are held against: the estimate from the full weights, or their own mean."""


class Design(Closed):
    """Where standard errors come from."""

    kind: Literal["linearised", "replicates", "register"] = "linearised"
    """linearised: Taylor series with the strata and PSUs that are mapped; register: everybody is counted."""
    single_psu: Literal["fail", "adjust", "certainty"] = "fail"
    """A stratum with one PSU: an error; held against the mean of all; or counted as sampled with certainty."""
    register_se: Literal["empty", "zero"] = "empty"
    """What stands as standard error for a register."""
    replicates: Replicates | None = None


class MicrodataSource(Closed):
    """What data/<STATE>/sources.yaml will say of the estimates."""

    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=60)]
    provider: Text
    title: Text
    licence: Licence
    url: Text


class Mapping(Closed):
    """mapping.yaml: an office's columns and codes in terms of the standard variables, the design, the source."""

    source: MicrodataSource
    design: Design = Design()
    disclosure: DisclosureRules = DisclosureRules()
    """What must stay hidden; the defaults are those of a survey."""
    variables: dict[Code, MappedVariable]


_RANGE = re.compile(r"(?P<stem>.*?)(?P<first>\d+)\.\.(?P=stem)(?P<last>\d+)")


def spread(columns: tuple[str, ...]) -> list[str]:
    """Return column names with ranges written out.

    >>> spread(("w0", "rw9..rw11"))
    ['w0', 'rw9', 'rw10', 'rw11']
    """
    names: list[str] = []
    for column in columns:
        match = _RANGE.fullmatch(column)
        numbers = range(int(match["first"]), int(match["last"]) + 1) if match else ()
        names += [f"{match['stem']}{number}" for number in numbers] if match else [column]
    return names
