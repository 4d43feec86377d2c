"""Positions of states to treaties: tables by hand, laws, and what is wrong with rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.definitions.treaties import Treaty
from scoreboard.project import Project
from scoreboard.records.commitments import Commitments
from scoreboard.records.positions import DATES, NOT_VERIFIED, STATUSES, Position, earlier, split_sources

TREATY = Treaty(
    title="A treaty", short="T", depositary="UN", opened="1966-03-07", in_force="1969-01-04",
    completeness="Complete.", explanation="It asks little.",
)  # fmt: skip
REGISTER = """treaties:
  ICERD:
    title: Convention on racial discrimination
    short: ICERD
    depositary: UN
    opened: 1966-03-07
    in_force: 1969-01-04
    completeness: Complete.
    explanation: It bans racial discrimination.
sources:
  UN-2022: {title: A list, as_of: 2022-08, covers: all states}
  UN-2015: {title: Another list, as_of: 2015-03, covers: all states}
"""
HEADER = "treaty,state,status,signed,ratified,in_force,source,confidence,note\n"
GOOD = "ICERD,AT,party,1969-07-22,1972-05-09,,UN-2022; UN-2015,sourced,\n"


@pytest.fixture
def with_rows(change_mini):
    """Open the mini project with a register of one treaty and some rows."""

    def make(rows: str, register: str = REGISTER) -> Project:
        root = change_mini()
        (root / "data/treaties.yaml").write_text(register, "utf-8")
        (root / "data/commitments.csv").write_text(rows, "utf-8")
        return Project(root)

    return make


def told(project: Project) -> list[tuple[str, int | None, int | None]]:
    usual = {"data/treaties.yaml", "data/commitments.csv"}
    return [(it.code, it.place.line, it.place.column) for it in project.validate() if it.place.file in usual]


def test_a_project_without_records_has_none_and_no_finding(mini):
    assert not mini.commitments()
    assert len(mini.commitments().table(complete=True)) == len(mini.commitments().timeline()) == 0
    assert [it for it in mini.validate() if "treat" in it.place.file or "commit" in it.place.file] == []


def test_a_state_without_a_row_is_not_verified(with_rows):
    commitments = with_rows(HEADER + GOOD).commitments()
    assert commitments.matrix()["ICERD"].to_dict() == {"AT": "party", "BE": NOT_VERIFIED, "SE": NOT_VERIFIED}
    assert list(commitments.table()["state"]) == ["AT"]
    whole = commitments.table(complete=True).set_index("state")
    assert whole.loc["BE"].to_dict() == {
        "treaty": "ICERD", "status": NOT_VERIFIED, "signed": "", "ratified": "", "in_force": "", "source": "",
        "confidence": "", "note": "",
    }  # fmt: skip
    assert whole.loc["AT", "source"] == "UN-2022; UN-2015"


def test_the_timeline_counts_dated_parties_only(with_rows):
    rows = "ICERD,SE,party,,,1970-01-05,UN-2022; UN-2015,sourced,\nICERD,BE,party,,,,UN-2022,unsourced,\n"
    project = with_rows(HEADER + GOOD + rows)
    found = project.commitments().timeline()
    assert found[["state", "year", "dated_by", "parties"]].values.tolist() == [
        ["SE", 1970, "in_force", 1],
        ["AT", 1972, "ratified", 2],
    ]
    assert told(project) == [("party-without-date", 4, 17)]
    coverage = project.commitments().coverage().iloc[0]
    assert coverage[["party", "signatory", "none", NOT_VERIFIED, "dated", "sourced"]].tolist() == [
        3,
        0,
        0,
        0,
        2,
        2,
    ]


@pytest.mark.parametrize(
    ("row", "findings"),
    [
        ("ICERD,EL,party,,1970,,UN-2022,sourced,", [("unknown-state", 3, 7)]),
        ("ICERD,BE,member,,1970,,UN-2022,sourced,", [("wrong-value", 3, 10)]),
        ("ICERD,BE,party,,1970-13-01,,UN-2022,sourced,", [("wrong-value", 3, 17)]),
        ("ICERD,BE,party,,1970-02,,UN-2022,surely,", [("wrong-value", 3, 34)]),
        ("ICERD,BE,party,,1970,,,sourced,", [("source-not-declared", 3, 23)]),
        ("ICERD,BE,party,,1970,,UN-2022; WHO,sourced,", [("source-not-declared", 3, 23)]),
        ("ICERD,BE,party,,1970", [("row-length", 3, None)]),
        ("X,YY,z,1,2,3,,,", [
            ("unknown-treaty", 3, 1), ("unknown-state", 3, 3), ("wrong-value", 3, 6), ("wrong-value", 3, 8),
            ("wrong-value", 3, 10), ("wrong-value", 3, 12), ("source-not-declared", 3, 14), ("wrong-value", 3, 15),
        ]),
    ],
)  # fmt: skip
def test_faults_of_a_row_are_found_at_their_cell_and_the_row_is_left_out(with_rows, row, findings):
    project = with_rows(f"{HEADER}{GOOD}{row}\n")
    assert told(project) == findings
    assert [it.state for it in project.commitments().positions] == ["AT"]


def test_a_source_that_no_row_names_is_told(with_rows):
    project = with_rows(HEADER + GOOD.replace("; UN-2015", ""))
    assert told(project) == [("unused-source", 12, 3)]


@pytest.mark.parametrize("header", ["treaty,state,status\n", HEADER.replace("note", "remark"), ""])
def test_a_header_that_does_not_fit_is_told_and_no_row_is_read(with_rows, header):
    project = with_rows(header + GOOD)
    assert {code for code, *_ in told(project)} >= {"missing-column"}
    assert project.commitments().positions == ()


def test_one_file_without_the_other_is_told(with_rows):
    project = with_rows(HEADER + GOOD)
    (project.root / "data/commitments.csv").unlink()
    assert "file-missing" in {code for code, *_ in told(Project(project.root))}
    (project.root / "data/treaties.yaml").unlink()
    assert told(Project(project.root)) == []


dates = st.sampled_from(["", "1966", "1970-05", "1970-05-09", "1999-12-31"])
positions = st.builds(
    Position, treaty=st.sampled_from(["A", "B"]), state=st.sampled_from(["AT", "BE", "SE"]),
    status=st.sampled_from(STATUSES), signed=dates, ratified=dates, in_force=dates, sources=st.just(("X",)),
    confidence=st.sampled_from(["sourced", "unsourced"]),
)  # fmt: skip
registers = st.lists(positions, unique_by=lambda it: (it.treaty, it.state), max_size=6)


@given(registers)
def test_every_pair_of_state_and_treaty_has_one_status(found):
    commitments = Commitments({"B": TREATY, "A": TREATY}, {}, tuple(found), ("AT", "BE", "SE"))
    matrix = commitments.matrix()
    assert matrix.shape == (3, 2)
    known = {(it.treaty, it.state): it.status for it in found}
    assert {(treaty, state): matrix.loc[state, treaty] for treaty in matrix for state in matrix.index} == {
        (treaty, state): known.get((treaty, state), NOT_VERIFIED)
        for treaty in "AB"
        for state in ("AT", "BE", "SE")
    }
    coverage = commitments.coverage().set_index("treaty")
    assert (coverage[[*STATUSES, NOT_VERIFIED]].sum(axis=1) == 3).all()
    timeline = commitments.timeline()
    assert len(timeline) == sum(it.status == "party" and bool(it.ratified or it.in_force) for it in found)
    assert all(own["date"].is_monotonic_increasing for _, own in timeline.groupby("treaty"))


@given(dates.filter(bool), dates.filter(bool))
def test_no_date_lies_before_itself_nor_two_before_each_other(one, other):
    assert not earlier(one, one)
    assert not (earlier(one, other) and earlier(other, one))


def test_sources_are_parted_by_semicolons():
    assert split_sources(" A ; B;") == ("A", "B")
    assert split_sources("") == ()
    assert len(DATES) == 3
