"""The chapter of a domain: what it says is what the engine gives."""

import re

import numpy as np
import pandas as pd
import pytest

from scoreboard.analysis.steps import steps
from scoreboard.definitions import DOMAINS
from scoreboard.report import enable
from scoreboard.report.blocks import changes, practice, ties
from scoreboard.report.blocks.domains import Chapter
from scoreboard.report.charts import change_chart, difference_chart, items_chart
from scoreboard.report.charts.common import WRAP, out_of, wrapped
from scoreboard.report.charts.differences import clear, differences
from scoreboard.report.charts.draws import last_change, nodes, ranked_years, tied_groups
from scoreboard.report.charts.items import item_scores
from scoreboard.report.charts.relations import correlation_interval, policy_and_outcome, quadrants
from scoreboard.report.edition import open_edition
from scoreboard.report.figure import chart_html
from scoreboard.robustness import uncertainty


@pytest.fixture(scope="module")
def edition():
    enable()
    return open_edition()


@pytest.fixture(scope="module")
def mini():
    enable()
    return open_edition("tests/mini")


def plain(markup):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(markup)))


def table_of(chart):
    numbers = chart.to_dict(validate=False)["usermeta"]["scoreboard"]["table"]
    return pd.DataFrame(numbers["rows"], columns=numbers["columns"])


# changes


@pytest.mark.parametrize("lens", ["policy", "outcome"])
def test_changes_are_those_of_the_draws(edition, lens):
    index, seen = edition.framework.indices[lens], 0
    for node in nodes(edition, lens):
        years = ranked_years(edition, lens, node)[-2:]
        if len(years) < 2:
            continue
        table = uncertainty(edition.panel, index, years=years, nodes=[node]).tables("changes")["changes"]
        wanted = table.dropna(subset=["change"]).set_index("state")
        found = last_change(edition, lens, node).set_index("state")
        assert found.index.tolist() == sorted(wanted.index)
        pd.testing.assert_frame_equal(found[["change", "low", "high"]], wanted[["change", "low", "high"]])
        assert (found["real"] == ((found["low"] > 0) | (found["high"] < 0))).all()
        seen += len(found)
    assert seen > 50


def test_the_sentence_counts_and_names_in_code_order(edition):
    rows = last_change(edition, "policy", "labour_market")
    real = rows[rows["real"]]
    said = changes.change_sentence(edition, "policy", "labour_market")
    assert changes.capital(out_of(len(real), len(rows))) in said
    named = [name for name in rows["name"] if f"{name} +" in said or f"{name} −" in said]
    assert 0 < len(named) <= changes.NAMED
    assert sorted(named, key=said.index) == named  # rows stand in code order


def test_the_parts_behind_a_change_make_up_the_whole_of_it(edition):
    rows = last_change(edition, "policy", "education")
    real = rows[rows["real"] & (rows["change"] != 0)]
    shown = plain(changes.reasons(edition, "policy", "education"))
    assert len(real) > 0
    for row in real.to_dict("records"):
        parts = steps(edition.scores("policy"), row["state"], row["since"], row["year"], ["education"])
        assert parts["part"].sum() == pytest.approx(row["change"], abs=1e-9)
        largest = parts.loc[parts["part"].abs().idxmax()]
        assert (
            f"{edition.framework.indicators[largest['item']].title} {changes.signed(largest['part'])}"
            in shown
        )


def test_a_node_that_never_changed_says_so(edition):
    assert (last_change(edition, "policy", "housing")["change"] == 0).all()
    assert "None of" in changes.change_sentence(edition, "policy", "housing")
    assert "sb-empty" in chart_html(change_chart(edition, "policy", "housing"))


def test_what_is_not_known_is_not_said(edition):
    assert last_change(edition, "outcome", "housing").empty
    assert changes.change_sentence(edition, "outcome", "housing") == ""


# ties


@pytest.mark.parametrize("lens", ["policy", "outcome"])
def test_groups_part_the_ranked_states_and_hold_who_cannot_be_told_apart(edition, lens):
    groups = tied_groups(edition, lens, "overall")
    year = edition.latest(lens, "overall")
    ranked = edition.year(lens, "overall", year).dropna(subset=["score"])["state"]
    assert sorted(state for group in groups for state in group) == sorted(ranked)
    assert all(group == sorted(group) for group in groups)
    pairs = uncertainty(edition.panel, edition.framework.indices[lens], years=[year], nodes=["overall"])
    ahead = pairs.tables("pairs")["pairs"].set_index(["state", "other"])["probability"]
    for group in groups:
        close = [
            one
            for one in group
            if all(max(ahead[one, it], ahead[it, one]) < 0.95 for it in group if it != one)
        ]
        assert close, group  # at least the first of the group


def test_ties_in_words(edition):
    groups = tied_groups(edition, "policy", "overall")
    said = ties.sentence(edition, "policy")
    assert edition.name(max(groups, key=len)[0]) in said
    assert ties.sentence(edition, "outcome", "housing").endswith("not enough data.")
    table = ties.table(edition, "policy")
    assert table.count('href="states/') == sum(map(len, groups))
    assert "&lt;a" not in table


# precedents


def test_precedents_by_hand(edition):
    """For each item and state, walked backwards year by year through the data."""
    frame = edition.panel.frame
    checked = 0
    for domain in DOMAINS:
        for code in edition.leaves("policy", domain):
            item = edition.framework.indicators[code]
            found = practice.holders(edition, item).set_index("state")
            own = frame[(frame["indicator"] == code) & frame["value"].notna()]
            for state, part in own.groupby("state"):
                levels = dict(zip(part["year"], part["value"], strict=True))
                years = sorted(levels, reverse=True)
                run = []
                for year in years:
                    if levels[year] != 100:
                        break
                    run.append(year)
                assert (state in found.index) == bool(run)
                if run:
                    assert found.loc[state, "since"] == run[-1]
                    assert found.loc[state, "from_start"] == (len(run) == len(years))
                    checked += 1
    assert checked > 300


