"""What changed and why: each score's change, how sure it is, and its exact split into items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoreboard.analysis.steps import steps_between
from scoreboard.report.charts import parts_chart, state_trend
from scoreboard.report.charts.changes import NO_CHANGE, VERDICTS
from scoreboard.report.drawing import draws, nodes
from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.html import Html, text
from scoreboard.report.i18n import N_, _
from scoreboard.report.ledger import read
from scoreboard.report.links import indicator_link
from scoreboard.report.slices import both_ends, scored, tree
from scoreboard.report.tables import MISSING, table_html
from scoreboard.report.words import capital, joined, number, share_of_draws
from scoreboard.robustness.tables import quantiles

NOT_KNOWN = N_("not known")
"""What is said of evidence where no draw has both scores; looked up where it is shown."""
NAMED = 3
"""Items named in a sentence, at most, on either side."""
_KIND_WORDS = {"appeared": N_("newly known"), "changed": "", "vanished": N_("no longer known")}


def trends(edition: Edition, state: str) -> list[Any]:
    """Return the state's scores by year, lens by lens."""
    return [state_trend(edition, state, lens) for lens in edition.lenses]


@dataclass(frozen=True)
class Move:
    """The change of one score between two years.

    Parameters
    ----------
    since, year : the years. before, after : the scores.
    low, high : interval of the change over the draws; NaN where no draw has both scores.
    items : the rows of `steps` of this node, the largest part first; empty where the rule compares states.
    """

    lens: str
    node: str
    label: str
    since: int
    year: int
    before: float
    after: float
    low: float
    high: float
    items: pd.DataFrame

    @property
    def change(self) -> float:
        """Points of the score."""
        return self.after - self.before

    @property
    def evidence(self) -> str:
        """Whether the change is more than what is uncertain."""
        if np.isnan(self.low):
            return NOT_KNOWN
        if self.low == self.high == 0:
            return NO_CHANGE
        return VERDICTS[0] if self.low > 0 or self.high < 0 else VERDICTS[1]

    @property
    def interval(self) -> str:
        """The interval in words."""
        return (
            "–"
            if np.isnan(self.low)
            else _("{low} to {high}").format(low=signed(self.low), high=signed(self.high))
        )


def signed(value: float, digits: int = 0) -> str:
    """Return a number with its sign.

    >>> signed(3.6), signed(-2.0), signed(0.2)
    ('+4', '−2', '0')
    """
    shown = number(value, digits)
    return f"+{shown}" if float(f"{value:.{digits}f}") > 0 else shown


@read
def change_interval(
    edition: Edition, lens: str, node: str, state: str, since: int, year: int
) -> tuple[float, float]:
    """Return the bounds of a change between any two years; both scores of a draw share its realisation."""
    samples, units = draws(edition, lens, (since, year))
    scores = samples.scores[samples.nodes.index(node)]
    at = [np.flatnonzero((units.states == state) & (units.years == it)) for it in (since, year)]
    outer = (1.0 - edition.written.indices[lens].robustness.interval) / 2.0
    (low, high), _shares = quantiles(scores[at[1]] - scores[at[0]], (outer, 1.0 - outer))
    return float(low[0]), float(high[0])


@read(derived=True, kept=True)
def state_moves(edition: Edition, state: str, lens: str) -> dict[str, list[Move]]:
    """Return the moves of overall and every domain: since the year scored before, and since the first.

    Returns
    -------
    node → moves, the shorter first; one where both are the same, none with fewer than two scored years.
    """
    return {node: list(_moves(edition, state, lens, node)) for node in nodes(edition, lens)}


def _moves(edition: Edition, state: str, lens: str, node: str) -> Iterator[Move]:
    rows = scored(edition, lens, state)
    own = rows[rows["node"] == node].sort_values("year").set_index("year")["score"]
    years = [int(it) for it in own.index]
    for since in dict.fromkeys([years[-2], years[0]] if len(years) > 1 else []):
        last = years[-1]
        low, high = change_interval(edition, lens, node, state, since, last)
        label = edition.framework.label(lens, node)
        items = _items(edition, state, lens, node, since, last)
        yield Move(lens, node, label, since, last, own[since], own[last], low, high, items)


@read
def _split(edition: Edition, state: str, lens: str, since: int, year: int) -> pd.DataFrame:
    return steps_between(tree(edition, lens), both_ends(edition, lens, state, since, year))


def _items(edition: Edition, state: str, lens: str, node: str, since: int, year: int) -> pd.DataFrame:
    every = _split(edition, state, lens, since, year)
    rows = every[every["node"] == node]
    return rows.sort_values("part", key=abs, ascending=False, kind="stable", ignore_index=True)


STILL = 0.05
"""Points below which a score stayed where it was, unless the draws say otherwise."""


def move_sentences(edition: Edition, moves: Iterable[Move], named: int = NAMED) -> list[str]:
    """Say of each score how it moved, and of all that did not move together that they did not."""
    told = list(moves)
    still = [f"{it.label} ({it.since}–{it.year})" for it in told if _still(it)]
    moved = [move_sentence(edition, it, named) for it in told if not _still(it)]
    return [*moved, *([_("No change in {still}.").format(still=joined(still))] if still else [])]


def _still(move: Move) -> bool:
    return abs(move.change) < STILL and move.evidence != "real"


