"""Questions of policy: every number of the chapter is the API's, and where there are no data it says so and why."""

import re
import shlex
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from scoreboard.analysis.evaluation import survey
from scoreboard.cli import main
from scoreboard.definitions.pathway_fields import fields
from scoreboard.project import Project
from scoreboard.records.positions import NOT_VERIFIED
from scoreboard.report import enable
from scoreboard.report.blocks import questions
from scoreboard.report.blocks.questions import QUESTIONS, need, protection, qualifications, sending
from scoreboard.report.blocks.questions.asking import PAGES, address, command, open_points
from scoreboard.report.blocks.questions.components import both, found
from scoreboard.report.blocks.questions.levels import level_counts, level_sentence
from scoreboard.report.blocks.questions.positions import position_counts
from scoreboard.report.charts.counts import LEAST, counts_chart
from scoreboard.report.edition import open_edition
from scoreboard.report.figure import chart_html
from scoreboard.report.words import rank_correlation
from scoreboard.scoring.gaps import group_gaps

TESTS = Path(__file__).parents[1]
BOOK = TESTS.parent / "book"
SITE = TESTS.parent / "_build/html"
CAUSAL = re.compile(
    r"\b(caus\w*|effects?|impact\w*|leads? to|led to|because|due to|thanks to|result(s|ed)? in|drives?|works\b)",
    re.I,
)
"""Words that say that one thing made another."""
KEYS = list(QUESTIONS)


@pytest.fixture(scope="module", autouse=True)
def drawing():
    enable()


@pytest.fixture(scope="module")
def project(root):
    return Project(root)


@pytest.fixture(scope="module")
def small():
    return open_edition(TESTS / "mini")


def said(parts):
    """Return what a block shows as plain text, without the specifications of charts."""
    markup = [it if isinstance(it, str) else chart_html(it) for it in parts if it is not None]
    text = re.sub(r"<script.*?</script>", " ", "\n".join(markup), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def answer(edition, key):
    return said(questions.policy_question(edition, key))


def table(parts, caption):
    """Return the cells of the table whose caption begins so, row by row."""
    markup = next(it for it in parts if isinstance(it, str) and f"<span>{caption}" in it)
    rows = re.findall(r"<tr>(.*?)</tr>", markup, flags=re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in rows]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)) for cell in row] for row in cells]


# The page


def test_the_page_asks_each_question_once_with_its_own_words():
    page = (BOOK / "policy_questions.md").read_text("utf-8")
    asked = re.findall(r"\(question-([\w-]+)\)=\n## (.+)\n\n```\{scoreboard\} policy_question (\w+)\n", page)
    assert [(key.replace("-", "_"), title, block) for key, title, block in asked] == [
        (key, it.title, key) for key, it in QUESTIONS.items()
    ]


def test_no_number_is_typed_on_the_page():
    assert not re.search(r"\d", (BOOK / "policy_questions.md").read_text("utf-8"))


def test_the_list_of_answers_leads_to_each_question_and_says_its_short_answer(edition):
    listed = str(questions.policy_answers(edition))
    assert re.findall(r'href="(#[\w-]+)"', listed) == [address(key) for key in KEYS]
    for it in QUESTIONS.values():
        assert " ".join(it.short(edition)) in unescape(listed)


@pytest.mark.parametrize("key", KEYS)
def test_a_short_answer_is_one_or_two_sentences_with_numbers(edition, key):
    sentences = QUESTIONS[key].short(edition)
    assert 1 <= len(sentences) <= 2
    assert all(it.endswith(".") for it in sentences)
    assert re.search(r"\d", " ".join(sentences))


@pytest.mark.parametrize("key", KEYS)
def test_every_answer_has_a_picture_or_table_what_is_open_and_links_that_exist(edition, key):
    parts = questions.policy_question(edition, key)
    markup = "".join(it if isinstance(it, str) else chart_html(it) for it in parts if it is not None)
    assert "<svg" in markup or "sb-chart" in markup
    assert "What the data cannot say" in markup
    assert open_points(edition, QUESTIONS[key])
    linked = re.findall(r'href="([\w/]+)\.html(?:#[\w-]+)?"', markup)
    assert set(QUESTIONS[key].pages) <= set(linked)
    assert all(it in edition.pages or it.startswith("codebook/") for it in linked)
    assert set(QUESTIONS[key].pages) <= set(PAGES)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("which", ["edition", "small"])
