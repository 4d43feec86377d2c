"""The rooms import one way, along the data's way; nothing heavy is loaded before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src/scoreboard"
ROOMS = [
    "findings", "definitions", "observations", "records", "exchange", "estimate", "scoring", "robustness", "analysis",
    "project", "report", "scaffold", "cli",
]  # fmt: skip
"""Ground floor first; `scoreboard` itself only names its faces and stands above all."""
MODULES = sorted(SOURCE.rglob("*.py"))


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "scoreboard" and len(parts) > 1 else None


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, module) of every import, also of those in functions and under TYPE_CHECKING."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write the whole name"
            yield node.lineno, node.module or ""
            if node.module == "scoreboard":
                yield from ((node.lineno, f"scoreboard.{alias.name}") for alias in node.names)


def test_every_module_stands_in_a_room():
    rooms = {room_of(name_of(path)) for path in MODULES}
    assert len(MODULES) > 20
    assert rooms <= {None, *ROOMS}
    assert {"findings", "definitions", "observations", "scoring", "project", "cli"} <= rooms


def test_rooms_import_only_from_rooms_below():
    against = []
    edges = 0
    for path in MODULES:
        here = room_of(name_of(path))
        for line, module in imported(path) if here else ():
            there = room_of(module)
            if there in ROOMS and there != here:
                edges += 1
                if ROOMS.index(there) > ROOMS.index(here):
                    against.append(f"{path.relative_to(SOURCE)}:{line} imports {module}")
    assert against == []
    assert edges > 30


def loaded_by(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(*sorted(sys.modules), file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {module.split(".")[0] for module in run.stderr.split()}


HEAVY = {"pandas", "pandera", "altair", "numpy", "pydantic", "yaml", "duckdb", "ibis"}
HELP = "from scoreboard.cli import main; main(['--help'], standalone_mode=False)"


@pytest.mark.parametrize("code", ["import scoreboard", HELP])
def test_import_and_help_load_nothing_heavy(code):
    loaded = loaded_by(code)
    assert "scoreboard" in loaded
    assert loaded & HEAVY == set()


def test_the_faces_load_on_first_use():
    assert "pandas" in loaded_by("import scoreboard; scoreboard.Project")
    assert "pandas" not in loaded_by("import scoreboard; scoreboard.InvalidDataError")


def test_what_is_no_face_is_an_attribute_error():
    import scoreboard

    with pytest.raises(AttributeError, match="nothing"):
        _ = scoreboard.nothing
    assert all(hasattr(scoreboard, name) for name in scoreboard.__all__)
