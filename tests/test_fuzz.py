"""A short run of benchmarks/fuzz.py: damaged bytes of real files give findings, never an exception."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parent.parent / "benchmarks/fuzz.py"


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("fuzz", SCRIPT)
    module = sys.modules["fuzz"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", range(5))
def test_no_damaged_file_raises(fuzz, seed):
    failures, longest = fuzz.run(100, seed)
    assert not failures, "\n".join(f"{it.where}\n{it.file}: {it.content[-300:]!r}" for it in failures)
    assert longest < fuzz.SECONDS


def test_the_inputs_are_those_of_the_seed_and_of_every_kind_of_file(fuzz):
    first, again = list(fuzz.inputs(300, 1)), list(fuzz.inputs(300, 1))
    assert first == again
    originals = {content for _, content in fuzz.seeds()}
    assert sum(content in originals for _, content, _ in first) < 30
    assert {Path(file).suffix for file, _, _ in first} == {".yaml", ".csv", ".bib"}
    assert {form for _, _, form in first} == set(fuzz.FORMATS)
