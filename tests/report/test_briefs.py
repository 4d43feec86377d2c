"""The briefs: two tagged pages on each state, with the numbers of its page, made anew only when they change."""

import re
from functools import wraps
from pathlib import Path

import pytest

from scoreboard.report import briefs, enable
from scoreboard.report.blocks.states.position import standings
from scoreboard.report.briefs import writing
from scoreboard.report.briefs.pictures import pictures
from scoreboard.report.briefs.writing import write_briefs
from scoreboard.report.edition import Edition, open_edition
from scoreboard.report.i18n import speaking

pypdf = pytest.importorskip("pypdf")

MINI = Path(__file__).parents[1] / "mini"
BOOK = "Integration Scoreboard"
SHOWN = ["AT", "DE", "LI", "ME", "UA"]
"""Full, split by history, nearly empty, one lens, no outcome."""


class Some(Edition):
    """An edition with pages on some states."""

    states = SHOWN


@pytest.fixture(scope="module")
def edition(root):
    enable()
    return Some(open_edition(root).project)


@pytest.fixture(scope="module")
def folder(edition, tmp_path_factory):
    folder = tmp_path_factory.mktemp("briefs")
    assert len(write_briefs(edition, folder, BOOK)) == len(SHOWN)
    return folder


def said(path):
    """The text of a brief with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


@pytest.mark.parametrize("state", SHOWN)
def test_a_brief_has_two_pages(folder, state):
    assert len(pypdf.PdfReader(folder / f"{state}.pdf").pages) == 2


@pytest.mark.parametrize("state", SHOWN)
def test_a_brief_is_tagged_and_says_title_and_language(edition, folder, state):
    reader = pypdf.PdfReader(folder / f"{state}.pdf")
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == f"{edition.name(state)}: {BOOK}, brief"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()
    kinds = [element.get("/S") for element in elements(catalogue["/StructTreeRoot"])]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= set(kinds)


def elements(node):
    """Every element of the structure below a node."""
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        it = child.get_object()
        if isinstance(it, dict) and "/S" in it:
            yield it
            yield from elements(it)


@pytest.mark.parametrize("state", SHOWN)
def test_every_chart_has_its_alternative_text(edition, folder, state):
    tree = pypdf.PdfReader(folder / f"{state}.pdf").trailer["/Root"]["/StructTreeRoot"]
    told = [str(it["/Alt"]) for it in elements(tree) if it.get("/S") == "/Figure"]
    assert told == [it.alt for it in pictures(edition, state)]


@pytest.mark.parametrize("state", ["AT", "DE"])
def test_a_brief_has_the_numbers_of_the_page(edition, folder, state):
    text = said(folder / f"{state}.pdf")
    scored = [it for lens in edition.lenses for it in standings(edition, state, lens) if not it.why]
    assert len(scored) >= 8
    for it in scored:
        ranks = it.ranks.replace("\u00a0", " ")
        assert re.search(rf"{it.score:.1f} {it.interval} {ranks} {it.median:.1f}", text), it


def test_a_thin_brief_says_why(folder):
    assert "not enough data: no observations" in said(folder / "LI.pdf")
    assert "40 % of the weight is known, 60 % is needed" in said(folder / "ME.pdf")


def test_nothing_is_made_twice(edition, folder):
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*.pdf")}
    assert write_briefs(edition, folder, BOOK) == []
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.pdf")} == before


def test_what_is_gone_comes_back_and_what_is_no_state_goes(edition, folder):
    was = (folder / "AT.pdf").read_bytes()
    (folder / "AT.pdf").unlink()
    (folder / "ZZ.pdf").write_bytes(b"")
    assert write_briefs(edition, folder, BOOK) == [folder / "AT.pdf"]
    assert not (folder / "ZZ.pdf").exists()
    assert (folder / "AT.pdf").read_bytes() == was


@pytest.fixture(scope="module")
def french(root, tmp_path_factory):
    """Two briefs in French, one of them of a state with much that nobody translated."""
    folder = tmp_path_factory.mktemp("fr")
    with speaking("fr"):
        edition = Some(open_edition(root).project)
        write_briefs(edition, folder, BOOK)
        yield edition, folder


def test_a_french_brief_says_its_language_and_its_title(french):
    reader = pypdf.PdfReader(french[1] / "AT.pdf")
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"
    assert reader.metadata.title == f"Autriche\u00a0: {BOOK}, note"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_a_french_brief_has_decimal_commas_and_no_english_words(french):
    edition, folder = french
    text = said(folder / "AT.pdf")
    it = next(it for it in standings(edition, "AT", "policy") if not it.why)
    assert f"{it.score:.1f}".replace(".", ",") in text
    assert not re.search(r"\d\.\d", text.replace("1.0.0", ""))
    assert not re.search(r"\b(the|with|states?|draws|between|known|year)\b", text.split("Source")[0])


def test_what_nobody_translated_is_tagged_as_english(french, monkeypatch, tmp_path):
    item = dict.fromkeys(("title", "level", "have"), "x") | {"needs": "All three groups.", "lang": "en"}
    whole = writing.parts

    @wraps(whole)
    def with_english(*given):
        said, charts = whole(*given)
        return said | {"next": [item]}, charts

    monkeypatch.setattr(writing, "parts", with_english)
    write_briefs(french[0], tmp_path, BOOK)
    pages = pypdf.PdfReader(tmp_path / "AT.pdf").pages
    tagged = b"".join(page.get_contents().get_data() for page in pages)
    assert b"/Lang(fr-FR)" in tagged
    assert b"/Lang(en)" in tagged


def test_a_project_of_ones_own_has_briefs(tmp_path):
    enable()
    own = open_edition(MINI)
    written = briefs.write_briefs(own, tmp_path / "out", "My study")
    assert [path.stem for path in written] == own.states
    for path in written:
        assert len(pypdf.PdfReader(path).pages) == 2
        assert "My study" in said(path)
