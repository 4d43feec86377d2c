"""The practice register, item by item: who has the top level, who rose to it, and which practices are described."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import Any

import pandas as pd

from scoreboard.definitions import AnyIndicator
from scoreboard.definitions.models import PolicyIndicator
from scoreboard.definitions.practices import Effect, Practice
from scoreboard.records.practices import RESULTS
from scoreboard.records.practices.register import address
from scoreboard.report.blocks.practice import holders, rises
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.i18n import N_, _, numbers
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.links import indicator_link, link, state_link
from scoreboard.report.tables import table_html
from scoreboard.report.words import count, joined, number

EVIDENCE_WORDS = {
    "randomised": (N_("randomised"), N_("Chance decided who took part: a trial, or places drawn by lot.")),
    "quasi_experimental": (
        N_("quasi-experimental"),
        N_("A rule, a date or a place decided who took part, so that like can be held against like."),
    ),
    "before_after": (
        N_("before and after"),
        N_("The same was measured before and after, with nobody else to hold it against."),
    ),
    "descriptive": (
        N_("descriptive"),
        N_("Counts, surveys or calculations that describe, and cannot tell causes."),
    ),
    "expert_opinion": (N_("expert opinion"), N_("The judgement of people who know the field.")),
}
"""Level of evidence → its name, and what it means; the strongest first."""
RESULT_WORDS = {
    "better": N_("better for those it was meant for"),
    "mixed": N_("mixed"),
    "no_difference": N_("no difference found"),
    "worse": N_("worse for those it was meant for"),
}
BASIS_WORDS = {
    "full_text": N_("the full text was read on {day}"),
    "abstract": N_("the abstract was read on {day}"),
    "summary": N_("a summary was read on {day}"),
}
FROM_MEMORY = N_("described from memory, not checked against the source")
NOT_RECORDED = N_("not recorded")


def summary(edition: Edition) -> str:
    """Say how many precedents and practices there are, and what the practices are known to have done."""
    risen, practices = rises(edition), list(edition.practices)
    parts = [
        _("The policy data hold {rises} of a state to the top level of an item, in {items}.").format(
            rises=count(len(risen), "rise"), items=count(risen["indicator"].nunique(), "item")
        )
    ]
    if practices:
        results = Counter(str(it.evaluation.result) for it in practices if it.evaluation)
        told = [f"{number(results[it])} {_(RESULT_WORDS[it])}" for it in RESULTS if results[it]]
        words = _(
            "{practices} from {states} are described; results: {results}. {memory} of them from memory."
        )
        parts.append(
            words.format(
                practices=count(len(practices), "practice"),
                states=count(len({it.state for it in practices}), "state"),
                results=joined(told),
                memory=number(sum(it.confidence == "from_memory" for it in practices)),
            )
        )
    return " ".join(parts)


def scale(edition: Edition) -> Html:
    """Return the scale of evidence: what each level means, and how many practices have it."""
    counts = edition.practices.counts()
    rows = [(_(name), _(meaning), counts[level]) for level, (name, meaning) in EVIDENCE_WORDS.items()]
    columns = [_("Evidence"), _("What it means"), _("Practices")]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    return table_html(frame, _("Levels of evidence, the strongest first"), decimals=0, sortable=False)


def domain(edition: Edition, name: str) -> list[Html] | str:
    """Return the entries of all policy items of a domain, and of other indicators that a practice bears on."""
    order = {code: number_ for number_, code in enumerate(edition.leaves("policy", name))}
    own = [it for it in edition.framework.indicators.values() if it.domain == name]
    chosen = [it for it in own if isinstance(it, PolicyIndicator) or edition.practices.of(it.code)]
    chosen.sort(key=lambda it: (order.get(it.code, len(order)), it.code))
    return [_entry(edition, it) for it in chosen] or _("No policy item of this domain is defined.")


def _entry(edition: Edition, item: AnyIndicator) -> Html:
    described = "".join(_described(edition, it) for it in edition.practices.of(item.code))
    nothing = f"<p>{text(_('No practice is described yet.'))}</p>"
    precedents = "".join(_precedents(edition, item)) if isinstance(item, PolicyIndicator) else ""
    return Html(
        f"<h3{attributes(id=f'item-{item.code}')}>{indicator_link(edition, item.code, up='')}</h3>"
        f"{precedents}{described or nothing}"
    )


def _precedents(edition: Edition, item: PolicyIndicator) -> Iterator[str]:
    """Yield what the top level asks, and the states that have or had it."""
    top = text(in_english(item.levels[0].condition))
    yield f"<p>{text(_('The top level asks:'))} {top}</p>"
    table = _states(edition, item)
    if table.empty:
        yield f"<p>{text(_('No state has or had it in the years covered.'))}</p>"
        return
    have, risen = len(holders(edition, item)), table[_("From level")].notna().sum()
    words = _("{have} at the top level; {rises} to it in the years covered").format(
        have=count(have, "state"), rises=count(int(risen), "rise")
    )
    caption = _("{item}: states with the top level, and rises to it").format(item=item.title)
    body = table_html(table, caption, decimals=0, missing=N_("does not apply"))
    yield f"<details><summary>{text(words)}</summary>{body}</details>"


def _states(edition: Edition, item: PolicyIndicator) -> pd.DataFrame:
    """Return a row for each state that has the top level, and for each rise to it."""
    risen, held = rises(edition), holders(edition, item)
    risen = risen[risen["indicator"] == item.code]
    begun = [
        (str(state), _("{year} or before").format(year=since), None, None)
        for state, since, from_start in held.itertuples(index=False)
        if from_start
    ]
    rose = [
        (str(row["state"]), _rise(row), row["before"], None if pd.isna(row["until"]) else str(row["until"]))
        for row in risen.to_dict("records")
    ]
    rows = [
        (state_link(edition, row[0], up=""), *row[1:])
        for row in sorted([*begun, *rose], key=lambda it: it[:2])
    ]
    return pd.DataFrame(rows, columns=[_("State"), _("Since"), _("From level"), _("Until")], dtype=object)


def _rise(row: dict[Hashable, Any]) -> str:
    return _("{year} (answer before: {before})").format(year=row["year"], before=row["before_year"])


def _described(edition: Edition, practice: Practice) -> str:
    """Return a described practice: a heading, and what is known of it as a list of terms."""
    where = state_link(edition, practice.state, up="")
    place = f", {text(practice.place)}" if practice.place else ""
    rows = "".join(f"<dt>{text(name)}</dt><dd>{text(words)}</dd>" for name, words in _facts(practice))
    return f'<div class="sb-practice"><h4>{where}{place}: {text(in_english(practice.title))}</h4><dl>{rows}</dl></div>'


def _facts(practice: Practice) -> Iterator[tuple[str, str]]:
    yield _("What it is"), in_english(practice.what)
    yield _("For whom"), in_english(practice.population)
    yield _("When"), _when(practice)
    yield _("Evidence"), _(EVIDENCE_WORDS[practice.evidence][0])
    how = practice.evaluation
    if how:
        sample = Html(f" ({text(in_english(how.sample))})") if how.sample else ""
        yield _("Design"), Html(f"{text(in_english(how.design))}{sample}")
        yield _("Result"), _(RESULT_WORDS[how.result])
        yield _("What was found"), in_english(how.finding)
    effects = how.effects if how else ()
    yield (
        _("Published figures"),
        Html("; ".join(_figure(it) for it in effects)) if effects else _(NOT_RECORDED),
    )
    yield _("Source"), _source(practice)


def _when(practice: Practice) -> str:
    if not practice.start:
        return _(NOT_RECORDED)
    if practice.end:
        return _("{start} to {end}").format(start=practice.start, end=practice.end)
    return _("from {start}; an end is not recorded").format(start=practice.start)


def _figure(effect: Effect) -> str:
    """Return an estimate with its interval, as published."""
    value = _shown(effect.estimate)
    interval = ""
    if effect.low is not None and effect.high is not None:
        words = _(" ({level} % interval: {low} to {high})")
        interval = words.format(
            level=number(100 * effect.level), low=_shown(effect.low), high=_shown(effect.high)
        )
    return f"{text(in_english(effect.outcome))}: {value} {text(in_english(effect.unit))}{text(interval)}"


def _shown(value: float) -> str:
    return numbers.written(f"{value:g}".replace("-", "−"))


def _source(practice: Practice) -> Html:
    source = practice.source
    cited = link(address(practice), f"{source.authors} ({source.published}): {source.title}")
    if practice.confidence == "from_memory":
        how = _(FROM_MEMORY)
    else:
        how = _(BASIS_WORDS[practice.basis or "summary"]).format(day=practice.read)
    return Html(f"{cited}. {text(source.publisher)}; <strong>{text(how)}</strong>")


def state_practices(edition: Edition, state: str) -> Html | None:
    """Return the described practices of one state, each with the way to its entry; None in a project without any."""
    if not edition.practices or "practices" not in edition.pages:
        return None
    own = [it for it in edition.practices if it.state == state]
    items = "".join(
        f"<li>{link(f'../practices.html#item-{it.items[0]}', in_english(it.title))} "
        f"({text(_(EVIDENCE_WORDS[it.evidence][0]))})</li>"
        for it in own
    )
    nothing = _("No practice of {state} is described yet.").format(state=edition.name(state))
    body = (
        f"<ul>{items}</ul>"
        if own
        else f"<p>{text(nothing)} {link('../practices.html', _('All practices'))}</p>"
    )
    return Html(f'<h3 id="described-practices">{text(_("Described practices"))}</h3>{body}')
