"""What stands beside the scores of a state: context, never scored, and where all numbers come from."""

from __future__ import annotations

import pandas as pd

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.report.charts.series import UNIT_NAMES
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.links import indicator_link, link
from scoreboard.report.tables import table_html
from scoreboard.report.words import joined

FLAG_WORDS = {
    "b": "break in the series",
    "d": "definition differs",
    "e": "estimated",
    "f": "forecast",
    "i": "imputed",
    "m": "missing",
    "n": "not significant",
    "p": "provisional",
    "u": "low reliability",
    "C": "confidential",
    "N": "not for publication",
}


def flag_words(flags: str) -> str:
    """Return the publisher's flags in words."""
    return joined([FLAG_WORDS.get(flag, flag) for flag in flags])


def context_values(edition: Edition, state: str) -> str | Html:
    """Return the latest context values: shown beside the scores, never scored."""
    frame = edition.panel.frame
    context = {
        c: it
        for c, it in edition.framework.indicators.items()
        if isinstance(it, StatisticIndicator) and it.lens == "context"
    }
    own = frame[(frame["state"] == state) & frame["indicator"].isin(list(context)) & (frame["sex"] == "T")]
    own = own.sort_values("year").groupby(["indicator", "group"], as_index=False).last()
    own = own[own["group"] == own["indicator"].map(lambda code: context[code].group)]
    if own.empty:
        return f"No context statistic is at hand for {edition.name(state)}."
    rows = pd.DataFrame(
        {
            "Indicator": [indicator_link(edition, code) for code in own["indicator"]],
            "Year": own["year"].astype(str).to_numpy(),
            "Value": own["value"].to_numpy(),
            "Unit": [UNIT_NAMES[context[code].unit].lower() for code in own["indicator"]],
            "Note": [flag_words(flags) for flags in own["flags"]],
        },
        dtype=object,
    )
    return table_html(
        rows, f"{edition.name(state)}: context, never scored and never ranked", missing="not available"
    )


def sources(edition: Edition, state: str) -> Html:
    """Return the sources of the state's data, with licence and date of access."""
    entries = edition.project.sources(state)
    rows = pd.DataFrame(
        {
            "Source": list(entries),
            "Provider": [entry.provider for entry in entries.values()],
            "Title": [link(entry.url, entry.title) for entry in entries.values()],
            "Licence": [entry.licence for entry in entries.values()],
            "Accessed": [entry.accessed for entry in entries.values()],
        },
        dtype=object,
    )
    return table_html(rows, f"{edition.name(state)}: where the numbers come from")
