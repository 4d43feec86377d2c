"""Legal pathways: the real registers, inheritance, filters, and what the catalogue tells."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.definitions import validate
from scoreboard.definitions.pathway_fields import LEFT_TO_STATE, fields
from scoreboard.definitions.pathways import StatePathways, UnionPathways
from scoreboard.definitions.reading import parse_yaml
from scoreboard.findings import InvalidDataError, Report
from scoreboard.project import Project
from scoreboard.records.pathways import Catalogue, Records, check_records, inherit
from scoreboard.records.pathways.filters import FilterError, answer, as_filters, meets

OUTSIDE_IE = {
    "blue_card", "ict", "seasonal", "students", "trainees", "evs_volunteers", "single_permit", "family_reunification",
    "long_term_residents",
}  # fmt: skip
"""Pathways in whose acts Ireland takes no part; it did in the first ones on researchers and on protection."""
UNION = """
sources:
  TEXT: {title: An invented act, url: https://example.org, confidence: official_text, read: All, accessed: 2026-01-01}
pathways:
  permit_2010:
    group: permit
    title: Permit (2010)
    legal_basis: {act: Directive 2010/1/EU}
    adopted: 2010-01-01
    applies: 2012-01-01
    ended: 2021-06-30
    sources: [TEXT]
    confidence: official_text
    bound:
      - {states: [AT, SE], since: 2012-01-01, basis: transposition_deadline, sources: [TEXT], confidence: official_text}
    not_bound:
      - {states: [BE], basis: danish_protocol, sources: [TEXT], confidence: official_text}
    terms:
      duration_min: {value: 12, unit: months, article: "7", source: TEXT}
      processing_time: {value: 4, unit: months, source: TEXT}
  permit:
    group: permit
    title: Permit
    legal_basis: {act: Directive 2020/1/EU}
    adopted: 2020-01-01
    applies: 2021-07-01
    sources: [TEXT]
    confidence: official_text
    bound:
      - {states: [AT, SE], since: 2021-07-01, basis: transposition_deadline, sources: [TEXT], confidence: official_text}
    not_bound:
      - {states: [BE], basis: danish_protocol, sources: [TEXT], confidence: official_text}
    terms:
      duration_min: {value: 24, unit: months, article: "9", source: TEXT}
      labour_market_test: {value: member_state_option, source: TEXT}
      equal_treatment: {value: [association, recognition], source: TEXT}
      min_contract: {value: none_in_eu_law, source: TEXT}
"""
SE = """
sources:
  LAW: {title: An invented law, url: https://example.org/se, confidence: official_text, read: All, accessed: 2026-02-01}
overrides:
  permit:
    since: 2022-01-01
    sources: [LAW]
    terms:
      labour_market_test: {value: none, article: "3", source: LAW}
      income_amount: {value: 400000, unit: SEK_a_year, year: 2025, source: LAW}
pathways:
  talent:
    group: talent
    title: Talent visa
    legal_basis: {act: Act 1}
    sources: [LAW]
    confidence: official_text
    terms:
      duration_max: {value: 2, unit: years, source: LAW}
"""


def register(text, model):
    report = Report()
    document = parse_yaml(text, "register.yaml", report)
    made = validate(document, model, report)
    assert list(report) == []
    return made, document


def records(union=UNION, **national):
    """Return registers from texts, checked."""
    unions, documents = {}, {}
    unions["EU"], documents["EU"] = register(union, UnionPathways)
    own = {}
    for state, text in national.items():
        own[state], documents[state] = register(text, StatePathways)
    made, report = Records(unions, own, documents), Report()
    check_records(made, ["AT", "BE", "SE"], report)
    assert list(report) == []
    return made


@pytest.fixture(scope="module")
def real(root):
    return Project(root).pathways()


@pytest.fixture(scope="module")
def small():
    return Catalogue(inherit(records(SE=SE)))


def one(catalogue, **equal):
    (entry,) = catalogue.filter(**equal)
    return entry


# the real registers


def test_every_state_of_the_eu_has_a_record_of_every_act(real, root):
    members = {code for code, it in Project(root).states.items() if it.eu_from and not it.eu_to}
    acts = {it.version for it in real if it.origin == "EU"}
    found = [(it.state, it.version) for it in real if it.origin == "EU"]
    assert len(members) == 27
    assert len(acts) == 21
    assert {(state, act) for state in members for act in acts} <= set(found)
    assert len(found) == len(set(found))


def test_every_record_and_every_field_has_a_source_with_an_address(real):
    assert len(real) > 560
    assert all(it.sources and all(source.url and source.title for source in it.sources) for it in real)
    facts = [fact for it in real for fact in it.facts.values()]
    assert len(facts) > 7_000
    assert all(fact.source.url for fact in facts)
    assert all(fact.read for fact in facts if fact.confidence != "general_knowledge")


def test_what_was_not_read_says_so(real):
    terms = {
        (fact.place.line, fact.confidence) for it in real for fact in it.facts.values() if fact.origin == "EU"
    }
    assert len(terms) > 300
    known = [line for line, confidence in terms if confidence == "general_knowledge"]
    assert 0 < len(known) <= 104  # fewer when somebody has read them


def test_the_opt_outs_hold(real):
    assert {it.standing for it in real if it.state == "DK"} == {"not_bound"}
    ireland = {it.pathway for it in real if it.state == "IE" and it.standing == "bound"}
    assert ireland == {it.pathway for it in real} - OUTSIDE_IE
    assert {it.standing for it in real if it.state == "GB"} == {"not_bound"}


def test_nobody_is_bound_before_joining_the_union_or_the_act(real, root):
    states = Project(root).states
    bound = [it for it in real if it.standing == "bound"]
    assert all(it.since >= states[it.state].eu_from for it in bound)
    assert {it.since for it in bound if it.state == "HR" and it.version == "blue_card_2009"} == {"2013-07-01"}


def test_numbers_have_a_unit_of_their_field_and_words_are_of_its_list(real):
    for it in real:
        for name, fact in it.facts.items():
            if isinstance(fact.term.value, float):
                assert fields()[name].fits(fact.term.unit), (it.version, name)


def test_every_field_of_the_table_is_of_a_kind_and_named_once():
    assert {it.kind for it in fields().values()} == {"number", "category", "list", "date"}
    assert len({it.label for it in fields().values()}) == len(fields())
    assert all(it.unit for it in fields().values() if it.kind == "number")


# inheritance


def test_states_inherit_what_binds_them_and_nothing_else(small):
    assert one(small, state="AT", version="permit").facts["duration_min"].value == 24
    outside = one(small, state="BE", version="permit")
    assert outside.facts == {}
    assert outside.since is None
    assert outside.basis == "danish_protocol"


def test_an_override_changes_its_state_and_field_alone(small):
    sweden, austria = (one(small, state=it, version="permit") for it in ("SE", "AT"))
    assert sweden.facts["labour_market_test"].value == "none"
    assert austria.facts["labour_market_test"].status == "left_to_state"
    assert sweden.facts["duration_min"] == austria.facts["duration_min"]
    assert sweden.since == "2022-01-01"
    assert austria.since == "2021-07-01"


def test_explain_goes_down_to_the_line_and_to_what_was_overridden(small):
    found = small.explain("SE", "permit", "labour_market_test", date(2026, 1, 1))
    assert found.as_dict()["value"] == "none"
    assert found.as_dict()["inherited"]["status"] == "left_to_state"
    assert "An invented law (official text, read 2026-02-01) https://example.org/se" in found.as_text()
    assert "which overrides" in found.as_text()
    assert small.explain("AT", "permit", "quota").as_text().startswith("AT permit, Quota: not recorded")
    early = small.explain("AT", "permit", "duration_min", date(2015, 1, 1))
    assert early.entry.version == "permit_2010"
    assert "12 months: Article 7 of Directive 2010/1/EU" in early.as_text()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("SE", "permitt", "quota"), "did you mean 'permit'"),
        (("SE", "permit", "qouta"), "did you mean 'quota'"),
        (("XX", "permit", "quota"), "no record of 'permit' in XX"),
    ],
)
def test_explain_says_what_there_is(small, asked, said):
    with pytest.raises(KeyError, match=said):
        small.explain(*asked)


DAYS = st.dates(date(2010, 1, 1), date(2030, 1, 1))


@given(DAYS)
def test_on_every_day_a_state_has_at_most_one_version_of_a_pathway(day):
    found = Catalogue(inherit(records(SE=SE))).as_of(day)
    assert len({(it.state, it.pathway) for it in found}) == len(found)
    assert all(it.since <= day.isoformat() <= (it.until or "9999") for it in found)


@given(st.dates(date(2012, 1, 1), date(2040, 1, 1)), st.integers(0, 4_000))
def test_a_state_is_bound_from_its_first_day_to_its_last(first, length):
    last = first + timedelta(days=length)
    text = UNION.replace("since: 2021-07-01, basis", f"since: {first}, until: {last}, basis")
    catalogue = Catalogue(inherit(records(text)))
    for day, holds in (
        (first, True),
        (last, True),
        (first - timedelta(1), False),
        (last + timedelta(1), False),
    ):
        assert bool(len(catalogue.as_of(day).filter(version="permit", state="AT"))) is holds


def test_changes_say_what_followed_and_which_fields_differ(small):
    rows = small.changes("AT").to_dict("records")
    told = [(it["date"], it["change"], it["version"], it["before"], it["fields_changed"]) for it in rows]
    assert told == [
        ("2012-01-01", "begins", "permit_2010", None, None),
        ("2021-07-01", "follows", "permit", "permit_2010", "duration_min"),
    ]
    assert small.changes("BE").empty


def test_a_project_without_registers_has_an_empty_catalogue(mini):
    catalogue = mini.pathways()
    assert len(catalogue) == 0
    assert catalogue.day is None
    assert catalogue.table().empty
    assert catalogue.changes().empty
    assert "duration_max" in catalogue.table().columns


def test_a_register_at_fault_gives_findings_and_no_catalogue(change_mini):
    project = change_mini()
    (project / "data/AT/pathways.yaml").write_text("sources: {}\npathways:\n  x: {title: }\n", "utf-8")
    with pytest.raises(InvalidDataError) as error:
        Project(project).pathways()
    assert {it.place.file for it in error.value.report} == {"data/AT/pathways.yaml"}
    assert not Project(project).validate().ok


def test_the_folder_of_the_union_is_no_state(change_mini):
    project = change_mini()
    (project / "data/EU").mkdir()
    (project / "data/EU/pathways.yaml").write_text(UNION, "utf-8")
    opened = Project(project)
    assert opened.validate().ok
    assert "EU" not in opened.states
    assert len(opened.pathways()) == 6
    (project / "data/EU/education.csv").write_text("state,indicator\n", "utf-8")
    assert "unknown-state" in {it.code for it in Project(project).validate()}


# filters


@pytest.mark.parametrize(
    ("asked", "state", "version", "expected"),
    [
        ("duration_min>=24", "AT", "permit", "yes"),
        ("duration_min>24", "AT", "permit", "no"),
        ("duration_min=24", "AT", "permit", "yes"),
        ("duration_max>=12", "AT", "permit", "unknown"),
        ("duration_max>=24", "SE", "talent", "yes"),
        ("processing_time<=120", "AT", "permit_2010", "yes"),
        ("labour_market_test=none", "SE", "permit", "yes"),
        ("labour_market_test=none", "AT", "permit", "unknown"),
        ("labour_market_test!=none", "AT", "permit", "unknown"),
        ("labour_market_test is left_to_state", "AT", "permit", "yes"),
        ("labour_market_test=none", "BE", "permit", "no"),
        ("equal_treatment has association,recognition", "AT", "permit", "yes"),
        ("equal_treatment has association,housing", "AT", "permit", "no"),
        ("min_contract<=6", "AT", "permit", "no"),
        ("min_contract=none_in_eu_law", "AT", "permit", "yes"),
        ("income_amount>=30000", "SE", "permit", "unknown"),
        ("since<=2023-01-01", "SE", "talent", "unknown"),
        ("until>=2023-01-01", "SE", "permit", "yes"),
        ("until<=2023-01-01", "SE", "permit", "no"),
        ("state=AT,SE", "SE", "talent", "yes"),
        ("quota is not_recorded", "SE", "talent", "yes"),
        ("standing=not_bound", "BE", "permit", "yes"),
    ],
)
def test_filters_answer_yes_no_or_unknown(small, asked, state, version, expected):
    (it,) = as_filters([asked])
    assert answer(one(small, state=state, version=version), it) == expected


def test_text_data_and_keywords_say_the_same():
    data = [
        {"field": "duration_max", "op": ">=", "value": 24},
        {"field": "state", "op": "in", "value": ["DE", "FR"]},
    ]
    assert as_filters(data) == as_filters(["duration_max>=24", "state in DE, FR"])
    assert as_filters(state=["DE", "FR"], pathway="ict") == as_filters(["state=DE,FR", "pathway=ict"])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("qouta=none", "did you mean 'quota'"),
        ("quota>=3", "'quota' has no order"),
        ("quota is unknown", "'quota is unknown'"),
        ("quota~none", "write field, operator, value"),
        ({"field": "quota", "op": "like", "value": "x"}, "op: "),
        ({"field": "quota", "op": "=", "value": "x", "more": 1}, "more"),
        ({"field": "duration_min", "op": ">=", "value": [1, 2]}, "takes one value"),
    ],
)
def test_a_filter_that_cannot_be_asked_says_why(asked, said):
    with pytest.raises(FilterError, match=said):
        as_filters([asked])


CONDITIONS = st.lists(
    st.sampled_from(
        ["duration_min>=24", "duration_max>=24", "labour_market_test=none", "labour_market_test!=none",
         "quota is left_to_state", "state=AT,SE,DE", "since>=2015-01-01", "equal_treatment has association",
         "family_work=immediate", "pathway!=ict"]
    ),
    max_size=4,
)  # fmt: skip


@given(CONDITIONS, CONDITIONS)
def test_filters_part_the_catalogue_and_more_of_them_never_find_more(some, more):
    catalogue = Catalogue(inherit(records(SE=SE)))
    found, maybe = catalogue.filter(*some), catalogue.may_match(*some)
    failed = [it for it in catalogue if meets(it, as_filters(some)) == "no"]
    assert len(found) + len(maybe) + len(failed) == len(catalogue)
    assert set(map(id, catalogue.filter(*some, *more))) <= set(map(id, found))
    assert [it.version for it in found.filter(*more)] == [it.version for it in catalogue.filter(*some, *more)]


@given(CONDITIONS)
def test_what_becomes_known_never_moves_a_record_that_was_certain(asked):
    """Without Sweden's own register more is unknown; whatever was certain then stays as it was."""
    before = {(it.state, it.version): it for it in inherit(records())}
    after = {
        (it.state, it.version): it for it in inherit(records(SE=SE.replace("    since: 2022-01-01\n", "")))
    }
    filters = as_filters(asked)
    for key, entry in before.items():
        earlier = meets(entry, filters)
        assert earlier == "unknown" or meets(after[key], filters) == earlier


def test_the_table_says_what_is_left_open(small):
    table = small.table().set_index(["state", "version"])
    austria = table.loc["AT", "permit"]
    assert austria["left_to_state"] == "labour_market_test"
    assert "quota" in austria["not_recorded"].split("; ")
    assert austria["duration_min"] == 24
    assert austria["equal_treatment"] == "association; recognition"
    assert table.loc["SE", "permit"]["overridden"] == "labour_market_test"
    assert table.loc["BE", "permit"]["not_recorded"] is None


def test_coverage_counts_every_record_that_holds(real):
    counts = real.coverage()
    held = sum(it.standing != "not_bound" for it in real)
    assert (counts[["recorded", "left_to_state", "not_recorded"]].sum(axis=1) == held).all()
    assert set(counts["field"]) == {name for name, it in fields().items() if it.main}


def test_the_long_table_keeps_the_unit_and_the_word_of_the_register(small):
    terms = small.terms().set_index(["state", "version", "field"])
    assert terms.loc[("AT", "permit_2010", "processing_time"), "value"] == 4
    assert terms.loc[("AT", "permit_2010", "processing_time"), "unit"] == "months"
    assert terms.loc[("AT", "permit", "labour_market_test"), "status"] == "left_to_state"
    assert LEFT_TO_STATE not in set(terms["value"].dropna())
