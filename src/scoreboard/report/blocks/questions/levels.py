"""How many states stand at which level of a policy item: counts, a sentence and a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from scoreboard.definitions.models import PolicyIndicator
from scoreboard.report import slices
from scoreboard.report.blocks.questions.values import span
from scoreboard.report.charts.common import source_line
from scoreboard.report.charts.counts import counts_chart
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html, text
from scoreboard.report.i18n import N_, _
from scoreboard.report.links import indicator_link, link, practice_address
from scoreboard.report.words import number

PLACES = {"top": N_("top level"), "between": N_("between"), "lowest": N_("lowest level")}
COLUMNS = ["code", "title", "year", *PLACES, "states"]


def level_counts(edition: Edition, codes: Sequence[str]) -> pd.DataFrame:
    """Count states by level of each item, in the item's last year with enough states to be ranked.

    Returns
    -------
    DataFrame, one row per item that the project has with data, in the order of `codes`: `COLUMNS`.
    """
    return pd.DataFrame([row for code in codes for row in _counted(edition, code)], columns=COLUMNS)


def _counted(edition: Edition, code: str) -> Iterator[tuple[Any, ...]]:
    item, index = edition.framework.indicators.get(code), edition.framework.indices.get("policy")
    if not isinstance(item, PolicyIndicator):
        return
    own = slices.rows(edition, code).dropna(subset=["value"])
    sizes = own.groupby("year")["state"].nunique()
    years = sizes.index[sizes >= (index.minimum_states if index else 1)]
    if not len(years):
        return
    values = own.loc[own["year"] == years.max(), "value"]
    top, lowest = int((values >= item.levels[0].score).sum()), int((values <= item.levels[-1].score).sum())
    yield code, item.title, int(years.max()), top, len(values) - top - lowest, lowest, len(values)


def level_sentence(edition: Edition, code: str) -> str:
    """Say how many states have the top and the lowest level of an item."""
    rows = level_counts(edition, [code])
    item = edition.framework.indicators.get(code)
    if rows.empty:
        words = _("Not enough data: this project has no item “{code}” with a level of enough states.")
        return words.format(code=item.title if item else code)
    return _(
        "“{title}”: in {year}, {top} of {states} states had the top level and {lowest} the lowest."
    ).format(**{str(name): value for name, value in rows.iloc[0].items()})


def levels_chart(edition: Edition, codes: Sequence[str]) -> Any:  # noqa: ANN401
    """Return the states by level of each item as bars of their counts."""
    rows = level_counts(edition, codes)
    words = [_(it) for it in PLACES.values()]
    counts = rows.set_index(pd.Index(rows["title"], name=_("Policy item")))[list(PLACES)]
    table = rows[["title", "year", *PLACES, "states"]].astype({"year": str})
    return counts_chart(
        counts.set_axis(words, axis="columns"),
        title=_finding(rows),
        subtitle=_("States by level of each policy item, {years}").format(years=span(rows["year"]))
        if len(rows)
        else "",
        table=table.set_axis([_("Policy item"), _("Year"), *words, _("States")], axis="columns"),
        unit=_("States"),
        source=source_line(edition, rows["code"].tolist()),
        empty=_("Not enough data: none of these items has a level of enough states."),
    )


def item_links(edition: Edition, codes: Sequence[str]) -> Html | None:
    """Return links to what each level of some items asks, and to who reached the top; None where there is no item."""
    links = []
    for code in level_counts(edition, codes)["code"]:
        register = practice_address(edition, code, "")
        who = f" ({link(register, _('who has it'))})" if register else ""
        links.append(f"{indicator_link(edition, code, '')}{who}")
    return Html(f"<p>{text(_('What each level asks:'))} {', '.join(links)}</p>") if links else None


def _finding(rows: pd.DataFrame) -> str:
    if rows.empty:
        return _("Policy items by level: not enough data")
    most = rows.iloc[int(rows["top"].argmax())]
    return _("The top level is most common for “{title}”: {top} of {states} states").format(
        title=most["title"], top=number(most["top"]), states=number(most["states"])
    )