def test_no_sentence_says_that_one_thing_made_another(request, key, which):
    parts = questions.policy_question(request.getfixturevalue(which), key)
    text = " ".join(str(it) for it in parts if isinstance(it, str))
    text = re.sub(r"<(a|code)\b.*?</\1>", " ", text)
    plain = text.replace("Which component works best.", "")  # asked, and not answered
    assert CAUSAL.findall(plain) == []


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("which", ["edition", "small"])
def test_every_command_can_be_given(request, key, which):
    edition = request.getfixturevalue(which)
    for it, why in open_points(edition, QUESTIONS[key]):
        assert why.endswith(".")
        name, *words = shlex.split(command(edition, it))
        assert name == "scoreboard"
        group = main
        while hasattr(group, "get_command"):
            group, words = group.get_command(None, words[0]), words[1:]
            assert group is not None, it.command
        missing = [at for at, word in enumerate(words) if Path(word).name in FILES]
        stand_ins = [str(TESTS if at in missing else word) for at, word in enumerate(words)]
        group.make_context(it.command, [PLACES.get(w, s) for w, s in zip(words, stand_ins, strict=True)])


PLACES = {"mapping.yaml": str(BOOK / "_toc.yml"), "people.parquet": str(BOOK / "_toc.yml")}
"""Files that a reader would have → files that there are."""
FILES = {"downloads"}


@pytest.mark.parametrize("key", KEYS)
def test_what_begins_new_files_does_so_in_a_small_project(change_mini, key):
    folder = change_mini()
    begun = [command(open_edition(folder), it) for it, _ in open_points(open_edition(folder), QUESTIONS[key])]
    begun = [shlex.split(it)[1:] for it in begun if it.startswith("scoreboard new ")]
    assert begun
    for words in begun:
        if words[1] == "indicator" and any(folder.rglob(f"{words[2].rpartition('/')[2]}.yaml")):
            continue  # two entries begin the same indicator
        done = CliRunner().invoke(main, [*words, "--project", str(folder)])
        assert done.exit_code == 0, (words, done.output)


# Need


def test_who_decides_on_a_labour_market_test_is_what_the_catalogue_says(edition, project):
    catalogue = project.pathways()
    held = catalogue.as_of(catalogue.day)
    statuses = pd.Series([it.status("labour_market_test") for it in held]).value_counts()
    first, second = QUESTIONS["need"].short(edition)
    assert f"On {catalogue.day}, {len(held)} records" in first
    assert f"in {held.table()['state'].nunique()} states" in first
    assert f"{statuses['left_to_state']} leave it to the state" in first
    assert f"{statuses['recorded']} answer it in the act, and {statuses['not_recorded']} do not" in first
    terms = held.terms()
    own = terms[(terms["origin"] == terms["state"]) & terms["field"].isin(need.TOOLS)]
    own = own[own["status"] == "recorded"]
    assert f"on record for {own['state'].nunique()} of these" in second


def test_the_bars_of_tools_are_counts_of_records(edition, project):
    catalogue = project.pathways()
    held = catalogue.as_of(catalogue.day)
    text = answer(edition, "need")
    for name in need.TOOLS:
        counts = [
            sum(it.status(name) == status for it in held)
            for status in ("recorded", "left_to_state", "not_recorded")
        ]
        assert sum(counts) == len(held)
        assert " ".join([fields()[name].label, *map(str, counts)]) in text


def test_the_stand_in_for_demand_is_the_middle_of_the_observations_and_is_called_a_proxy(edition, project):
    frame = project.panel().frame
    own = frame[
        (frame["indicator"] == need.NEWCOMERS) & (frame["group"] == "NEU27_2020_FOR") & (frame["sex"] == "T")
    ]
    own = own.dropna(subset=["value"])
    sizes = own.groupby("year")["state"].nunique()
    year = sizes.index[sizes >= project.framework.outcome.minimum_states].max()
    values = own[own["year"] == year]["value"]
    sentence = need.proxy(edition)
    assert f"{values.median():.1f} per cent in the middle one of {len(values)} states in {year}" in sentence
    assert "proxy" in sentence


