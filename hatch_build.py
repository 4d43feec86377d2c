"""Puts the edition into a wheel: definitions and reference data, as `scoreboard/edition/`.

In an editable installation there is none: `scoreboard.Project.bundled()` then opens the repository itself.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class EditionHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the files and folders that pyproject.toml lists under `edition`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Have hatchling include them, at the same paths below the package."""
        if version == "standard":
            edition = {name: f"scoreboard/edition/{name}" for name in self.config["edition"]}
            build_data["force_include"].update(edition)
