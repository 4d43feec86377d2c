"""What a page reads of the whole: the slice that it shows, so that a change elsewhere leaves it as it is."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from scoreboard.analysis.evaluation import candidates, survey
from scoreboard.project import Project
from scoreboard.report.contents import content_key
from scoreboard.report.edition import Edition
from scoreboard.report.evaluating import pairs, surveyed
from scoreboard.report.slices import Middle, latest_scores, middles, observations, panel_of, scored, strip

MINI = Path(__file__).parents[1] / "mini"
SECTIONS = ["state_trends", "state_moves", "state_context"]
CELL = "AT,employment_rate,2020,NEU27_2020_FOR,T,Y20-64,"


def key(section, state):
    return content_key("scoreboard.report.blocks", section, state)


@pytest.fixture(scope="module")
def made_again(tmp_path_factory):
    """The contents that are made after a value of AT changed."""
    root, kept = (tmp_path_factory.mktemp("slices") / name for name in ("project", "kept"))
    shutil.copytree(MINI, root)

    def build():
        edition = Edition(Project(root), kept, "1")
        hashes = {
            (it, state): edition.ledger.digest(key(it, state)) for it in SECTIONS for state in ("AT", "BE")
        }
        edition.ledger.save()
        made = {it for it in hashes if key(*it) in edition.ledger._values}
        return hashes, made

    first, all_made = build()
    assert all_made == set(first)
    change(root, "65")
    second, made = build()
    assert second != first
    return made


def change(root, value):
    """Write another value into the cell of AT."""
    table = root / "data/AT/outcomes.csv"
    text = table.read_text("utf-8")
    assert text.count(f"{CELL},64,") == 1
    table.write_text(text.replace(f"{CELL},64,", f"{CELL},{value},"), "utf-8")


@pytest.mark.parametrize("section", SECTIONS)
def test_a_value_of_one_state_leaves_what_another_shows_of_itself(made_again, section):
    assert (section, "BE") not in made_again


def test_a_value_of_a_state_is_seen_on_its_own_page(made_again):
    assert ("state_trends", "AT") in made_again


@pytest.fixture(scope="module")
def edition():
    return Edition(Project(MINI))


def test_slices_are_the_rows_of_the_whole(edition):
    for state in (*edition.states, "XX"):
        rows = edition.panel.frame[edition.panel.frame["state"] == state]
        assert observations(edition, state)["value"].equals(rows["value"].reset_index(drop=True))
    known = edition.frame.dropna(subset=["score"])
    parts = [scored(edition, lens, state) for lens in edition.lenses for state in edition.states]
    assert sum(map(len, parts)) == len(known) > 0


def test_the_middle_of_a_node_is_that_of_its_latest_ranked_year(edition):
    found = middles(edition, "outcome")
    assert found
    for node, middle in found.items():
        scores = edition.year("outcome", node, edition.latest("outcome", node))["score"]
        assert middle == Middle(edition.latest("outcome", node), scores.notna().sum(), scores.median())
        own = [latest_scores(edition, "outcome", state) for state in edition.states]
        assert sorted(pd.concat(own).query("node == @node")["score"].dropna()) == sorted(scores.dropna())


def test_a_change_that_cannot_be_seen_leaves_the_strips_of_other_states(tmp_path):
    """The strip of all states is drawn to a tenth of a point; the state's own score is told in full."""
    shutil.copytree(MINI, tmp_path / "project")
    before = Edition(Project(tmp_path / "project"))
    seen = [strip(before, "outcome"), *(latest_scores(before, "outcome", state) for state in ("AT", "BE"))]
    change(tmp_path / "project", "64.001")
    after = Edition(Project(tmp_path / "project"))
    assert strip(after, "outcome").equals(seen[0])
    assert len(seen[0]) > 2
    assert not latest_scores(after, "outcome", "AT")["score"].equals(seen[1]["score"])
    assert latest_scores(after, "outcome", "BE")["score"].equals(seen[2]["score"])


def test_a_survey_made_item_by_item_is_the_survey(edition):
    every = candidates(edition.panel)
    assert pairs(edition).equals(every)
    assert len(panel_of(edition, [*every["item"], *every["outcome"]]).frame) < len(edition.panel.frame)
    assert surveyed(edition).equals(survey(edition.panel))
