"""The sections of a state's page: their numbers are the engine's, and what lacks says why."""

import re

import numpy as np
import pytest

from scoreboard.report import enable
from scoreboard.report.blocks import BLOCKS, states
from scoreboard.report.blocks.states import movement, outcomes, policy, position, strengths
from scoreboard.report.charts import parts
from scoreboard.report.figure import chart_html
from scoreboard.report.links import compare_link, what_if_link
from scoreboard.report.pages import STATE_PAGE

SECTIONS = sorted(name for name in BLOCKS if name.startswith("state_"))


def markup(parts):
    """The page as text, of whatever a block returns."""
    if parts is None:
        return ""
    if isinstance(parts, list):
        return "\n".join(markup(part) for part in parts)
    if hasattr(parts, "to_dict"):
        return chart_html(parts)
    return parts.astext() if hasattr(parts, "astext") else str(parts)


@pytest.fixture(scope="module", autouse=True)
def drawing():
    enable()


def test_every_section_stands_on_the_page():
    assert len(SECTIONS) >= 10
    assert set(re.findall(r"\{scoreboard\}\} (state_\w+)", STATE_PAGE)) == set(SECTIONS)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("state", ["AT", "LI", "UA", "ME", "BE"])
def test_a_section_says_something_of_any_state(edition, section, state):
    text = markup(BLOCKS[section](edition, state))
    assert len(text) > 20
    assert not re.search(r"\bnan\b|&lt;a href|>None<", text)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_project_of_ones_own_has_every_section(small, section):
    """Without context, with two years, and with domains that its trees do not have."""
    assert len(small.states) == 3
    for state in small.states:
        assert not re.search(r"\bnan\b|>None<", markup(BLOCKS[section](small, state)))


# standing


def test_standing_is_what_the_engine_gives(edition):
    for it in position.standings(edition, "SE", "policy"):
        step = edition.scores("policy").explain("SE", it.year, it.node)
        assert it.score == pytest.approx(step.score, abs=1e-12)
        assert it.low <= it.high
        assert 1 <= it.rank_low <= it.rank_high <= it.of


def test_a_domain_without_a_score_says_why(edition):
    reasons = {it.node: it.why for it in position.standings(edition, "ME", "outcome")}
    assert reasons["education"] == "40 % of the weight is known, 60 % is needed"
    assert reasons["labour_market"] == "no observations"
    assert reasons["housing"] == "in no year do 10 states have a score"
    assert reasons["health"] == ""
    assert "not enough data, no observations" in markup(states.standing(edition, "ME"))


# strengths and weaknesses


def test_groups_of_peers_begin_with_the_nearest(edition):
    groups = strengths.peer_groups(edition, "AT")
    assert [it.key for it in groups] == ["near", "all", "eu"]
    assert all("AT" not in it.states for it in groups)
    assert "GB" not in groups[2].states  # left the Union
    assert [it.key for it in strengths.peer_groups(edition, "UA")] == ["all", "eu"]  # no context known


def test_the_middle_is_the_median_of_the_same_year(edition):
    group = strengths.peer_groups(edition, "AT")[0]
    gaps = strengths.item_gaps(edition, "AT", "policy", group)
    row = gaps.iloc[0]
    frame = edition.panel.frame
    same = frame[(frame["indicator"] == row["item"]) & (frame["year"] == row["year"])].set_index("state")[
        "value"
    ]
    assert row["own"] == same["AT"]
    assert row["middle"] == np.median([same[it] for it in group.states])
    assert gaps["difference"].is_monotonic_decreasing


def test_either_side_holds_its_side_only(edition):
    gaps = strengths.item_gaps(edition, "AT", "outcome", strengths.peer_groups(edition, "AT")[1])
    ahead, behind = strengths.strengths(gaps), strengths.weaknesses(gaps)
    assert (ahead["difference"] > 0).all()
    assert (behind["difference"] < 0).all()
    assert behind["difference"].is_monotonic_increasing
    assert 0 < len(behind) <= strengths.SHOWN


# what changed


@pytest.mark.parametrize("state", ["AT", "SE", "HU", "ME"])
def test_the_parts_of_every_move_sum_to_it(edition, state):
    found = [
        move
        for lens in edition.lenses
        for both in movement.state_moves(edition, state, lens).values()
        for move in both
    ]
    assert len(found) >= 2
    for move in found:
        assert move.items["part"].sum() == pytest.approx(move.change, abs=1e-9)
        assert move.low <= move.high


