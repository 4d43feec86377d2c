"""What Lighthouse says of the real book, served as a host does: on a phone and on a desk.

How fast a page is depends on the machine that runs it, so `benchmarks/lighthouse.py` measures that; here stands what
makes it fast on any: little to load, nothing that keeps the page from being seen, nothing that moves.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SITE = HERE.parents[1] / "_build" / "html"
PAGES = ["intro.html", "states/AT.html", "what_if.html"]
BEYOND_CHARTS = 220_000
"""Bytes over the wire of a page and all that it loads, but for the libraries of charts, which all pages share."""
SHARED = ("/_static/scoreboard/vega.js", "/_static/scoreboard/shapes.js")

pytestmark = [
    pytest.mark.book,
    pytest.mark.browser,
    pytest.mark.skipif(not (SITE / "intro.html").is_file(), reason="no book in _build/html: run make report"),
]


@pytest.fixture(scope="module")
def audits(npm):
    """One audit per page and form; see audit.mjs."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no Chromium to audit with")
    folder = npm(HERE)
    shutil.copy(HERE / "audit.mjs", folder)
    done = subprocess.run(
        ["node", "audit.mjs", str(SITE), *PAGES],
        cwd=folder, env=os.environ | {"CHROME_PATH": chromium},
        check=False, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert [(it["page"], it["form"]) for it in found] == [
        (page, form) for page in PAGES for form in ("phone", "desk")
    ]
    return {(it["page"], it["form"]): it for it in found}


@pytest.fixture(params=[(page, form) for page in PAGES for form in ("phone", "desk")], ids=" ".join)
def audit(audits, request):
    return audits[request.param]


def test_everyone_can_use_the_page(audit):
    assert audit["faults"]["accessibility"] == []
    assert audit["scores"]["accessibility"] == 100


def test_the_page_keeps_to_good_practice(audit):
    assert audit["scores"]["best-practices"] >= 95, audit["faults"]["best-practices"]


def test_no_script_keeps_the_page_from_being_seen(audit):
    assert [file for file in audit["blocking"] if file.endswith(".js")] == []


def test_the_page_loads_little(audit):
    own = [size for file, size in audit["requests"] if file not in SHARED]
    assert 10 < len(own) < 30
    assert sum(own) < BEYOND_CHARTS, audit["requests"]


def test_nothing_moves_under_the_reader(audit):
    assert audit["shift"] < 0.05
