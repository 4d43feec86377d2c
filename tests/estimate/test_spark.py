"""Spark gives what DuckDB gives; runs in the environment of requirements-spark.lock (see .ci/run)."""

from __future__ import annotations

import numpy as np
import pytest

from .making import MEAN, MEDIAN, SHARE, estimated, mapping, survey

pytest.importorskip(
    "pyspark", reason="pyspark is not installed: it has an environment of its own, see .ci/run"
)
pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # of py4j
KEYS = ["state", "indicator", "year", "group", "sex", "age", "duration", "n", "statistic"]
REPLICATES = {"kind": "replicates", "replicates": {"method": "bootstrap", "columns": ["rw1..rw6"]}}
DESIGNS = {
    "PSUs": mapping(),
    "persons": mapping(without=("psu",)),
    "replicates": mapping(design=REPLICATES),
    "a register": mapping(without=("weight",), design={"kind": "register"}),
}


@pytest.fixture(scope="module")
def spark():
    from scoreboard.estimate.engines import connect

    engine = connect("spark", "local[2]")
    yield engine
    engine.close()


@pytest.mark.parametrize("design", DESIGNS)
def test_spark_and_duckdb_give_the_same_cells(tmp_path, spark, design):
    people = survey(3000, replicates=6)
    here, there = (
        estimated(tmp_path, people, DESIGNS[design], SHARE, MEAN, MEDIAN, engine=engine)
        for engine in (None, spark)
    )
    assert here.findings.ok
    assert there.findings.ok
    assert len(here.cells) == 90
    assert here.cells[KEYS].equals(there.cells[KEYS])
    for name in ("value", "se", "weight", "numerator", "top1", "top2"):
        np.testing.assert_allclose(there.cells[name], here.cells[name], rtol=1e-9, err_msg=name)


def test_spark_finds_the_same_faults_in_the_rows(tmp_path, spark):
    people = survey(500)
    people.loc[[3, 7], "ilo"] = 8
    people.loc[5, "age"] = 150
    people.loc[9, "person"] = people.loc[8, "person"]
    people.loc[9, "year"] = people.loc[8, "year"]
    found = [
        [
            (it.code, it.place, it.found)
            for it in estimated(tmp_path, people, mapping(), SHARE, engine=engine).findings
        ]
        for engine in (None, spark)
    ]
    assert [code for code, *_ in found[0]] == ["duplicate-observation", "value-out-of-range", "wrong-value"]
    assert found[0] == found[1]
