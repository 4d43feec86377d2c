"""Method, data and coverage: what stands behind the scores, from the definitions and the panel."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.definitions.models import Index, Node
from scoreboard.findings import Severity
from scoreboard.report.blocks.findings import own_words
from scoreboard.report.charts import coverage_matrix
from scoreboard.report.charts.coverage import coverage as covered_cells
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import N_, _
from scoreboard.report.i18n.borrowed import told
from scoreboard.report.i18n.numbers import grouped
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.links import link
from scoreboard.report.tables import table_html
from scoreboard.report.words import number, share_of_draws


def tree(edition: Edition, lens: str) -> str:
    """Return the tree of an index as a nested list with weights and rules."""
    index = edition.framework.indices[lens]
    return "\n".join(line for root in index.tree for line in _tree_lines(edition, index, root, 0, 1.0))


def _tree_lines(edition: Edition, index: Index, node: Node, depth: int, share: float) -> list[str]:
    weight = f"{number(100 * share, 1)} %, " if depth else ""
    indent = "  " * depth
    if node.indicator:
        title = edition.framework.indicators[node.indicator].title
        return [f"{indent}- {weight}[{title}](codebook/{node.indicator}.md)"]
    threshold = index.missing.coverage if node.coverage is None else node.coverage
    rule = node.aggregation or index.aggregation
    proxy = _(" (proxy)") if node.proxy else ""
    label = edition.framework.label(index.lens, node.node or "")
    said = _("**{label}**{proxy}: {how}, at least {share} % of the weight")
    said = said.format(label=label, proxy=proxy, how=_(RULES[rule]), share=number(100 * threshold))
    lines = [f"{indent}- {weight}{said}"]
    total = sum(child.weight for child in node.children)
    for child in node.children:
        lines += _tree_lines(edition, index, child, depth + 1, child.weight / total)
    return lines


RULES = {
    "arithmetic": N_("arithmetic mean"),
    "geometric": N_("geometric mean"),
    "harmonic": N_("harmonic mean"),
    "power": N_("power mean"),
    "lookup": N_("look-up"),
    "copeland": N_("copeland mean"),
    "mazziotta_pareto": N_("mazziotta_pareto mean"),
    "benefit_of_the_doubt": N_("benefit_of_the_doubt mean"),
}
"""Rule of aggregation → what it is called."""
FACTOR_WORDS = {
    "sampling": N_("sampling errors"),
    "imputation": N_("how missing values are filled"),
    "treatment": N_("treatment of outliers"),
    "normalisation": N_("normalisation"),
    "weights": N_("weights"),
    "aggregation": N_("rule of aggregation"),
    "inclusion": N_("which indicators are included"),
    "goalposts": N_("goalposts"),
}
"""Factor of uncertainty → what it is called."""


def factors_in_words(index: Index) -> str:
    """Return what varies in the draws of an index, with the amounts."""
    varied = [(words, getattr(index.robustness, name)) for name, words in FACTOR_WORDS.items()]
    return "; ".join(_(words) + _amount(how) for words, how in varied if how is not None)


def _amount(how: object) -> str:
    within = getattr(how, "within", None)
    return f" ± {number(100 * within)} %" if within is not None else ""


def parameters(edition: Edition) -> Html:
    """Return the parameters of each index file side by side."""
    columns = {
        index.title: {
            _("Version"): index.version,
            _("Years"): f"{index.years.first}–{index.years.last}",
            _("Normalisation"): told(index.normalisation.method),
            _("Aggregation"): told(index.aggregation),
            _("Least share of the weight present"): f"{number(100 * index.missing.coverage)} %",
            _("Missing values carried forward for"): _("{n} years at most").format(n=index.reach),
            _("States needed for ranks"): str(index.minimum_states),
            _("What varies"): factors_in_words(index),
            _("Draws, seed"): f"{grouped(index.robustness.draws)}, {index.robustness.seed}",
            _("Band holds"): share_of_draws(edition, index.lens),
        }
        for index in edition.framework.indices.values()
    }
    rows = pd.DataFrame(columns).rename_axis(_("Parameter")).reset_index()
    return table_html(rows, _("Parameters of the method, from the index files"), sortable=False)


def coverage_summary(edition: Edition) -> Html:
    """Return coverage by lens and domain."""
    table = covered_cells(edition)
    rows = pd.DataFrame(
        {
            _("Domain"): [edition.framework.label("outcome", domain) for domain in table["domain"]],
            _("Lens"): table["lens"].map(_),
            _("Indicators defined"): table["indicators"],
            _("with data"): table["covered_indicators"],
            _("States with data"): table["states"],
            _("Cells"): table["cells"],
            _("Cells filled"): table["filled"],
            _("Share filled %"): 100 * table["share"],
        }
    )
    caption = _("Coverage: a cell is one indicator of one state in one year of the index")
    return table_html(rows, caption, decimals={_("Share filled %"): 1})


def coverage(edition: Edition, lens: str) -> Any:  # noqa: ANN401
    """Return the matrix of states by indicators."""
    return coverage_matrix(edition, lens)


def findings_summary(edition: Edition) -> Html:
    """Return what the validation of this edition found, by kind."""
    report = edition.project.validate()
    table = pd.DataFrame([(finding.code, finding.kind) for finding in report], columns=["code", "kind"])
    counts = table.groupby("code", sort=False).agg(kind=("kind", "first"), count=("code", "size"))
    rows = pd.DataFrame(
        {
            _("Finding"): [own_words(edition, kind.title) for kind in counts["kind"]],
            _("Code"): counts.index,
            _("Severity"): [_(kind.severity.value) for kind in counts["kind"]],
            _("Times"): counts["count"].to_numpy(),
            _("What to do"): [own_words(edition, kind.advice) for kind in counts["kind"]],
        },
        dtype=object,  # keeps the mark of words that are English
    )
    caption = _(
        "Findings of the validation: {errors} errors, {warnings} warnings, {remarks} remarks over {n} observations"
    ).format(
        errors=report.count(Severity.ERROR),
        warnings=report.count(Severity.WARNING),
        remarks=report.count(Severity.INFORMATION),
        n=grouped(report.checked["observations"]),
    )
    return table_html(rows, caption, decimals=0)


def datasets(edition: Edition) -> Html:
    """Return every dataset that an indicator names, whether it is used, and its licence."""
    used = edition.panel.frame.groupby("source").agg(rows=("value", "size"), states=("state", "nunique"))
    rows = [
        {
            _("Dataset"): link(dataset.url, in_english(dataset.title)),
            _("Code"): key,
            _("Provider"): in_english(dataset.provider),
            _("Licence"): in_english(dataset.licence),
            _("Observations"): int(used["rows"].get(key, 0)),
            _("States"): int(used["states"].get(key, 0)),
        }
        for key, dataset in sorted(edition.framework.datasets.items())
    ]
    return table_html(
        pd.DataFrame(rows, dtype=object), _("Datasets; none observed: defined, but not at hand"), decimals=0
    )


def remarks(edition: Edition) -> str:
    """Return the remarks of the index files on single cells."""
    lines = []
    for lens, index in edition.framework.indices.items():
        for remark in index.remarks:
            states = ", ".join(edition.name(state) for state in remark.states)
            years = (
                f"{min(remark.years)}–{max(remark.years)}" if len(remark.years) > 1 else str(remark.years[0])
            )
            label = edition.framework.label(lens, remark.node)
            lines.append(f"- **{label}, {states}, {years}** (`{remark.code}`): {in_english(remark.text)}")
    return "\n".join(lines) or _("There are none.")
