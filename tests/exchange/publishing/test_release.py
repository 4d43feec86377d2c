"""What an edition is: its tables hold together, filters leave what they say, and bytes are always the same."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.cli.export_ import FORMATS, PUBLISHING
from scoreboard.exchange.publishing import UnpublishableError, make_release
from scoreboard.exchange.publishing.texts import number_text

TABLES = ["observations", "scores", "sources", "indicators", "nodes", "tree", "states", "codes"]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_columns_that_are_described_and_no_row_twice(edition, name):
    table = edition.tables[name]
    assert list(table.frame) == [column.name for column in table.columns]
    assert len(table.frame) > 0
    assert not table.frame.duplicated(table.key).any()
    assert not table.frame[table.key].isna().any(axis=None)
    assert all(column.description for column in table.columns)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_its_partner_in_the_tables_it_refers_to(edition, name):
    for here, other, there in edition.tables[name].refers:
        keys = edition.tables[name].frame[list(here)].itertuples(index=False, name=None)
        partners = edition.tables[other].frame[list(there)].itertuples(index=False, name=None)
        assert set(keys) <= set(partners)


def test_scores_are_those_of_the_project_and_group_nodes_have_their_interval(edition, mini):
    whole = pd.concat([mini.scores(lens).frame for lens in ("policy", "outcome")], ignore_index=True)
    both = [name for name in whole if name in edition.scores]
    pd.testing.assert_frame_equal(edition.scores[both], whole[both], check_exact=True)
    ranked = edition.scores[
        edition.scores["node"].isin(["overall", "education"]) & edition.scores["rank"].notna()
    ]
    assert len(ranked) > 3
    assert (ranked["rank_low"] <= ranked["rank_high"]).all()


def test_observations_are_those_of_the_panel_with_the_letters_of_the_source(edition, mini):
    panel = mini.panel().frame
    assert edition.observations["value"].equals(panel["value"])
    assert edition.observations["status"].tolist() == panel["flags"].tolist()


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"states": ["AT"]}, {"state": {"AT"}}),
        ({"years": [2019]}, {"year": {2019}}),
        ({"indicators": ["employment_gap"]}, {"indicator": {"employment_rate"}}),
        ({"lenses": ["outcome"]}, {"indicator": {"employment_rate", "median_income", "overcrowding_rate"}}),
    ],
)
def test_filters_leave_the_rows_that_are_asked_for_and_their_sources(edition, asked, left):
    part = edition.only(**asked)
    ((column, values),) = left.items()
    assert set(part.observations[column]) == values
    named = set(part.observations[["state", "source"]].itertuples(index=False, name=None))
    assert set(part.sources[["state", "source"]].itertuples(index=False, name=None)) == named
    assert 0 < len(part.observations) < len(edition.observations)


def test_no_filter_leaves_everything(edition):
    pd.testing.assert_frame_equal(edition.only().observations, edition.observations)
    pd.testing.assert_frame_equal(edition.only().scores, edition.scores)


def test_scores_of_an_indicator_are_those_of_its_node(edition):
    assert set(edition.only(indicators=["employment_gap"]).scores["node"]) == {"employment_gap"}


def test_the_day_is_that_of_the_newest_source_where_nothing_else_says_it(edition, mini, tmp_path):
    assert edition.date == date.fromisoformat(edition.sources["accessed"].max())
    with pytest.raises(UnpublishableError, match="of which day"):
        make_release(tmp_path, mini.panel(), [], [], {})
    assert (
        make_release(tmp_path, mini.panel(), [], [], {}, date(2020, 2, 29))
        .time.isoformat()
        .startswith("2020-02-29")
    )


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_edition_gives_the_same_bytes(awkward, edition, name, tmp_path):
    release = edition if name == "ro-crate" else awkward  # a pack must hold scores that can be made again
    module = import_module(f"{PUBLISHING}.{FORMATS[name].module}")
    written = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        files = module.write(replace(release), folder)  # replace: nothing kept from before
        assert sorted(files) == sorted(path for path in folder.rglob("*") if path.is_file())
        written.append({path.relative_to(folder): path.read_bytes() for path in files})
    assert written[0] == written[1]


@pytest.mark.parametrize("name", ["sdmx-csv", "sdmx-ml", "datapackage", "csvw", "excel", "parquet"])
def test_a_project_without_scores_can_be_published(mini, name, tmp_path):
    bare = make_release(
        mini.root, mini.panel(), [], [], {state: mini.sources(state) for state in mini.states}
    )
    assert import_module(f"{PUBLISHING}.{FORMATS[name].module}").write(bare, tmp_path)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_text_of_a_number_reads_back_as_the_same_number(number):
    assert math.copysign(1, float(number_text(number))) == math.copysign(1, number)
    assert float(number_text(number)) == number


def test_what_is_not_there_has_no_text():
    assert number_text(np.nan) == ""
