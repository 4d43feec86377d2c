"""Precedents: which states have the top level of each policy item already, and since when."""

from __future__ import annotations

import pandas as pd

from scoreboard.definitions.models import PolicyIndicator
from scoreboard.records.practices import precedents as find_precedents
from scoreboard.records.practices import top_holders
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html, text
from scoreboard.report.i18n import _
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.ledger import read
from scoreboard.report.links import UP, indicator_link, state_link
from scoreboard.report.slices import panel_of
from scoreboard.report.tables import table_html


def holders(edition: Edition, item: PolicyIndicator) -> pd.DataFrame:
    """Return the states whose latest known level of an item is the top one.

    Returns
    -------
    DataFrame, one row per state in code order: `state`, `since`, the first year of the unbroken run of top
    levels that ends with the latest known one, `from_start`, whether that is the state's first known year.
    """
    return _holders(edition, item.code)


@read(kept=True)
def _holders(edition: Edition, code: str) -> pd.DataFrame:
    return top_holders(panel_of(edition, [code]).frame, edition.framework).drop(columns="indicator")


def _answers(edition: Edition) -> pd.DataFrame:
    indicators = edition.framework.indicators.values()
    return panel_of(edition, [it.code for it in indicators if isinstance(it, PolicyIndicator)]).frame


@read
def rises(edition: Edition) -> pd.DataFrame:
    """Return every rise of a state to the top level of a policy item; see `records.practices.precedents`."""
    return find_precedents(_answers(edition), edition.framework)


def precedents(edition: Edition, domain: str, up: str = UP) -> Html | str:
    """Return for every policy item of a domain the condition of the top level and the states that have it."""
    items = [edition.framework.indicators[code] for code in edition.leaves("policy", domain)]
    rows = []
    for item in items:
        if isinstance(item, PolicyIndicator):
            found = holders(edition, item)
            rows.append(
                {
                    _("Item"): indicator_link(edition, item.code, up),
                    _("What the top level asks"): in_english(item.levels[0].condition),
                    _("States that have it, and since when"): _listed(edition, found, up),
                    _("Number"): len(found),
                }
            )
    if not rows:
        return _("No policy item of this domain is defined.")
    caption = _(
        "Precedents: states with the top level of each item, in the order of their codes, "
        "with the year since which they have had it; “or before” where the data begin at the "
        "top level"
    )
    return table_html(pd.DataFrame(rows, dtype=object), caption, decimals=0, sortable=False)


def _listed(edition: Edition, found: pd.DataFrame, up: str) -> Html:
    if found.empty:
        return text(_("none yet"))
    return Html(
        ", ".join(
            f"{state_link(edition, state, up)} ({since}{_(' or before') if first else ''})"
            for state, since, first in found.itertuples(index=False)
        )
    )
