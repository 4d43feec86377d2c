"""The edition that comes with the package: definitions and reference data, to be read only."""

from __future__ import annotations

from pathlib import Path

CARRIED = Path(__file__).parents[1] / "edition"
"""Where a wheel has it; see pyproject.toml."""


def bundled_root() -> Path:
    """Return its folder: that in the wheel; in a checkout, the repository itself."""
    return CARRIED if CARRIED.is_dir() else Path(__file__).parents[3]


def is_carried(path: Path) -> bool:
    """Return whether a path lies in the edition of an installed package, where nothing may be written."""
    return path.resolve().is_relative_to(CARRIED)