# Components


def test_policy_and_outcomes_are_correlated_over_the_states_with_both(edition, project):
    year, rows = both(edition, "overall")
    wide = {}
    for lens in ("policy", "outcome"):
        frame = project.scores(lens).frame
        wide[lens] = frame[(frame["node"] == "overall") & (frame["year"] == year)].set_index("state")["score"]
    joined = pd.DataFrame(wide).dropna()
    first = QUESTIONS["components"].short(edition)[0]
    assert f"Across {len(joined)} states" in first
    assert f"{rank_correlation(joined['policy'], joined['outcome']):.2f}".replace("-", "−") in first
    assert f"in {year}" in first
    assert len(rows) == len(joined)


def test_what_followed_changes_is_what_the_survey_says(edition, project):
    table_ = survey(project.panel())
    pd.testing.assert_frame_equal(found(edition), table_)
    second = QUESTIONS["components"].short(edition)[1]
    told = table_[table_["verdict"] == "told from chance"]
    assert f"Of {len(table_)} policy items" in second
    assert ("none was followed" in second) == told.empty
    cells = table(questions.policy_question(edition, "components"), "Domains:")
    assert sum(int(row[-2]) for row in cells[1:]) == len(table_)
    assert sum(int(row[-1]) for row in cells[1:]) == len(told)


def test_a_difference_that_can_be_told_from_chance_would_be_named(edition, monkeypatch):
    from scoreboard.report.blocks.questions import components

    one = found(edition).head(2).assign(verdict=["told from chance", "not told from chance"])
    monkeypatch.setattr(components, "found", lambda _: one)
    sentence = components._weighed(edition)
    assert f"“{edition.framework.indicators[one['item'].iloc[0]].title}”" in sentence
    assert edition.framework.indicators[one["item"].iloc[1]].title not in sentence


def test_domains_that_are_proxies_are_called_so(edition):
    cells = table(questions.policy_question(edition, "components"), "Domains:")
    named = {row[0] for row in cells[1:]}
    for (lens, node), it in edition.framework.nodes.items():
        if node in edition.domains(lens) and it.proxy:
            assert any(edition.framework.label(lens, node) in name and "proxy" in name for name in named)


def test_counts_of_practices_are_those_of_the_register(edition, project):
    results = project.practices().table().drop_duplicates("code")["result"].dropna().value_counts()
    text = answer(edition, "components")
    assert f"Of {results.sum()} with an evaluation on record, {results['better']} did better" in text
    assert f"{results['mixed']} had mixed results, {results['no_difference']} showed no difference" in text
    assert f"and {results['worse']} did worse" in text


# Qualifications


def test_over_qualification_is_what_gaps_say(edition, project):
    rows = group_gaps(project.panel(), qualifications.RATE, "group", measures=["difference"], interval=0.9)
    rows = rows[(rows["group"] == "NEU27_2020_FOR") & (rows["sex"] == "T")].dropna(subset=["value"])
    sizes = rows.groupby("year")["state"].nunique()
    year = sizes.index[sizes >= project.framework.outcome.minimum_states].max()
    rows = rows[rows["year"] == year]
    first = QUESTIONS["qualifications"].short(edition)[0]
    assert f"in {(rows['high'] < 0).sum()} of {len(rows)} states" in first
    assert f"in {year}" in first
    assert f"less often in {(rows['low'] > 0).sum()}" in first
    assert f"{-rows['value'].median():.1f} percentage points" in first


@pytest.mark.parametrize("code", [*qualifications.ITEMS, *protection.ITEMS])
def test_states_by_level_are_the_observations_of_the_item(edition, project, code):
    frame = project.panel().frame
    own = frame[(frame["indicator"] == code) & frame["value"].notna()]
    row = level_counts(edition, [code]).iloc[0]
    values = own[own["year"] == row["year"]].set_index("state")["value"]
    item = project.framework.indicators[code]
    assert (row["top"], row["lowest"]) == (
        (values == item.levels[0].score).sum(),
        (values == item.levels[-1].score).sum(),
    )
    assert row["top"] + row["between"] + row["lowest"] == row["states"] == len(values)
    assert f"{row['top']} of {len(values)} states had the top level" in level_sentence(edition, code)
    assert not (
        own[own["year"] > row["year"]].groupby("year").size() >= project.framework.policy.minimum_states
    ).any()


