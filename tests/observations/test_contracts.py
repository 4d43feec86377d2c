"""Contracts are made of the definitions, and none of their checks may fail to run unseen."""

from __future__ import annotations

from datetime import date

import pytest

from scoreboard.findings import Report, catalogue
from scoreboard.observations import check_observations, contracts, read_observations
from scoreboard.observations.contracts import contract


def test_every_check_is_named_by_a_finding(mini):
    schema = contract(mini.framework, {}, date(2026, 1, 1))
    checks = [check for column in schema.columns.values() for check in column.checks] + schema.checks
    names = {check.error or check.name for check in checks}
    assert names <= set(catalogue())
    assert len(names) >= 12


def test_a_check_that_breaks_is_not_taken_for_one_that_found_nothing(mini, monkeypatch):
    def broken(frame):
        raise ZeroDivisionError

    monkeypatch.setattr(contracts, "_within_range", broken)
    report = Report()
    observations = read_observations(mini.root, mini.framework, report)
    with pytest.raises(RuntimeError, match="value-out-of-range"):
        check_observations(observations, mini.framework, report)
