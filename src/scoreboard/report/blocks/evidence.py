"""Method, data and coverage: what stands behind the scores, from the definitions and the panel."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.definitions.models import Index, Node
from scoreboard.findings import Severity
from scoreboard.report.charts import coverage_matrix
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.links import link
from scoreboard.report.tables import table_html
from scoreboard.report.words import number


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
    how = "look-up" if rule == "lookup" else f"{rule} mean"
    proxy = " (proxy)" if node.proxy else ""
    label = edition.framework.label(index.lens, node.node or "")
    lines = [
        f"{indent}- {weight}**{label}**{proxy}: {how}, at least {number(100 * threshold)} % of the weight"
    ]
    total = sum(child.weight for child in node.children)
    for child in node.children:
        lines += _tree_lines(edition, index, child, depth + 1, child.weight / total)
    return lines


FACTOR_WORDS = {
    "sampling": "sampling errors",
    "imputation": "how missing values are filled",
    "treatment": "treatment of outliers",
    "normalisation": "normalisation",
    "weights": "weights",
    "aggregation": "rule of aggregation",
    "inclusion": "which indicators are included",
    "goalposts": "goalposts",
}


def factors_in_words(index: Index) -> str:
    """Return what varies in the draws of an index, with the amounts."""
    varied = [(words, getattr(index.robustness, name)) for name, words in FACTOR_WORDS.items()]
    return "; ".join(words + _amount(how) for words, how in varied if how is not None)


def _amount(how: object) -> str:
    within = getattr(how, "within", None)
    return f" ± {number(100 * within)} %" if within is not None else ""


def parameters(edition: Edition) -> Html:
    """Return the parameters of each index file side by side."""
    columns = {
        index.title: {
            "Version": index.version,
            "Years": f"{index.years.first}–{index.years.last}",
            "Normalisation": index.normalisation.method,
            "Aggregation": index.aggregation,
            "Least share of the weight present": f"{number(100 * index.missing.coverage)} %",
            "Missing values carried forward for": f"{index.reach} years at most",
            "States needed for ranks": str(index.minimum_states),
            "What varies": factors_in_words(index),
            "Draws, seed": f"{index.robustness.draws:,}, {index.robustness.seed}",
            "Band holds": f"{number(100 * index.robustness.interval)} % of the draws",
        }
        for index in edition.framework.indices.values()
    }
    rows = pd.DataFrame(columns).rename_axis("Parameter").reset_index()
    return table_html(rows, "Parameters of the method, from the index files", sortable=False)


def coverage_summary(edition: Edition) -> Html:
    """Return coverage by lens and domain."""
    table = edition.coverage
    rows = pd.DataFrame(
        {
            "Domain": [edition.framework.label("outcome", domain) for domain in table["domain"]],
            "Lens": table["lens"],
            "Indicators defined": table["indicators"],
            "with data": table["covered_indicators"],
            "States with data": table["states"],
            "Cells": table["cells"],
            "Cells filled": table["filled"],
            "Share filled %": 100 * table["share"],
        }
    )
    caption = "Coverage: a cell is one indicator of one state in one year of the index"
    return table_html(rows, caption, decimals={"Share filled %": 1})


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
            "Finding": [kind.title for kind in counts["kind"]],
            "Code": counts.index,
            "Severity": [kind.severity.value for kind in counts["kind"]],
            "Times": counts["count"].to_numpy(),
            "What to do": [kind.advice for kind in counts["kind"]],
        }
    )
    caption = (
        f"Findings of the validation: {report.count(Severity.ERROR)} errors, "
        f"{report.count(Severity.WARNING)} warnings, {report.count(Severity.INFORMATION)} remarks over "
        f"{report.checked['observations']:,} observations"
    )
    return table_html(rows, caption, decimals=0)


def datasets(edition: Edition) -> Html:
    """Return every dataset that an indicator names, whether it is used, and its licence."""
    used = edition.panel.frame.groupby("source").agg(rows=("value", "size"), states=("state", "nunique"))
    rows = [
        {
            "Dataset": link(dataset.url, dataset.title),
            "Code": key,
            "Provider": dataset.provider,
            "Licence": dataset.licence,
            "Observations": int(used["rows"].get(key, 0)),
            "States": int(used["states"].get(key, 0)),
        }
        for key, dataset in sorted(edition.framework.datasets.items())
    ]
    return table_html(
        pd.DataFrame(rows, dtype=object), "Datasets; none observed: defined, but not at hand", decimals=0
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
            lines.append(f"- **{label}, {states}, {years}** (`{remark.code}`): {remark.text}")
    return "\n".join(lines) or "There are none."