# Protection


def test_women_are_held_against_men_as_on_their_own_page(edition):
    rows = protection.women(edition)
    first = QUESTIONS["protection"].short(edition)[0]
    assert f"in {(rows['high'] < 0).sum()} of {len(rows)} states in {rows['year'].iloc[0]}" in first
    assert f"in {(rows['extra_high'] < 0).sum()} the gap between the sexes was wider" in first


def test_acts_open_to_all_are_those_of_the_catalogue(edition, project):
    catalogue = project.pathways()
    held = catalogue.as_of(catalogue.day).table().drop_duplicates(["origin", "version"])
    open_ = held[held["skill_level"].isin(["any", "low", "medium"])]
    counted = protection.open_acts(edition)
    assert counted == {
        "acts": len(held),
        "skilled": held["skill_level"].notna().sum(),
        "open": len(open_),
        "named": open_["equal_treatment"].notna().sum(),
        "limited": open_["equal_treatment_limits"].notna().sum(),
    }
    text = answer(edition, "protection")
    assert f"Of {len(held)} acts, or parts of acts, in force, {counted['skilled']} say which skill" in text


# Sending states, cooperation


def test_positions_to_treaties_are_those_of_the_project(edition, project):
    matrix = project.commitments().matrix()
    union = matrix.index.isin(project.framework.groups.members("EU", edition.day))
    first = QUESTIONS["sending"].short(edition)[0]
    party, open_ = (matrix["ICRMW"] == "party").sum(), (matrix["ICRMW"] == NOT_VERIFIED).sum()
    members = (matrix[union]["ICRMW"] == "party").sum()
    assert f"{party} of {len(matrix)} states are party to ICRMW, {members or 'none'} of them" in first
    assert f"{open_} are not verified" in first
    text = answer(edition, "sending")
    for treaty in sending.TREATIES:
        short = project.commitments().treaties[treaty].short
        for side, chosen in (("EU members", union), ("other states", ~union)):
            counts = matrix[chosen][treaty].value_counts()
            told = [counts.get(it, 0) for it in ("party", "signatory", "none", NOT_VERIFIED)]
            assert f"{short}, {side} {' '.join(map(str, told))}" in text


def test_acts_that_name_recognition_are_those_of_the_catalogue(edition, project):
    catalogue = project.pathways()
    held = catalogue.as_of(catalogue.day).table().drop_duplicates(["origin", "version"])
    named = held["equal_treatment"].fillna("").str.split("; ").map(lambda areas: "recognition" in areas)
    assert f"{named.sum()} of {len(held)} acts" in QUESTIONS["sending"].short(edition)[1]


def test_cooperation_counts_treaties_acts_and_members(edition, project):
    catalogue, commitments = project.pathways(), project.commitments()
    held = catalogue.as_of(catalogue.day).table()
    first, second = QUESTIONS["cooperation"].short(edition)
    assert f"{held[held['standing'] == 'bound']['act'].nunique()} acts" in first.replace(
        "ten acts", "10 acts"
    )
    parties = commitments.coverage().set_index("treaty")["party"]
    assert f"Of {len(commitments.states)} states, {parties.max()} are party to" in second
    assert f"and {parties.min()} to" in second
    parts = questions.policy_question(edition, "cooperation")
    bound = held[held["standing"] == "bound"].groupby(["origin", "version"])["state"].nunique()
    assert sorted(int(row[-1]) for row in table(parts, "Acts, or parts")[1:]) == sorted(bound)
    groups = project.framework.groups
    members = [(groups[code].title, len(groups.members(code, edition.day))) for code in groups]
    assert [(row[0], int(row[1])) for row in table(parts, "Groups of states")[1:]] == members
    open_ = (commitments.table(complete=True)["status"] == NOT_VERIFIED).sum()
    assert f"{open_} of {len(commitments.table(complete=True))} pairs" in answer(edition, "cooperation")


