"""The audit of both indices along the ten steps, and what their rankings are most sensitive to."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from scoreboard.analysis.audit import Answer, Audit
from scoreboard.analysis.audit import audit as run_audit
from scoreboard.report.blocks.evidence import FACTOR_WORDS
from scoreboard.report.charts.sobol import sensitivity_chart
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html, text
from scoreboard.report.tables import table_html
from scoreboard.report.words import capital, number
from scoreboard.robustness.coherence import BANDS
from scoreboard.robustness.factors import declared
from scoreboard.robustness.sensitivity import RANK_SHIFT, Sensitivity, sensitivity

ROWS = 512
"""Rows of the design: enough for intervals of a tenth or so, in a few seconds."""
SHOWN = 5
"""Cases shown for one question."""


@lru_cache(maxsize=8)
def _sensitivity(edition: Edition, lens: str) -> Sensitivity | None:
    """Return the sensitivity of the overall; None where no factor varies or nothing is ranked."""
    index = edition.framework.indices[lens]
    year = edition.latest(lens, "overall")
    if year is None or not declared(index):
        return None
    return sensitivity(edition.panel, index, "overall", year, base=ROWS)


@lru_cache(maxsize=8)
def _audit(edition: Edition, lens: str) -> Audit:
    found = _sensitivity(edition, lens)
    book = edition.project.root / "book"
    pages = {page.stem for page in book.rglob("*") if page.suffix in (".md", ".ipynb")}
    return run_audit(
        edition.scores(lens), sensitivity=None if found is None else found.indices, pages=pages or None
    )


def summary(edition: Edition, lens: str) -> str:
    """Say what was audited and how the answers fall."""
    if lens not in edition.lenses:
        return "This project has no index of this lens."
    found = _audit(edition, lens)
    index, counts = found.subject.index, found.counts
    return (
        f"**{index.title}, version {index.version}, year {found.subject.year}.** Of {len(found.answers)} questions, "
        f"**{counts['pass']} pass**, **{counts['warn']} warn** and **{counts['not applicable']} do not apply** or "
        f"are for people to answer. {found.subject.ranked} states have a rank."
    )


def steps(edition: Edition, lens: str) -> list[Any]:
    """Return one table for each of the ten steps: question, verdict, what was found, and the limit."""
    if lens not in edition.lenses:
        return []
    parts: list[Any] = []
    for step, name, answers in _audit(edition, lens).by_step():
        rows = pd.DataFrame([_row(answer) for answer in answers], dtype=object)
        parts.append(table_html(rows, f"Step {step}: {name}", sortable=False))
    return parts


def _row(answer: Answer) -> dict[str, Any]:
    check = answer.check
    return {
        "Question": check.question,
        "Verdict": Html(f'<strong class="sb-verdict">{text(capital(answer.verdict))}</strong>'),
        "What was found": _found(answer),
        "Limit and its source": f"{check.limit} ({check.source})",
    }


def _found(answer: Answer) -> Html:
    """Return the finding; of a warning, the first cases behind it can be opened."""
    words = text(f"{capital(answer.found.text)}.")
    cases = answer.found.cases if answer.verdict == "warn" else ()
    if not cases:
        return words
    more = len(cases) - SHOWN
    lines = [*cases[:SHOWN], *([f"and {more} more"] if more > 0 else [])]
    items = "".join(f"<li>{text(line)}</li>" for line in lines)
    return Html(f"{words}<details><summary>Show the cases</summary><ul>{items}</ul></details>")


def sensitivities(edition: Edition, lens: str) -> Any:  # noqa: ANN401
    """Return what the ranking depends on most, as a chart of Sobol' indices with intervals."""
    found = _sensitivity(edition, lens) if lens in edition.lenses else None
    if found is None:
        return "No sensitivity can be told: no factor varies, or too few states have a rank."
    return sensitivity_chart(edition, lens, found.indices, FACTOR_WORDS, found.runs)


def convergence_of_indices(edition: Edition, lens: str) -> Html | None:
    """Return the total effects from a part of the runs and from all, so that a reader sees that they settled."""
    found = _sensitivity(edition, lens) if lens in edition.lenses else None
    if found is None:
        return None
    table = found.convergence
    own = table[table["target"] == RANK_SHIFT]
    wide = own.pivot(index="factor", columns="rows", values="total").reindex(list(found.factors))
    wide = wide.rename(columns=lambda rows: f"{rows} rows").reset_index()
    wide["factor"] = [capital(FACTOR_WORDS.get(name, name)) for name in wide["factor"]]
    caption = (
        "Total effect on the mean rank shift, estimated from a part of the rows of the design and from all"
    )
    return table_html(wide.rename(columns={"factor": "Factor"}), caption, decimals=2, sortable=False)


def coherence(edition: Edition, lens: str) -> list[Any]:
    """Return reliability and dimensions of each group, and weight beside importance, of the audited year."""
    if lens not in edition.lenses:
        return []
    found = _audit(edition, lens)
    year = found.subject.coherence.scope
    tables = {name: table[table["scope"] == year] for name, table in found.coherence().items()}
    return [
        _reliability(found, tables["reliability"], tables["dimensions"]),
        _importance(found, tables["importance"]),
        _correlations(found, tables["correlations"]),
    ]


def _reliability(found: Audit, alphas: pd.DataFrame, dimensions: pd.DataFrame) -> Html:
    both = alphas.merge(dimensions[["group", "above_one", "explained"]], on="group", how="left")
    rows = pd.DataFrame(
        {
            "Group": [found.subject.title(name) for name in both["group"]],
            "Parts": both["children"].astype(int),
            "States": both["states"],
            "Cronbach's α": both["alpha"],
            "α, standardised": both["alpha_standardised"],
            "Eigenvalues above 1": both["above_one"],
            "First component explains %": 100 * both["explained"],
        }
    )
    caption = f"Do the parts of each group measure one thing? {found.subject.year}"
    whole = {"States": 0, "Eigenvalues above 1": 0, "First component explains %": 0}
    return table_html(rows, caption, decimals={**dict.fromkeys(rows.columns, 2), **whole})


def _importance(found: Audit, table: pd.DataFrame) -> Html:
    own = table[(table["relation"] == "parent") & (table["reason"] == "")]
    rows = pd.DataFrame(
        {
            "Part": [found.subject.title(name) for name in own["name"]],
            "Of": [found.subject.title(name) for name in own["of"]],
            "Weight %": 100 * own["weight"],
            "Share of importance %": 100 * own["share"],
            "Importance by weight": own["ratio"],
        }
    )
    caption = f"Does each part count about as much as it is weighed? {found.subject.year}"
    return table_html(
        rows, caption, decimals={"Importance by weight": 2, "Weight %": 0, "Share of importance %": 0}
    )


def _correlations(found: Audit, table: pd.DataFrame) -> Html:
    """Return how many pairs fall into each band, by relation."""
    own = table[table["reason"] == ""]
    rows = pd.DataFrame(
        [
            {
                "Correlation": capital(name),
                "What it means": meaning,
                "Pairs of siblings": int(((own["relation"] == "sibling") & (own["band"] == name)).sum()),
                "Parts with their group": int(((own["relation"] == "parent") & (own["band"] == name)).sum()),
            }
            for name, meaning in BANDS.items()
        ]
    )
    total = number(len(own[own["relation"] == "sibling"]))
    return table_html(
        rows, f"Correlations by band, {found.subject.year}: {total} pairs of siblings", sortable=False
    )
