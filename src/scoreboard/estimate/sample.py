"""The sample as it was drawn: states and years, their strata, how many PSUs each has; and the keys of all sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scoreboard.definitions.estimating import Design
from scoreboard.estimate.columns import Columns, standard
from scoreboard.estimate.engines import Engine
from scoreboard.estimate.margins import Numbers, Places

if TYPE_CHECKING:
    import ibis.expr.types as ir

DOMAIN = ["state", "year"]


@dataclass(frozen=True)
class Sample:
    """What was sampled.

    Parameters
    ----------
    domains : MultiIndex (state, year) in the office's own codes; everything is numbered by its places.
    strata : DataFrame, one row per stratum of a domain: `domain` (place), `stratum`, `size` (n_h, PSUs or persons
        in the sample), `population` (N_h, infinite where not given).
    """

    domains: pd.MultiIndex
    strata: pd.DataFrame

    def domain(self, rows: pd.DataFrame) -> Places:
        """Return the domain of each row, by its state and year."""
        return self.domains.get_indexer(pd.MultiIndex.from_frame(rows[DOMAIN]))

    def stratum(self, rows: pd.DataFrame) -> Places:
        """Return the stratum of each row; `rows` has `domain`, and `stratum` where strata are mapped."""
        if "stratum" not in rows:
            return rows["domain"].to_numpy()
        known = pd.MultiIndex.from_frame(self.strata[["domain", "stratum"]])
        return known.get_indexer(pd.MultiIndex.from_frame(rows[["domain", "stratum"]]))

    @property
    def sizes(self) -> Numbers:
        """PSUs of each stratum in the sample."""
        return self.strata["size"].to_numpy(dtype=float)

    @property
    def population(self) -> Numbers:
        """PSUs of each stratum in the population."""
        return self.strata["population"].to_numpy(dtype=float)

    @property
    def stratum_domain(self) -> Places:
        """Domain of each stratum."""
        return self.strata["domain"].to_numpy()

    def names(self, columns: Columns) -> pd.DataFrame:
        """Return standard state and year of each domain."""
        mapped = columns.mapping.variables
        states = [standard(code, mapped["state"]) for code, _ in self.domains]
        return pd.DataFrame({"state": states, "year": [int(year) for _, year in self.domains]})


def keys(columns: Columns, names: list[str]) -> dict[str, ir.Value]:
    """Return what sums are grouped by: state and year, and of `names` those that are mapped, codes as places."""
    wanted: dict[str, ir.Value] = {"state": columns.raw("state"), "year": columns.number("year")}
    coded = {"sex", "citizenship", "birth"}
    for name in names:
        if columns.has(name):
            wanted[name] = columns.position(name) if name in coded else columns.raw(name)
    return wanted


def strata_key(columns: Columns) -> list[str]:
    """Return the variable of the strata where standard errors are made from sums over persons."""
    design = columns.mapping.design
    return ["stratum"] if design.kind == "linearised" and not columns.has("psu") else []


def population(columns: Columns) -> dict[str, ir.Value]:
    """Return the aggregate that tells N_h, where it is mapped."""
    has = columns.has("population_psus")
    return {"population": columns.number("population_psus").max()} if has else {}


def sample_of_persons(engine: Engine, columns: Columns) -> Sample:
    """Look at a sample in which each person is a PSU, or of which only states and years matter."""
    by = keys(columns, strata_key(columns))
    query = columns.table.group_by(**by).aggregate(size=columns.table.count(), **population(columns))
    return _sample(engine.frame(query))


def sample_of_psus(psus: pd.DataFrame) -> Sample:
    """Look at a sample by its PSUs.

    Parameters
    ----------
    psus : one row per PSU and group, as `psus.psu_totals` gives them.
    """
    by = [*DOMAIN, *(["stratum"] if "stratum" in psus else [])]
    grouped = psus.groupby(by, sort=True)
    found = grouped["unit"].nunique().rename("size").to_frame()
    if "population" in psus:
        found["population"] = grouped["population"].max()
    return _sample(found.reset_index())


def _sample(found: pd.DataFrame) -> Sample:
    domains = pd.MultiIndex.from_frame(found[DOMAIN].drop_duplicates().sort_values(DOMAIN))
    rows = found.assign(domain=domains.get_indexer(pd.MultiIndex.from_frame(found[DOMAIN])))
    if "population" not in rows:
        rows["population"] = np.inf
    order = ["domain", *(["stratum"] if "stratum" in rows else [])]
    if "stratum" not in rows:  # one stratum in each domain, so that both have the same place
        rows = rows.groupby("domain", as_index=False).agg(
            size=("size", "sum"), population=("population", "max")
        )
    return Sample(
        domains, rows.sort_values(order).drop(columns=DOMAIN, errors="ignore").reset_index(drop=True)
    )


def lonely(sample: Sample, columns: Columns, design: Design) -> pd.DataFrame:
    """Return state, year and stratum of every stratum with one PSU, where those are an error."""
    checked = design.kind == "linearised" and design.single_psu == "fail"
    alone = sample.strata[(sample.strata["size"] <= 1) & checked]
    return (
        sample.names(columns).loc[alone["domain"]].assign(stratum=list(alone.get("stratum", alone["domain"])))
    )
