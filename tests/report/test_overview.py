"""All domains at once, women and men, and the map of the start page."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import expect

from scoreboard.report import enable
from scoreboard.report.blocks import changes as changed
from scoreboard.report.blocks import overview, start, women_men
from scoreboard.report.charts import europe_map
from scoreboard.report.charts.double_gap import double_gap
from scoreboard.report.charts.draws import bands, ranked_years
from scoreboard.report.charts.explorer import FIELDS
from scoreboard.report.charts.profiles import domain_correlations, latest_scores
from scoreboard.report.edition import open_edition
from scoreboard.report.figure import chart_html
from scoreboard.report.words import band

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"


@pytest.fixture(scope="module")
def edition():
    enable()
    return open_edition(ROOT)


@pytest.fixture(scope="module")
def europe(edition):
    return europe_map(edition).to_dict()  # checked against Vega-Lite's schema


# the map


def test_the_map_holds_the_scores_and_bands_of_the_engine(edition, europe):
    span = min(index.years.first for index in edition.framework.indices.values())
    cells = {row["id"]: row["cells"] for row in europe["datasets"]["scores"]}
    assert set(europe["datasets"]["scores"][0]) == {"id", *FIELDS}
    assert sorted(cells) == edition.states
    checked = 0
    for lens in edition.lenses:
        rows = bands(edition, lens).dropna(subset=["score"])
        for row in rows.to_dict("records"):
            if row["year"] in ranked_years(edition, lens, row["node"]):
                shown = cells[row["state"]][lens][row["node"]][row["year"] - span]
                assert shown == [round(row["score"], 1), band(row["rank_low"], row["rank_high"])]
                checked += 1
    assert checked > 2000


def test_a_year_without_ranks_shows_the_one_before_and_says_which(edition, europe):
    lines = {(it["lens"], it["domain"], it["year"]): it["text"][0] for it in europe["datasets"]["lines"]}
    last = edition.latest("policy", "education")
    assert last < max(year for _, _, year in lines)
    assert str(last) in lines["policy", "education", last + 1]
    assert "not enough data" in lines["policy", "health", 2007]
    assert "proxy" in lines["policy", "housing", 2019]


@pytest.mark.browser
@pytest.mark.book
@pytest.mark.skipif(not (SITE / "intro.html").is_file(), reason="no book in _build/html: run make report")
def test_the_map_switches_and_a_click_opens_the_state(visit):
    opened = visit(SITE / "intro.html")
    opened.drawn("light")
    figure = opened.page.locator("figure.sb-chart").first
    text = "svg.marks .mark-text.role-mark"
    assert "Policy overall" in figure.locator(text).first.text_content()
    before = figure.locator("svg.marks path[fill]").evaluate_all(
        "all => all.map(it => it.getAttribute('fill'))"
    )
    figure.locator("select[name=lens]").select_option("outcome")
    figure.locator("select[name=domain]").select_option("health")
    expect(figure.locator(text).first).to_contain_text("Health outcomes")
    after = figure.locator("svg.marks path[fill]").evaluate_all(
        "all => all.map(it => it.getAttribute('fill'))"
    )
    assert before != after
    figure.locator("svg.marks g.mark-symbol.role-mark path").last.click()  # a small state's dot
    opened.page.wait_for_url("**/states/*.html")


# all domains


def test_profiles_are_the_latest_scores_in_code_order(edition):
    scores = latest_scores(edition, "policy")
    assert scores.index.tolist() == sorted(scores.index)
    for node in scores:
        for state in ("AT", "SE"):
            exact = edition.scores("policy").explain(state, edition.latest("policy", node), node).score
            assert scores.loc[state, node] == pytest.approx(exact)


def test_correlations_are_symmetric_and_leave_out_proxies(edition):
    rows = domain_correlations(edition)
    both = rows.merge(rows, left_on=["one", "other"], right_on=["other", "one"])
    assert len(both) == len(rows) > 20
    np.testing.assert_allclose(both["spearman_x"], both["spearman_y"])
    assert not rows["one"].str.startswith("Housing").any()
    one = rows[(rows["one"] == "Education, policy") & (rows["other"] == "Health, policy")].iloc[0]
    pair = (
        latest_scores(edition, "policy")[["education", "health"]].dropna().round(9)
    )  # equal but for adding up
    assert one["spearman"] == pytest.approx(pair.corr(method="spearman").iloc[0, 1])
    assert one["states"] == len(pair)


def test_words_across_domains(edition):
    assert "highest in" in overview.summary(edition)
    assert overview.convergence(edition).count("\n") >= 7
    assert "Housing policy (proxy)" in overview.dispersion(edition)
    assert "Ordered whatever the weights" in overview.dominance_table(edition)


# women and men


def test_the_two_parts_make_up_the_double_gap(edition):
    it = edition.framework.indicators["employment_rate_citizenship"]
    rows = double_gap(edition, it).set_index("state")
    assert len(rows) >= 20
    np.testing.assert_allclose(rows["by_sex"] + rows["by_origin"], rows["value"])
    frame = edition.panel.frame
    year = rows["year"].iloc[0]
    own = frame[(frame["indicator"] == it.code) & (frame["year"] == year)]
    level = own.pivot_table(index="state", columns=["group", "sex"], values="value")
    for state in rows.index:
        women, men = level.loc[state, ("NEU27_2020_FOR", "F")], level.loc[state, ("NAT", "M")]
        assert rows.loc[state, "value"] == pytest.approx(women - men)
        native = level.loc[state, ("NAT", "F")] - men
        migrant = women - level.loc[state, ("NEU27_2020_FOR", "M")]
        assert rows.loc[state, "extra"] == pytest.approx(migrant - native)
    assert (rows["low"] < rows["value"]).all()
    assert (rows["high"] - rows["low"] < rows["extra_high"] - rows["extra_low"]).all()  # four errors, not two


def test_less_is_better_turns_the_sign(edition):
    it = edition.framework.indicators["unemployment_rate_citizenship"]
    rows = double_gap(edition, it).set_index("state")
    own = edition.panel.frame.query("indicator == @it.code and year == @rows['year'].iloc[0]")
    level = own.pivot_table(index="state", columns=["group", "sex"], values="value")
    women, men = level["NEU27_2020_FOR", "F"], level["NAT", "M"]
    np.testing.assert_allclose(rows["value"], (men - women)[rows.index])


def test_who_has_no_data_is_named(edition):
    text = women_men.missing(edition)
    for it in women_men.statistics(edition):
        assert it.title in text
    assert "Liechtenstein" in text
    assert "No statistic of these domains is at hand by sex" in text
    charts = [
        women_men.overview(edition),
        *women_men.within_migrants(edition),
        *women_men.double_gaps(edition),
    ]
    assert len(charts) >= 9
    for chart in charts:
        chart.to_dict()
        assert "sb-data" in chart_html(chart)


# a project of one's own


def test_a_project_of_three_states_has_these_pages_too():
    enable()
    mini = open_edition(ROOT / "tests" / "mini")
    assert "sb-data" in chart_html(europe_map(mini))
    assert changed.latest(mini)
    assert start.findings(mini)
    blocks = [overview.correlations(mini), overview.profiles(mini, "policy"), women_men.overview(mini)]
    assert all("sb-figure" in chart_html(block) for block in blocks)
    assert isinstance(overview.dispersion(mini), str)
    assert women_men.double_gaps(mini)


def test_frames_keep_their_links():
    """A column of text would lose what marks a link as finished markup."""
    table = overview.table_html(pd.DataFrame({"State": [overview.Html("<a>x</a>")]}, dtype=object), "Links")
    assert "<a>x</a>" in table