# Where data are missing

WITHOUT = {
    "need": [
        "no legal pathway is on record in this project",
        "no employment rate of newcomers covers enough states",
    ],
    "components": ["no policy item was raised by enough states", "this project describes none"],
    "qualifications": [
        "no rate of over-qualification covers",
        "this project has no item “diploma_recognition”",
    ],
    "protection": [
        "no employment rate tells women and men of both groups apart",
        "no legal pathway is on record",
    ],
    "sending": ["this project keeps no record of treaties", "no legal pathway is on record"],
    "cooperation": ["neither treaties nor acts are on record", "this project keeps no record of treaties"],
}


@pytest.mark.parametrize("key", KEYS)
def test_a_project_without_registers_is_told_what_is_missing_and_why(small, key):
    text = answer(small, key)
    for why in WITHOUT[key]:
        assert re.search(rf"Not enough data: {re.escape(why)}", text, re.I), (why, text)
    assert not re.search(r"\bnan\b|\bNone\b|<NA>", text)


def test_scores_that_are_alike_are_not_held_against_each_other(small, monkeypatch):
    from scoreboard.report.blocks.questions import components

    alike = pd.DataFrame(
        {"state": ["AT", "BE", "SE"], "score_policy": [1.0] * 3, "score_outcome": [1.0, 2.0, 3.0]}
    )
    for rows in (alike, alike.head(2).assign(score_policy=[1.0, 2.0])):
        monkeypatch.setattr(components, "both", lambda *_, rows=rows: (2019, rows))
        assert components.short(small)[0].startswith("Not enough data: too few states")
        assert components.shown(small)[0] is None


def test_nothing_is_open_that_the_data_say(edition, monkeypatch):
    from scoreboard.report.blocks.questions.asking import lacking

    assert lacking("employment_rate_citizenship", "nothing")(edition) == ""
    assert lacking("no_such_indicator", "nothing")(edition) == "nothing"


@pytest.mark.parametrize("lens", ["policy", "outcome"])
@pytest.mark.parametrize("key", KEYS)
def test_a_project_of_one_lens_gets_answers(small, monkeypatch, lens, key):
    edition = open_edition(small.root)
    monkeypatch.setattr(type(edition), "lenses", property(lambda _: [lens]))
    assert "In short." in answer(edition, key)


@pytest.mark.skipif(
    not (SITE / "policy_questions.html").is_file(), reason="no book in _build/html: run make report"
)
@pytest.mark.book
@pytest.mark.browser
def test_a_link_of_the_list_leads_to_its_question(visit):
    page = visit(SITE / "policy_questions.html").page
    for key, it in QUESTIONS.items():
        page.locator(f'.sb-answers a[href="{address(key)}"]').click()
        assert (
            it.title in page.locator(address(key)).locator("xpath=ancestor-or-self::section[1]").inner_text()
        )


# Bars of counts


def test_bars_have_their_numbers_and_leave_out_what_is_empty():
    counts = pd.DataFrame({"one": [1, 0], "rest": [99, 7]}, index=pd.Index(["a", "b"], name="Row"))
    chart = counts_chart(counts, title="Title", unit="States", unknown=True)
    spec = chart.to_dict()
    (values,) = spec["datasets"].values()
    assert [(it["name"], it["kind"], it["start"], it["end"]) for it in values] == [
        ("a", "one", 0, 1), ("a", "rest", 1, 100), ("b", "rest", 0, 7),
    ]  # fmt: skip
    assert f"(datum.count >= {LEAST * 100:g}" in str(spec)
    text = said([chart])
    assert "Row one rest a 1 99 b 0 7" in text


def test_bars_without_counts_say_so():
    empty = pd.DataFrame({"one": []}, index=pd.Index([], name="Row"))
    assert "Not enough data to count anything." in said([counts_chart(empty, title="Title", unit="States")])


def test_positions_of_no_states_are_none(edition):
    assert position_counts(edition, "ICRMW", []).sum() == 0
