"""The page of an indicator: what it asks or counts, how it is scored, what is known, and its own file."""

from __future__ import annotations

from typing import Any

import pandas as pd
from docutils import nodes

from scoreboard.definitions import Framework
from scoreboard.definitions.models import Index, Node, PolicyIndicator, StatisticIndicator
from scoreboard.report.charts import gap_chart, indicator_series
from scoreboard.report.charts.coverage import coverage_table
from scoreboard.report.charts.gaps import group_name
from scoreboard.report.charts.series import UNIT_NAMES, values
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import N_, _
from scoreboard.report.i18n.borrowed import told
from scoreboard.report.i18n.prose import in_english, in_english_whole
from scoreboard.report.links import indicator_link, state_link
from scoreboard.report.tables import table_html
from scoreboard.report.words import inside, number

LENS_WORDS = {
    "policy": "Policy: what the law grants",
    "outcome": "Outcome: what life shows",
    "context": "Context: shown beside the scores, never scored and never ranked",
}
MEASURES = {"level": N_("level"), "gap": N_("gap"), "ratio": N_("ratio")}
CONTEXT = N_("context")
"""Beside policy and outcome; looked up as the lens of an indicator."""


def table(edition: Edition) -> Html:
    """Return all indicators with lens, domain and how much of each is known."""
    states = {
        (lens, code): int((part["years"] > 0).sum())
        for lens in edition.lenses
        for code, part in coverage_table(edition, lens).groupby("code")
    }
    context = edition.panel.frame.dropna(subset=["value"]).groupby("indicator")["state"].nunique()
    rows = []
    for code, it in edition.framework.indicators.items():
        covered = states.get((it.lens, code), int(context.get(code, 0)))
        rows.append(
            {
                _("Indicator"): indicator_link(edition, code),
                _("Lens"): _(it.lens),
                _("Domain"): edition.framework.label("outcome", it.domain),
                _("Measure"): _(MEASURES[getattr(it, "measure", "level")]),
                _("States with data"): covered,
                _("Coverage"): _("covered") if covered else _("not covered"),
            }
        )
    return table_html(pd.DataFrame(rows, dtype=object), _("All indicators"), decimals=0)


def head(framework: Framework, code: str) -> str:
    """Return the opening of an indicator's page: what it asks or counts, why, and what to know first.

    Taken from the definition alone, so that headings stand in the page itself.
    """
    it = framework.indicators[code]
    lines = [f"*{LENS_WORDS[it.lens]} · {framework.label('outcome', it.domain)}*", ""]
    if it.proxy:
        lines += [":::{warning}", f"**Proxy.** {it.proxy}", ":::", ""]
    if isinstance(it, PolicyIndicator):
        lines += ["## The question", "", it.question]
    else:
        lines += ["## What is counted", "", it.definition]
    cited = f" {{cite}}`{','.join(it.references)}`" if it.references else ""
    lines += ["", "## Why it matters", "", it.why + cited]
    if it.known_problems:
        lines += ["", "## Before you use it", "", *(f"- {problem}" for problem in it.known_problems)]
    return "\n".join(lines)


def scoring(edition: Edition, code: str) -> list[Any]:
    """Return levels or goalposts, the worked examples and the place in the tree."""
    it = edition.framework.indicators[code]
    if isinstance(it, PolicyIndicator):
        rows = pd.DataFrame(
            [(number(level.score), in_english(level.condition)) for level in it.levels],
            columns=[_("Score"), _("When")],
        )
        parts: list[Any] = [table_html(rows, _("Levels and what each needs"), sortable=False)]
        parts += [
            _("Declared exception: {score} for {states}. {reason}").format(
                score=number(e.score), states=", ".join(e.states), reason=in_english(e.reason)
            )
            for e in it.exceptions
        ]
        cases = pd.DataFrame(
            [(in_english(e.case), e.score) for e in it.examples], columns=[_("Case"), _("Score")]
        )
    elif it.goalposts is None:
        return [_("This indicator is context: it has no score.")]
    else:
        parts = [_goalpost_words(edition, it)]
        cases = pd.DataFrame(
            [(told(e.case), e.group, e.reference, e.score) for e in it.examples],
            columns=[_("Case"), group_name(edition, it, it.group), _("Reference group"), _("Score")],
        )
        cases = cases.dropna(axis="columns", how="all")
    return [
        *parts,
        table_html(cases, _("Worked examples, run as tests"), decimals=2, sortable=False),
        _weight(edition, code),
    ]


def _goalpost_words(edition: Edition, it: StatisticIndicator) -> str:
    assert it.goalposts is not None  # the caller has looked
    said = {
        "level": _("The score is the value of {group}, between fixed goalposts: {posts}."),
        "gap": _(
            "The score is the gap between the two groups, in percentage points, negative where migrants are worse "
            "off, between fixed goalposts: {posts}."
        ),
        "ratio": _("The score is the ratio of the two groups, between fixed goalposts: {posts}."),
    }[it.measure]
    mirrored = it.direction == "less_is_better" and it.measure == "level"
    zero, full = (it.goalposts.high, it.goalposts.low) if mirrored else (it.goalposts.low, it.goalposts.high)
    posts = _("**{zero}** scores 0 and **{full}** scores 100").format(zero=_short(zero), full=_short(full))
    words = said.format(group=inside(group_name(edition, it, it.group)), posts=posts)
    return f"{words} {in_english(it.goalposts.reason)}"


