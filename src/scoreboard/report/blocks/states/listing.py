"""The list of all states."""

from __future__ import annotations

import pandas as pd

from scoreboard.definitions import DOMAINS
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import _
from scoreboard.report.links import state_link
from scoreboard.report.tables import table_html


def table(edition: Edition) -> Html:
    """Return all states, in code order, with what is known of each."""
    frame = edition.frame[edition.frame["node"].isin(DOMAINS)].dropna(subset=["score"])
    known = frame.groupby(["state", "lens"])["node"].nunique().unstack()
    known = known.reindex(index=edition.states, columns=["policy", "outcome"])
    rows = pd.DataFrame(
        {
            _("State"): [state_link(edition, state) for state in edition.states],
            _("Code"): edition.states,
            _("European Union"): [_membership(edition, state) for state in edition.states],
            _("Policy domains scored"): known["policy"].fillna(0).astype(int).to_numpy(),
            _("Outcome domains scored"): known["outcome"].fillna(0).astype(int).to_numpy(),
            _("Observations"): edition.panel.frame.groupby("state").size().reindex(edition.states).to_numpy(),
        },
        dtype=object,
    )
    return table_html(rows, _("States with at least one score"), decimals=0)


def _membership(edition: Edition, state: str) -> str:
    it = edition.framework.states[state]
    if not it.eu_from:
        return "–"
    return (
        f"{it.eu_from[:4]}–{it.eu_to[:4]}"
        if it.eu_to
        else _("since {eu_from}").format(eu_from=it.eu_from[:4])
    )
