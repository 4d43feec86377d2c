"""Computed chapters: run in a copy of this process, where the libraries are loaded and the scores are made.

A kernel for each chapter takes 2.5 s to start and scores the whole project again. What cannot be run here, a
chapter in another language or with commands of the notebook, is left to its kernel, and run again whenever
any input changes, since nobody can know what it reads.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from scoreboard.report import inputs
from scoreboard.report.drawing import bounds
from scoreboard.report.edition import Edition, shared
from scoreboard.report.ledger import Key, Record, read
from scoreboard.robustness.spreading import forked

SUFFIX = ".ipynb"
Executed = tuple[str, list[Key], dict[Key, Record]]


@read(kept=True)
def outputs(edition: Edition, name: str) -> tuple[str | None, str]:
    """Return an executed chapter as the text of a notebook; None, and all inputs, if it is left to a kernel.

    Parameters
    ----------
    name : the file, from the folder of the project.
    """
    path = edition.root / name
    if _can_run(json.loads(path.read_text("utf-8"))):
        _draw_once(edition)
        with suppress(_FailedError):
            executed, reads, records = forked(lambda: _execute(edition.root, path))()
            edition.ledger.absorb(reads, records)
            return executed, ""
    return None, inputs.everything(edition.project.root)


def _draw_once(edition: Edition) -> None:
    """Draw in the process that all chapters are copied from, so that they need not draw each for itself."""
    with edition.ledger.apart():
        for lens in edition.lenses:
            bounds(edition, lens)


def outputs_key(name: str) -> Key:
    """Return the key by which a ledger knows an executed chapter."""
    return f"{__name__}:{outputs.__name__}", name


def _can_run(notebook: dict[str, Any]) -> bool:
    """Return whether a notebook is plain Python."""
    kernel = notebook.get("metadata", {}).get("kernelspec", {})
    code = (cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    lines = (line for source in code for line in "".join(source).splitlines())
    return kernel.get("name", "python3") == "python3" and not any(
        line.lstrip().startswith(("%", "!", "?")) for line in lines
    )


class _FailedError(Exception):
    """A cell failed: its kernel shall say how."""


def _execute(root: Path, path: Path) -> Executed:
    """Run a notebook; called in a process of its own, forked from the one that builds the book."""
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    os.chdir(path.parent)
    notebook = nbformat.read(path, as_version=4)
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    ledger = shared(root).ledger
    with ledger.apart() as reads:
        ledger.opened(str(path))
        code = (cell for cell in notebook.cells if cell.cell_type == "code")
        for number, cell in enumerate(code, start=1):
            cell.execution_count, cell.outputs = number, _run(shell, cell.source, number)
        ledger.imported()
    return nbformat.writes(notebook), list(reads), ledger.records


def _run(shell: Any, source: str, number: int) -> list[Any]:  # noqa: ANN401  (IPython has no types)
    """Run a cell and return its outputs: what was printed, what was displayed, and what its last line gives."""
    from IPython.utils.capture import capture_output
    from nbformat.v4 import new_output

    with capture_output() as seen:
        # a shell outside of a notebook would print the value of the last line as plain text
        shell.display_trap.hook = _noting(shell, sys.displayhook)
        done = shell.run_cell(source, store_history=True)
    if not done.success:
        raise _FailedError(str(done.error_before_exec or done.error_in_exec))
    printed = [
        new_output("stream", name=name, text=text)
        for name, text in (("stdout", seen.stdout), ("stderr", seen.stderr))
        if text
    ]
    shown = [(it.data, it.metadata or {}) for it in seen.outputs]
    last = len(shown) - 1 if done.result is not None else -1
    return printed + [
        new_output("execute_result", data, metadata=about, execution_count=number)
        if place == last
        else new_output("display_data", data, metadata=about)
        for place, (data, about) in enumerate(shown)
    ]


def _noting(shell: Any, display: Callable[[object], None]) -> Callable[[object], None]:  # noqa: ANN401
    """Return what displays a value and notes that it is the result of its cell."""

    def displayed(value: object) -> None:
        shell.displayhook.fill_exec_result(value)
        display(value)

    return displayed


def provide(name: str, executed: str | None, cache: Path) -> None:
    """Lay an executed chapter where the build looks for it, or take away what is there so that a kernel runs.

    Parameters
    ----------
    name : path of the notebook. executed : the text of the notebook with its outputs, or None.
    cache : the folder of the notebook cache.
    """
    import nbformat
    from jupyter_cache import get_cache  # type: ignore[import-untyped]
    from jupyter_cache.base import CacheBundleIn  # type: ignore[import-untyped]

    known = get_cache(str(cache))
    if executed is not None:
        notebook = nbformat.reads(executed, as_version=4)
        bundle = CacheBundleIn(notebook, name, data={"execution_seconds": 0.0})
        known.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    else:
        with suppress(KeyError):
            plain = nbformat.read(name, as_version=4)
            known.remove_cache(known.match_cache_notebook(plain).pk)
