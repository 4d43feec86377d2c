"""The languages of the report: catalogues, their completeness, titles of definitions, and what falls back."""

import string

import pytest
from babel.messages.pofile import read_po

from scoreboard.report import words
from scoreboard.report.edition import Edition
from scoreboard.report.i18n import LANGUAGES, SOURCE, _, active, borrowed, ngettext, speaking, use
from scoreboard.report.i18n.extracting import completeness, interface_messages, messages_of
from scoreboard.report.i18n.framework import messages
from scoreboard.report.i18n.messages import INTERFACE, LOCALE, po_file
from scoreboard.report.i18n.prose import computed_outputs, foreign, in_english

OTHERS = [language for language in LANGUAGES if language != SOURCE]


def fields(text):
    return {name for _text, name, _spec, _how in string.Formatter().parse(text) if name}


@pytest.fixture(params=OTHERS)
def catalogue(request):
    with po_file(LOCALE, INTERFACE, request.param).open("rb") as file:
        return read_po(file, locale=request.param)


def test_interface_is_wholly_translated(catalogue):
    wanted = {message.id for message in interface_messages() if message.id}
    told = {
        message.id
        for message in catalogue
        if message.id
        and not message.fuzzy
        and (all(message.string) if message.pluralizable else message.string)
    }
    assert len(wanted) > 40
    assert wanted - told == set(), "run: scoreboard book --catalogues, and translate"


def test_translations_fill_in_the_same_places(catalogue):
    for message in catalogue:
        if isinstance(message.id, str) and message.id:
            assert fields(message.string) == fields(message.id), message.id


def test_words_are_spoken_in_the_language_in_use():
    with speaking("fr"):
        assert _("Show the numbers") == "Afficher les chiffres"
        assert ngettext("state", "states", 2) == "États"
        assert words.count(1, "state") == "1 État"
        assert words.joined(["a", "b", "c"]) == "a, b et c"
    assert active() == SOURCE
    assert words.count(1, "state") == "one state"


def test_what_is_not_translated_stays_english():
    with speaking("de"):
        assert _("Nobody ever said this") == "Nobody ever said this"


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="no catalogue for the language 'xx'"):
        use("xx")
    assert active() == SOURCE


def test_marked_texts_are_found_inside_f_strings_too():
    code = (
        'f"{_(word)} {_(\'Rows\')}"; N_("weakly"); ngettext("a", "b", 2); count(n, "state"); text.count("x")'
    )
    assert list(messages_of(code)) == ["Rows", "weakly", ("a", "b"), ("state", "states")]


def po(entries):
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return head + "".join(f'\n{flag}msgid "{said}"\nmsgstr "{told}"\n' for flag, said, told in entries)


def test_titles_of_definitions_are_translated_and_all_else_stays(change_mini):
    from scoreboard.project import Project

    project = change_mini()
    titles = dict(messages(Project(project).framework))
    title = next(iter(titles))
    path = po_file(project / "book/locale", "book", "de")
    path.parent.mkdir(parents=True)
    path.write_text(po([("", title, "Ein Titel"), ("", "Austria", "Österreich")]), encoding="utf-8")
    with speaking("de"):
        edition = Edition(Project(project))
        told = [it.title for it in edition.framework.indicators.values()]
        assert "Ein Titel" in told
        assert edition.name("AT") == "Österreich"
        assert edition.name("SE") == "Sweden"
        german = edition.frame["score"]
    assert german.equals(Edition(Project(project)).frame["score"])


def test_conditions_are_translated_or_marked_as_english(change_mini):
    from scoreboard.definitions.models import PolicyIndicator
    from scoreboard.project import Project

    project = change_mini()
    item = next(
        it for it in Project(project).framework.indicators.values() if isinstance(it, PolicyIndicator)
    )
    known, other = item.levels[0].condition, item.levels[-1].condition
    path = po_file(project / "book/locale", "book", "fr")
    path.parent.mkdir(parents=True)
    path.write_text(po([("", " ".join(known.split()), "Les deux < trois.")]), encoding="utf-8")
    with speaking("fr"):
        levels = Edition(Project(project)).framework.indicators[item.code].levels
        assert in_english(levels[0].condition) == "Les deux &lt; trois."
        assert foreign(levels[0].condition) == ""
        assert in_english(levels[-1].condition).startswith('<span lang="en">')
        assert foreign(levels[-1].condition) == SOURCE
    assert in_english(other) == other


def test_sentences_of_the_rooms_below_are_told_part_by_part():
    found = "imputation latest, up to 3 years; a node needs 60 % of its weight. Reason given: a < b"
    assert (
        borrowed.told(found)
        == "imputation latest, up to 3 years; a node needs 60 % of its weight. Reason given: a &lt; b"
    )
    with speaking("de"):
        told = borrowed.told(found)
        assert told.startswith(
            "Imputation nach der Methode „letzter Wert“, bis zu 3 Jahre; ein Knoten braucht 60"
        )
        assert told.endswith('<span lang="en">a &lt; b</span>')
        names = borrowed.told("2 of 8 factors are declared: sampling, weights")
        assert names.endswith("Stichprobe, Gewichte")
        assert borrowed.told("employment_rate_birth") == "employment_rate_birth"
        assert borrowed.told("Nobody < ever") == '<span lang="en">Nobody &lt; ever</span>'
        assert borrowed.translated("Nobody ever said this") is None


def test_what_a_cell_says_is_no_message():
    from docutils import nodes
    from docutils.utils import new_document
    from sphinx.util.nodes import is_translatable

    page = new_document("page")
    output = nodes.container("", nodes.paragraph("", "La moitié"), nb_element="cell_code_output")
    prose = nodes.paragraph("", "Half")
    page += [output, prose]
    for node in (output[0], prose):
        node.source = "page"
    computed_outputs(page)
    assert not is_translatable(output[0])
    assert is_translatable(prose)


def test_completeness_counts_translated_fuzzy_and_missing(tmp_path):
    path = po_file(tmp_path / "book/locale", "book", "fr")
    path.parent.mkdir(parents=True)
    path.write_text(
        po([("", "A", "a"), ("", "B", ""), ("#, fuzzy\n", "C", "c"), ("", "D", "d")]), encoding="utf-8"
    )
    rows = completeness(tmp_path)
    row = rows[(rows["catalogue"] == "book") & (rows["language"] == "Français")].iloc[0]
    assert (row["messages"], row["translated"], row["fuzzy"], row["missing"], row["share"]) == (
        4,
        2,
        1,
        1,
        50,
    )
