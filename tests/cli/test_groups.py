"""`scoreboard groups`, and the options that limit other verbs to a group of states."""

from __future__ import annotations

import io
import json

import pandas as pd
import pytest
from click.testing import CliRunner

from scoreboard.cli import main


@pytest.fixture
def project(change_mini):
    folder = change_mini()
    text = "groups:\n  TWO:\n    title: Two states\n    members: {AT: [], SE: [{since: 2019-01-01}]}\n"
    (folder / "data/groups.yaml").write_text(text, "utf-8")
    return folder


@pytest.fixture
def call(project):
    def run(*arguments):
        return CliRunner().invoke(main, [*arguments, "--project", str(project)])

    return run


def table(result) -> pd.DataFrame:
    assert result.exit_code == 0, result.output
    return pd.read_csv(io.StringIO(result.stdout), keep_default_na=False)


def test_groups_are_listed_with_their_members_on_a_day(call):
    listed = json.loads(call("groups", "--on", "2018", "--format", "json").stdout)
    assert [(it["group"], it["states"]) for it in listed] == [("TWO", "AT")]
    assert table(call("groups", "--group", "TWO", "--on", "2019-01-01", "--format", "csv"))[
        "state"
    ].tolist() == ["AT", "SE"]
    ever = table(call("groups", "--group", "TWO", "--on", "2018", "--all", "--format", "csv"))
    assert ever["since"].tolist() == ["", "2019-01-01"]


def test_scores_of_members_are_those_of_all_states(call):
    whole = table(call("score", "--lens", "policy", "--format", "csv"))
    own = table(call("score", "--lens", "policy", "--group", "TWO", "--format", "csv"))
    assert set(zip(own["state"], own["year"], strict=True)) == {("AT", 2018), ("AT", 2019), ("SE", 2019)}
    keys, told = ["state", "year", "node"], ["score", "rank"]
    among_all = whole.set_index(keys).loc[pd.MultiIndex.from_frame(own[keys]), told]
    assert among_all.astype(str).to_numpy().tolist() == own[told].astype(str).to_numpy().tolist()


def test_a_day_holds_the_members_through_all_years(call):
    own = table(call("score", "--lens", "policy", "--group", "TWO", "--on", "2019", "--format", "csv"))
    assert {("SE", 2018)} <= set(zip(own["state"], own["year"], strict=True))


def test_the_average_has_an_interval_and_a_coverage(call):
    own = table(call("score", "--lens", "policy", "--group", "TWO", "--node", "overall", "--format", "csv"))
    found = table(
        call("score", "--lens", "policy", "--group", "TWO", "--node", "overall", "--mean", "--format", "csv")
    )
    last = found[found["year"] == 2019].iloc[0]
    scores = pd.to_numeric(own[own["year"] == 2019]["score"])
    assert float(last["average"]) == pytest.approx(scores.mean())
    assert (last["members"], last["with_data"], last["weights"]) == (2, 2, "equal")
    assert float(last["low"]) <= float(last["high"])


@pytest.mark.parametrize("verb", [["robustness", "--draws", "100"], ["trends", "--lens", "policy"]])
def test_other_verbs_show_members_only(call, verb):
    found = table(call(*verb, "--group", "TWO", "--format", "csv"))
    assert set(found["state"]) == {"AT", "SE"}


def test_pairs_are_of_members(call):
    found = table(
        call("robustness", "--draws", "100", "--table", "pairs", "--group", "TWO", "--format", "csv")
    )
    assert set(zip(found["state"], found["other"], strict=True)) == {("AT", "SE"), ("SE", "AT")}


def test_gaps_take_states_for_groups_are_of_people(call):
    found = table(call("gaps", "employment_rate", "--states", "TWO", "--format", "csv"))
    assert set(found["state"]) == {"AT", "SE"}
    average = table(call("gaps", "employment_rate", "--states", "TWO", "--mean", "--format", "csv"))
    assert {"average", "se", "low", "high", "with_data"} <= set(average)
    assert len(average) > 0


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["score", "--group", "TOW"], "did you mean 'TWO'"),
        (["score", "--group", "TWO", "--on", "31.12.2019"], "is no day"),
        (["score", "--on", "2019"], "--on goes with a group of states"),
        (["score", "--mean"], "--mean goes with --group"),
        (["score", "--mean", "--group", "TWO", "--state", "AT"], "not with --state"),
        (["score", "--mean", "--group", "TWO", "--node", "job_access"], "name such a --node"),
        (["score", "--mean", "--group", "TWO", "--year", "1066"], "no score has year 1066"),
        (["gaps", "employment_rate", "--mean"], "--mean goes with --states"),
        (["groups", "--group", "TOW"], "did you mean 'TWO'"),
        (["robustness", "--leave-one-out", "--group", "TWO"], "does not tell states apart"),
    ],
)
def test_misuse_is_named(call, arguments, hint):
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in " ".join(result.stderr.split())
