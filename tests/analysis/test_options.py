"""Goal seeking: the smallest set of changes, held against trying everything, a solver, and new data."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from scoreboard.analysis.options import OptionsError, Question, holders, levels_of, options_table, seek
from scoreboard.analysis.options.answers import rescored
from scoreboard.definitions.method import Normalisation, RuleParameters, Treatment
from scoreboard.project import Project
from scoreboard.scoring import score

RULES = {
    "arithmetic": {},
    "geometric": {"shift": 1},
    "harmonic": {"shift": 1},
    "power": {"exponent": 0.5},
}
NODES = ["overall", "education", "teachers", "housing", "school_access"]


@pytest.fixture(scope="module")
def scores(mini):
    return mini.scores("policy")


@pytest.fixture(scope="module")
def real(root):
    return Project(root).scores("policy")


def under(mini, **changes):
    """Score the mini project by another index."""
    return score(mini.panel(), mini.framework.indices["policy"].model_copy(update=changes))


def every_way(question):
    """Yield (steps, items, score) of every combination of higher answers, by the engine."""
    values = question.scores.block.values[question.unit]
    menus = []
    for leaf, levels in levels_of(question.scores).items():
        higher = [level.value for level in levels if level.value > values[leaf]]
        kept = higher[:1] if question.jumps == "next" else higher
        menus.append([(0, leaf, values[leaf]), *((n, leaf, v) for n, v in enumerate(kept, start=1))])
    combined = list(itertools.product(*menus))
    answers = [{leaf: value for _, leaf, value in some} for some in combined]
    reached = rescored(question.scores, question.unit, question.column, answers)
    for some, result in zip(combined, reached, strict=True):
        yield sum(n for n, *_ in some), sum(n > 0 for n, *_ in some), result


def climbed(question, way):
    return sum(change.steps for change in way.changes) if question.count == "steps" else len(way.changes)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("jumps", ["any", "next"])
@pytest.mark.parametrize("count", ["steps", "items"])
def test_no_smaller_set_reaches_the_target_and_no_equal_one_gains_more(mini, rule, jumps, count):
    scores = under(mini, aggregation=rule, parameters=RuleParameters(**RULES[rule]))
    found = 0
    for state, year, node in itertools.product(["AT", "BE", "SE"], [2018, 2019], NODES):
        question = Question(scores, state, year, node, jumps, count)
        known = [
            (steps if count == "steps" else items, result) for steps, items, result in every_way(question)
        ]
        for target in (40.0, 65.0, 90.0, 100.0):
            way = question.way(target)
            enough = [(size, result) for size, result in known if result >= target - 1e-9]
            if way.reason:
                assert ("reached" in way.reason and way.start >= target - 1e-9) or not enough
                continue
            found += 1
            least = min(size for size, _ in enough)
            assert climbed(question, way) == least
            assert way.reached == pytest.approx(
                max(result for size, result in enough if size == least), abs=1e-9
            )
            if count == "steps":
                assert way.most == pytest.approx(max(result for _, result in known), abs=1e-9)
    assert found > 10


def test_a_worked_example(scores):
    """AT 2019: education = (3·50 + 30)/4; one step of school access is worth 37.5 points, recruitment 17.5."""
    way = seek(scores, "AT", 2019, "education", 62)
    assert [(it.indicator, it.before, it.after, it.steps) for it in way.changes] == [
        ("school_access", 50, 100, 1)
    ]
    assert way.start == pytest.approx(45)
    assert way.reached == pytest.approx(82.5)
    assert way.changes[0].alone == pytest.approx(37.5)


def least_steps(scores, state, node, target):
    """Return the least number of steps by mixed-integer programming, for nodes whose means are arithmetic."""
    unit, column = scores.block.unit(state, 2019), scores.tree.column(node)
    start = scores.values[unit, column]
    options, gains, steps = [], [], []
    for leaf, levels in levels_of(scores).items():
        higher = [level for level in levels if level.value > scores.block.values[unit, leaf]]
        for n, level in enumerate(higher, start=1):
            gain = rescored(scores, unit, column, [{leaf: level.value}])[0] - start
            options.append(leaf)
            gains.append(gain)
            steps.append(n)
    one = np.array([[leaf == other for other in options] for leaf in dict.fromkeys(options)], float)
    constraints = [LinearConstraint(one, ub=1), LinearConstraint(np.array([gains]), lb=target - start - 1e-7)]
    result = milp(
        np.array(steps), integrality=np.ones(len(steps)), bounds=Bounds(0, 1), constraints=constraints
    )
    return round(result.fun)


@pytest.mark.parametrize("node", ["labour_market", "health", "anti_discrimination"])
def test_a_solver_finds_no_smaller_set_in_the_real_data(real, node):
    tried = 0
    for state in ["AT", "BG", "HU", "LV", "PL", "SK"]:
        question = Question(real, state, 2019, node)
        for target in ("median", "+10"):
            way = question.way(target)
            if not way.reason:
                tried += 1
                assert sum(it.steps for it in way.changes) == least_steps(real, state, node, way.target)
    assert tried >= 6


def test_the_answers_written_into_the_data_give_the_score(change_mini, scores):
    way = seek(scores, "AT", 2019, "overall", 90)
    lines = {it.indicator: f"AT,{it.indicator},2019,,,,,{{:g}},,,,LAWS-2020," for it in way.changes}
    edits = [
        {"file": "data/AT/policy.csv", "old": lines[it.indicator].format(it.before),
         "new": lines[it.indicator].format(it.after)}
        for it in way.changes
    ]  # fmt: skip
    assert len(edits) >= 2
    changed = Project(change_mini(edits)).scores("policy")
    unit, column = changed.block.unit("AT", 2019), changed.tree.column("overall")
    assert changed.values[unit, column] == pytest.approx(way.reached, abs=1e-12)


def test_what_others_could_not_do_alone_is_found_for_every_state_and_field(real):
    """The look-up of teachers included, in which one change alone may gain nothing."""
    states = sorted(set(real.block.states.tolist()))
    reached = [
        way
        for state in states
        for node in ("overall", "education")
        if not (way := Question(real, state, 2019, node).way("+10")).reason
    ]
    assert len(reached) > 50
    assert all(way.reached >= way.target - 1e-9 for way in reached)
    assert all(change.after > change.before for way in reached for change in way.changes)


def test_a_missing_answer_is_left_alone(mini):
    scores = mini.scores("policy")
    values = scores.block.values.copy()
    unit = scores.block.unit("AT", 2019)
    leaf = scores.tree.column("job_access")
    values[unit, leaf] = np.nan
    from scoreboard.scoring.scores import score_block

    fewer = score_block(scores.panel, scores.plan, replace(scores.block, values=values))
    way = seek(fewer, "AT", 2019, "overall", 100)
    assert "job_access" not in {change.indicator for change in way.changes}
    nothing = seek(fewer, "AT", 2019, "labour_market", 100)
    assert nothing.changes == ()
    assert nothing.reason == "not enough data for a score"


def test_targets_in_words(scores):
    question = Question(scores, "AT", 2019, "overall")
    of_year = scores.values[scores.block.years == 2019, scores.tree.column("overall")]
    assert question.target("median") == np.median(of_year)
    assert question.target("+5") == pytest.approx(question.way("+5").start + 5)
    assert question.target("61.5") == question.target(61.5) == 61.5
    with pytest.raises(OptionsError, match="points to gain such as '\\+5', not 'best'"):
        question.target("best")


def test_too_few_states_have_no_median(mini):
    few = under(mini, minimum_states=4)
    with pytest.raises(OptionsError, match="not enough data: 3 states have a score of overall in 2019"):
        seek(few, "AT", 2019, "overall", "median")


def test_what_is_reached_or_out_of_reach_says_so(scores):
    assert seek(scores, "SE", 2019, "labour_market", "median").reason == "reached already"
    far = seek(scores, "AT", 2018, "overall", 100.5)
    assert far.reason == "out of reach: no changes of the answers give more than 100.0"
    assert far.reached == far.start


def test_one_level_at_a_time_may_not_be_enough(real):
    assert seek(real, "PL", 2019, "labour_market", 100).reached == pytest.approx(100)
    near = seek(real, "PL", 2019, "labour_market", 100, jumps="next")
    assert near.reason.startswith("out of reach: no changes of the answers give more than ")
    assert near.start < near.most < 100


def test_a_rule_that_compares_states_is_refused(mini):
    with pytest.raises(
        OptionsError, match="overall compares states, so one state's answers do not settle its score"
    ):
        seek(under(mini, aggregation="copeland"), "AT", 2019, "overall", 80)


COMPARED = {
    "scale": {"normalisation": Normalisation(method="min_max")},
    "treatment": {"treatment": Treatment()},
}


@pytest.mark.parametrize("change", COMPARED.values(), ids=COMPARED)
def test_levels_that_depend_on_other_states_are_refused(mini, change):
    with pytest.raises(
        OptionsError, match="no item has answers that earn the same score whatever other states do"
    ):
        seek(under(mini, **change), "AT", 2019, "overall", 80)


def test_outcomes_have_no_answers(mini):
    with pytest.raises(OptionsError, match="no item has answers"):
        seek(mini.scores("outcome"), "AT", 2019, "overall", 80)


def test_holders_have_the_level_without_a_break(scores):
    known = {str(it) for it in holders(scores, "job_access", 100, 2019)}
    leaf = scores.tree.column("job_access")
    values = {
        state: [scores.block.values[scores.block.unit(state, year), leaf] for year in (2018, 2019)]
        for state in ("AT", "BE", "SE")
    }
    expected = {
        f"{state} since {2018 if before == 100 else 2019}" + (" or before" if before == 100 else "")
        for state, (before, now) in values.items()
        if now == 100
    }
    assert "AT since 2019" in known
    assert known == expected


def test_the_table_says_what_the_law_would_say(scores):
    question = Question(scores, "AT", 2019, "education")
    table = options_table(question, question.way(62))
    row = table.iloc[0]
    assert row["condition"] == "Yes, every child."
    assert row["holders"].startswith("SE since 2018 or before")
    assert row["reached"] == pytest.approx(82.5)


def test_a_way_by_one_item_of_the_tree(scores):
    way = seek(scores, "AT", 2019, "school_access", 100)
    assert [(it.indicator, it.after) for it in way.changes] == [("school_access", 100)]
