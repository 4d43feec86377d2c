"""Survey or register microdata → observations with standard errors and disclosure control.

An office's columns are brought to the standard variables by a mapping (`mapping`, `columns`) and held against
the microdata contract (`rules`). The blocks of the indicators become predicates (`conditions`), which an engine
(`engines`: DuckDB, or Spark for a cluster) turns into sums in one or two passes over all persons: what the shares
need by pattern of answers (`patterns`), means by their moments (`moments`), totals of PSUs (`psus`). The rest is
small and happens here: `margins` adds the sums up, `variance` and `replicates` make standard errors, `quantiles`
looks at the values themselves. `estimating` is the whole way to cells; `disclosure` hides what must stay hidden,
and `publishing` writes the national datasets.
"""

from scoreboard.estimate.estimating import Estimation, estimate_cells
from scoreboard.estimate.mapping import example_mapping, read_mapping
from scoreboard.estimate.publishing import observation_rows, publish

__all__ = [
    "Estimation",
    "estimate_cells",
    "example_mapping",
    "observation_rows",
    "publish",
    "read_mapping",
]