def test_the_interval_of_a_change_is_that_of_the_uncertainty_analysis(small):
    from scoreboard.robustness import uncertainty

    index = small.framework.policy
    table = uncertainty(small.panel, index).tables("changes")["changes"]
    row = table[(table["state"] == "AT") & (table["node"] == "overall")].iloc[0]
    got = movement.change_interval(small, "policy", "overall", "AT", row["since"], row["year"])
    assert got == pytest.approx((row["low"], row["high"]))


@pytest.mark.parametrize("state", ["AT", "LV"])
def test_the_steps_of_a_change_lead_from_one_score_to_the_other(edition, state):
    moves = [both[-1] for both in movement.state_moves(edition, state, "outcome").values() if both]
    told = [move for move in moves if len(move.items)]
    assert max(len(move.items) for move in told) > parts.MOST
    for move in told:
        names = [edition.framework.indicators[code].title for code in move.items["item"]]
        rows = parts.steps_of(move, names)
        assert len(rows) == min(len(names), parts.MOST) + 2
        assert rows["end"].iloc[0] == move.before
        assert rows["end"].iloc[-2] == pytest.approx(move.after, abs=1e-9)
        assert rows["part"].sum() == pytest.approx(move.change, abs=1e-9)
        assert (rows["high"] - rows["low"]).sum() == pytest.approx(rows["part"].abs().sum())


def test_the_steps_are_drawn_with_all_their_numbers(edition):
    text = markup(movement.moves(edition, "AT"))
    assert (
        len(re.findall(r"Austria, [^<]*: [\d.]+ in \d{4}, [\d.]+ in \d{4}; rises add [\d.]+ points", text))
        >= 2
    )


def test_a_move_says_what_it_came_from(small):
    (move,) = movement.state_moves(small, "AT", "policy")["labour_market"]
    assert movement.move_sentence(small, move) == (
        "Labour market rose from 50.0 in 2018 to 100.0 in 2019 (+50.0; more than what is uncertain: +50 to +50 in "
        "90 % of the draws): raised by Access to jobs (+50.0)."
    )


def test_what_stayed_is_said_together(edition):
    found = [both[-1] for both in movement.state_moves(edition, "AT", "policy").values()]
    *moved, last = movement.move_sentences(edition, found)
    assert len(moved) == 1
    assert last.startswith("No change in Policy, overall (2014–2019), Education (2010–2019)")


# policy items


def test_since_when_a_state_has_the_top_level(edition):
    code = "diploma_recognition"
    frame = edition.panel.frame
    rows = frame[(frame["indicator"] == code) & frame["value"].notna()]
    found = policy.top_since(edition, code)
    last = rows.sort_values("year").groupby("state").last()
    assert set(found) == set(last.index[last["value"] == 100])
    for state, (year, older) in found.items():
        own = rows[rows["state"] == state].set_index("year")["value"]
        assert (own[own.index >= year] == 100).all()
        before = own[own.index < year]
        assert before.empty if older else before.sort_index().iloc[-1] < 100
    assert policy.top_words(edition, code).startswith("coded so since 2007: ")


def test_the_next_level_is_the_one_above(edition):
    item = edition.framework.indicators["diploma_recognition"]
    starts = {0: ("50", "A different procedure"), 50: ("100", "The procedure and the fees are the same")}
    for level, (score, condition) in starts.items():
        above = policy.next_level(item, level)
        assert above[0] == score
        assert above[1].startswith(condition)
    assert policy.next_level(item, 100) is None


# outcomes


def test_an_outcome_has_flag_source_date_and_the_middle_of_peers(edition):
    text = outcomes.outcome_values(edition, "AT")
    assert "Middle of peers" in text
    assert re.search(r"lfsa_\w+ \(\d{4}-\d{2}-\d{2}\)", text)
    assert "break in the series" in outcomes.outcome_values(edition, "DE")


# links


def test_a_link_to_a_page_is_given_only_where_the_page_is(edition, small):
    assert 'href="../compare.html#states=AT,BE"' in (compare_link(edition, ["AT", "BE"]) or "")
    assert 'href="../what_if.html#state=AT"' in (what_if_link(edition, "AT") or "")
    assert compare_link(small, ["AT"]) is None
    assert what_if_link(small, "AT") is None
