"""What an editor tells who writes a definition: diagnostics, completion and hover from schemas/."""

from __future__ import annotations

import pytest

from scoreboard.definitions.models import Indicator, PolicyIndicator
from scoreboard.project import Project
from scoreboard.scaffold import indicator_plan, study_plan

GOOD = "indicators/labour_market/example_job_access.yaml"
FILES = [path for path in study_plan("A study") if path.endswith(".yaml")]
"""All YAML files of a new project but the book's own, which end in .yml."""


def line_of(text: str, beginning: str) -> int:
    """Return the number, from 0, of the only line that begins so."""
    (number,) = (at for at, line in enumerate(text.splitlines()) if line.startswith(beginning))
    return number


def plain(text: str) -> str:
    """Return Markdown without its escapes."""
    return " ".join(text.replace("\\", "").replace("&nbsp;", " ").split())


@pytest.mark.parametrize("file", FILES)
def test_a_good_file_has_no_diagnostics(server, study, file):
    assert server.open(study / file) == []


def test_a_bad_file_is_marked_at_the_right_lines(server, study):
    text = (study / GOOD).read_text("utf-8")
    bad = text.replace("title:", "titel:").replace("score: 50\n", "score: 150\n")
    bad = bad.replace("domain: labour_market", "domain: labor_market")
    path = study / "indicators/labour_market/bad.yaml"
    found = server.open(path, bad)

    at = {each["range"]["start"]["line"]: each["message"] for each in found}
    assert "titel" in at[line_of(bad, "titel:")]
    assert "labour_market" in at[line_of(bad, "domain:")]
    assert "100" in at[line_of(bad, "  - score: 150")]
    assert any('"title"' in each["message"] for each in found)
    assert all(each["severity"] == 1 for each in found)


def test_a_new_indicator_is_marked_at_its_empty_values(server, study):
    ((file, text),) = indicator_plan("health", "my_item", "policy", Project(study).framework).items()
    found = server.open(study / file, text)
    lines = {each["range"]["start"]["line"] for each in found}
    assert {line_of(text, f"{key}:") for key in ("title", "why", "question")} <= lines


def test_completion_offers_the_keys_that_are_left(server, study):
    text = (study / GOOD).read_text("utf-8") + "\npro\n"
    path = study / "indicators/labour_market/unfinished.yaml"
    server.open(path, text)
    answer = server.ask("completion", path, len(text.splitlines()) - 1, 3)
    offered = {item["label"]: item for item in answer["items"]}
    assert {"proxy", "exceptions"} <= offered.keys()
    assert offered.keys() <= PolicyIndicator.model_fields.keys()
    description = Indicator.model_fields["proxy"].description
    assert plain(description) in plain(str(offered["proxy"]["documentation"]))


def test_completion_offers_the_values_of_a_key(server, study):
    text = (study / GOOD).read_text("utf-8").replace("domain: labour_market", "domain: ")
    path = study / "indicators/labour_market/undecided.yaml"
    server.open(path, text)
    answer = server.ask("completion", path, line_of(text, "domain:"), len("domain: "))
    assert {"labour_market", "education", "health", "housing", "anti_discrimination"} <= {
        item["label"].strip() for item in answer["items"]
    }


@pytest.mark.parametrize(
    ("key", "model"), [("why", Indicator), ("question", PolicyIndicator), ("levels", PolicyIndicator)]
)
def test_hover_shows_what_a_key_means(server, study, key, model):
    path = study / GOOD
    server.open(path)
    answer = server.ask("hover", path, line_of(path.read_text("utf-8"), f"{key}:"), 1)
    assert plain(model.model_fields[key].description) in plain(answer["contents"]["value"])