def _short(goalpost: float) -> str:
    """Return a goalpost with its decimals, if it has some."""
    return number(goalpost, 0 if float(goalpost).is_integer() else 2)


def _weight(edition: Edition, code: str) -> str:
    """Say where the indicator stands in its tree, and what it weighs there."""
    lens = edition.framework.indicators[code].lens
    paths = [
        path
        for root in edition.framework.indices[lens].tree
        for path in _paths(root, code, edition.framework.indices[lens])
    ]
    lines = []
    for path in paths:
        share = 1.0
        for _name, part in path:
            share *= part
        names = " → ".join(edition.framework.label(lens, name) for name, _part in path[:-1])
        lines.append(
            _("- {names}: {share} % of {whole}").format(
                names=names,
                share=number(100 * share, 1),
                whole=inside(edition.framework.label(lens, path[0][0])),
            )
        )
    words = _("Place in the index, with its effective weight when nothing is missing:")
    return "\n".join([words, "", *lines])


def _paths(node: Node, code: str, index: Index, share: float = 1.0) -> list[list[tuple[str, float]]]:
    """Return every way from a root to an indicator, each step with its share of its parent's weight."""
    name = node.indicator or node.node or ""
    if node.indicator:
        return [[(name, share)]] if name == code else []
    total = sum(child.weight for child in node.children)
    return [
        [(name, share), *path]
        for child in node.children
        for path in _paths(child, code, index, child.weight / total)
    ]


def data(edition: Edition, code: str) -> list[Any]:
    """Return the picture over all states and years, and the latest value of each state in code order."""
    it = edition.framework.indicators[code]
    parts: list[Any] = [indicator_series(edition, code)]
    if isinstance(it, StatisticIndicator) and it.measure != "level":
        parts.append(gap_chart(edition, it))
    rows = values(edition, code)
    if rows.empty:
        return parts
    latest = rows.sort_values("year").groupby("state", as_index=False).last()
    unit = _(UNIT_NAMES.get(getattr(it, "unit", ""), N_("Level, 0 to 100")))
    shown = pd.DataFrame(
        {
            _("State"): [state_link(edition, state) for state in latest["state"]],
            _("Latest year"): latest["year"].astype(str),
            unit: latest["value"].astype(float),
            _("Years with data"): rows.groupby("state").size().reindex(latest["state"]).to_numpy(),
        },
        dtype=object,  # keeps links, which a column of text would not
    )
    return [*parts, table_html(shown, _("{title}: latest value of each state").format(title=it.title))]


def source(edition: Edition, code: str) -> list[Any]:
    """Return the datasets and their slices, and the definition file itself."""
    it = edition.framework.indicators[code]
    base = edition.framework.base(code)
    uses = _("Uses the observations of [{title}]({code}.md).").format(title=base.title, code=base.code)
    lines = [f"{uses}\n"] if base.code != code else []
    for each in base.sources:
        dataset = edition.framework.datasets[each.dataset]
        chosen = ", ".join(f"{key} = {_codes(value)}" for key, value in each.filters.items())
        lines.append(
            f"- [{in_english(dataset.title)}]({dataset.url}), {in_english(dataset.provider)}, `{each.dataset}`"
            + (f"; {chosen}" if chosen else "")
            + f". {in_english(dataset.attribution)}. {_('Licence')}: {in_english(dataset.licence)}"
        )
    if isinstance(it, PolicyIndicator):
        evidence = in_english(", ".join(it.evidence))
        lines.append(_("- Evidence that coders read: {evidence}.").format(evidence=evidence))
    document = edition.framework.documents[code]
    file = (edition.root / document.file).read_text("utf-8")
    words = _("The definition itself, `{file}`:").format(file=document.file)
    shown = nodes.literal_block(file, file, language="yaml")
    return ["\n".join(lines), words, *in_english_whole([shown])]


def _codes(value: object) -> str:
    return str(value) if isinstance(value, str) else _(" or ").join(map(str, value))  # type: ignore[call-overload]


def lookup(edition: Edition, lens: str, node: str) -> list[Any]:
    """Return the table of a look-up node, with its worked examples."""
    group = edition.framework.nodes[lens, node]
    rows = pd.DataFrame(
        [(number(row.score), in_english(row.condition)) for row in group.lookup],
        columns=[_("Score"), _("When")],
    )
    children = (edition.framework.label(lens, c) for c in group.examples[0].children)
    cases = pd.DataFrame(
        [(in_english(e.case), *(e.children.values()), e.score) for e in group.examples],
        columns=[_("Case"), *children, _("Score")],
    )
    item = _(" In the source it is item `{code}`.").format(code=group.source_code)
    return [
        in_english(group.description or "") + (item if group.source_code else ""),
        table_html(rows, _("The fixed table"), sortable=False),
        table_html(cases, _("Worked examples, run as tests"), decimals=0, sortable=False),
    ]
