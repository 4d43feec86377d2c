"""The audit of both indices along the ten steps, and what their rankings are most sensitive to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from scoreboard.analysis.audit import Answer, Audit
from scoreboard.analysis.audit import audit as run_audit
from scoreboard.report import drawing
from scoreboard.report.blocks.evidence import FACTOR_WORDS
from scoreboard.report.charts.sobol import sensitivity_chart
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html, text
from scoreboard.report.i18n import _
from scoreboard.report.i18n.borrowed import told
from scoreboard.report.ledger import read
from scoreboard.report.tables import table_html
from scoreboard.report.words import capital, number
from scoreboard.robustness.coherence import BANDS
from scoreboard.robustness.factors import declared
from scoreboard.robustness.sensitivity import RANK_SHIFT, sensitivity
from scoreboard.robustness.tables import Drawn

ROWS = 512
"""Rows of the design: enough for intervals of a tenth or so, in a few seconds."""
SHOWN = 5
"""Cases shown for one question."""


class _Sensitivity(NamedTuple):
    """What the page tells of a sensitivity analysis; see `robustness.sensitivity.Sensitivity`."""

    factors: tuple[str, ...]
    runs: int
    indices: pd.DataFrame
    convergence: pd.DataFrame


@read(kept=True)
def _sensitivity(edition: Edition, lens: str) -> _Sensitivity | None:
    """Return the sensitivity of the overall; None where no factor varies or nothing is ranked."""
    index = edition.written.indices[lens]
    year = edition.latest(lens, "overall")
    if year is None or not declared(index):
        return None
    (years,) = (it for it in drawing.parts(edition, lens) if year in it)
    found = sensitivity(edition.drawable(lens, years), index, "overall", year, base=ROWS)
    return _Sensitivity(found.factors, found.runs, found.indices, found.convergence)


@read(derived=True)
def _audit(edition: Edition, lens: str) -> Audit:
    found = _sensitivity(edition, lens)
    pages = {page.rpartition("/")[2] for page in edition.pages}
    return run_audit(
        edition.scores(lens),
        sensitivity=None if found is None else found.indices,
        pages=pages or None,
        today=edition.day,
        draws=_draws(edition, lens),
    )


def _draws(edition: Edition, lens: str) -> Drawn | None:
    year = edition.latest(lens, "overall")
    return None if year is None else drawing.drawn(edition, lens, (year,)).of_nodes(("overall",))


def summary(edition: Edition, lens: str) -> str:
    """Say what was audited and how the answers fall."""
    if lens not in edition.lenses:
        return _("This project has no index of this lens.")
    found = _audit(edition, lens)
    index, counts = edition.framework.indices[lens], found.counts
    return _(
        "**{title}, version {version}, year {year}.** Of {n} questions, **{passed} pass**, **{warned} warn** and "
        "**{left} do not apply** or are for people to answer. {ranked} states have a rank."
    ).format(
        title=index.title,
        version=index.version,
        year=found.subject.year,
        n=len(found.answers),
        passed=counts["pass"],
        warned=counts["warn"],
        left=counts["not applicable"],
        ranked=found.subject.ranked,
    )


def steps(edition: Edition, lens: str) -> list[Any]:
    """Return one table for each of the ten steps: question, verdict, what was found, and the limit."""
    if lens not in edition.lenses:
        return []
    parts: list[Any] = []
    for step, name, answers in _audit(edition, lens).by_step():
        rows = pd.DataFrame([_row(answer) for answer in answers], dtype=object)
        caption = _("Step {step}: {name}").format(step=step, name=_(name))
        parts.append(table_html(rows, caption, sortable=False))
    return parts


def _row(answer: Answer) -> dict[str, Any]:
    check = answer.check
    return {
        _("Question"): told(check.question),
        _("Verdict"): Html(f'<strong class="sb-verdict">{text(capital(_(answer.verdict)))}</strong>'),
        _("What was found"): _found(answer),
        _("Limit and its source"): Html(f"{told(str(check.limit))} ({told(check.source)})"),
    }


def _found(answer: Answer) -> Html:
    """Return the finding; of a warning, the first cases behind it can be opened."""
    words = Html(f"{capital(told(answer.found.text))}.")
    cases = answer.found.cases if answer.verdict == "warn" else ()
    if not cases:
        return words
    more = len(cases) - SHOWN
    lines = [told(case) for case in cases[:SHOWN]]
    lines += [text(_("and {more} more").format(more=more))] if more > 0 else []
    items = "".join(f"<li>{line}</li>" for line in lines)
    return Html(f"{words}<details><summary>{_('Show the cases')}</summary><ul>{items}</ul></details>")


def sensitivities(edition: Edition, lens: str) -> Any:  # noqa: ANN401
    """Return what the ranking depends on most, as a chart of Sobol' indices with intervals."""
    found = _sensitivity(edition, lens) if lens in edition.lenses else None
    if found is None:
        return _("No sensitivity can be told: no factor varies, or too few states have a rank.")
    words = {name: _(said) for name, said in FACTOR_WORDS.items()}
    return sensitivity_chart(edition, lens, found.indices, words, found.runs)