def move_sentence(edition: Edition, move: Move, named: int = NAMED) -> str:
    """Say how a score moved, how sure that is, and what it came from: at most `named` items up and down."""
    rose, fell = (
        _("{domain} rose from {before} in {since} to {after} in {year} ({change}; {sureness}){causes}."),
        _("{domain} fell from {before} in {since} to {after} in {year} ({change}; {sureness}){causes}."),
    )
    return (rose if move.change > 0 else fell).format(
        domain=move.label,
        before=number(move.before, 1),
        since=move.since,
        after=number(move.after, 1),
        year=move.year,
        change=signed(move.change, 1),
        sureness=_sureness(edition, move),
        causes=_causes(edition, move, named),
    )


def _sureness(edition: Edition, move: Move) -> str:
    if move.evidence == NOT_KNOWN:
        return _("how sure that is, is not known")
    words = dict(
        zip(VERDICTS, (_("more than what is uncertain"), _("within what is uncertain")), strict=True)
    )
    sure = words.get(move.evidence) or _(move.evidence)
    return _("{sure}: {interval} in {share_of_draws}").format(
        sure=sure, interval=move.interval, share_of_draws=share_of_draws(edition, move.lens)
    )


def _causes(edition: Edition, move: Move, named: int) -> str:
    """Name the items with the largest parts, up and down."""
    if move.items.empty:
        return ""
    if move.items["part"].isna().any():
        return _("; the change cannot be split, because a score in between is not defined")
    up = move.items[move.items["part"] > 0].head(named)
    down = move.items[move.items["part"] < 0].head(named)
    sides = [
        words.format(items=joined([_named(edition, row) for row in rows.to_dict("records")]))
        for words, rows in ((_("raised by {items}"), up), (_("lowered by {items}"), down))
        if len(rows)
    ]
    return f": {'; '.join(sides)}" if sides else ""


def _named(edition: Edition, row: Mapping[Any, Any]) -> str:
    return f"{edition.framework.indicators[row['item']].title} ({signed(row['part'], 1)})"


def moves(edition: Edition, state: str) -> list[Any]:
    """Return for each lens what moved, in sentences and as a table, and every item's exact part."""
    return [part for lens in edition.lenses for part in _lens(edition, state, lens)]


def _lens(edition: Edition, state: str, lens: str) -> list[Any]:
    found = [move for both in state_moves(edition, state, lens).values() for move in both]
    name = capital(_(LENS_NAMES[lens]))
    if not found:
        said = _("{name}: {missing} for a change, fewer than two years have a score.")
        return [Html(f"<p>{text(said.format(name=name, missing=_(MISSING)))}</p>")]
    longest = [both[-1] for both in state_moves(edition, state, lens).values() if both]
    sentences = "".join(f"<li>{text(it)}</li>" for it in move_sentences(edition, longest))
    return [
        Html(f"<h3>{text(name)}</h3><ul>{sentences}</ul>"),
        *_steps(edition, state, longest),
        _table(edition, state, lens, found),
        _every_item(edition, state, longest),
    ]


def _steps(edition: Edition, state: str, longest: Iterable[Move]) -> list[Any]:
    """Return the parts of the first change that has several as a chart: overall, or else the largest."""
    told = [it for it in longest if len(it.items) > 1 and it.items["part"].notna().all() and not _still(it)]
    told.sort(key=lambda it: (it.node != "overall", -abs(it.change)))
    return [parts_chart(edition, state, it) for it in told[:1]]


def _table(edition: Edition, state: str, lens: str, found: list[Move]) -> Html:
    rows = pd.DataFrame(
        {
            _("Domain"): [it.label for it in found],
            _("Since"): [str(it.since) for it in found],
            _("Until"): [str(it.year) for it in found],
            _("From"): [it.before for it in found],
            _("To"): [it.after for it in found],
            _("Change"): [it.change for it in found],
            _("Interval of the change"): [it.interval for it in found],
            _("Evidence"): [_(it.evidence) for it in found],
        },
        dtype=object,
    )
    caption = _(
        "{state}, {lens}: change since the year scored before and since the first. Real: the "
        "interval, which holds {share_of_draws}, leaves out zero"
    ).format(
        state=edition.name(state), lens=_(LENS_NAMES[lens]), share_of_draws=share_of_draws(edition, lens)
    )
    return table_html(rows, caption, sortable=False)


def _every_item(edition: Edition, state: str, longest: list[Move]) -> Html | None:
    """Return every item's part since the first year; the parts of a domain sum to its change."""
    rows = [
        {
            _("Item"): indicator_link(edition, row["item"]),
            _("Of"): move.label,
            _("Years"): f"{move.since}–{move.year}",
            _("Score then"): row["before"],
            _("Score now"): row["after"],
            _("Part of the change"): row["part"],
            _("Remark"): _(_KIND_WORDS[row["kind"]]) if _KIND_WORDS[row["kind"]] else "",
        }
        for move in longest
        if move.node != "overall"
        for row in move.items.to_dict("records")
    ]
    if not rows:
        return None
    caption = _("{state}: what each item adds, in points of the domain; the parts sum to its change").format(
        state=edition.name(state)
    )
    shown = table_html(
        pd.DataFrame(rows, dtype=object),
        caption,
        decimals={_("Part of the change"): 2, _("Score then"): 0, _("Score now"): 0},
    )
    return Html(
        f'<details class="sb-data"><summary>{_("Show the part of every item")}</summary>{shown}</details>'
    )
