"""A study of two states in French: every kind of page can be used by everyone, and names its language."""

import re
import subprocess
import sys

import pytest

from scoreboard.scaffold import study_plan, write_whole

pytestmark = [pytest.mark.book, pytest.mark.browser]

PAGES = [
    "intro.html",
    "states/index.html",
    "states/XA.html",
    "what_if.html",
    "compare.html",
    "codebook/example_job_access.html",
    "codebook/example_employment_gap.html",
    "method.html",
    "data.html",
    "references.html",
    "search.html",
    "404.html",
]
BUILD = (
    "import pathlib, sys; from scoreboard.report.building import build; "
    "sys.exit(not build(pathlib.Path.cwd(), 'fr', languages=['en', 'fr']))"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("french") / "study"
    write_whole(folder, study_plan("Une étude"))
    command = [sys.executable, "-c", BUILD]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return folder / "_build" / "html" / "fr"


def test_every_kind_of_page_is_there_in_french(site):
    for page in PAGES:
        assert re.search(r'<html[^>]* lang="fr"', (site / page).read_text(encoding="utf-8")), page


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_no_fault(visit, site, page, mode):
    opened = visit(site / page, mode=mode)
    opened.drawn(mode)
    assert opened.faults() == []
    assert opened.outside == []


@pytest.mark.parametrize("page", PAGES)
def test_page_has_no_error_and_fits_a_phone(visit, site, page):
    opened = visit(site / page, width=390)
    opened.drawn("light")
    assert opened.complaints == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert opened.page.evaluate(wide) == 0