def test_precedents_show_the_condition_and_link_the_states(edition):
    table = practice.precedents(edition, "labour_market")
    item = edition.framework.indicators["work_rights_by_permit"]
    assert item.levels[0].condition in table
    assert '<a href="../states/FI.html">Finland</a> (2019)' in table


# gaps


def test_differences_by_hand(mini):
    rows = differences(mini, "employment_rate", "group")
    rows = rows[(rows["year"] == 2019) & (rows["sex"] == "T")].set_index("state")
    assert rows["value"].to_dict() == pytest.approx({"AT": -10, "BE": -20, "SE": -24})
    assert clear(rows) == {"below": 3, "above": 0, "open": 0}


def test_the_finding_of_a_gap_counts_only_sure_differences(edition):
    chart = difference_chart(edition, "employment_gap_citizenship", "group", "NEU27_2020_FOR")
    rows = table_of(chart)
    below, above = int((rows["High"] < 0).sum()), int((rows["Low"] > 0).sum())
    title = chart.to_dict(validate=False)["title"]["text"]
    assert out_of(below, len(rows)) in title
    assert f"better in {above}" in title
    assert rows["State"].tolist() == [
        edition.name(code)
        for code in sorted(edition.framework.states)
        if edition.name(code) in set(rows["State"])
    ]


def test_a_comparison_that_the_data_lack_is_empty(edition):
    assert differences(edition, "overcrowding_rate_citizenship", "sex").empty


# policy against outcomes


def test_an_interval_of_a_correlation_holds_it_and_narrows_with_more_states():
    wide, narrow = correlation_interval(0.4, 20), correlation_interval(0.4, 80)
    assert wide[0] < narrow[0] < 0.4 < narrow[1] < wide[1]
    assert correlation_interval(-0.4, 20) == pytest.approx((-wide[1], -wide[0]))
    assert np.isnan(correlation_interval(0.4, 3)).all()


def test_an_interval_of_a_correlation_covers_as_often_as_it_says():
    random, hits, runs, n = np.random.default_rng(1), 0, 1000, 30
    true = 6 / np.pi * np.arcsin(0.5 / 2)  # Spearman's of a normal pair with correlation 0.5
    for _ in range(runs):
        x, e = random.standard_normal((2, n))
        y = 0.5 * x + np.sqrt(0.75) * e
        r = np.corrcoef(x.argsort().argsort(), y.argsort().argsort())[0, 1]
        low, high = correlation_interval(r, n)
        hits += low <= true <= high
    assert hits / runs == pytest.approx(0.9, abs=0.03)


def test_quadrants_lie_around_the_medians():
    rows = pd.DataFrame({"score_policy": [10.0, 50, 90, 20], "score_outcome": [80.0, 50, 90, 10]})
    assert [words.split(",")[0] for words in quadrants(rows)] == [
        "policy below",
        "policy at or above",
        "policy and outcomes at or above the middle",
        "policy and outcomes below the middle",
    ]


def test_the_scatter_says_how_sure_it_is_and_claims_no_effect(edition):
    spec = policy_and_outcome(edition, "education").to_dict(validate=False)
    assert "so even the direction is open" in spec["title"]["subtitle"]
    assert "Association is not effect" in spec["description"]


# indicators


def test_items_stand_from_strong_to_weak(edition):
    year = edition.latest("policy", "education")
    rows = item_scores(edition, "policy", "education", year)
    scores = edition.scores("policy")
    units = scores.block.years == year
    for row in rows.to_dict("records"):
        values = scores.values[units, scores.tree.column(row["code"])]
        assert row["mean"] == pytest.approx(np.nanmean(values))
        assert row["states"] == (~np.isnan(values)).sum()
    assert rows["mean"].is_monotonic_decreasing
    title = items_chart(edition, "policy", "education", year).to_dict(validate=False)["title"]["text"]
    assert rows["title"].iloc[0] in title
    assert rows["title"].iloc[-1] in title


def test_labels_are_broken_for_a_phone(edition):
    titles = [it.title for it in edition.framework.indicators.values()]
    lines = [line for title in titles for line in wrapped(title).split("|")]
    assert max(map(len, lines)) <= WRAP
    assert [wrapped(title).replace("|", " ") for title in titles] == titles


# the whole chapter


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_chart_of_a_chapter_is_whole_and_valid(edition, domain):
    chapter = Chapter(edition, domain)
    by_lens = ("map", "ranking", "trend", "items", "changes")
    shown = [getattr(chapter, name)(lens) for name in by_lens for lens in edition.lenses]
    shown += [chapter.gaps(), chapter.main_gap(), chapter.origins(), chapter.sexes(), chapter.beside()]
    charts = [each for each in shown if hasattr(each, "to_dict")]
    assert len(charts) >= 6
    for chart in charts:
        spec = chart.to_dict()  # checked against Vega-Lite's schema
        assert len(spec["description"]) > 40
        assert spec["title"]
        assert re.search("sb-data|sb-empty", chart_html(chart))


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_words_of_a_chapter_are_there(edition, domain):
    chapter = Chapter(edition, domain)
    assert "The indicators of policy" in chapter.measured()
    assert "convergence" in chapter.convergence("policy").lower() or "divergence" in chapter.convergence(
        "policy"
    )
    assert "told apart" in chapter.tied("policy")
    assert "or before" in chapter.precedents()
