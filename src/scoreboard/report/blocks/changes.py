"""What changed between the last two ranked years, with the strength of evidence and the items behind it."""

from __future__ import annotations

import pandas as pd

from scoreboard.analysis.steps import splittable, steps
from scoreboard.report.charts.changes import VERDICTS, verdicts
from scoreboard.report.charts.common import out_of, subject
from scoreboard.report.charts.draws import last_change, nodes
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.links import indicator_link, state_link
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
    within, same = (int((rows["verdict"] == word).sum()) for word in (VERDICTS[1], "no change"))
    head = f"**{capital(subject(edition, lens, node))}, {rows['since'].iloc[0]} to {rows['year'].iloc[0]}.**"
    told = {"moved within uncertainty": within, "did not change": same}
    rest = joined([f"{number(times)} {what}" for what, times in told.items() if times])
    tail = f"; {rest}" if rest else ""
    if same == len(rows):
        return f"{head} None of {len(rows)} states changed."
    if real.empty:
        return f"{head} No change among {len(rows)} states is more than uncertainty explains{tail}."
    which = "" if len(real) <= NAMED else "the largest moves are "
    return (
        f"{head} {capital(out_of(len(real), len(rows)))} changed by more than uncertainty explains: "
        f"{which}{_moves(edition, real)}{tail}."
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
        return "No score has two ranked years yet, so no change can be told."
    shares = joined(list(dict.fromkeys(share_of_draws(edition, lens) for lens in edition.lenses)))
    remark = (
        f"A change is more than uncertainty explains where an interval that holds {shares} leaves out zero. Scores "
        "change from year to year for many reasons; states are named in the order of their codes."
    )
    return "\n".join([*lines, "", remark])


def reasons(edition: Edition, lens: str, node: str) -> Html | str:
    """Return the states with a real change, each with the items that it is made of."""
    rows = last_change(edition, lens, node)
    real = rows[rows["real"] & (rows["change"] != 0)] if len(rows) else rows
    if real.empty:
        return f"No {subject(edition, lens, node)} score changed by more than uncertainty explains."
    table = pd.DataFrame(
        {
            "State": [state_link(edition, state) for state in real["state"]],
            "Change": [signed(change) for change in real["change"]],
            "Interval": [
                f"{signed(low)} to {signed(high)}"
                for low, high in zip(real["low"], real["high"], strict=True)
            ],
            "Items behind it": [
                _items(edition, lens, node, *key)
                for key in zip(real["state"], real["since"], real["year"], strict=True)
            ],
        },
        dtype=object,  # keeps links, which a column of text would not
    )
    caption = (
        f"{capital(subject(edition, lens, node))}: changes from {real['since'].iloc[0]} to {real['year'].iloc[0]} "
        "that are more than uncertainty, in points of the score, and what they are made of, the largest parts first"
    )
    return table_html(table, caption, sortable=False)


def _items(edition: Edition, lens: str, node: str, state: str, since: int, year: int) -> Html:
    """Return the items with the largest parts in a change, each with its part; parts add up to the change."""
    scores = edition.scores(lens)
    if node not in splittable(scores.tree):
        return Html("this score compares states, so its change has no parts")
    parts = steps(scores, state, int(since), int(year), [node])
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
    return {"appeared": " (not known before)", "vanished": " (no longer known)"}.get(kind, "")
