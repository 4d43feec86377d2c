"""`scoreboard robustness` and `explain --draw`, as a user calls them."""

from __future__ import annotations

import io
import json

import pandas as pd
import pytest
from click.testing import CliRunner

from scoreboard.cli import main
from scoreboard.cli.robustness_ import ANALYSES, TABLES

MINI = "tests/mini"


def run(*arguments, code=0):
    result = CliRunner().invoke(main, [*arguments, "--project", MINI])
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.output


def table(*arguments):
    return pd.read_csv(io.StringIO(run("robustness", *arguments, "--format", "csv")))


def test_csv_is_unrounded_and_complete_and_the_seed_counts():
    asked = ("--lens", "policy", "--year", "2019", "--draws", "300", "--seed")
    first, again, other = (table(*asked, seed) for seed in ("1", "1", "2"))
    assert first.equals(again)
    assert not first.equals(other)
    assert {"score", "score_low", "score_high", "rank_low", "rank_high", "rank_expected"} <= set(
        first.columns
    )
    assert set(first["year"]) == {2019}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_workers_and_memory_change_nothing(workers):
    asked = ("--lens", "outcome", "--draws", "200")
    assert table(*asked, "--workers", workers, "--memory", "10").equals(table(*asked))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_had_in_every_format(name):
    base = ("--lens", "outcome", "--table", name, "--base", "64", "--draws", "100")
    frame = table(*base)
    records = json.loads(run("robustness", *base, "--format", "json"))
    assert len(records) == len(frame)
    text = run("robustness", *base)
    assert "unrounded with --format csv" in text.splitlines()[0]


@pytest.mark.parametrize("analysis", [name for name in ANALYSES if name != "uncertainty"])
def test_every_analysis_has_a_flag(analysis):
    assert run("robustness", f"--{analysis}", "--base", "64")


def test_one_state_and_one_factor():
    frame = table("--lens", "outcome", "--state", "AT", "--factor", "weights")
    assert set(frame["state"]) == {"AT"}


def test_all_tables_as_parquet(tmp_path):
    run("robustness", "--draws", "100", "--out", str(tmp_path / "out"))
    written = {file.stem: pd.read_parquet(file) for file in (tmp_path / "out").iterdir()}
    assert set(written) == set(ANALYSES["uncertainty"].shown)
    assert len(written["intervals"]) == len(table("--draws", "100"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--node", "labor_market"), "labour_market"),
        (("--year", "1066"), "there is no year 1066"),
        (("--factor", "goalpost"), "there is no declared factor"),
        (("--base", "100", "--sensitivity"), "a power of two"),
        (("--sensitivity", "--bounds"), "one analysis at a time"),
        (("--bounds", "--table", "ranks"), "belongs to --uncertainty"),
        (("--state", "ZZ"), "there is no state ZZ"),
    ],
)
def test_misuse_says_what_there_is(arguments, said):
    assert said in run("robustness", *arguments, code=2)


def test_a_draw_is_explained_with_its_own_weights_and_adds_up():
    published = json.loads(run("explain", "AT", "2019", "overall", "--lens", "policy", "--format", "json"))
    drawn = json.loads(
        run("explain", "AT", "2019", "overall", "--lens", "policy", "--draw", "7", "--format", "json")
    )
    intervals = table("--lens", "policy", "--year", "2019", "--node", "overall", "--state", "AT")
    assert drawn["policy"]["score"] != published["policy"]["score"]
    assert [child["node"] for child in drawn["policy"]["children"]] == [
        child["node"] for child in published["policy"]["children"]
    ]
    assert len(intervals) == 1
