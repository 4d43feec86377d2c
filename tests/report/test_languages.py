"""The start page, a domain and a state in French and German: what stands in English says that it does."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from scoreboard.project import Project
from scoreboard.report.blocks import BLOCKS
from scoreboard.report.blocks.domains import Chapter
from scoreboard.report.blocks.evaluation import EvaluationChapter
from scoreboard.report.blocks.questions import QUESTIONS
from scoreboard.report.edition import Edition
from scoreboard.report.figure import chart_html
from scoreboard.report.i18n import SOURCE, speaking
from scoreboard.report.i18n.prose import IN_ENGLISH, in_english

ROOT = Path(__file__).parents[2]
ENGLISH = re.compile(
    r"\b(the|and|with|from|among|between|states?|scores?|where|which|have|has|year|not enough|middle|rank)\b",
    re.IGNORECASE,
)
"""Words that no French or German text has, but for "Score" in German."""
LOAN = {"fr": {"score", "scores"}, "de": {"score", "scores"}}
START = [
    ["start_counts"],
    ["start_explorer"],
    ["start_findings"],
    ["start_changes"],
    ["proxies"],
    *([name, lens] for lens in ("policy", "outcome") for name in ("tied", "tied_groups", "start_table")),
]
STATE = [[name, "AT"] for name in BLOCKS if name.startswith("state_")]
INDICATORS = [
    "job_search_support",
    "unemployment_gap_citizenship",
    "income_ratio_citizenship",
    "naturalisation_rate",
]
ACROSS = [
    *(
        [name]
        for name in BLOCKS
        if name.startswith(("overview_", "women_men_")) and name != "overview_profiles"
    ),
    *(
        [name, lens]
        for name in ("audit_summary", "audit_steps", "audit_sensitivity", "audit_settled", "audit_coherence")
        for lens in ("policy", "outcome")
    ),
    *([name, "policy"] for name in ("overview_profiles", "tree", "coverage_matrix")),
    *(
        [name]
        for name in ("codebook_table", "findings_table", "index_parameters", "coverage_summary", "remarks")
    ),
    *([name] for name in ("findings_summary", "datasets", "what_if", "what_if_answers", "compare")),
    *([name, code] for name in BLOCKS if name.startswith("indicator_") for code in INDICATORS),
    ["node_lookup", "policy", "teachers_for_diversity"],
    ["finding_here", "source-break"],
]
LAW_AND_PRACTICE = [
    *(
        [name]
        for name in BLOCKS
        if name.startswith(("commitments_", "pathways_", "groups_list", "groups_members", "group_choice"))
    ),
    *([name] for name in ("practices_summary", "practices_scale", "download_table", "api_table")),
    ["policy_answers"],
    *(["policy_question", key] for key in QUESTIONS),
    ["practices_domain", "labour_market"],
    ["groups_averages", "policy"],
]
EVALUATION = ["findings", "years", "key_figures", "survey", "power"]
EVALUATION += [
    f"{name} 0" for name in ("verdict", "path", "estimators", "placebos", "without", "association")
]
CHAPTER = [
    "findings",
    "proxy",
    "beside",
    "caveat",
    "gaps",
    "main_gap",
    "measured",
    "origins",
    "sexes",
    "precedents",
]
CHAPTER += ["context", "key_figures"]
BY_LENS = ["map", "ranking", "trend", "tied", "items", "convergence", "changes", "reasons"]


@pytest.fixture(scope="module", params=["fr", "de"])
def edition(request, tmp_path_factory):
    """The project in a folder of its own, so that nothing remembered in English is asked again."""
    folder = tmp_path_factory.mktemp(request.param)
    for name in ("indicators", "data", "book/locale"):
        shutil.copytree(ROOT / name, folder / name)
    for page in ("compare.md", "what_if.md"):
        shutil.copy(ROOT / "book" / page, folder / "book")
    with speaking(request.param):
        yield Edition(Project(folder)), request.param


def rendered(content):
    """Return what a block gives as one text, without what is marked as English or names a source."""
    if content is None:
        return ""
    if isinstance(content, list | tuple):
        return "\n".join(map(rendered, content))
    if IN_ENGLISH in getattr(content, "attributes", {}).get("classes", ()):
        return ""
    if hasattr(content, "astext"):
        content = content.astext()
    text = content if isinstance(content, str) else chart_html(content)
    text = re.sub(r'<span lang="en">.*?</span>', "", text, flags=re.DOTALL)
    text = re.sub(r'<p class="sb-source">.*?</p>', "", text, flags=re.DOTALL)
    text = re.sub(r"\b[a-z]+(-[a-z]+)+\b", "", text)  # codes are codes in every language
    text = re.sub(r"[a-z]+/<wbr>|\{\w+\}|\w+\.json", "", text)  # so are names of files
    specs = re.findall(
        r'"(?:title|description|text)":"([^"]*)"|"name":"([^"]* )"', text
    )  # a label ends in a space
    text = re.sub(r"<(script|style|code)\b.*?</\1>", " ", text, flags=re.DOTALL)
    names = re.findall(r'(?:aria-label|title|data-label)="([^"]*)"', text)
    return unescape(" \n".join([re.sub(r"<[^>]+>", " ", text), *map("".join, specs), *names]))


def english(text, language):
    """Return the lines with an English word."""
    found = []
    for line in text.splitlines():
        words = {word.lower() for word in ENGLISH.findall(line)} - LOAN[language]
        if words:
            found.append((sorted(words), line.strip()[:200]))
    return found


@pytest.mark.parametrize("block", [*START, *STATE], ids=" ".join)
def test_start_and_state_have_no_unmarked_english(edition, block):
    name, *arguments = block
    content, language = BLOCKS[name](edition[0], *arguments), edition[1]
    assert english(rendered(content), language) == []


@pytest.mark.parametrize("block", ACROSS, ids=" ".join)
def test_other_pages_have_no_unmarked_english(edition, block):
    name, *arguments = block
    content, language = BLOCKS[name](edition[0], *arguments), edition[1]
    assert english(rendered(content), language) == []


@pytest.mark.parametrize("block", LAW_AND_PRACTICE, ids=" ".join)
def test_law_and_practice_have_no_unmarked_english(edition, block):
    name, *arguments = block
    content, language = BLOCKS[name](edition[0], *arguments), edition[1]
    assert english(rendered(content), language) == []


@pytest.mark.parametrize("cell", EVALUATION)
def test_evaluation_has_no_unmarked_english(edition, cell):
    name, *place = cell.split()
    content = getattr(EvaluationChapter(edition[0]), name)(*map(int, place))
    assert english(rendered(content), edition[1]) == []


@pytest.mark.parametrize(
    "cell", [*CHAPTER, *(f"{name} {lens}" for name in BY_LENS for lens in ("policy", "outcome"))]
)
def test_domain_has_no_unmarked_english(edition, cell):
    name, *arguments = cell.split()
    content = getattr(Chapter(edition[0], "labour_market"), name)(*arguments)
    assert english(rendered(content), edition[1]) == []


def test_english_is_found_where_it_is_not_marked():
    line = "The states with a score"
    assert english(rendered(line), "fr")
    with speaking("fr"):
        assert english(rendered(in_english(line)), "fr") == []
    with speaking(SOURCE):
        assert in_english(line) == line