def convergence_of_indices(edition: Edition, lens: str) -> Html | None:
    """Return the total effects from a part of the runs and from all, so that a reader sees that they settled."""
    found = _sensitivity(edition, lens) if lens in edition.lenses else None
    if found is None:
        return None
    table = found.convergence
    own = table[table["target"] == RANK_SHIFT]
    wide = own.pivot(index="factor", columns="rows", values="total").reindex(list(found.factors))
    wide = wide.rename(columns=lambda rows: _("{n} rows").format(n=rows)).reset_index()
    wide["factor"] = [capital(_(FACTOR_WORDS.get(name, name))) for name in wide["factor"]]
    caption = _(
        "Total effect on the mean rank shift, estimated from a part of the rows of the design and from all"
    )
    return table_html(wide.rename(columns={"factor": _("Factor")}), caption, decimals=2, sortable=False)


def coherence(edition: Edition, lens: str) -> list[Any]:
    """Return reliability and dimensions of each group, and weight beside importance, of the audited year."""
    if lens not in edition.lenses:
        return []
    found = _audit(edition, lens)
    year = found.subject.coherence.scope
    tables = {name: table[table["scope"] == year] for name, table in found.coherence().items()}
    return [
        _reliability(edition, found, tables["reliability"], tables["dimensions"]),
        _importance(edition, found, tables["importance"]),
        _correlations(found, tables["correlations"]),
    ]


def _reliability(edition: Edition, found: Audit, alphas: pd.DataFrame, dimensions: pd.DataFrame) -> Html:
    both = alphas.merge(dimensions[["group", "above_one", "explained"]], on="group", how="left")
    rows = pd.DataFrame(
        {
            _("Group"): _titles(edition, found, both["group"]),
            _("Parts"): both["children"].astype(int),
            _("States"): both["states"],
            _("Cronbach's α"): both["alpha"],
            _("α, standardised"): both["alpha_standardised"],
            _("Eigenvalues above 1"): both["above_one"],
            _("First component explains %"): 100 * both["explained"],
        }
    )
    caption = _("Do the parts of each group measure one thing? {year}").format(year=found.subject.year)
    whole = dict.fromkeys((_("States"), _("Eigenvalues above 1"), _("First component explains %")), 0)
    return table_html(rows, caption, decimals={**dict.fromkeys(rows.columns, 2), **whole})


def _titles(edition: Edition, found: Audit, names: Iterable[str]) -> list[str]:
    """Return the titles of nodes and indicators in the language of the edition."""
    return [edition.framework.label(found.subject.index.lens, name) for name in names]


def _importance(edition: Edition, found: Audit, table: pd.DataFrame) -> Html:
    own = table[(table["relation"] == "parent") & (table["reason"] == "")]
    rows = pd.DataFrame(
        {
            _("Part"): _titles(edition, found, own["name"]),
            _("Of"): _titles(edition, found, own["of"]),
            _("Weight %"): 100 * own["weight"],
            _("Share of importance %"): 100 * own["share"],
            _("Importance by weight"): own["ratio"],
        }
    )
    caption = _("Does each part count about as much as it is weighed? {year}").format(year=found.subject.year)
    decimals = {_("Importance by weight"): 2, _("Weight %"): 0, _("Share of importance %"): 0}
    return table_html(rows, caption, decimals=decimals)


def _correlations(found: Audit, table: pd.DataFrame) -> Html:
    """Return how many pairs fall into each band, by relation."""
    own = table[table["reason"] == ""]
    rows = pd.DataFrame(
        [
            {
                _("Correlation"): capital(_(name)),
                _("What it means"): told(meaning),
                _("Pairs of siblings"): int(((own["relation"] == "sibling") & (own["band"] == name)).sum()),
                _("Parts with their group"): int(
                    ((own["relation"] == "parent") & (own["band"] == name)).sum()
                ),
            }
            for name, meaning in BANDS.items()
        ]
    )
    total = number(len(own[own["relation"] == "sibling"]))
    caption = _("Correlations by band, {year}: {total} pairs of siblings")
    return table_html(rows, caption.format(year=found.subject.year, total=total), sortable=False)
