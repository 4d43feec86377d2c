"""Groups of states in the book: who belongs, averages with intervals, and the choice that limits a page to one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
from docutils import nodes

from scoreboard.definitions.grouping import EQUAL
from scoreboard.report.edition import LENS_SINGULAR, Edition
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.i18n import N_, _, numbers
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.interactive.dataset import nodes as ranked_nodes
from scoreboard.report.links import link, state_link
from scoreboard.report.tables import table_html
from scoreboard.report.words import capital, count, inside, number

LEAST = 2
"""Members with a score that make a group worth choosing."""
NAMED = 5
"""Members without a score that are named in a cell; more are counted."""
UNCHANGED = N_("Ranks, and the titles and middles of charts, stay those among all states.")
NO_SCRIPT = N_(
    "Choosing a group of states needs JavaScript. Who belongs, and the averages, stand in the chapter on groups."
)


def listing(edition: Edition) -> Any:  # noqa: ANN401
    """Return all groups: what each is, how many belong, how an average is made, and where that was read."""
    rows = [
        (
            group.title,
            group.explanation or "",
            len(edition.members[code]),
            len(_scored(edition, code)),
            _weights(edition, group.weights),
            _source(edition, code),
        )
        for code, group in edition.framework.groups.items()
    ]
    columns = [
        _("Group"),
        _("What it is"),
        _("Members"),
        _("With a score"),
        _("An average weighs"),
        _("Read in"),
    ]
    if not rows:
        return _("No groups of states are defined.")
    caption = _("Groups of states, with their members on {day}").format(day=numbers.day(str(edition.day)))
    return table_html(pd.DataFrame(rows, columns=columns), caption)


def members(edition: Edition) -> list[Html]:
    """Return for each group its members, past and present, with their dates; what is empty is not recorded."""
    return [_dated(edition, code) for code in edition.framework.groups]


def _dated(edition: Edition, code: str) -> Html:
    group = edition.framework.groups[code]
    rows = [
        (state_link(edition, state, ""), it.since or "–", it.until or "–")
        for state, times in edition.framework.groups.periods[code].items()
        for it in times
    ]
    title = _("{title}: members and dates").format(title=group.title)
    table = table_html(pd.DataFrame(rows, columns=[_("State"), _("Since"), _("Until")]), title)
    since = group.complete_since
    told = _("Members before {day} may be missing.").format(day=numbers.day(since)) if since else ""
    note = f"<p>{text(told)}</p>" if told else ""
    return Html(f"<details><summary>{text(group.title)} ({len(rows)})</summary>{note}{table}</details>")


def averages(edition: Edition, lens: str) -> Any:  # noqa: ANN401
    """Return the average score of each group in the overall and in every ranked domain, with intervals."""
    if lens not in edition.lenses:
        return ""
    rows = [
        row for node in ranked_nodes(edition, lens) for row in edition.averages(lens, node).to_dict("records")
    ]
    if not rows:
        return _("No group of states has an average yet.")
    table = pd.DataFrame(
        [
            (
                edition.framework.groups[row["group"]].title,
                edition.framework.label(lens, row["node"]),
                str(row["year"]),
                row["average"],
                row["low"],
                row["high"],
                _("{some} of {whole}").format(some=row["with_data"], whole=row["members"]),
                _without(edition, row["without_data"]),
            )
            for row in rows
        ],
        columns=[
            _("Group"),
            _("Domain"),
            _("Year"),
            _("Average"),
            _("Low"),
            _("High"),
            _("With a score"),
            _("Without"),
        ],
    )
    caption = _("Average {lens} scores of groups of states, with intervals").format(
        lens=_(LENS_SINGULAR[lens])
    )
    return table_html(table, caption)


def choice(edition: Edition, node: str = "") -> Any:  # noqa: ANN401  (docutils is typed in part)
    """Return the choice of a group that limits the charts and tables of a page to its members.

    Parameters
    ----------
    node : whose average is said, in every lens that ranks it; none if empty.
    """
    known = [code for code in edition.framework.groups if len(_scored(edition, code)) >= LEAST]
    if not known:
        return ""
    groups = edition.framework.groups
    data = {
        "states": {state: edition.name(state) for state in edition.states},
        "groups": {
            code: {
                "title": groups[code].title,
                "members": _scored(edition, code),
                "says": _says(edition, code, node),
            }
            for code in known
        },
    }
    options = "".join(
        f"<option{attributes(value=code)}>{text(groups[code].title)}</option>" for code in known
    )
    markup = Html(
        f'<div class="sb-groups"><p class="sb-choose" hidden><label for="sb-group">{_("States shown")}</label> '
        f'<select id="sb-group"><option value="">{_("All states")}</option>{options}</select></p>'
        f'<p role="status"></p><noscript><p>{_(NO_SCRIPT)}</p></noscript>'
        f'<script type="application/json">{_json(data)}</script></div>'
    )
    return nodes.raw("", markup, format="html", scripts=["groups"])


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _scored(edition: Edition, group: str) -> list[str]:
    inside_ = set(edition.members[group])
    return [state for state in edition.states if state in inside_]


def _says(edition: Edition, group: str, node: str) -> str:
    """Say how many belong, what the average is in each lens with its interval and coverage, and what stays."""
    said = _("{title}: {members} members on {day}, {scored} of them with a score.").format(
        title=edition.framework.groups[group].title,
        members=len(edition.members[group]),
        day=numbers.day(str(edition.day)),
        scored=len(_scored(edition, group)),
    )
    return " ".join([said, *_told(edition, group, node), _(UNCHANGED)])


def _told(edition: Edition, group: str, node: str) -> list[str]:
    sentences = []
    for lens in edition.lenses:
        if not node or edition.latest(lens, node) is None:
            continue
        found = edition.averages(lens, node)
        for row in found[found["group"] == group].to_dict("records"):
            what = inside(edition.framework.label(lens, node))
            sentences.append(_sentence(row, capital(f"{what}, {_(LENS_SINGULAR[lens])}")))
    return sentences


def _sentence(row: Mapping[Any, Any], what: str) -> str:
    if row["reason"]:
        return _(
            "{what} {year}: not enough data for an average, {some} of {whole} members have a score."
        ).format(what=what, year=row["year"], some=row["with_data"], whole=row["members"])
    return _("{what} {year}: average {average} ({low} to {high}) of {some} of {whole} members.").format(
        what=what,
        year=row["year"],
        average=number(row["average"], 1),
        low=number(row["low"], 1),
        high=number(row["high"], 1),
        some=row["with_data"],
        whole=row["members"],
    )


def _weights(edition: Edition, weights: str) -> str:
    if weights == EQUAL:
        return _("every member the same")
    return inside(edition.framework.indicators[weights].title)


def _without(edition: Edition, states: str) -> str:
    """Name the members without a score, or say how many they are where the names would fill the page."""
    names = [edition.name(state) for state in states.split()]
    return count(len(names), "state") if len(names) > NAMED else ", ".join(names) or "–"


def _source(edition: Edition, group: str) -> Html | str:
    source = edition.framework.groups[group].source
    if source is None:
        return "–"
    title = in_english(source.title)
    said = link(source.url, title) if source.url else text(title)
    read = _("read {day}").format(day=numbers.day(source.read)) if source.read else _("not compared in full")
    return Html(f"{said} ({text(read)})")
