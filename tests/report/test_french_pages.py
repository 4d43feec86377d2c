"""A study of two states in English and French: every kind of page can be used by everyone, and names its language."""

import subprocess
import sys
from pathlib import Path

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
COMMAND = [Path(sys.executable).parent / "scoreboard", "book", "--lang", "en", "--lang", "fr"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("french") / "study"
    write_whole(folder, study_plan("Une étude"))
    done = subprocess.run(COMMAND, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    site = folder / "_build" / "html"
    assert done.stdout.split()[-2:] == [str(site / "index.html"), str(site / "fr" / "index.html")]
    return site / "fr"


@pytest.mark.parametrize("page", PAGES)
def test_every_kind_of_page_is_there_in_both_languages_and_leads_to_the_other(visit, site, page):
    for folder, language, other in ((site.parent, "en", "fr"), (site, "fr", "en")):
        opened = visit(folder / page).page
        assert opened.locator("html").get_attribute("lang") == language
        link = opened.locator(f'a[hreflang="{other}"]').first.get_attribute("href")
        assert (folder / page).parent.joinpath(link).is_file()


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
