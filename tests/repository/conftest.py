"""The real project, validated and scored once for all health tests."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scoreboard.project import Project


@pytest.fixture(scope="session")
def project() -> Project:
    return Project(Path(__file__).parents[2])


@pytest.fixture(scope="session")
def policy(project) -> pd.DataFrame:
    """Policy scores, indexed by (state, year, node)."""
    return project.scores("policy").frame.set_index(["state", "year", "node"])
