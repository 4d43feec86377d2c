"""Described practices: strict reading, the table, and precedents by brute force."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.definitions.models import PolicyIndicator
from scoreboard.project import Project
from scoreboard.records.practices import EVIDENCE, precedents, top_holders, unbroken_run

TEXT = """code: se_coaching
title: Coaching of newcomers
items: [job_access]
state: SE
start: "2006"
end: 2008-06
population: Newly arrived immigrants
what: Caseworkers with few cases coached newcomers closely.
evidence: randomised
evaluation:
  design: Chance decided who was coached.
  result: no_difference
  finding: Employment did not differ.
  effects:
    - {outcome: Employment, estimate: 0.4, low: -1.2, high: 2.0, unit: percentage points}
source: {authors: A. Author, title: A study, published: 2012, publisher: A journal, doi: 10.1000/182}
confidence: read
basis: abstract
read: 2026-11-22
"""


@pytest.fixture
def with_practice(change_mini):
    """Open the mini project with one practice, some of its text replaced."""

    def make(*changes: tuple[str, str], name: str = "se_coaching") -> Project:
        root, text = change_mini(), TEXT
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (root / "practices").mkdir()
        (root / f"practices/{name}.yaml").write_text(text, "utf-8")
        return Project(root)

    return make


def told(project: Project) -> list[tuple[str, int | None]]:
    return [(it.code, it.place.line) for it in project.validate() if it.place.file.startswith("practices/")]


def test_a_project_without_practices_has_none_and_no_finding(mini):
    assert not mini.practices()
    assert len(mini.practices().table()) == 0
    assert [it for it in mini.validate() if it.place.file.startswith("practices")] == []


def test_a_good_file_gives_a_practice_and_no_finding(with_practice):
    project = with_practice()
    assert told(project) == []
    (found,) = project.practices()
    assert found.evaluation.effects[0].low == -1.2
    row = project.practices().table().iloc[0]
    assert row[["code", "item", "state", "evidence", "result", "published"]].tolist() == [
        "se_coaching", "job_access", "SE", "randomised", "no_difference", 2012,
    ]  # fmt: skip
    assert row["address"] == "https://doi.org/10.1000/182"
    assert pd.isna(row["place"])


@pytest.mark.parametrize(
    ("change", "findings"),
    [
        (("[job_access]", "[job_acess]"), [("unknown-indicator", 3)]),
        (("state: SE", "state: SX"), [("unknown-state", 4)]),
        (("code: se_coaching", "code: se_couching"), [("code-file-mismatch", 1)]),
        (("end: 2008-06", "end: 2005-06"), [("dates-out-of-order", 6)]),
        (("evidence: randomised", "evidence: certain"), [("wrong-value", 9)]),
        (("result: no_difference", "result: none"), [("wrong-value", 12)]),
        (("low: -1.2, high: 2.0", "low: 1.2, high: 2.0"), [("wrong-value", 15)]),
        (("low: -1.2, high: 2.0", "low: -1.2"), [("wrong-value", 15)]),
        ((", doi: 10.1000/182", ""), [("wrong-value", 16)]),
        (("doi: 10.1000/182", "doi: 182"), [("wrong-value", 16)]),
        (("population:", "people:"), [("missing-key", 1), ("unknown-key", 7)]),
        (("\nread: 2026-11-22", ""), [("claim-unsupported", 17)]),
        (("confidence: read\nbasis: abstract\nread: 2026-11-22", "confidence: from_memory"), [
            ("practice-from-memory", 17)]),
    ],
)  # fmt: skip
def test_every_fault_is_told_with_its_line(with_practice, change, findings):
    assert told(with_practice(change)) == findings


def test_only_some_levels_of_evidence_need_an_evaluation(with_practice):
    start, end = TEXT.index("evaluation:"), TEXT.index("source:")
    without = (TEXT[start:end], "")
    assert told(with_practice(without)) == [("claim-unsupported", 9)]


def test_the_strongest_evidence_of_an_item_comes_first(root):
    practices = Project(root).practices()
    for item in {it for practice in practices for it in practice.items}:
        levels = [EVIDENCE.index(it.evidence) for it in practices.of(item)]
        assert levels == sorted(levels)
        assert levels


# precedents


@pytest.fixture(scope="module")
def answers(mini) -> tuple[pd.DataFrame, PolicyIndicator]:
    item = next(it for it in mini.framework.indicators.values() if isinstance(it, PolicyIndicator))
    return mini.panel().frame.iloc[:0], item


def frame_of(code: str, values: dict[str, dict[int, float | None]]) -> pd.DataFrame:
    rows = [(state, code, year, value) for state, own in values.items() for year, value in own.items()]
    return pd.DataFrame(rows, columns=["state", "indicator", "year", "value"]).astype({"value": float})


def test_precedents_by_hand(mini, answers):
    code = answers[1].code
    frame = frame_of(code, {
        "AT": {2007: 0, 2010: None, 2014: 100, 2019: 100},
        "BE": {2007: 50, 2010: 100, 2014: 50, 2019: 100},
        "SE": {2007: 100, 2010: 100},
    })  # fmt: skip
    found = precedents(frame, mini.framework)
    assert found.astype(object).where(found.notna(), None).values.tolist() == [
        [code, "AT", 2014, 0.0, 2007, None],
        [code, "BE", 2010, 50.0, 2007, 2010],
        [code, "BE", 2019, 50.0, 2014, None],
    ]
    assert top_holders(frame, mini.framework).values.tolist() == [
        [code, "AT", 2014, False],
        [code, "BE", 2019, False],
        [code, "SE", 2007, True],
    ]


levels = st.sampled_from([None, 0.0, 50.0, 100.0])
histories = st.dictionaries(
    st.sampled_from(["AT", "BE", "SE"]),
    st.dictionaries(st.integers(2007, 2019), levels, max_size=6),
    max_size=3,
)


@given(histories)
def test_precedents_are_what_brute_force_finds(mini, answers, values):
    code = answers[1].code
    expected = []
    for state in sorted(values):
        own = [(year, value) for year, value in sorted(values[state].items()) if value is not None]
        for (before_year, before), (year, value) in pairwise(own):
            if value == 100 and before < 100:
                expected.append((state, year, before, before_year))
    found = precedents(frame_of(code, values), mini.framework)
    assert (
        list(found[["state", "year", "before", "before_year"]].itertuples(index=False, name=None)) == expected
    )


@given(histories)
def test_who_holds_the_top_rose_to_it_or_began_there(mini, answers, values):
    frame = frame_of(answers[1].code, values)
    held, risen = top_holders(frame, mini.framework), precedents(frame, mini.framework)
    lasting = risen[risen["until"].isna()]
    assert sorted([*lasting["state"], *held[held["from_start"]]["state"]]) == sorted(held["state"])
    rose = held[~held["from_start"]]
    assert dict(zip(rose["state"], rose["since"], strict=True)) == dict(
        zip(lasting["state"], lasting["year"], strict=True)
    )


@given(
    st.lists(
        st.tuples(st.integers(1990, 2030), st.sampled_from([0, 50, 100])),
        min_size=1,
        unique_by=lambda it: it[0],
    )
)
def test_an_unbroken_run_has_nothing_below_in_it_and_something_below_before_it(history):
    years, values = zip(*sorted(history), strict=True)
    run = unbroken_run(years, values, 50)
    assert (run is None) == (values[-1] < 50)
    if run:
        start = years.index(run[0])
        assert min(values[start:]) >= 50
        assert run[1] == (start == 0)
        assert start == 0 or values[start - 1] < 50
