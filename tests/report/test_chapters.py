"""Chapters run in a copy of the builder's process: what a cell gives is what a kernel gives."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest

THING = "class Thing:\n    def _repr_html_(self):\n        return '<b>shown</b>'\n"


def outputs_of(source):
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    from scoreboard.report.chapters import _run

    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    return [dict(output) for output in _run(shell, source, 1)]


@pytest.fixture
def run():
    """Run a cell in a process of its own: a shell changes the one it is in."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as worker:
        yield lambda source: worker.submit(outputs_of, source).result()


def test_the_value_of_the_last_line_is_shown_as_in_a_notebook(run):
    (output,) = run(f"{THING}Thing()")
    assert output["output_type"] == "execute_result"
    assert output["data"]["text/html"] == "<b>shown</b>"


def test_what_is_displayed_on_the_way_comes_before_it(run):
    first, second = run(f"from IPython.display import display\n{THING}display(Thing())\n1 + 1")
    assert (first["output_type"], first["data"]["text/html"]) == ("display_data", "<b>shown</b>")
    assert (second["output_type"], second["data"]["text/plain"]) == ("execute_result", "2")


def test_what_is_printed_is_a_stream_and_no_value_is_no_output(run):
    assert [output["text"] for output in run("print('said')\nNone")] == ["said\n"]
