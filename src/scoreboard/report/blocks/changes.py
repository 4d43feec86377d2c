"""What changed between the last two ranked years, with the strength of evidence and the items behind it."""

from __future__ import annotations

import pandas as pd

from scoreboard.analysis.steps import splittable, steps_between
from scoreboard.report.charts.changes import NO_CHANGE, VERDICTS, verdicts
from scoreboard.report.charts.common import out_of, subject
from scoreboard.report.charts.draws import last_change
from scoreboard.report.drawing import nodes
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import _
from scoreboard.report.links import indicator_link, state_link
from scoreboard.report.slices import ends_below, tree
from scoreboard.report.tables import table_html
from scoreboard.report.words import capital, count, joined, number, share_of_draws

NAMED = 5
"""States that a sentence names at most."""
ITEMS = 3
"""Items shown behind one change."""


def signed(value: float, digits: int = 1) -> str:
    """Return a change with its sign.

    >>> signed(2.34), signed(-0.5), signed(0.0)
    ('+2.3', '−0.5', '0.0')
    """
    shown = number(value, digits)
    return f"+{shown}" if float(f"{value:.{digits}f}") > 0 else shown


def change_sentence(edition: Edition, lens: str, node: str) -> str:
    """Say how many states changed for real between the last two ranked years, and name the largest moves.

    Empty where there are no two ranked years.
    """
    rows = last_change(edition, lens, node)
    if rows.empty:
        return ""
    rows = rows.assign(verdict=verdicts(rows))
    real = rows[rows["verdict"] == VERDICTS[0]]
    within, same = (int((rows["verdict"] == word).sum()) for word in (VERDICTS[1], NO_CHANGE))
    head = _("**{subject}, {year} to {year_2}.**").format(
        subject=capital(subject(edition, lens, node)), year=rows["since"].iloc[0], year_2=rows["year"].iloc[0]
    )
    told = {_("moved within uncertainty"): within, _("did not change"): same}
    rest = joined([f"{number(times)} {what}" for what, times in told.items() if times])
    tail = f"; {rest}" if rest else ""
    if same == len(rows):
        return _("{head} None of {n_rows} states changed.").format(head=head, n_rows=len(rows))
    if real.empty:
        return _("{head} No change among {n_rows} states is more than uncertainty explains{tail}.").format(
            head=head, n_rows=len(rows), tail=tail
        )
    which = "" if len(real) <= NAMED else _("the largest moves are ")
    return _("{head} {out_of} changed by more than uncertainty explains: {which}{moves}{tail}.").format(
        head=head,
        out_of=capital(out_of(len(real), len(rows))),
        which=which,
        moves=_moves(edition, real),
        tail=tail,
    )


def _moves(edition: Edition, real: pd.DataFrame) -> str:
    """Return the largest moves by state, in code order."""
    order = real["change"].abs().sort_values(ascending=False, kind="stable").index
    largest = real.loc[order[:NAMED]].sort_values("state")
    return joined(
        [f"{row['name']} {signed(row['change'])}" for row in largest[["name", "change"]].to_dict("records")]
    )


def latest(edition: Edition) -> str:
    """Return what changed in every domain of every lens as a list of sentences, and what "real" means."""
    lines = [
        f"- {line}"
        for lens in edition.lenses
        for node in nodes(edition, lens)
        if (line := change_sentence(edition, lens, node))
    ]
    if not lines:
        return _("No score has two ranked years yet, so no change can be told.")
    shares = joined(list(dict.fromkeys(share_of_draws(edition, lens) for lens in edition.lenses)))
    remark = _(
        "A change is more than uncertainty explains where an interval that holds {shares} "
        "leaves out zero. Scores change from year to year for many reasons; states are named "
        "in the order of their codes."
    ).format(shares=shares)
    return "\n".join([*lines, "", remark])


def reasons(edition: Edition, lens: str, node: str) -> Html | str:
    """Return the states with a real change, each with the items that it is made of."""
    rows = last_change(edition, lens, node)
    real = rows[rows["real"] & (rows["change"] != 0)] if len(rows) else rows
    if real.empty:
        return _("No {subject} score changed by more than uncertainty explains.").format(
            subject=subject(edition, lens, node)
        )
    table = pd.DataFrame(
        {
            _("State"): [state_link(edition, state) for state in real["state"]],
            _("Change"): [signed(change) for change in real["change"]],
            _("Interval"): [
                _("{low} to {high}").format(low=signed(low), high=signed(high))
                for low, high in zip(real["low"], real["high"], strict=True)
            ],
            _("Items behind it"): [
                _items(edition, lens, node, *key)
                for key in zip(real["state"], real["since"], real["year"], strict=True)
            ],
        },
        dtype=object,  # keeps links, which a column of text would not
    )
    caption = _(
        "{subject}: changes from {year} to {year_2} that are more than uncertainty, in "
        "points of the score, and what they are made of, the largest parts first"
    ).format(
        subject=capital(subject(edition, lens, node)), year=real["since"].iloc[0], year_2=real["year"].iloc[0]
    )
    return table_html(table, caption, sortable=False)


def _items(edition: Edition, lens: str, node: str, state: str, since: int, year: int) -> Html:
    """Return the items with the largest parts in a change, each with its part; parts add up to the change."""
    own = tree(edition, lens)
    if node not in splittable(own):
        return Html(_("this score compares states, so its change has no parts"))
    parts = steps_between(own, ends_below(edition, lens, state, int(since), int(year), node), [node])
    parts = parts.iloc[parts["part"].abs().argsort(kind="stable")[::-1]]
    parts = parts[parts["part"].abs() >= 0.05]
    shown = [
        f"{indicator_link(edition, item)} {signed(part)}{_kind(kind)}"
        for item, kind, part in parts[["item", "kind", "part"]].head(ITEMS).itertuples(index=False)
    ]
    more = len(parts) - len(shown)
    rest = f"; {count(more, 'smaller part')}" if more > 0 else ""
    return Html("; ".join(shown) + rest)


def _kind(kind: str) -> str:
    return {"appeared": _(" (not known before)"), "vanished": _(" (no longer known)")}.get(kind, "")
