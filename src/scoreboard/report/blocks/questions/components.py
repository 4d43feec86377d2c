"""What are the components of a successful integration policy? What is compared, and what came after changes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.report.blocks.questions.asking import Missing, Question, lacking
from scoreboard.report.charts.relations import LEVEL, correlation_interval, policy_and_outcome
from scoreboard.report.edition import LENSES, Edition
from scoreboard.report.evaluating import surveyed
from scoreboard.report.html import Html
from scoreboard.report.i18n import N_, _
from scoreboard.report.tables import table_html
from scoreboard.report.words import count, inside, joined, number, rank_correlation, together

TOLD = "told from chance"
LEAST = 3
"""States that a correlation needs, as in `words.together`."""


def found(edition: Edition) -> pd.DataFrame:
    """Return the survey of changes of policy; empty in a project with one lens only."""
    return surveyed(edition) if set(LENSES) <= set(edition.lenses) else pd.DataFrame()


def both(edition: Edition, node: str) -> tuple[int | None, pd.DataFrame]:
    """Return the last year that both lenses rank a node in, and its scores: `state, score_policy, score_outcome`."""
    years = [edition.latest(lens, node) for lens in LENSES]
    year = min((it for it in years if it), default=None) if all(years) else None
    one, other = (edition.series(lens, node) for lens in LENSES)
    one, other = (it.loc[it["year"] == year, ["state", "score"]] for it in (one, other))
    return year, one.merge(other, on="state", suffixes=("_policy", "_outcome"))


def comparable(rows: pd.DataFrame) -> bool:
    """Return whether the scores of both lenses can be held against each other: enough states, and not all alike."""
    columns = ("score_policy", "score_outcome")
    return len(rows) >= LEAST and min(rows[it].nunique() for it in columns) > 1


def short(edition: Edition) -> list[str]:
    """Say how policy and outcomes go together, and how many changes were followed by a difference."""
    year, rows = both(edition, "overall")
    first = _(
        "Not enough data: too few states have both a policy and an outcome score, or all are alike in one."
    )
    if comparable(rows):
        first = _(
            "Across {states} states, policy and outcomes {together} in {year}; this describes, and does not tell why."
        ).format(
            states=number(len(rows)),
            year=year,
            together=together(rows["score_policy"], rows["score_outcome"]),
        )
    return [first, _weighed(edition)]


def _weighed(edition: Edition) -> str:
    survey = found(edition)
    if survey.empty:
        return _(
            "Not enough data: no policy item was raised by enough states with outcomes around the change."
        )
    told = survey[survey["verdict"] == TOLD]["item"]
    if told.empty:
        return _(
            "Of {items} that enough states raised to be weighed, none was followed by a difference that can be told "
            "from chance, so these data single out no component."
        ).format(items=count(len(survey), "policy item"))
    titles = [f"“{edition.framework.indicators[code].title}”" for code in told]
    return _(
        "Of {items} that enough states raised to be weighed, a difference told from chance followed {told}."
    ).format(items=count(len(survey), "policy item"), told=joined(titles))


def shown(edition: Edition) -> list[Any]:
    """Return policy beside outcomes, the domains side by side, and what described practices are known for."""
    chart = policy_and_outcome(edition, "overall") if comparable(both(edition, "overall")[1]) else None
    return [chart, domain_table(edition), practices(edition)]


def domain_table(edition: Edition) -> Html | None:
    """Return for each domain its policy items, scores in the middle, correlation, and changes weighed."""
    domains = list(dict.fromkeys(it for lens in edition.lenses for it in edition.domains(lens)))
    rows = [_domain(edition, domain) for domain in domains]
    caption = _(
        "Domains: policy items, score of the middle state in each lens, how scores go together with a {level} % "
        "interval, and changes weighed; a proxy stands in for what no source covers"
    ).format(level=number(100 * LEVEL))
    digits = {_("Rank correlation"): 2, _("Low"): 2, _("High"): 2}
    return table_html(pd.DataFrame(rows, dtype=object), caption, decimals=digits) if rows else None


def _domain(edition: Edition, domain: str) -> dict[str, Any]:
    year, rows = both(edition, domain)
    correlation = (
        rank_correlation(rows["score_policy"], rows["score_outcome"]) if comparable(rows) else float("nan")
    )
    low, high = correlation_interval(correlation, len(rows))
    survey = found(edition)
    own = survey[survey["domain"] == domain] if len(survey) else survey
    return {
        _("Domain"): _named(edition, domain),
        _("Policy items"): len(edition.leaves("policy", domain)),
        _("Year"): str(year) if year else None,
        _("States"): len(rows) if year else None,
        _("Policy"): rows["score_policy"].median() if len(rows) else None,
        _("Outcomes"): rows["score_outcome"].median() if len(rows) else None,
        _("Rank correlation"): correlation,
        _("Low"): low,
        _("High"): high,
        _("Items weighed"): len(own),
        _("Told from chance"): int((own["verdict"] == TOLD).sum()) if len(own) else 0,
    }


def _named(edition: Edition, domain: str) -> str:
    nodes = edition.framework.nodes
    said = {"policy": _("policy is a proxy"), "outcome": _("outcomes are a proxy")}
    proxies = [said[lens] for lens in LENSES if (lens, domain) in nodes and nodes[lens, domain].proxy]
    label = edition.framework.label(edition.lenses[0], domain)
    return f"{label} ({', '.join(proxies)})" if proxies else label


def practices(edition: Edition) -> str:
    """Say how many described practices were evaluated, and how many are recorded as better for those meant."""
    every = list(edition.practices)
    if not every:
        return _("**Described practices.** Not enough data: this project describes none.")
    results = [it.evaluation.result for it in every if it.evaluation]
    return _(
        "**Described practices.** Of {practices} with an evaluation on record, {better} did better for those they were "
        "meant for, {mixed} had mixed results, {none} showed no difference, and {worse} did worse; which practices are "
        "described is a choice, so these counts are no success rate."
    ).format(
        practices=number(len(results)),
        better=number(results.count("better")),
        mixed=number(results.count("mixed")),
        none=number(results.count("no_difference")),
        worse=number(results.count("worse")),
    )


def _few(edition: Edition) -> str:
    survey = found(edition)
    if survey.empty:
        return _weighed(edition)
    return _("The {items} that could be weighed changed in {low} to {high} states each.").format(
        items=count(len(survey), "item"),
        low=number(survey["changed"].min()),
        high=number(survey["changed"].max()),
    )


def _carried_out(edition: Edition) -> str:
    if not lacking("programme_participants", "open")(edition):
        return ""
    index = edition.framework.indices.get("policy")
    if index is None:
        return _("This project has no policy index.")
    return _(
        "Policy is known until {year}, and as law: what is spent and whom it reaches is not part of it."
    ).format(year=index.years.last)


def _no_counterpart(edition: Edition) -> str:
    lone = [
        inside(edition.framework.label(lens, domain))
        for domain in dict.fromkeys(it for lens in edition.lenses for it in edition.domains(lens))
        for lens in edition.lenses[:1]
        if both(edition, domain)[0] is None
    ]
    words = _("No year has policy and outcome scores of enough states in {domains}.")
    return words.format(domains=joined(lone)) if lone else ""


COMPONENTS = Question(
    title=N_("What are the components of a successful integration policy?"),
    short=short,
    shown=shown,
    missing=(
        Missing(
            N_("Which component works best."),
            _few,
            N_("policy levels of more years, so that more changes have outcomes on both sides."),
            "scoreboard import downloads",
        ),
        Missing(
            N_("Whether policy on paper is carried out."),
            _carried_out,
            N_("spending, places and participants by programme and year."),
            "scoreboard new indicator labour_market/programme_participants --lens context",
        ),
        Missing(
            N_("How policy and outcomes go together in every domain."),
            _no_counterpart,
            N_(
                "outcomes by citizenship or birth in these domains, from microdata where nothing is published."
            ),
            "scoreboard estimate --microdata people.parquet --mapping mapping.yaml --out data",
        ),
    ),
    pages=("evaluation", "practices", "overview"),
)
