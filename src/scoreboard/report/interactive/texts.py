"""What the scripts of the interactive pages say: every word stands here, and travels with the page.

A script asks for a text by its key and fills in its places; it carries no words of its own. A text of two forms is
chosen by the number `n`.
"""

from __future__ import annotations

from collections.abc import Mapping

from scoreboard.report.html import Html
from scoreboard.report.i18n import N_, _, active, ngettext
from scoreboard.report.i18n.numbers import signs
from scoreboard.report.interactive.dataset import embedded

Text = str | tuple[str, str]


def forms(singular: str, plural: str) -> tuple[str, str]:
    """Mark a text with two forms for the catalogue."""
    return singular, plural


SHARED: Mapping[str, Text] = {
    "proxy": N_(" (proxy)"),
    "copied": N_("Link copied"),
    "copy_by_hand": N_("Copy it from the address bar"),
}
ANSWERS: Mapping[str, Text] = {
    "no_answer": N_("no answer in the source"),
    "between": N_("between two levels of the list"),
    "as_coded": N_(" (as coded)"),
    "policy_only": N_("Answers can be changed in the policy lens only: outcomes are measured, not decided."),
    "choose_state": N_("Choose a state in focus above to see and change its answers."),
    "items": forms("{field}: {n} item", "{field}: {n} items"),
    "worked_out": N_("Worked out for {year}, with the published weights and rules: choose a state in focus."),
    "unscored_goal": N_("not enough data for a score"),
    "no_way": N_("{state}, {field}: {reason}."),
    "way": N_(
        "The smallest set of changes, in levels climbed, that brings {state} to {target} on {field}: it would score "
        "{score}. It is how the index would read, no advice."
    ),
    "step": N_("from {before} to {after}:"),
    "since": N_("{state} ({year})"),
    "since_before": N_("{state} ({year} or before)"),
    "there": N_("There already, and since when: {states}."),
    "nobody": N_("No state is there yet."),
    "register": N_("who did it, and what is known"),
}
WHAT_IF: Mapping[str, Text] = {
    **SHARED,
    **ANSWERS,
    "none_moved": N_("No states change their places compared with the published ranking."),
    "moved": forms(
        "One state changes its place compared with the published ranking.",
        "{n} states change their places compared with the published ranking.",
    ),
    "unscored": N_("{state}: not enough data for a score. {others}"),
    "standing": N_("{state}: {score} of 100, {place} ({was}). {others}"),
    "rank": N_("rank {rank} of {n}"),
    "no_rank": N_("no rank, since too few states have a score"),
    "published": N_("published {score}, rank band {band}"),
    "unpublished": N_("no published score"),
    "caption": N_("{what}, {year}: scores with these settings; the mark on a bar is the published score"),
    "without": N_("Not enough data for a score: {states}."),
    "weight": N_("weight {weight}"),
    "as_published": N_("As published"),
    "equal": N_("All equal"),
    "only": N_("Only {field}"),
    "none_chosen": N_("none chosen"),
}
COMPARE: Mapping[str, Text] = {
    **SHARED,
    "no_rank": N_("no rank"),
    "rank_band": N_("rank band {band}"),
    "no_interval": N_("no interval"),
    "missing": N_("not enough data"),
    "none": N_("none"),
    "not_apart": N_(
        "{states}: in no field of {lens} do the intervals of {year} lie apart, or there is not enough data, so no "
        "order should be read into the scores."
    ),
    "apart": N_(
        "{states}: the intervals of {year} lie apart in {fields}. In other fields no order should be read into the "
        "scores."
    ),
    "above": N_(" above "),
    "dots": N_("Scores with intervals of {states} by field; the numbers stand in the table below."),
    "standing": N_(
        "Score, interval and rank band, {lens}, {year}; the interval holds {share} of the draws"
    ),
    "field": N_("Field"),
    "trend": N_("{field}, scores by year; the numbers stand in the table below."),
    "numbers": N_("Show the numbers"),
    "trends": N_("Scores by year, {lens}; – is not enough data"),
    "field_and_state": N_("Field and state"),
    "policy_only": N_("Items are compared in the policy lens: choose it above."),
    "items": N_("Level of each policy item, 0 to 100, {year}: {differing} of {all} items differ"),
    "item": N_("Item"),
    "alike_or_not": N_("Alike?"),
    "only": N_("Only items that differ"),
    "words": N_("Say what each level means"),
    "differ": N_("≠ differ"),
    "alike": N_("= alike"),
}  # fmt: skip


def texts(known: Mapping[str, Text]) -> Html:
    """Return the texts of a page in the language in use, with its decimal sign, for the page's scripts."""
    return embedded(
        "texts", {"decimal": signs(active()).decimal, "texts": {k: said(it) for k, it in known.items()}}
    )


def said(it: Text) -> str | list[str]:
    """Return a text in the language in use; of two forms, that of one and that of many."""
    return _(it) if isinstance(it, str) else [ngettext(*it, number) for number in (1, 2)]
