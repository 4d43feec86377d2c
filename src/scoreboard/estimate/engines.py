"""Where the sums over all persons are made: DuckDB in this process, or a Spark cluster.

Both get the same expressions through Ibis; only what Ibis has no word for differs, and stands here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

ENGINES = ("duckdb", "spark")
MEMORY = "2GB"
"""What DuckDB may hold before it goes to disk; sums that leave it, and Python itself, come on top."""


class EngineError(Exception):
    """An engine cannot be had; the message says why, in a sentence."""


class MissingEngineError(EngineError):
    """Its library is not installed; the message names the extra."""


class UnreadableError(Exception):
    """The microdata are no file that the engine can read; carries the engine's own words."""


class Engine(ABC):
    """An engine, connected.

    Parameters
    ----------
    connection : the Ibis backend.
    """

    def __init__(self, connection: Any) -> None:  # noqa: ANN401  (a backend of either kind)
        self.connection = connection

    def read(self, path: Path) -> ir.Table:
        """Return the microdata: a Parquet or CSV file, or a folder of Parquet files.

        Raises
        ------
        UnreadableError
            If it is neither.
        """
        try:
            if path.suffix == ".csv":
                return self.connection.read_csv(str(path), **self.csv_options)
            return self.connection.read_parquet(self.parquet_name(path))
        except Exception as error:  # each engine has its own
            raise UnreadableError(_first_line(error)) from error

    csv_options: dict[str, Any] = {}  # noqa: RUF012  (replaced by a class, never changed)

    def parquet_name(self, path: Path) -> str:
        """Return how the engine wants a folder to be named."""
        return str(path)

    @abstractmethod
    def largest_two(self, values: ir.NumericColumn) -> ir.ArrayValue:
        """Return the aggregate of a group's two largest values, as an array of at most two."""

    @abstractmethod
    def frame(self, expression: ir.Table) -> pd.DataFrame:
        """Run an expression and return its rows."""

    def close(self) -> None:
        """Give back what the engine holds."""
        self.connection.disconnect()


class DuckDB(Engine):
    """DuckDB, embedded."""

    def __init__(self, memory: str = MEMORY, threads: int | None = None) -> None:
        ibis = _load("ibis", "microdata")
        _load("duckdb", "microdata")
        limits = {"threads": threads} if threads else {}
        super().__init__(ibis.duckdb.connect(memory_limit=memory, **limits))

    def parquet_name(self, path: Path) -> str:
        """Return a pattern of all files below a folder."""
        return str(path / "**/*.parquet") if path.is_dir() else str(path)

    def largest_two(self, values: ir.NumericColumn) -> ir.ArrayValue:
        """Use ``max(values, 2)``, which keeps two values a group."""
        import ibis

        largest = ibis.udf.agg.builtin(
            lambda values, number: None,
            name="max",
            signature=(("float64", "int64"), "array<float64>"),
        )
        return largest(values.cast("float64"), 2)

    def frame(self, expression: ir.Table) -> pd.DataFrame:
        """Run through Arrow."""
        frame: pd.DataFrame = self.connection.to_pyarrow(expression).to_pandas()
        return frame


class Spark(Engine):
    """Spark, on this machine (``local[*]``), a cluster (``spark://``) or by Spark Connect (``sc://``)."""

    csv_options = {"header": True, "inferSchema": True}  # noqa: RUF012

    def __init__(self, url: str = "local[*]") -> None:
        ibis = _load("ibis", "microdata")
        sql = _load("pyspark.sql", "spark")
        builder = sql.SparkSession.builder.appName("scoreboard estimate")
        builder = builder.remote(url) if url.startswith("sc://") else builder.master(url)
        for key, value in self.settings(url).items():
            builder = builder.config(key, value)
        self.session = builder.getOrCreate()
        super().__init__(ibis.pyspark.connect(self.session))

    @staticmethod
    def settings(url: str) -> dict[str, str]:
        """Return what a session needs; on this machine nothing listens beyond it."""
        common = {"spark.sql.session.timeZone": "UTC", "spark.ui.showConsoleProgress": "false"}
        if not url.startswith("local"):
            return common
        here = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
        room = {"spark.driver.memory": "4g", "spark.driver.maxResultSize": "0"}  # of 1 GB by default
        return {**common, **here, **room, "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "8"}

    def largest_two(self, values: ir.NumericColumn) -> ir.ArrayValue:
        """Collect and sort: Spark has no aggregate of the largest few."""
        return values.cast("float64").collect().sort()[-2:]

    def frame(self, expression: ir.Table) -> pd.DataFrame:
        """Run as SQL and take Arrow: PySpark's own pandas interface does not know pandas 3."""
        found = self.connection.raw_sql(self.connection.compile(expression))
        frame: pd.DataFrame = found.toArrow().to_pandas()
        return frame

    def close(self) -> None:
        """Stop the session."""
        self.session.stop()


def connect(engine: str, url: str | None = None, memory: str = MEMORY) -> Engine:
    """Connect to an engine by its name.

    Raises
    ------
    MissingEngineError
        If its library is not installed.
    EngineError
        If it cannot be started or reached.
    """
    try:
        return Spark(url or "local[*]") if engine == "spark" else DuckDB(memory)
    except MissingEngineError:
        raise
    except Exception as error:  # of Java, of a network, of a misspelt limit
        raise EngineError(f"{engine} cannot be started: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _load(module: str, extra: str) -> Any:  # noqa: ANN401  (a module)
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError as error:
        install = f'pip install "integration-scoreboard[{extra}]"'
        raise MissingEngineError(
            f"{module} is not installed; it comes with the extra {extra}: {install}"
        ) from error
