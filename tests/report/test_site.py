"""What makes a site of the pages: citation, change list, feed, site map, descriptions, side bar, watching."""

from datetime import date
from types import SimpleNamespace
from xml.etree import ElementTree

import pandas as pd
import pytest
from docutils import nodes

from scoreboard.exchange.publishing import citing
from scoreboard.report import building, figure, watching
from scoreboard.report.edition import Edition
from scoreboard.report.site import blocks, changes, downloads, files, meta
from scoreboard.report.site.navigation import Entry

CHANGELOG = """# Changelog

Preface.

## 0.2.0, unreleased

### Added
- One & two.

## [0.1.0] - 2026-01-31

### Fixed
- Three < four.
"""
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    return tmp_path


def test_change_list_is_read_from_the_changelog(project):
    first, second = changes.entries(project)
    assert (first.version, first.when, first.day) == ("0.2.0", "unreleased", None)
    assert first.text == "### Added\n- One & two."
    assert (second.version, second.day) == ("0.1.0", date(2026, 1, 31))


def test_project_without_changelog_has_no_changes(tmp_path):
    assert changes.entries(tmp_path) == []


def test_feed_has_what_atom_asks_for(project):
    text = files.feed(
        changes.entries(project),
        date(2026, 3, 1),
        title="A & B",
        author="We",
        base="https://a.example/",
        page="cite.html",
    )
    root = ElementTree.fromstring(text)
    for place in (root, *root.iter(f"{ATOM}entry")):
        assert place.find(f"{ATOM}id").text.startswith("urn:uuid:")
        assert place.find(f"{ATOM}title").text
        assert place.find(f"{ATOM}updated").text == "2026-01-31T00:00:00Z"
    entries = root.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}content").text for entry in entries] == [
        "### Added\n- One & two.",
        "### Fixed\n- Three < four.",
    ]
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == 2
    assert entries[0].find(f"{ATOM}link").get("href") == "https://a.example/cite.html"
    assert root.find(f"{ATOM}author/{ATOM}name").text == "We"


def test_feed_of_nothing_released_has_the_day_of_today(project):
    only = changes.entries(project)[:1]
    root = ElementTree.fromstring(files.feed(only, date(2026, 3, 1), title="A"))
    assert root.find(f"{ATOM}updated").text == "2026-03-01T00:00:00Z"


def test_site_map_lists_every_page_by_its_address():
    root = ElementTree.fromstring(files.site_map(["b.html", "a/c.html"], "https://a.example/"))
    assert [place.text for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")] == [
        "https://a.example/a/c.html",
        "https://a.example/b.html",
    ]


def test_citation_of_this_project_is_that_of_its_file(root):
    cited = citing.citation(root, "unused", "unused")
    assert cited.text.startswith("The Integration Scoreboard authors (2026): Integration Scoreboard")
    assert f"Version {cited.version}, {cited.released}" in cited.text
    assert cited.bibtex.startswith("@misc{integrationscoreboard2026,")
    assert "author = {{The Integration Scoreboard authors}}," in cited.bibtex


def test_project_without_citation_file_is_cited_by_its_indices(mini):
    cited = blocks.edition_citation(Edition(mini))
    assert cited.year == "n.d."
    assert cited.title in {index.title for index in mini.framework.indices.values()}
    assert "year" not in cited.bibtex


def test_names_and_signs_survive_in_bibtex(tmp_path):
    text = "title: Gaps & 5 % more\nversion: 1.0\nauthors: [{family-names: Solano, given-names: G.}]\n"
    (tmp_path / citing.FILE).write_text(text, encoding="utf-8")
    cited = citing.citation(tmp_path, "", "")
    assert cited.authors == ("Solano G.",)
    assert r"Gaps \& 5 \% more" in cited.bibtex


