"""SDMX: valid by the schemas, and the same to the last bit when two independent libraries read it back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import sdmx
from hypothesis import given
from hypothesis import strategies as st
from pysdmx.errors import Invalid
from pysdmx.io import get_datasets, read_sdmx

from scoreboard.exchange.publishing.codes import code_lists
from scoreboard.exchange.publishing.sdmx import csv, ml, naming

WRITERS = {"csv": csv, "xml": ml}
KINDS = pytest.mark.parametrize("kind", WRITERS)
NUMBERS = {"value", "se", "n", "score", "score_low", "score_high", "rank", "rank_low", "rank_high", "coverage",
           "observed", "observations"}  # fmt: skip


@pytest.fixture
def written(tmp_path):
    def write(release, kind):
        WRITERS[kind].write(release, tmp_path)
        return tmp_path

    return write


def held_against(read, release, name):
    """Compare what a library read, by concept, with a table of the edition: texts as texts, numbers as bits."""
    table = release.tables[name]
    assert len(read) == len(table.frame) > 0
    for column in table.columns:
        ours = table.frame[column.name]
        if column.name in NUMBERS:
            theirs = read[column.concept].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
            assert [repr(x) for x in theirs] == [repr(x) for x in ours.to_numpy(dtype=float, na_value=np.nan)]
        elif column.concept in read:  # an attribute that no row has is in no message
            # pysdmx's reader of CSV writes the word nan in its own way
            cells = read[column.concept].fillna("").astype(str).replace("NaN", "nan")
            texts = [naming.code_of(cell) if column.codes else cell for cell in cells]
            assert texts == ours.astype(str).tolist()
        else:
            assert set(ours) <= {""}


def by_sdmx1(folder, name, kind):
    """Read a table with sdmx1: one row an observation, a column a concept."""
    with (folder / "structure.xml").open("rb") as handle:
        structure = sdmx.read_sdmx(handle)
    flow = name.upper()
    described = structure.dataflow[flow] if kind == "csv" else structure.structure[flow]
    with (folder / f"{name}.{kind}").open("rb") as handle:
        (data,) = sdmx.read_sdmx(handle, format=kind, structure=described).data
    rows = []
    for found in data.obs:
        cells = {key: part.value for key, part in found.dimension.values.items()}
        cells |= {key: part.value for key, part in found.attached_attribute.items()}
        rows.append(cells | {"OBS_VALUE": found.value})
    frame = pd.DataFrame(
        {key: [row.get(key) for row in rows] for key in dict.fromkeys(k for row in rows for k in row)}
    )
    numbers = {column.concept for column in naming_columns(name) if column.name in NUMBERS} & set(frame)
    for key in numbers:
        frame[key] = [float(cell) if cell not in (None, "") else np.nan for cell in frame[key]]
    return frame


def naming_columns(name):
    from scoreboard.exchange.publishing import columns

    return getattr(columns, name.upper())


@KINDS
@pytest.mark.parametrize("name", naming.PUBLISHED)
def test_pysdmx_reads_back_what_was_written(awkward, written, name, kind):
    folder = written(awkward, kind)
    (data,) = get_datasets(folder / f"{name}.{kind}", folder / "structure.xml", validate=True)
    assert data.structure.id == name.upper()
    held_against(data.data, awkward, name)


@pytest.mark.parametrize("name", naming.PUBLISHED)
def test_sdmx1_reads_back_sdmx_ml(awkward, written, name):
    held_against(by_sdmx1(written(awkward, "xml"), name, "xml"), awkward, name)


@pytest.mark.parametrize("name", naming.PUBLISHED)
def test_sdmx1_reads_back_sdmx_csv(edition, written, name):
    # its reader cuts the file at every end of line, also within quotation marks: no awkward texts here
    held_against(by_sdmx1(written(edition, "csv"), name, "csv"), edition, name)


def test_the_structure_is_valid_and_names_every_code_that_is_used(awkward, written):
    message = read_sdmx(written(awkward, "csv") / "structure.xml", validate=True)
    lists = {one.id: {code.id for code in one.items} for one in message.get_codelists()}
    assert (
        len(message.get_data_structure_definitions()) == len(message.get_dataflows()) == len(naming.PUBLISHED)
    )
    for definition in message.get_data_structure_definitions():
        rows = naming.rows(awkward.tables[definition.id.lower()])
        coded = [it for it in definition.components if it.local_enum_ref or it.local_codes]
        assert coded
        for component in coded:
            known = lists[component.local_codes.id]
            assert set(rows[component.id]) <= known, component.id
        assert [it.id for it in definition.components.dimensions][-1:] != ["OBS_VALUE"]


def test_a_message_that_was_changed_is_found_invalid(edition, written):
    path = written(edition, "xml") / "structure.xml"
    path.write_text(path.read_text("utf-8").replace("str:DimensionList>", "str:DimensionsList>"), "utf-8")
    with pytest.raises(Invalid, match="DimensionsList"):
        read_sdmx(path, validate=True)


@pytest.mark.parametrize(
    ("letters", "value", "status"),
    [
        ("", 1.0, "A"), ("b", 1.0, "B"), ("bu", 1.0, "B"), ("ud", 1.0, "U"), ("e", 1.0, "E"), ("r", 1.0, "A"),
        ("m", np.nan, "O"), ("u", np.nan, "O"), ("C", np.nan, "Q"), ("z", np.nan, "M"), ("bm", np.nan, "O"),
    ],
)  # fmt: skip
def test_letters_become_one_code_of_observation_status(edition, letters, value, status):
    table = edition.tables["observations"]
    table.frame.loc[0, ["status", "value"]] = letters, value
    try:
        assert naming.rows(table).loc[0, "OBS_STATUS"] == status
    finally:
        edition.__dict__.pop("tables")


def test_each_status_letter_has_a_name_and_a_code_of_sdmx(edition):
    from scoreboard.observations.contracts import FLAGS
    from scoreboard.observations.statuses import statuses

    assert set(statuses()) == set(FLAGS) == set(code_lists(edition)["statuses"])
    assert {row["sdmx"] for row in statuses().values()} <= set(naming.STATUS_NAMES)


@given(st.text())
def test_any_code_becomes_an_identifier_and_back(code):
    identifier = naming.identifier(code)
    assert naming.code_of(identifier) == code
    assert all(sign.isascii() and (sign.isalnum() or sign in "_@$-") for sign in identifier)
