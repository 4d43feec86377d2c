"""The audit chapter says what the audit says."""

import re

import pytest

from scoreboard.analysis.audit import CHECKS, STEPS
from scoreboard.report import enable
from scoreboard.report.blocks import audit
from scoreboard.report.edition import open_edition
from scoreboard.report.figure import chart_html
from scoreboard.robustness.sensitivity import RANK_SHIFT, sensitivity


@pytest.fixture(scope="module")
def edition():
    enable()
    return open_edition()


@pytest.mark.parametrize("lens", ["policy", "outcome"])
def test_every_question_of_every_step_stands_once(edition, lens):
    tables = audit.steps(edition, lens)
    assert len(tables) == len(STEPS)
    whole = "".join(tables)
    for check in CHECKS:
        assert whole.count(f">{check.question}<") == 1, check.code
    verdicts = re.findall(r'class="sb-verdict">([^<]+)<', whole)
    assert len(verdicts) == len(CHECKS)
    said = audit.summary(edition, lens)
    assert f"**{verdicts.count('Pass')} pass**" in said
    assert f"**{verdicts.count('Warn')} warn**" in said
    assert f"**{verdicts.count('Not applicable')} do not apply**" in said


def test_the_sensitivity_is_that_of_the_engine(edition):
    index = edition.framework.policy
    chart = audit.sensitivities(edition, "policy")
    table = chart.to_dict()["usermeta"]["scoreboard"]["table"]
    found = sensitivity(edition.panel, index, base=audit.ROWS).indices
    own = found[found["target"] == RANK_SHIFT]
    shown = {(row[0], row[1]): row[2] for row in table["rows"]}
    for row in own.to_dict("records"):
        factor = audit.capital(audit.FACTOR_WORDS[row["factor"]])
        assert shown[factor, "alone"] == row["first"]
        assert shown[factor, "together with others"] == row["total"]
    top = own.loc[own["total"].idxmax(), "factor"]
    assert audit.FACTOR_WORDS[top] in chart.to_dict()["title"]["text"]
    assert "512 rows" in audit.convergence_of_indices(edition, "policy")


def test_coherence_is_of_the_audited_year(edition):
    tables = audit.coherence(edition, "policy")
    assert len(tables) == 3
    assert all(str(edition.latest("policy", "overall")) in table for table in tables)
    assert "Labour market" in tables[0]


def test_a_project_without_a_lens_or_a_factor_has_the_page_too():
    mini = open_edition("tests/mini")
    assert "no index" in audit.summary(mini, "context")
    assert audit.steps(mini, "context") == audit.coherence(mini, "context") == []
    shown = audit.sensitivities(mini, "policy")
    assert isinstance(shown, str) or chart_html(shown)