def test_downloads_are_whole_and_written_once_for_the_same_inputs(mini, tmp_path):
    edition = Edition(mini)
    written = downloads.write_downloads(edition, tmp_path, "one")
    assert [path.stem for path in written] == list(downloads.TABLES)
    for path, make in zip(written, downloads.TABLES.values(), strict=True):
        assert len(path.read_text(encoding="utf-8").splitlines()) == len(make(edition)) + 1 > 1
    written[0].write_text("kept", encoding="utf-8")
    downloads.write_downloads(edition, tmp_path, "one")
    assert written[0].read_text(encoding="utf-8") == "kept"
    downloads.write_downloads(edition, tmp_path, "two")
    assert written[0].read_text(encoding="utf-8").startswith("lens,state,year,node,score")


def test_missing_score_is_empty_and_has_its_reason(mini):
    table = downloads.scores(Edition(mini))
    missing = table[table["score"].isna()]
    assert len(missing)
    assert missing["reason"].ne("").all()


def page(*paragraphs):
    document = nodes.document(None, None)
    document += [nodes.paragraph("", text) for text in paragraphs]
    return document


def test_description_is_the_first_sentence_not_a_label():
    sentence = "What the law grants migrants at work, and what life shows of it."
    assert meta.description(page("Short.", sentence, "Another " * 10)) == sentence
    assert meta.description(page("Short.")) == ""


def test_long_description_ends_in_a_whole_word():
    shown = meta.description(page("integration " * 40))
    assert len(shown) <= meta.LONGEST
    assert shown.endswith("integration…")


def test_properties_are_escaped_and_without_address_where_there_is_none():
    shown = meta.tags('<em>A</em> "b"', "x < y", site="S", language="fr", page="a.html")
    assert '<meta property="og:title" content="A &quot;b&quot;"/>' in shown
    assert '<meta name="description" content="x &lt; y"/>' in shown
    assert 'content="fr_FR"' in shown
    assert "og:url" not in shown
    assert "https://s.example/a.html" in meta.tags(
        "A", "", site="S", language="en", base="https://s.example/", page="a.html"
    )


def test_side_bar_entry_knows_all_pages_below_it():
    entry = Entry(
        "states/index", "States", (Entry("states/AT", "Austria", ()), Entry("states/BE", "Belgium", ()))
    )
    assert entry.docs == {"states/index", "states/AT", "states/BE"}


def test_every_chart_has_a_link_of_its_own():
    chart = f"{figure.CHART}></figure>"
    taken = set()
    once = figure.anchored(chart * 2, "chart-map", taken)
    again = figure.anchored(chart, "chart", taken)
    assert 'id="chart-map"' in once
    assert 'id="chart-map-2"' in once
    assert 'id="chart-1"' in again
    assert taken == {"chart-map", "chart-map-2", "chart-1"}


def test_links_in_a_table_stay_links_whatever_keeps_its_text():
    from scoreboard.report.links import link
    from scoreboard.report.tables import table_html

    frame = pd.DataFrame(
        {"State": [link("AT.html", "Austria"), link("BE.html", "Belgium")], "Score": [1.0, 2.0]}
    )
    assert '<a href="AT.html">Austria</a>' in table_html(frame, "Scores")


# watching


def test_changes_are_seen_and_generated_pages_are_not(change_mini):
    project = change_mini()
    before = watching.snapshot(project)
    assert watching.changed(before, watching.snapshot(project)) == []
    (project / "data/states.csv").write_text("code\n", encoding="utf-8")
    (project / "book/states").mkdir()
    (project / "book/states/AT.md").write_text("# made\n", encoding="utf-8")
    (project / "book/new.md").write_text("# new\n", encoding="utf-8")
    assert watching.changed(before, watching.snapshot(project)) == ["book/new.md", "data/states.csv"]


def test_folder_without_book_is_told_so(tmp_path):
    with pytest.raises(building.NoBookError, match="has no book"):
        building.build(tmp_path)


def test_not_found_page_leads_home_from_any_depth():
    from scoreboard.report.site.pages import not_found

    config = SimpleNamespace(root_doc="intro", html_baseurl="https://s.example/report/")
    ((name, context, _),) = not_found(SimpleNamespace(config=config))
    assert name == "404"
    assert 'href="intro.html"' in context["body"]
    assert context["metatags"] == '<base href="/report/"/>'
