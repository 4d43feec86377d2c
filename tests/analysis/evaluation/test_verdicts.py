"""The verdict follows by rule from the numbers, and no sentence says more than the numbers carry."""

import re
from dataclasses import replace

import numpy as np
import pytest

from scoreboard.analysis.evaluation import Evidence, sentence_of, verdict_of
from scoreboard.analysis.evaluation.verdicts import LEAST_CHANGED, LEAST_OTHERS, RULES, SENTENCES

CLEAR = Evidence(
    changed=5,
    others=20,
    effect=2.0,
    p=0.01,
    low=0.5,
    high=3.5,
    detectable=1.5,
    leads_p=0.5,
    placebo_p=0.8,
    same_sign=1.0,
)
REACHED = {
    "too few changes": {"changed": LEAST_CHANGED - 1, "others": 1},
    "too few states to compare with": {"others": LEAST_OTHERS - 1, "leads_p": 0.001},
    "not estimable": {"p": np.nan, "effect": np.nan, "leads_p": 0.001},
    "moved apart before": {"leads_p": 0.049, "placebo_p": 0.001, "p": 0.9},
    "fails a placebo test": {"placebo_p": 0.049, "p": 0.9},
    "not told from chance": {"p": 0.05, "same_sign": 0.5},
    "rests on one state": {"same_sign": 0.95},
    "told from chance": {"p": 0.0499, "leads_p": 0.05, "placebo_p": 0.05},
}
CAUSAL = (
    r"\b(caus\w*|effects?|impacts?|because|due to|led to|leads to|thanks to|worked|raised|lowered|"
    r"improve\w*|result\w*)\b"
)


def test_every_verdict_has_a_rule_a_sentence_and_a_case():
    assert list(RULES) == list(SENTENCES) == list(REACHED)


@pytest.mark.parametrize("verdict", REACHED)
def test_every_verdict_is_reached_by_the_first_rule_that_holds(verdict):
    evidence = replace(CLEAR, **REACHED[verdict])
    assert verdict_of(evidence) == verdict
    sentence = sentence_of(evidence, "percentage points")
    assert sentence.endswith(".")
    assert not re.search(r"[{}]|nan|inf|-\d", sentence)
    assert not re.search(CAUSAL, sentence, re.IGNORECASE)


def test_the_words_that_are_looked_for_are_found():
    for words in ("it had an effect", "The law raised", "it caused", "This led to"):
        assert re.search(CAUSAL, words, re.IGNORECASE)


def test_a_test_that_could_not_be_made_speaks_neither_way():
    assert verdict_of(replace(CLEAR, leads_p=np.nan, placebo_p=np.nan)) == "told from chance"


def test_sentences_carry_their_numbers_and_unit():
    assert "+2.0 euro (+0.5 to +3.5, p = 0.01)" in sentence_of(CLEAR, "euro")
    small = replace(CLEAR, p=0.4, effect=-0.03, low=-0.11, high=0.05, detectable=0.2)
    assert "−0.03 in the ratio (−0.11 to +0.05, p = 0.40)" in sentence_of(small, "in the ratio")
    assert "less than 0.20 in the ratio" in sentence_of(small, "in the ratio")
    assert "+2.0 (+0.5" in sentence_of(CLEAR, "")
