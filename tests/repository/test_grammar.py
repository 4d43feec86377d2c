"""The reference of the grammar in book/method.md: every example works, and every word of the models is there."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from scoreboard.definitions.method import (
    FACTORS,
    PARAMETERS,
    SCALING,
    TABLES,
    Imputation,
    Normalisation,
    RuleParameters,
    Treatment,
    Weighting,
)
from scoreboard.definitions.reading import parse_yaml
from scoreboard.findings import Report
from scoreboard.project import Project

OUT = "indicators/outcomes.yaml"


@pytest.fixture(scope="module")
def text(root) -> str:
    return (root / "book/method.md").read_text("utf-8").partition("(grammar)=")[2]


def choices(model: type, key: str) -> set[str]:
    """Return the words that a key may have."""
    words = set()
    for part in [model.model_fields[key].annotation]:
        words |= {word for word in get_args(part) if isinstance(word, str)}
        words |= {word for inner in get_args(part) for word in get_args(inner) if isinstance(word, str)}
    return words


def test_every_word_of_the_grammar_is_explained(text):
    words = {*SCALING, *PARAMETERS, *FACTORS, *TABLES.values()}
    for model in (Imputation, Normalisation, Weighting):
        words |= choices(model, "method")
    words |= choices(Treatment, "then") | choices(RuleParameters, "penalty")
    words |= {key for keys in (*SCALING.values(), *PARAMETERS.values()) for key in keys}
    words |= set(Normalisation.model_fields) - {"method"} | set(Imputation.model_fields) - {"method"}
    assert len(words) >= 60
    assert {word for word in words if f"`{word}`" not in text and f"`{word}: " not in text} == set()


def table_rows(text: str, title: str) -> dict[str, str]:
    """Return first cell → last cell of the table under a heading."""
    lines = text.partition(f"### {title}\n")[2].partition("\n### ")[0].splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]
    return {
        name: row[-1] if len(row) > 2 else "" for row in rows for name in re.findall("`([a-z_]+)`", row[0])
    }


def test_each_method_is_shown_with_the_keys_that_act_on_it(text):
    for title, acting in (("Normalisation", SCALING), ("Rules", PARAMETERS)):
        rows = table_rows(text, title)
        assert [name for name in rows if name in acting] == list(acting)
        for name, keys in acting.items():
            assert set(keys) <= set(re.findall("`([a-z_]+)`", rows[name])), name


EXAMPLES = 7


def examples_in(text: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)


def test_all_examples_are_tried(text):
    assert len(examples_in(text)) == EXAMPLES


@pytest.mark.parametrize("number", range(EXAMPLES))
def test_each_example_is_valid_in_the_mini_project(change_mini, text, number):
    """Try an example: its keys take the place of the mini project's own."""
    project = change_mini()
    example = examples_in(text)[number]
    report = Report()
    document = parse_yaml(example, "example", report)
    assert document is not None, list(report)
    kept = (project / OUT).read_text("utf-8")
    for key in document.value:
        kept = re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", kept, flags=re.MULTILINE)
    (project / OUT).write_text(kept.rstrip("\n") + "\n" + example, "utf-8")
    report = Project(project).validate()
    wrong = [it for it in report if it.severity == "error" and it.code != "factor-without-effect"]
    assert wrong == []  # three states are too few for outliers, which one of the examples treats
