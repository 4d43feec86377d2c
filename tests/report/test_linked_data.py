"""What search engines for data read in the pages, and the JSON API beside them."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest
from docutils import nodes

from scoreboard.exchange.publishing import json_api
from scoreboard.exchange.publishing.citing import Citation
from scoreboard.project import Project
from scoreboard.report.edition import Edition
from scoreboard.report.i18n import speaking
from scoreboard.report.site import api, blocks, citing, downloads, linked_data, pages

BASE = "https://a.example/book/"


class Scripts(HTMLParser):
    """Collects the JSON-LD of a page, and the tags around it."""

    def __init__(self):
        super().__init__()
        self.found, self.tags, self.inside = [], [], False

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.inside = tag == "script" and dict(attributes).get("type") == "application/ld+json"

    def handle_data(self, data):
        if self.inside:
            self.found.append(json.loads(data))

    def handle_endtag(self, tag):
        self.inside = False


def read(text):
    parser = Scripts()
    parser.feed(text)
    return parser


@pytest.fixture(scope="module")
def edition(mini):
    return Edition(mini)


def head_of(edition, page, base="", builder="html"):
    """Return what the hook of Sphinx puts into the head of a page."""
    config = SimpleNamespace(project="A book", scoreboard_languages=[], html_baseurl=base, root_doc="intro")
    app = SimpleNamespace(
        config=config, scoreboard_parts=(), scoreboard_edition=edition, builder=SimpleNamespace(name=builder)
    )
    context = {"title": "A page"}
    pages.describe(app, page, "page.html", context, nodes.document(None, None))
    return context["metatags"]


@pytest.mark.parametrize("page", ["intro", "data"])
def test_the_edition_says_what_search_engines_require_and_recommend(edition, page):
    (thing,) = read(head_of(edition, page, BASE)).found
    assert (thing["@context"], thing["@type"]) == ("https://schema.org/", "Dataset")
    assert thing["@id"] == f"{BASE}intro.html#dataset"
    assert thing["name"] == "Mini policy index"
    assert 50 <= len(thing["description"]) <= 5000
    assert thing["license"] == "https://creativecommons.org/licenses/by/4.0/legalcode"
    assert thing["creator"][0]["@type"] == "Organization"
    assert thing["temporalCoverage"] == "2018/2020"
    assert [place["name"] for place in thing["spatialCoverage"]] == ["Austria", "Belgium", "Sweden"]
    assert [variable["name"] for variable in thing["variableMeasured"]] == [
        index.title for index in edition.framework.indices.values()
    ]
    assert thing["citation"] == citing.edition_citation(edition).text


def test_every_indicator_is_a_dataset_and_part_of_the_edition(edition):
    frame = edition.panel.frame
    for code, indicator in edition.framework.indicators.items():
        (thing,) = read(head_of(edition, f"codebook/{code}", BASE)).found
        assert thing["name"] == indicator.title
        assert thing["isPartOf"] == {"@id": f"{BASE}intro.html#dataset"}
        assert thing["url"] == f"{BASE}codebook/{code}.html"
        assert 50 <= len(thing["description"]) <= 5000
        rows = frame[(frame["indicator"] == edition.framework.base(code).code) & frame["value"].notna()]
        assert thing["temporalCoverage"] == f"{rows['year'].min()}/{rows['year'].max()}"
        assert thing["variableMeasured"]["name"] == indicator.title


@pytest.mark.parametrize("base", ["", BASE])
def test_every_file_to_download_is_there(edition, base, tmp_path):
    downloads.write_downloads(edition, tmp_path, "one")
    api.write_api(edition, tmp_path, "one", ())
    seen = 0
    for page in ("intro", *(f"codebook/{code}" for code in edition.framework.indicators)):
        (thing,) = read(head_of(edition, page, base)).found
        for file in thing["distribution"]:
            address = urljoin(f"{BASE}{page}.html", file["contentUrl"])
            assert address.startswith(BASE)
            assert (tmp_path / address.removeprefix(BASE)).is_file(), address
            assert bool(urlsplit(file["contentUrl"]).scheme) == bool(base)
            assert file["encodingFormat"] in ("text/csv", "application/json")
            seen += 1
    assert seen > 15


@pytest.mark.parametrize("page", ["404", "states/AT", "codebook/index", "codebook/no_such", "method"])
def test_other_pages_describe_no_data(edition, page):
    assert read(head_of(edition, page)).found == []


def test_the_printed_book_has_none(edition):
    assert read(head_of(edition, "intro", builder="singlehtml")).found == []


@pytest.mark.parametrize(
    "text", ["</script><b>x</b>", "<!--<script>", "a & b", 'quote " and \\', "line\u2028end"]
)
def test_no_text_can_leave_the_script(text):
    written = linked_data.embedded({"name": text})
    parser = read(f"<head>{written}</head>")
    assert parser.found == [{"name": text}]
    assert parser.tags == ["head", "script"]
    assert "\u2028" not in written


def test_hostile_titles_survive_as_text(edition, monkeypatch):
    hostile = Citation("</script><img src=x>", ("<b>We</b>",), "1", "2026-01-31")
    monkeypatch.setattr(linked_data, "_cited", lambda _: hostile)
    parser = read(linked_data.script(edition, "intro", "intro"))
    assert parser.tags == ["script"]
    assert parser.found[0]["name"] == hostile.title
    assert parser.found[0]["datePublished"] == "2026-01-31"


def test_a_licence_without_an_address_is_named(edition):
    assert linked_data._licences(["CC BY 4.0"]) == "https://creativecommons.org/licenses/by/4.0/legalcode"
    named = {"@type": "CreativeWork", "name": "ask the owners"}
    assert linked_data._licences(["ask the owners", "ask the owners"]) == named


def test_the_api_is_written_once_for_the_same_inputs_and_whole(edition, tmp_path):
    folder = api.write_api(edition, tmp_path, "one", {"states/AT"})
    file = folder / "v1/states/AT.json"
    assert json.loads(file.read_text("utf-8"))["links"]["html"] == "../../../states/AT.html"
    file.write_text("kept", "utf-8")
    (folder / "v1/states/XX.json").write_text("stale", "utf-8")
    api.write_api(edition, tmp_path, "one", {"states/AT"})
    assert file.read_text("utf-8") == "kept"
    api.write_api(edition, tmp_path, "two", ())
    assert json.loads(file.read_text("utf-8"))["data"]["code"] == "AT"
    assert not (folder / "v1/states/XX.json").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["api"]


def test_languages_share_one_api(edition, tmp_path):
    english = api.write_api(edition, tmp_path, "one", ())
    before = (english / "v1/index.json").stat().st_mtime_ns
    (tmp_path / "fr").mkdir()
    with speaking("fr"):
        french = api.write_api(edition, tmp_path / "fr", "one", ())
        assert 'href="../api/v1/index.json"' in blocks.api_table(edition)
    assert french.resolve() == english.resolve()
    assert (english / "v1/index.json").stat().st_mtime_ns == before
    assert 'href="api/v1/index.json"' in blocks.api_table(edition)


def test_the_api_of_the_book_has_the_ranks_that_its_pages_show(edition):
    shown = api.release(edition)
    ranked = shown.scores.dropna(subset=["rank_low"])
    whole = edition.project.release().scores
    assert len(ranked) == sum(
        len(edition.year(lens, node, year)["rank_low"].dropna())
        for lens, node in {(row.lens, row.node) for row in ranked.itertuples()}
        if (year := edition.latest(lens, node))
    )
    assert shown.scores["score"].equals(whole["score"])


def test_a_project_that_nobody_dates_has_no_api(mini, tmp_path, monkeypatch):
    monkeypatch.setattr(Project, "sources", lambda *_: {})
    assert api.write_api(Edition(mini), tmp_path, "one", ()) is None
    assert list(tmp_path.iterdir()) == []


def test_every_kind_of_file_is_in_the_table_and_single_files_are_links(edition):
    table = blocks.api_table(edition)
    for path, (_, about) in json_api.documents.RESOURCES.items():
        assert path in table.replace("<wbr>", "")
        assert about[1:] in table
    assert table.count("<a href=") == 4


def test_a_book_of_no_lens_describes_nothing(mini):
    bare = replace(mini.framework, indices={})
    edition = SimpleNamespace(lenses=[], framework=bare)
    assert linked_data.script(edition, "intro", "intro") == ""
