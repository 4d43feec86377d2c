"""Groups of states: who belonged on a day, and every fault of data/groups.yaml with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.definitions.groups import Groups, Period, StateGroup, before
from scoreboard.project import Project

HEAD = "groups:\n  NORTH:\n    title: North\n"


def with_groups(root: Path, text: str) -> Project:
    (root / "data/groups.yaml").write_text(text, "utf-8")
    return Project(root)


def faults(project: Project) -> set[tuple[str, str, str]]:
    return {
        (it.code, f"{it.place.line}:{it.place.column}", it.found)
        for it in project.validate()
        if it.place.file == "data/groups.yaml"
    }


def test_a_project_without_the_file_has_the_groups_of_its_list_of_states(mini):
    assert list(mini.framework.groups) == ["EU"]
    assert mini.framework.groups.members("EU", 2019) == ("AT", "BE", "SE")
    assert mini.framework.groups.members("EU", "1994-12-31") == ("BE",)


def test_a_group_of_ones_own_needs_no_days(change_mini):
    project = with_groups(change_mini(), HEAD + "    states: [SE, AT]\n")
    assert project.validate().ok
    assert project.framework.groups.members("NORTH", 1900) == ("AT", "SE")


def test_members_come_and_go_with_their_first_and_last_day(change_mini):
    text = (
        HEAD + "    members:\n      SE: [{since: 2001-05-10, until: 2010}, {since: 2015-06}]\n      AT: []\n"
    )
    project = with_groups(change_mini(), text)
    assert project.validate().ok
    groups = project.framework.groups
    days = {
        "2001-05-09": False,
        "2001-05-10": True,
        "2010-12-31": True,
        "2011-01-01": False,
        "2015-06-01": True,
    }
    assert {day: "SE" in groups.members("NORTH", day) for day in days} == days
    assert "AT" in groups.members("NORTH", 1990)
    assert groups.of("SE", 2020) == ("NORTH",)
    assert groups.membership("NORTH", "BE") == ()
    assert groups.at("2001-05-10").members("NORTH", 1800) == ("AT", "SE")


def test_a_column_that_the_list_of_states_lacks_is_a_finding_and_no_empty_group(change_mini):
    root = change_mini()
    states = root / "data/states.csv"
    rows = [line.split(",") for line in states.read_text("utf-8").splitlines()]
    lacking = [row[: row_end(rows)] for row in rows]
    states.write_text("".join(",".join(row) + "\n" for row in lacking), "utf-8")
    project = with_groups(root, HEAD + "    columns: {member: osce, since: icmpd_since}\n")
    found = {("missing-column", "4:29", "'icmpd_since' is absent from data/states.csv")}
    assert faults(project) == found


def row_end(rows: list[list[str]]) -> int:
    """Return how many columns every list of states must have."""
    return rows[0].index("osce") + 1


def test_columns_of_the_list_of_states_say_who_belongs(change_mini):
    text = HEAD + "    columns: {member: osce, since: osce_since}\n"
    groups = with_groups(change_mini(), text).framework.groups
    assert groups.members("NORTH", 1973) == ("AT", "BE", "SE")  # Sweden's first day is not recorded here
    assert groups.members("NORTH", "1973-01-01") == ("SE",)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("    states: [SE, ZZ]\n", ("unknown-state", "4:18", "'ZZ'")),
        ("    members: {ZZ: []}\n", ("unknown-state", "4:15", "'ZZ'")),
        ("    explanation: none\n", ("wrong-value", "2:3", "nothing says who belongs")),
        ("    states: [SE]\n    members: {AT: []}\n", ("wrong-value", "4:5", "said by members and states")),
        ("    columns: {until: eu_to}\n", ("wrong-value", "4:5", "no column says who belongs")),
        ("    columns: {since: eu}\n", ("wrong-value", "4:15", "groups.NORTH.columns.since")),
        ("    states: [SE]\n    weights: people\n", ("unknown-indicator", "5:5", "'people'")),
        ("    states: [SE]\n    wieghts: equal\n", ("unknown-key", "5:5", "'wieghts'")),
        ("    states: [SE]\n    least: 2\n", ("wrong-value", "5:5", "groups.NORTH.least")),
        ("    members: {SE: [{since: 2001-02-30}]}\n", ("wrong-value", "4:21", "members.SE.0.since")),
        (
            "    members: {SE: [{since: 2010, until: 2009}]}\n",
            ("dates-out-of-order", "4:34", "until = 2009, since = 2010"),
        ),
        (
            "    members: {SE: [{since: 2001}, {since: 2010}]}\n",
            ("dates-out-of-order", "4:36", "ended on no day"),
        ),
        ("    members: {SE: [], SE: []}\n", ("duplicate-key", "4:23", "'SE'")),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_stands(change_mini, body, found):
    project = with_groups(change_mini(), HEAD + body)
    told = faults(project)
    code, place, words = found
    assert [(it[0], it[1]) for it in told] == [(code, place)]
    assert words in next(iter(told))[2]


def test_all_faults_come_at_once_and_sound_groups_stay(change_mini):
    text = (
        HEAD
        + "    states: [ZZ]\n  FINE:\n    title: Fine\n    states: [AT]\n  BAD:\n    title: Bad\n    weights: no\n"
    )
    project = with_groups(change_mini(), text)
    assert {it[0] for it in faults(project)} == {"unknown-state", "wrong-value", "unknown-indicator"}
    assert list(project.framework.groups) == ["FINE"]


def test_editors_are_told_the_same(root):
    schema = json.loads((root / "schemas/groups.json").read_text("utf-8"))
    assert set(schema["$defs"]["StateGroup"]["properties"]) == set(StateGroup.model_fields)


DAYS = st.dates().map(str)


@given(DAYS, DAYS, DAYS)
def test_a_day_lies_in_a_period_between_its_ends(since, until, day):
    assert Period(since=since, until=until).holds(day) == (since <= day <= until)


@given(DAYS, DAYS)
def test_what_is_known_less_exactly_is_never_before(one, other):
    assert before(one, other) == (one < other)
    assert not before(one, one[:7])
    assert not before(one[:4], one)


def test_the_real_register_agrees_with_the_list_of_states(root):
    project = Project(root)
    groups = project.framework.groups
    flags = {"EFTA": "efta", "EEA": "eea", "COE": "coe_member", "OSCE": "osce"}
    for group, flag in flags.items():
        marked = {code for code, state in project.states.items() if getattr(state, flag)}
        assert set(groups.members(group, 2026)) == marked, group
    sizes = {group: len(groups.members(group, 2025)) for group in groups}
    assert sizes == {"EU": 27, "EEA": 30, "EFTA": 4, "COE": 46, "OSCE": 57, "ICMPD": 21, "CANDIDATES": 9}
    assert [len(groups.members("EU", year)) for year in (1957, 1972, 1994, 2003, 2019, 2020)] == [
        0,
        6,
        12,
        15,
        28,
        27,
    ]
    assert all(group.source for group in groups.values())


def test_who_has_acceded_is_no_candidate(root):
    groups = Project(root).framework.groups
    for day in ("2007-01-01", "2013-06-30", "2013-07-01", "2020-01-31", "2026-01-01"):
        assert set(groups.members("CANDIDATES", day)).isdisjoint(groups.members("EU", day))
        assert set(groups.members("EFTA", day)).isdisjoint(groups.members("EU", day))


def test_no_groups_have_no_members():
    assert len(Groups()) == 0
    with pytest.raises(KeyError):
        Groups().members("EU", 2019)
