"""Warnings of libraries below ours that nobody here can act on."""

from pathlib import Path

import pytest

IBIS_ON_DUCKDB_2 = "ignore:fetch_arrow_table\\(\\) is deprecated:DeprecationWarning"
IBIS_ON_PANDAS_3 = "ignore:The 'future.infer_string' option is deprecated"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            for warning in (IBIS_ON_DUCKDB_2, IBIS_ON_PANDAS_3):
                item.add_marker(pytest.mark.filterwarnings(warning))
