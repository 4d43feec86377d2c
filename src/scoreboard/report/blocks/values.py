"""The values of a domain beside its scores: how it is measured, what is published, what the context is."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.report.charts.gaps import group_name
from scoreboard.report.charts.series import UNIT_NAMES, values
from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import _
from scoreboard.report.i18n.framework import one_line
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.links import indicator_link, state_link
from scoreboard.report.slices import panel_of
from scoreboard.report.tables import table_html
from scoreboard.report.words import capital, count, inside


def how_measured(edition: Edition, domain: str) -> str:
    """Return what each lens asks in a domain, in the words of the index file, with its number of indicators."""
    lines = []
    for lens in edition.lenses:
        node = edition.framework.nodes.get((lens, domain))
        if node is None:
            lines.append(
                _("- **{lens}.** This lens has no such domain.").format(lens=capital(_(LENS_NAMES[lens])))
            )
            continue
        known = edition.leaves(lens, domain)
        links = ", ".join(indicator_link(edition, code) for code in known)  # a cell's output resolves no .md
        about = one_line(node.description or "")
        lines.append(
            f"- **{capital(_(LENS_NAMES[lens]))}, {count(len(known), 'indicator')}.** {in_english(about)}\n\n"
            f"  {_('The indicators of {lens}').format(lens=_(LENS_NAMES[lens]))}: {links}.\n"
        )
    return "\n".join(lines)


def published_values(edition: Edition, domain: str) -> Html | str:
    """Return the few values there are of a domain that cannot be scored."""
    base = {it.code: it for it in edition.framework.observed.values() if it.domain == domain}
    own = panel_of(edition, [code for code, it in base.items() if it.lens == "outcome"]).frame
    own = own[own["value"].notna() & (own["sex"] == "T")]
    latest = own.sort_values("year").groupby(["indicator", "state", "group"], as_index=False).last()
    if latest.empty:
        return _("No value of any of its indicators is at hand.")
    rows = pd.DataFrame(
        {
            _("State"): [state_link(edition, state) for state in latest["state"]],
            _("Indicator"): [indicator_link(edition, code) for code in latest["indicator"]],
            _("Group"): [
                group_name(edition, base[code], group)
                for code, group in zip(latest["indicator"], latest["group"], strict=True)
            ],
            _("Year"): latest["year"].astype(str),
            _("Value"): latest["value"],
            _("Unit"): [
                inside(_(UNIT_NAMES[getattr(base[c], "unit", "number")])) for c in latest["indicator"]
            ],
        },
        dtype=object,
    )
    return table_html(rows, _("What is published: too little for a score, shown as it is"))


def context_values(edition: Edition, domain: str) -> Html | str:
    """Return the context statistics of a domain: shown beside the scores, never scored."""
    rows = [
        _context_row(edition, code)
        for code, it in edition.framework.indicators.items()
        if it.lens == "context" and it.domain == domain
    ]
    if not rows:
        return _("No context statistic is defined for this domain.")
    return table_html(
        pd.DataFrame(rows, dtype=object), _("Context: shown beside the scores, never scored, never ranked")
    )


def _context_row(edition: Edition, code: str) -> dict[str, Any]:
    it = edition.framework.indicators[code]
    rows = values(edition, code)
    latest = rows[rows["year"] == rows["year"].max()]
    counted = getattr(it, "unit", "") == "number"  # counts depend on the size of a state
    return {
        _("Statistic"): indicator_link(edition, code),
        _("Latest year"): "–" if rows.empty else str(rows["year"].max()),
        _("States with a value"): len(latest),
        _("Middle state"): None if counted or rows.empty else float(latest["value"].median()),
        _("Unit"): inside(_(UNIT_NAMES[getattr(it, "unit", "number")])),
    }
