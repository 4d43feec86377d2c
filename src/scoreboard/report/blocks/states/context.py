"""What stands beside the scores of a state: context, never scored, and where all numbers come from."""

from __future__ import annotations

import pandas as pd

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.observations.statuses import statuses
from scoreboard.report.charts.series import UNIT_NAMES
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import _
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.links import indicator_link, link
from scoreboard.report.slices import observations
from scoreboard.report.tables import dated, table_html
from scoreboard.report.words import inside, joined


def flag_words(flags: str) -> str:
    """Return the publisher's flags in words."""
    return joined([_(statuses()[flag]["label"]) for flag in flags])


def context_values(edition: Edition, state: str) -> str | Html:
    """Return the latest context values: shown beside the scores, never scored."""
    frame = observations(edition, state)
    context = {
        c: it
        for c, it in edition.framework.indicators.items()
        if isinstance(it, StatisticIndicator) and it.lens == "context"
    }
    own = frame[frame["indicator"].isin(list(context)) & (frame["sex"] == "T")]
    own = own.sort_values("year").groupby(["indicator", "group"], as_index=False).last()
    own = own[own["group"] == own["indicator"].map(lambda code: context[code].group)]
    if own.empty:
        return _("No context statistic is at hand for {state}.").format(state=edition.name(state))
    rows = pd.DataFrame(
        {
            _("Indicator"): [indicator_link(edition, code) for code in own["indicator"]],
            _("Year"): own["year"].astype(str).to_numpy(),
            _("Value"): own["value"].to_numpy(),
            _("Unit"): [inside(_(UNIT_NAMES[context[code].unit])) for code in own["indicator"]],
            _("Note"): [flag_words(flags) for flags in own["flags"]],
        },
        dtype=object,
    )
    return table_html(
        rows,
        _("{state}: context, never scored and never ranked").format(state=edition.name(state)),
        missing=_("not available"),
    )


def sources(edition: Edition, state: str) -> Html:
    """Return the sources of the state's data, with licence and date of access."""
    entries = edition.sources(state)
    rows = pd.DataFrame(
        {
            _("Source"): list(entries),
            _("Provider"): [in_english(entry.provider) for entry in entries.values()],
            _("Title"): [link(entry.url, in_english(entry.title)) for entry in entries.values()],
            _("Licence"): [in_english(entry.licence) for entry in entries.values()],
            _("Accessed"): [dated(entry.accessed) for entry in entries.values()],
        },
        dtype=object,
    )
    return table_html(rows, _("{state}: where the numbers come from").format(state=edition.name(state)))
